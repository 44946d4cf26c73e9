"""One search from text to answer: read it, evaluate it, narrow it, count it, order it."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from app.registry.numbers.characters import bare, key_of
from app.search.analysis import Analyzer, fragment, has_cjk, letters
from app.search.embedded_filters import all_facets, facets_of, in_order, mask, masks_of, page_of, worth
from app.search.embedded_plan import Every, Fixed, Some, add_scores, evaluate
from app.search.embedded_reading import PHRASE, Reader, Reading
from app.search.embedded_snapshot import NOTHING, Flags, Matches, Snapshot
from app.search.embedded_spelling import better_text
from app.search.engine import Found, Hit
from app.search.grammar import NO_WORDS, All, Parsed, parse
from app.search.intent import Intent, intended
from app.search.query import Asked
from app.search.thesaurus import Thesaurus

SIDE_BY_SIDE = PHRASE / 4
"""Score of a title that holds all runs of the text side by side, and again of one that is nothing but the text."""

CHINESE = PHRASE / 2
"""Score of a Chinese title for a query in Han: who asks in Chinese reads Chinese first, Japanese titles after it."""

MOST_TITLES = 100
"""Titles that are compared letter by letter with what was typed."""

DOUBTFUL = 20
"""With fewer hits than these, none of them holding the text in its title, a better spelling is looked for."""

ENOUGH, LEAST = 0.6, 0.3
"""The share of a query's words, by rarity, that a document should hold where none holds all; and must hold at least."""


class _Read(NamedTuple):
    """A query as it was read, and what it finds before filters."""

    reading: Reading
    matches: Matches
    intent: Intent
    notes: tuple[str, ...] = ()
    suggestion: str | None = None

    def filters(self) -> Iterable[tuple[str, list[str]]]:
        """Filters that the text itself names."""
        yield from self.reading.coded.items()
        yield from ((each.filter, [each.value]) for each in self.intent.understood)

    def without_intent(self) -> "_Read":
        """The same, no word taken for a filter."""
        words = "、".join(each.word for each in self.intent.understood)
        return self._replace(intent=Intent(self.intent.text), notes=(*self.notes, f"没有符合“{words}”的标准，以下未按它筛选"))

    def in_titles(self, index: Snapshot) -> bool:
        """Whether a title holds all of it as typed, or it is nothing that a title could hold."""
        if self.reading.numbers or not self.reading.rows:
            return len(self.matches.docs) > 0
        return len(evaluate(Every(tuple(self.reading.rows)), index).docs) > 0


class Searcher:
    """Answers searches against any state of the index."""

    def __init__(self, analyzer: Analyzer, thesaurus: Callable[[], Thesaurus]) -> None:
        self._analyzer = analyzer
        self._thesaurus = thesaurus

    def find(self, asked: Asked, index: Snapshot) -> Found:
        """The answer to `asked`; see `Engine.find`."""
        parsed = parse(asked.text)
        day = asked.as_of.toordinal()
        read, masks, passing = self._passing(parsed, asked, index)
        reading, matches = read.reading, read.matches
        ids = index.column("id")
        return Found(
            total=len(passing.docs),
            hits=tuple(
                Hit(int(ids[passing.docs[at]]), round(float(passing.scores[at]), 3)) for at in page_of(asked, passing, index)
            ),
            facets=facets_of(matches.docs, masks, day, index) if asked.text.strip() or masks else all_facets(day, index),
            terms=tuple(reading.terms),
            exact=_exact(reading, index),
            suggestion=read.suggestion,
            synonyms=reading.synonyms,
            understood=read.intent.understood,
            notes=(*parsed.notes, *reading.notes, *read.notes),
        )

    def ids(self, asked: Asked, index: Snapshot) -> Sequence[int]:
        """All that `asked` finds, in the order asked for; see `Engine.ids`."""
        _, _, passing = self._passing(parse(asked.text), asked, index)
        found: list[int] = index.column("id")[passing.docs[in_order(asked, passing, index, 0, len(passing.docs))]].tolist()
        return found

    def _passing(self, parsed: Parsed, asked: Asked, index: Snapshot) -> tuple[_Read, dict[str, Flags], Matches]:
        """The text as read, the filters, and what passes them, scored."""
        day = asked.as_of.toordinal()
        read = self._read(parsed, asked, index)
        given = masks_of(asked, index)
        masks = given | {
            name: mask(name, values, day, index) for name, values in read.filters() if not asked.filters.get(name)
        }
        passing = _narrowed(read.matches, list(masks.values()))
        if not len(passing.docs) and read.intent.understood:
            others = _narrowed(read.matches, list(given.values()))
            passing, masks, read = (others, given, read.without_intent()) if len(others.docs) else (passing, masks, read)
        if parsed.tree is not None:
            scores = passing.scores + worth(day, index)[passing.docs]
            scores += np.float32(CHINESE) * index.column("chinese")[passing.docs] if has_cjk(asked.text) else 0
            passing = Matches(passing.docs, scores)
        return read, masks, passing

    def _read(self, parsed: Parsed, asked: Asked, index: Snapshot) -> _Read:
        """The text as it stands; where no title holds it, what a question means; else what holds most of its words."""
        literally = Intent(asked.text)
        if parsed.tree is None:
            return _Read(Reading(), NOTHING if asked.text.strip() else _everything(index), literally)
        literal = self._evaluated(parsed.tree, literally, asked, index)
        if not asked.interpret:
            return literal
        if literal.in_titles(index):
            absent = literal.reading.absent
            return literal._replace(suggestion=self._suggestion(literal, asked, index)) if absent else literal
        meant = literal
        intent = intended(asked.text)
        tree = parse(intent.text).tree if intent is not None else None
        if intent is not None and tree is not None:
            meant = self._evaluated(tree, intent, asked, index)
        read = meant if len(meant.matches.docs) else literal if len(literal.matches.docs) else _relaxed(meant, index)
        if read.notes or meant.reading.absent or (len(read.matches.docs) < DOUBTFUL and not read.in_titles(index)):
            read = read._replace(suggestion=self._suggestion(meant, asked, index))
        return read

    def _suggestion(self, read: _Read, asked: Asked, index: Snapshot) -> str | None:
        """A better spelling of what nothing holds, if it finds something."""
        better = better_text(read.intent.text, read.reading.spelled, self._analyzer, index)
        tree = parse(better).tree if better is not None else None
        if better is None or tree is None or not len(self._evaluated(tree, Intent(better), asked, index).matches.docs):
            return None
        return better

    def _evaluated(self, tree: All, intent: Intent, asked: Asked, index: Snapshot) -> _Read:
        reading = Reader(self._analyzer, self._thesaurus() if asked.widen else _NO_SYNONYMS, index).read(tree, intent.text)
        if reading.plan is None:
            return _Read(reading, _everything(index), intent) if reading.coded else _Read(reading, NOTHING, intent, (NO_WORDS,))
        matches = evaluate(reading.plan, index)
        if not len(matches.docs) and reading.numbers:
            matches = evaluate(Some(tuple(reading.numbers)), index)  # the number is sure, the words beside it are not
            reading.absent.append(intent.text)
        matches = Matches(matches.docs, matches.scores.copy())
        _raise_phrases(reading, matches, index)
        if reading.whole is not None:
            add_scores(matches, _equal(intent.text, evaluate(reading.whole, index), index), index)
        return _Read(reading, matches, intent)


