"""From what was written to what the index looks up: fields and their worth, words and their synonyms, numbers."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.errors import Ambiguous, Invalid
from app.registry.numbers.parsing import parse_number
from app.registry.numbers.value import StandardNumber
from app.registry.words import Kind, Obligation, Status, Word
from app.search.analysis import FUNCTION_WORDS, Analyzer, Terms, fold, fragment, has_cjk, letters, name_terms
from app.search.embedded_plan import Best, Every, Fixed, Plan, Row, Scaled, Some, Term
from app.search.embedded_snapshot import Snapshot
from app.search.grammar import All, Coded, Either, Node, Number, Phrase, Prefix, Without, Words
from app.search.numbering import NumberTerms, asked_terms, beginnings, digits_term, written_terms
from app.search.thesaurus import Thesaurus

WORTH = {
    "title": 10.0,
    "title_en": 8.0,
    "pairs": 1.0,
    "keywords": 4.0,
    "scope": 1.5,
    "committee": 0.8,
    "organization": 0.8,
    "drafter": 0.8,
    "text": 0.3,
}
"""What a word counts in each field: title, then keywords, scope, people and bodies, at last the text."""

EXACT, EDITION, DOCUMENT, LOOSE, SERIES, DIGITS = 20_000.0, 16_000.0, 12_000.0, 10_000.0, 8_000.0, 4_000.0
"""Scores of numbers: as typed; that year's; the same document's, also but for zeros; another part's; digits alone."""

PHRASE = 1_000.0
"""Score of a title that holds the words as they were typed, side by side; more than words apart reach."""

SYNONYM = 0.3
"""What a synonym counts beside the word itself."""

TRANSLATION = 0.1
"""What a synonym of another script counts: who asks in Chinese reads Chinese first."""

APART = 0.5
"""What the parts of a long word count where they stand apart."""

BESIDE = 0.001
"""What digits count as a word where they are the number of a standard."""

MOST_EXPANSIONS = 64
LONGEST_CONCEPT = 4
"""Words that together may stand in the thesaurus."""

_SEARCHED_BY_FIELD = {
    "title": ("title", "title_en", "pairs"),
    "scope": ("scope",),
    "keywords": ("keywords",),
    "committee": ("committee",),
    "organization": ("organization",),
    "drafter": ("drafter",),
    "text": ("text",),
}
_NAMES = frozenset({"committee", "organization", "drafter"})
_CODED_WORDS: dict[str, type[Word]] = {"kind": Kind, "status": Status, "obligation": Obligation}


@dataclass
class Reading:
    """What a query comes to.

    `plan` is None where it has no words (codes alone, or nothing). `rows` are the runs of plain text as titles hold them,
    `whole` all of them side by side: they raise what the plan finds. `words` are the plans of single words, for answers
    that hold most of them, each with its text; `numbers` the plans of numbers. `spelled` are the runs and numbers that a
    better spelling may replace; `exact` are the terms of numbers typed in full, `absent` such numbers, or texts with one,
    that nothing bears.
    """

    plan: Every | None = None
    rows: list[Plan] = field(default_factory=list)
    whole: Plan | None = None
    words: dict[Plan, str] = field(default_factory=dict)
    numbers: list[Plan] = field(default_factory=list)
    spelled: list[str] = field(default_factory=list)
    exact: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    terms: dict[str, None] = field(default_factory=dict)
    synonyms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    coded: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


