"""Did you mean: a better spelling of what finds nothing, taken from what the index holds."""

from collections import Counter
from collections.abc import Iterable, Iterator
from string import ascii_lowercase, digits
from typing import NamedTuple

import numpy as np
from whoosh.support.levenshtein import damerau_levenshtein

from app.errors import Invalid
from app.registry.numbers.characters import bare, key_of
from app.registry.numbers.finding import find_numbers
from app.registry.numbers.parsing import parse_number
from app.search.analysis import Analyzer, fold, fragment, has_cjk, letters, stem
from app.search.embedded_snapshot import Snapshot
from app.search.numbering import asked_terms, digits_term, written_terms

NEAREST = 40
"""Titles that share most characters with the text and are looked at letter by letter."""

MOST_RUNS = 4
"""Runs of a text for which another spelling is looked for."""

LONGEST = 30
"""Letters of a text for which another spelling is looked for."""

MOST_NUMBERS = 6
"""Numbers that are offered together."""

SHORTEST = 3
"""Letters of a text for which another spelling is looked for, and that it has."""

LONG = 12
"""A text from this length on may have two letters wrong."""


def better_text(text: str, runs: Iterable[str], analyzer: Analyzer, index: Snapshot) -> str | None:
    """The text with each of `runs` that nothing holds replaced by the nearest that something holds, None where none is.

    Where no run is near to anything, all of them together may be part of a title.
    """
    if len(text) <= LONGEST and (number := _near_number(text.strip(), index)):
        return number
    better = text
    runs = [run for run in dict.fromkeys(runs) if len(run) <= LONGEST][:MOST_RUNS]
    for run in runs:
        near = _near_number(run, index) or (_near_title(run, analyzer, index) if has_cjk(run) else _near_latin(run, index))
        if near is not None:
            better = better.replace(run, near, 1)
    if better == text and len(runs) > 1 and len(text) <= LONGEST:
        better = (_near_title(text, analyzer, index) if has_cjk(text) else _near_latin(text, index)) or text
    return better if better != text else None


def _near_number(run: str, index: Snapshot) -> str | None:
    """Numbers with one digit or letter otherwise; several that are as near stand with OR between them."""
    for slip in _slips(run):
        if any(index.doc_frequency("number", term) for term in slip.bearing):
            return None
        if near := _nearest(slip, index):
            return near
    return None


class _Slip(NamedTuple):
    """A term of a number that may be mistyped; nothing is where one of `bearing` is held. `but`: how no near one begins."""

    term: str
    bearing: tuple[str, ...]
    but: str | None = None


def _slips(run: str) -> Iterator[_Slip]:
    """The number as it is read, then as it is written: a slip in the year (`T/CSGF 015-1021`) makes it another reading."""
    found = find_numbers(run)
    if found and found[0].end == len(run):
        number, asked = found[0].number, asked_terms(found[0].number)
        if number.undated:
            yield _Slip(asked.document[0], (*asked.document, *asked.loose))
        else:  # other editions are found as it is
            yield _Slip(asked.exact[-1], (*asked.exact, *asked.edition), but=f"{bare(key_of(number.document))}-")
    if digits_alone := digits_term(run):
        yield _Slip(digits_alone, (digits_alone,))
    written = written_terms(run)
    if written and not (found and found[0].number.year):
        yield _Slip(written.exact[-1], written.exact)


def _nearest(slip: _Slip, index: Snapshot) -> str | None:
    """What is one digit away, or else one letter of the code that it begins with: letters elsewhere cost more than they find."""
    typed = slip.term[1:]
    code = typed[: len(typed) - len(typed.lstrip(ascii_lowercase))]
    near: dict[str, tuple[int, int, str]] = {}
    for variants in (_variants(typed, digits), (each + typed[len(code) :] for each in _variants(code, ascii_lowercase))):
        for variant in () if near else variants:
            held = index.doc_frequency("number", slip.term[0] + variant)
            if held and (slip.but is None or not variant.startswith(slip.but)):
                near[_named(slip.term[0] + variant, index)] = (_unlikely(typed, variant), -held, variant)
    best = sorted(near, key=near.__getitem__)[:MOST_NUMBERS]
    return " OR ".join(each for each in best if near[each][0] == near[best[0]][0]) or None