_NO_SYNONYMS = Thesaurus()
_RELAXED = "没有同时含全部词的标准，以下含其中一部分，含得多的在前"


def _everything(index: Snapshot) -> Matches:
    return Matches(index.living, np.zeros(len(index.living), np.float32))


def _narrowed(matches: Matches, masks: Sequence[Flags]) -> Matches:
    if not masks:
        return matches
    stays = np.ones(len(matches.docs), bool)
    for each in masks:
        stays &= each[matches.docs]
    return Matches(matches.docs[stays], matches.scores[stays])


def _raise_phrases(reading: Reading, matches: Matches, index: Snapshot) -> None:
    """Titles that hold a run as typed stand before others, those that hold all of it side by side before these."""
    for row in reading.rows:
        alone = row == reading.whole
        score = PHRASE + SIDE_BY_SIDE if alone else PHRASE / len(reading.rows)
        add_scores(matches, evaluate(Fixed(row, score), index), index)
    if reading.whole is not None and len(reading.rows) > 1:
        add_scores(matches, evaluate(Fixed(reading.whole, SIDE_BY_SIDE), index), index)


def _equal(text: str, held: Matches, index: Snapshot) -> Matches:
    """Of the titles that hold the text side by side, those that are nothing but the text."""
    asked = letters(text)
    docs = held.docs
    if has_cjk(text):
        docs = docs[index.lengths("pairs")[docs] == 2 * len(asked) - 1]
    docs = np.array([doc for doc in docs[:MOST_TITLES].tolist() if letters(index.title_text(doc)) == asked], np.int32)
    return Matches(docs, np.full(len(docs), SIDE_BY_SIDE, np.float32))


def _relaxed(read: _Read, index: Snapshot) -> _Read:
    """Documents that hold most of the words, by rarity, where none holds all; of a word nothing holds, most of its pairs."""
    found: list[tuple[Matches, float]] = []
    absent: list[str] = []
    for plan, text in read.reading.words.items():
        if len(text) == 1 and text.isascii():
            continue  # a single letter or digit says too little to find anything by itself
        matches = evaluate(plan, index)
        found += [(matches, _rarity(matches, index))] if len(matches.docs) else _in_part(text, index)
        absent += [] if len(matches.docs) else [f"“{text}”"]
    if len(found) < 2:
        return read
    weights = sum(weight for _, weight in found)
    share = np.zeros(index.size, np.float32)
    scores = np.zeros(index.size, np.float32)
    for matches, weight in found:
        share[matches.docs] += weight / weights
        scores[matches.docs] += matches.scores
    most = float(share.max())
    if most < (LEAST if len(read.reading.words) > 1 else ENOUGH):
        return read
    docs = np.flatnonzero(share >= min(ENOUGH, most * 0.99)).astype(np.int32)
    matches = Matches(docs, scores[docs] * share[docs])
    _raise_phrases(read.reading, matches, index)
    note = f"没有标准含{'、'.join(absent)}，以下含其余的词" if absent else _RELAXED
    return read._replace(matches=matches, notes=(note,))


def _in_part(text: str, index: Snapshot) -> list[tuple[Matches, float]]:
    """The pairs of letters of a word, which together count about as much as a rare word."""
    found = [index.term("pairs", pair) for pair in fragment(text)] if has_cjk(text) else [NOTHING]
    return [(matches, _rarity(matches, index) / len(found)) for matches in found]


def _rarity(matches: Matches, index: Snapshot) -> float:
    return math.log(index.size / len(matches.docs)) + 1 if len(matches.docs) else math.log(index.size + 1) / 2


def _exact(reading: Reading, index: Snapshot) -> int | None:
    """The standard whose number was typed in full; one that bears the number before one that bore it."""
    for term in reading.exact:
        docs = index.term("number", term).docs.tolist()
        bearers = [doc for doc in docs if bare(key_of(index.number_text(doc))) == bare(term[1:])] or docs
        if bearers:
            return int(index.column("id")[bearers[0]])
    return None