class Reader:
    """Reads one query against one state of the index."""

    def __init__(self, analyzer: Analyzer, thesaurus: Thesaurus, index: Snapshot) -> None:
        self._analyzer = analyzer
        self._thesaurus = thesaurus
        self._index = index
        self._reading = Reading()

    def read(self, tree: All, text: str) -> Reading:
        """The reading of a query and its text; a reader reads once."""
        reading = self._reading
        tree = All(tuple(node for node in tree.parts if not self._only_joins(node)) or tree.parts)
        plan = self._whole_number(tree, self._node(tree))
        if not isinstance(tree.parts[0], Number) or len(tree.parts) > 1:
            plan = self._or_as_written(text, plan)
        if plan is not None:
            reading.plan = plan if isinstance(plan, Every) else Every((plan,))
        plain = [node for node in tree.parts if isinstance(node, Words) and node.field is None]
        texts = [node.text for node in plain]
        if len(texts) == 1 and self._digits(texts[0]):
            return reading  # a number: titles that mention it come after those that bear it
        reading.rows = [row for row in map(self._title_row, texts) if row is not None]
        reading.whole = self._title_row(" ".join(texts))
        return reading

    def _only_joins(self, node: Node) -> bool:
        return isinstance(node, Words) and FUNCTION_WORDS.issuperset(self._analyzer.words(node.text).texts)

    def _whole_number(self, tree: All, plan: Plan | None) -> Plan | None:
        """Where the text as a whole is a number of a form too free to be picked out of running text, that one first."""
        text = " ".join(node.text for node in tree.parts if isinstance(node, Words) and node.field is None)
        if plan is None or has_cjk(text) or not any(map(str.isdigit, text)) or len(tree.parts) != text.count(" ") + 1:
            return plan
        for number in _numbers_meant(text):
            found = self._lookup(asked_terms(number), number)
            if found is not None:
                self._reading.numbers.append(found)
                return Some((found, plan))
        begun = self._begun(beginnings(text))
        return plan if begun is None else Some((begun, plan))

    def _or_as_written(self, text: str, plan: Plan | None) -> Plan | None:
        """What is planned for a text, or the number that it is letter by letter, of a form that no reading knows."""
        terms = written_terms(text)
        if plan is None or terms is None:
            return plan
        for group, score in ((terms.exact, EXACT), ((terms.squeezed,), LOOSE)):
            held = tuple(Term("number", term) for term in group if self._index.doc_frequency("number", term))
            if held:
                self._reading.exact += group if score == EXACT else ()
                self._reading.numbers.append(Fixed(Some(held), score))
                return Some((self._reading.numbers[-1], plan))
        return plan

    def _title_row(self, text: str) -> Plan | None:
        if has_cjk(text):
            return Row("pairs", fragment(text))
        words = self._analyzer.words(text)
        return _row("title_en", words) if words.texts else None

    def _node(self, node: Node) -> Plan | None:
        match node:
            case All(parts):
                return self._all(parts)
            case Either(parts):
                plans = [plan for plan in map(self._node, parts) if plan is not None]
                return Some(tuple(plans)) if plans else None
            case Words(text, name):
                return self._words(text, name)
            case Number():
                return self._number(node)
            case Phrase(text, name):
                return self._phrase(text, name)
            case Prefix(text, name):
                return self._prefix(text, name)
            case Coded(text, name):
                self._code(text, name)
            case Without(part):
                return self._node(part)
        return None

    def _all(self, parts: tuple[Node, ...]) -> Plan | None:
        wanted, unwanted = [], []
        for part in parts:
            if isinstance(part, Without):
                aside, self._reading = self._reading, Reading()  # words that are not wanted are not marked or corrected
                plan = self._node(part)
                self._reading = aside
                unwanted += [plan] if plan is not None else []
            else:
                plan = self._node(part)
                wanted += [plan] if plan is not None else []
        return Every(tuple(wanted), tuple(unwanted)) if wanted or unwanted else None

    def _words(self, text: str, name: str | None) -> Plan | None:
        """All words of a run, or a title that holds the run as it stands, however it is cut."""
        words = self._analyzer.words(text).texts
        if name == "number":
            return Fixed(Term("number", digits_term(text) or f"={fold(text)}"), DIGITS)
        concepts = [concept for concept in self._concepts(words) if not FUNCTION_WORDS.issuperset(concept)]
        if not concepts:
            return self._phrase(text, name)
        if text not in self._thesaurus:
            self._reading.spelled.append(text)
        digits = self._digits(text) if name is None else None
        self._reading.terms |= dict.fromkeys([letters(text), *([] if digits else itertools.chain(*concepts))])
        plans = [self._concept(concept, name) for concept in concepts]
        self._reading.words |= {plan: "".join(concept) for plan, concept in zip(plans, concepts, strict=True)}
        plan: Plan = plans[0] if len(plans) == 1 else Every(tuple(plans))
        others: list[Plan] = []
        if len(words) > 1 and has_cjk(text) and name in (None, "title"):
            others.append(Row("pairs", fragment(text)))
        if digits is not None:
            plan = Scaled(plan, BESIDE)  # or a text that mentions the number parts editions that are equally good
            others.append(Fixed(Term("number", digits), DIGITS))
        begun = self._begun(beginnings(text)) if name is None else None
        others += [begun] if begun is not None else []
        plan = Some((plan, *others)) if others else plan
        return self._or_as_written(text, plan) if name is None else plan

    def _digits(self, text: str) -> str | None:
        """The term of digits that some number has after its prefix."""
        term = digits_term(text)
        return term if term and self._index.doc_frequency("number", term) else None

    def _concepts(self, words: list[str]) -> list[tuple[str, ...]]:
        """The words, those together that the thesaurus knows together; an unknown word as one that it knows and the rest."""
        words = [part for word in words for part in self._known_parts(word)]
        concepts = []
        at = 0
        while at < len(words):
            size = min(LONGEST_CONCEPT, len(words) - at)
            while size > 1 and "".join(words[at : at + size]) not in self._thesaurus:
                size -= 1
            concepts.append(tuple(words[at : at + size]))
            at += size
        return concepts

    def _known_parts(self, word: str) -> tuple[str, ...]:
        """A word that no title holds (旱冰场), as a word of the thesaurus at either end and the rest (旱冰, 场)."""
        if len(word) < 3 or not has_cjk(word) or word in self._thesaurus or self._index.doc_frequency("title", word):
            return (word,)
        for size in range(len(word) - 1, 1, -1):
            if word[:size] in self._thesaurus:
                return (word[:size], word[size:])
            if word[-size:] in self._thesaurus:
                return (word[:-size], word[-size:])
        return (word,)

    def _concept(self, words: tuple[str, ...], name: str | None) -> Plan:
        singles = [self._word(word, name) for word in words]
        plan: Plan = singles[0] if len(singles) == 1 else Every(tuple(singles))
        synonyms = self._thesaurus.of("".join(words))
        if not synonyms:
            return plan
        self._reading.synonyms["".join(words)] = synonyms
        self._reading.terms |= dict.fromkeys(synonyms)
        eastern = has_cjk("".join(words))
        others = (
            Scaled(self._synonym(synonym, name), SYNONYM if has_cjk(synonym) == eastern else TRANSLATION) for synonym in synonyms
        )
        return Best((plan, *others))

    def _synonym(self, text: str, name: str | None) -> Plan:
        words = self._analyzer.words(text)
        if len(words.texts) == 1:
            return self._word(words.texts[0], name)
        plans = tuple(self._word(word, name) for word in words.texts)
        return Some((Every(plans), Row("pairs", fragment(text)))) if has_cjk(text) else Every(plans)

    def _word(self, word: str, name: str | None) -> Plan:
        """A word in one field or all, or else the shorter words that it is made of."""
        parts = self._analyzer.split(word)
        plan = self._single(word, name)
        if not parts:
            return plan
        return Some((plan, Scaled(Every(tuple(self._single(part, name) for part in parts)), APART)))

    def _single(self, word: str, name: str | None) -> Some:
        """A word as a word, and in names and titles as a row of characters."""
        plans: list[Plan] = []
        eastern = has_cjk(word)
        for each in _SEARCHED_BY_FIELD.get(name or "", WORTH):
            if each == "pairs":
                if eastern:
                    plans.append(Row("pairs", fragment(word), boost=WORTH["pairs"]))
            elif each in _NAMES:
                terms = name_terms(word)
                plans.append(_row(each, terms, WORTH[each]))
            else:
                plans.append(Term(each, word, WORTH[each]))
        return Some(tuple(plans))

    def _phrase(self, text: str, name: str | None) -> Plan | None:
        words = self._analyzer.words(text)
        if not words.texts:
            return None
        self._reading.terms[letters(text)] = None
        plans: list[Plan] = []
        for each in _SEARCHED_BY_FIELD.get(name or "", WORTH):
            if each == "pairs":
                if has_cjk(text):
                    plans.append(Fixed(Row("pairs", fragment(text)), PHRASE))
            else:
                terms = name_terms(text) if each in _NAMES else words
                if terms.texts:
                    plans.append(_row(each, terms, WORTH[each]))
        if not plans:
            return None
        phrase = Some(tuple(plans))
        self._reading.words[phrase] = ""  # a phrase holds whole or not at all
        return phrase

    def _prefix(self, text: str, name: str | None) -> Plan | None:
        """Words that begin so, the most frequent ones of each field."""
        begun = fold(text)
        self._reading.terms[begun] = None
        plans: list[Plan] = []
        for each in _SEARCHED_BY_FIELD.get(name or "", WORTH):
            if each == "pairs":
                if has_cjk(text):
                    plans.append(Row("pairs", fragment(text)))
            elif each not in _NAMES:
                found = self._index.beginning_with(each, begun, MOST_EXPANSIONS)
                plans += [Term(each, term, WORTH[each]) for term in found]
        if name in (None, "number"):
            numbers = [term for sign in "=#" for term in self._index.beginning_with("number", sign + begun, MOST_EXPANSIONS)]
            plans += [Fixed(Term("number", term), DIGITS) for term in numbers]
        return Some(tuple(plans))

    def _number(self, node: Number) -> Plan | None:
        """The number as typed first, then that year's, other editions, other parts; else those that begin so; else words."""
        terms = asked_terms(node.number)
        self._reading.spelled.append(node.text)
        found = self._lookup(terms, node.number)
        if found is not None:
            self._reading.numbers.append(found)
            return found
        return self._begun((terms.beginning,)) or self._phrase(node.text, None)

    def _begun(self, beginnings: Iterable[str]) -> Plan | None:
        """The numbers that begin so; a beginning that very many share names none of them."""
        terms = [term for begun in beginnings for term in self._index.beginning_with("number", begun, MOST_EXPANSIONS)]
        if not terms:
            return None
        plan = Fixed(Some(tuple(Term("number", term) for term in terms)), SERIES)
        self._reading.numbers += [plan] if len(terms) < MOST_EXPANSIONS else []
        return plan

    def _lookup(self, terms: NumberTerms, number: StandardNumber) -> Plan | None:
        groups = (
            *((terms.exact, EXACT), (terms.edition, EDITION), (terms.document, DOCUMENT)),
            *((terms.loose, LOOSE), (terms.series, SERIES)),
        )
        plans = [
            Fixed(Some(tuple(Term("number", term) for term in found)), score)
            for group, score in groups
            if (found := [term for term in group if self._index.doc_frequency("number", term)])
        ]
        if not number.undated:
            borne = any(self._index.doc_frequency("number", term) for term in (*terms.exact, *terms.edition))
            self._reading.exact += terms.exact
            self._reading.absent += [] if borne else [str(number)]
        if not plans:
            return None
        return Some(tuple(plans))

    def _code(self, text: str, name: str) -> None:
        known = _CODED_WORDS.get(name)
        try:
            value = known.read(text).value if known is not None else text.upper()
        except Invalid as error:
            self._reading.notes.append(str(error))
            return
        self._reading.coded.setdefault(name, []).append(value)


def _numbers_meant(text: str) -> list[StandardNumber]:
    try:
        return [parse_number(text)]
    except Ambiguous as several:
        return [parse_number(candidate) for candidate in several.candidates]
    except Invalid:
        return []


def _row(name: str, terms: Terms, boost: float = 1.0) -> Plan:
    if len(terms.texts) == 1:
        return Term(name, terms.texts[0], boost)
    start = terms.places[0]
    return Row(name, tuple(terms.texts), tuple(place - start for place in terms.places), boost)
