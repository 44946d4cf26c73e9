"""Standard numbers as terms: each way a number may be asked for stands in the index, so a look-up is a look at one term.

A sign before the text says what it is: `=` a key in full, `-` an edition by year alone, `~` a document without edition,
`%` the same but for leading zeros, `<` a series without parts, `#` the digits without prefix, or without the `T/` of an
alliance's, `.` its letters and digits alone. Pure; the readings are those of app/registry/numbers.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.errors import Invalid
from app.registry.numbers.characters import bare, key_of
from app.registry.numbers.parsing import parse_number
from app.registry.numbers.value import StandardNumber
from app.search.documents import IndexDocument

_DIGITS = re.compile(r"(?:\d{2,9}[a-z]?(?:[.\-]\d{1,5}[a-z]?)*|\d[a-z]?(?:[.\-]\d{1,5})+)(?:[:\-](?:19|20)\d\d)?")

_WRITTEN = re.compile(r"(?=.*\d)\s*[A-Za-z\uff21-\uff5a][\x21-\x7e\s\u2010-\u2015\uff01-\uff5e]{2,60}")

_GLUED = re.compile(r"[a-z]{2,12}\d{2,7}[a-z]?(?:[.\-]\d{1,5})*(?:[:\-](?:19|20)\d\d)?")


def number_terms(document: IndexDocument) -> list[str]:
    """The terms of a document's number and former numbers."""
    terms: dict[str, None] = {f"~{document.document_key}": None}
    for text in (document.number, *document.former_numbers):
        terms |= dict.fromkeys((*_exact(text), _squeezed(text)))
        try:
            terms |= dict.fromkeys(_readings(parse_number(text)))
        except Invalid:
            continue  # kept verbatim: its key is all there is
    return list(terms)


def _exact(text: str) -> Iterable[str]:
    key = key_of(text)
    return f"={key}", f"={bare(key)}"


def _squeezed(text: str) -> str:
    """The term of a number's letters and digits: numbers that differ in their signs alone share it."""
    return "." + "".join(filter(str.isalnum, key_of(text)))


def _readings(number: StandardNumber) -> Iterable[str]:
    yield f"~{number.document_key}"
    yield f"%{number.loose_key}"
    if number.parts:
        yield f"<{_series(number).document_key}"
    yield from _editions(number)
    year = "" if number.year is None else f"-{number.year}"
    serial = key_of(number.serial)
    named = key_of(number.document.removeprefix("T/")) if number.prefix.startswith("T/") else serial
    for body in (key_of(number.document.removeprefix(number.prefix)).lstrip("-"), serial, named):
        yield f"#{body}"
        yield f"#{body}{year}"


def _editions(number: StandardNumber) -> Iterable[str]:
    if number.year is not None and not number.is_supplement:
        yield f"-{number.document_key}-{number.year}"
    if number.letter or number.note:
        plain = replace(number, letter="", note="")
        yield f"-{plain.document_key}-{plain.year}"


def _series(number: StandardNumber) -> StandardNumber:
    return StandardNumber(number.prefix, number.serial)


@dataclass(frozen=True)
class NumberTerms:
    """What to look up for a number that was typed: all of it, its edition, its document, that but for zeros, its series."""

    exact: tuple[str, ...]
    edition: tuple[str, ...]
    document: tuple[str, ...]
    loose: tuple[str, ...]
    series: tuple[str, ...]
    beginning: str


def asked_terms(number: StandardNumber) -> NumberTerms:
    """The terms to look up for a number in a query."""
    return NumberTerms(
        exact=tuple(dict.fromkeys((f"={number.key}", f"={number.bare_key}"))),
        edition=tuple(_editions(number)),
        document=(f"~{number.document_key}",),
        loose=(f"%{number.loose_key}",),
        series=(f"<{number.document_key}",),
        beginning=f"={number.bare_key}",
    )


@dataclass(frozen=True)
class WrittenTerms:
    """What to look up for a text that may be a number of any form: its key, and its letters and digits alone."""

    exact: tuple[str, ...]
    squeezed: str


def written_terms(text: str) -> WrittenTerms | None:
    """The terms to look up for a text as it is written, None where it can't be a number."""
    if not _WRITTEN.fullmatch(text):
        return None
    return WrittenTerms(tuple(dict.fromkeys(_exact(text))), _squeezed(text))


def digits_term(text: str) -> str | None:
    """The term for a number typed without prefix (`19001`, `14048.2-2020`), None for other text."""
    key = key_of(text)
    return f"#{key.replace(':', '-')}" if _DIGITS.fullmatch(key) else None


def beginnings(text: str) -> tuple[str, ...]:
    """What the terms begin with of a number typed without slashes or `T/` (`tzzb2061`, `ZZB 2061`), none for other text."""
    key = bare(key_of(text))
    return (f"={key}", f"#{key}") if _GLUED.fullmatch(key) else ()