def _unlikely(typed: str, variant: str) -> int:
    """How seldom hands slip so: another digit or two exchanged, one too many or too few, a letter."""
    signs = Counter(typed)
    signs.subtract(variant)
    changed = [sign for sign, count in signs.items() if count]
    if any(not sign.isdigit() for sign in changed):
        return 2
    return 0 if len(typed) == len(variant) else 1


def _named(term: str, index: Snapshot) -> str:
    """The number behind a term, as it is printed; of a document that without its edition."""
    if term[0] == "#":
        return term[1:]
    text = index.number_text(int(index.term("number", term).docs[0]))
    try:
        return parse_number(text).document if term[0] == "~" else text
    except Invalid:
        return text


def _near_latin(run: str, index: Snapshot) -> str | None:
    """The Han word whose pinyin it is, else words of English titles."""
    typed = letters(run)
    sounded = index.beginning_with("pinyin", f"{typed} ", 1) if len(typed) >= SHORTEST and typed.isalpha() else []
    return sounded[0].partition(" ")[2] if sounded else _near_word(run, index)


def _near_word(run: str, index: Snapshot) -> str | None:
    """The run with each unknown Latin word replaced by the most frequent one that is one letter away."""
    better = fold(run)
    for word in better.split():
        if len(word) < 4 or not word.isalpha() or _frequency(word, index):
            continue
        near = {variant: _frequency(variant, index) for variant in _variants(word, ascii_lowercase)}
        best = max(near, key=lambda variant: (near[variant], variant))
        if near[best]:
            better = better.replace(word, best)
    return better if better != fold(run) else None


def _frequency(word: str, index: Snapshot) -> int:
    return index.doc_frequency("title_en", stem(word))


def _variants(word: str, alphabet: str) -> Iterator[str]:
    """Every text one edit away: a sign left out, two exchanged, one put in or replaced."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
        if len(after) > 1 and after[0] != after[1]:
            yield before + after[1] + after[0] + after[2:]
        for sign in alphabet:
            yield before + sign + after
            if after and sign != after[0]:
                yield before + sign + after[1:]


def _near_title(run: str, analyzer: Analyzer, index: Snapshot) -> str | None:
    """The part of a title that is a letter or two away from the run, where no title holds the run itself."""
    asked = letters(run)
    pairs = fragment(run)
    if len(asked) < SHORTEST or _titles_with(asked, index):
        return None
    shared = np.zeros(index.size, np.int16)
    for part in dict.fromkeys((*pairs, *asked)):
        shared[index.term("pairs", part).docs] += 1
    if not shared.any():
        return None
    nearest = np.argpartition(-shared, min(NEAREST, index.size - 1))[:NEAREST]
    parts: set[tuple[int, int, int, str]] = set()
    for doc in nearest.tolist():
        parts |= _near_parts(asked, letters(index.title_text(doc)))
    if not parts:
        return None

    def rank(near: tuple[int, int, int, str]) -> tuple[int, int, int, int, int, str]:
        edits, ends, longer, part = near
        torn = sum(len(word) == 1 for word in analyzer.words(part).texts)
        return edits, torn, ends, longer, -_titles_with(part, index), part

    return min(parts, key=rank)[3]


def _titles_with(part: str, index: Snapshot) -> int:
    pairs = fragment(part)
    return len(index.row("pairs", pairs, tuple(range(len(pairs)))).docs)


def _near_parts(asked: str, title: str) -> set[tuple[int, int, int, str]]:
    """Parts of a title near to what was asked, as (edits, ends that differ, difference in length, part).

    Looked for where a pair of letters of the one stands in the other, or a letter where no pair does.
    """
    limit = 2 if len(asked) >= LONG else 1
    pieces = [(asked[at : at + 2], at) for at in range(len(asked) - 1)]
    pieces = [piece for piece in pieces if piece[0] in title] or [(letter, at) for at, letter in enumerate(asked)]
    places = {title.find(piece) - at for piece, at in pieces if piece in title}
    starts = {place + shift for place in places for shift in range(-limit, limit + 1)}
    found = set()
    for start in starts:
        for size in range(max(len(asked) - limit, SHORTEST), len(asked) + limit + 1):
            part = title[start : start + size] if start >= 0 else ""
            if len(part) < size or (part[0] != asked[0] and part[-1] != asked[-1]):
                continue
            edits = damerau_levenshtein(asked, part, limit=limit)
            if edits <= limit:
                ends = (part[0] != asked[0]) + (part[-1] != asked[-1])
                found.add((edits, ends, abs(size - len(asked)), part))
    return found
