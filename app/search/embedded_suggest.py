"""Completions while a query is typed: numbers, the trade's words, titles, committees and bodies."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

import numpy as np

from app.registry.numbers.characters import bare, key_of
from app.search.analysis import fold, fragment, has_cjk, letters, name_terms, stem
from app.search.embedded_columns import Ints
from app.search.embedded_plan import Every, Plan, Row, Some, Term, evaluate
from app.search.embedded_snapshot import NOTHING, Snapshot
from app.search.engine import Completion

MOST_OF_A_TYPE = 4
"""Completions of one type while there are others."""

MOST_DOCUMENTS = 500
"""Documents that are looked through for the bodies they name."""

LOOKED_AT = 64
"""Numbers or titles that are put in order; shorter titles are looked at first."""


def complete(typed: str, limit: int, index: Snapshot) -> list[Completion]:
    """At most `limit` completions of `typed`, those of a number first, then words, titles, committees, bodies."""
    typed = typed.strip()[:60]
    if not letters(typed):
        return []
    numbers, words = list(islice(_numbers(typed, index), limit)), list(_words(typed, index))
    spelt = words[0].text if words and not has_cjk(typed) else None
    sources: list[Iterable[Completion]] = [
        numbers,
        words,
        () if numbers else chain(_titles(typed, index), _titles(spelt, index) if spelt else ()),
        _tagged("committee", typed, index),
        _tagged("organization", typed, index),
    ]
    found: list[Completion] = []
    rest: list[Completion] = []
    for source in sources:
        completions = list(islice(source, limit))
        found += completions[:MOST_OF_A_TYPE]
        rest += completions[MOST_OF_A_TYPE:]
    return list(dict.fromkeys(found + rest))[:limit]


def _numbers(typed: str, index: Snapshot) -> Iterator[Completion]:
    key = key_of(typed)
    if not key.isascii() or not any(sign.isdigit() for sign in key):
        return
    terms = index.texts_beginning_with("number", f"={bare(key)}", LOOKED_AT)
    terms += index.texts_beginning_with("number", f"#{key}", LOOKED_AT) if not terms else []
    docs = {doc for term in terms for doc in index.term("number", term).docs.tolist()}
    years = index.column("year")
    numbers = {index.number_text(doc): -int(years[doc]) for doc in docs}
    for number in sorted(numbers, key=lambda number: (len(number), number.rpartition("-")[0], numbers[number], number)):
        yield Completion("number", number, number)


def _words(typed: str, index: Snapshot) -> Iterator[Completion]:
    """Words of titles that begin so, or are typed so in pinyin, the most frequent first."""
    begun = fold(typed)
    if not has_cjk(begun):
        for word in _sounding(begun, index):
            yield Completion("term", word, word)
        return
    for word in index.beginning_with("title", begun, MOST_OF_A_TYPE + 1):
        if word != begun:
            yield Completion("term", word, word)


def _sounding(typed: str, index: Snapshot) -> list[str]:
    """The words whose pinyin, whole or by initials, begins so; where there are none, two words side by side."""
    typed = typed.replace(" ", "").replace("'", "")
    found = _sounds(typed, MOST_OF_A_TYPE, index) if len(typed) > 1 else []
    for cut in range(len(typed) - 2, 1, -1) if not found and typed.isalpha() else ():
        firsts = [term.partition(" ")[2] for term in index.beginning_with("pinyin", f"{typed[:cut]} ", LOOKED_AT)]
        seconds = _sounds(typed[cut:], LOOKED_AT, index) if firsts else []
        found += _side_by_side(firsts, seconds, index) if seconds else []
    return list(dict.fromkeys(found))[:MOST_OF_A_TYPE]


def _sounds(typed: str, most: int, index: Snapshot) -> list[str]:
    """Words whose pinyin is what is typed, then those whose pinyin begins so."""
    if not typed.isascii() or not typed.isalpha():
        return []
    terms = [*index.beginning_with("pinyin", f"{typed} ", most), *index.beginning_with("pinyin", typed, most)]
    return list(dict.fromkeys(term.partition(" ")[2] for term in terms))[:most]


def _side_by_side(firsts: list[str], seconds: list[str], index: Snapshot) -> Iterator[str]:
    """A word of the one list and one of the other as titles hold them, in the shorter titles."""
    either = [Some(tuple(Term("title", word) for word in words)) for words in (firsts, seconds)]
    titles = [letters(index.title_text(doc)) for doc in _shortest(evaluate(Every(tuple(either)), index).docs, index)]
    for first in firsts:
        for title in titles:
            after = title.find(first) + len(first)
            if after >= len(first):
                yield from (first + second for second in seconds if title.startswith(second, after))


def _titles(typed: str, index: Snapshot) -> Iterator[Completion]:
    """Titles that hold what is typed: those that begin so first, then the shorter ones."""
    plan = _title_plan(typed, index)
    docs = (evaluate(plan, index) if plan is not None else NOTHING).docs
    asked = letters(typed)
    titles = {index.title_text(doc): doc for doc in _shortest(docs, index)}
    order = sorted(titles, key=lambda title: (not letters(title).startswith(asked), len(title), title))
    for title in order:
        yield Completion("title", title, index.number_text(titles[title]))


def _title_plan(typed: str, index: Snapshot) -> Plan | None:
    if has_cjk(typed):
        return Row("pairs", fragment(typed))
    words = [word for word in fold(typed).split() if word.isalnum()]
    if not words or len(words[-1]) < 2:
        return None
    begun = index.beginning_with("title_en", words[-1], LOOKED_AT)
    endings = Some(tuple(Term("title_en", term) for term in {*begun, stem(words[-1])}))
    return Every((*(Term("title_en", stem(word)) for word in words[:-1]), endings))


def _shortest(docs: Ints, index: Snapshot) -> list[int]:
    if len(docs) <= LOOKED_AT:
        return [int(doc) for doc in docs]
    lengths = (index.lengths("pairs") + index.lengths("title_en"))[docs]
    return [int(doc) for doc in docs[np.argpartition(lengths, LOOKED_AT)[:LOOKED_AT]]]


def _tagged(tag: str, typed: str, index: Snapshot) -> Iterator[Completion]:
    """Committees or bodies whose name holds what is typed, by way of the documents that name them."""
    asked = fold(typed)
    terms = name_terms(typed)
    if len(asked) < 2 or not terms.texts:
        return
    docs = evaluate(Row(tag, tuple(terms.texts)), index).docs[:MOST_DOCUMENTS]
    tags = index.tags(tag)
    among = np.zeros(index.size, bool)
    among[docs] = True
    codes = np.unique(np.concatenate([tags.first[docs], tags.more_codes[among[tags.more_docs]]]))
    names = ((value, name or value) for value, name in (tags.names[code] for code in codes if code))
    found = [(value, name) for value, name in names if asked in fold(name) or asked in fold(value)]
    for value, name in sorted(found, key=lambda each: (not fold(each[1]).startswith(asked), len(each[1]), each[1])):
        yield Completion(tag, name, value)
