"""Standard numbers anywhere in running text or in what is typed into a search box. Pure."""

import re
from dataclasses import dataclass

from app.registry.numbers.characters import fold, upper
from app.registry.numbers.chinese import known_code
from app.registry.numbers.matched import Typed
from app.registry.numbers.prefixes import FOREIGN, INTERNATIONAL, WORDLIKE
from app.registry.numbers.reading import Reading, read_at
from app.registry.numbers.value import StandardNumber
from app.registry.words import Kind

_LETTERS = re.compile(r"(?<![A-Z0-9])[A-Z]{1,24}(?![A-Z])")
_UNKNOWN_DEGREE = re.compile(r"[A-Z]{2,4}/[TZ](?![A-Z])")
_COUNTED = re.compile(r" ?(?:年|月|日|号|岁|个|只|元|万|度|%|℃)")
"""What makes the digits before it a quantity or a date."""

_YEARLIKE = re.compile(r"19\d\d|20[0-4]\d", re.ASCII)
_QUANTITY_BEFORE = re.compile(r"(?<![A-Z\d])\d+(?:\.\d+)? ?\Z", re.ASCII)
"""Digits of their own, `16 GB`; those of a code are no quantity, `IP65 GB 4208`."""

_QUANTITY_LENGTH = 12

_WITHIN = re.compile(r"[A-Z][-./]|\d/", re.ASCII)
"""What stands before letters within an address, a longer code or the name of a product."""

_SHORT_YEAR = re.compile(r"\D\d\d\Z", re.ASCII)

_BODIES = frozenset(body.split("-")[0] for body in INTERNATIONAL | FOREIGN) | {"JISC"}


@dataclass(frozen=True)
class Found:
    """A number in a text, from `start` to before `end` of the text as given."""

    start: int
    end: int
    reading: Reading

    @property
    def number(self) -> StandardNumber:
        """The number itself."""
        return self.reading.number


def find_numbers(text: str) -> list[Found]:
    """The standard numbers in `text`, in order, with the places where they stand; takes a time linear in its length.

    Stricter than `parse_number`: what may as well be a word, a year, a quantity or the name of a product is left alone.
    """
    kept = fold(text)
    typed = Typed(kept, upper(kept), whole=False)
    found: list[Found] = []
    after = 0
    for letters in _LETTERS.finditer(typed.upper):
        start = letters.start()
        if start < after or not _may_begin(typed, start, letters[0], after):
            continue
        read = read_at(typed, start)
        if read is not None and _is_meant(typed, start, *read, after):
            found.append(Found(start, read[1], read[0]))
            after = read[1]
    return found


def _may_begin(typed: Typed, start: int, letters: str, after: int) -> bool:
    """Whether a number may begin with these letters: quick, so that few places of a text are read in earnest."""
    before = typed.upper[start - 2 : start] if start >= after + 2 else ""
    if _WITHIN.match(before):
        return False
    if letters in ("T", "Q"):
        return typed.upper[start + 1 : start + 2] in ("/", " ")
    return known_code(letters) or letters in _BODIES or _UNKNOWN_DEGREE.match(typed.upper, start) is not None


def _is_meant(typed: Typed, start: int, reading: Reading, end: int, after: int) -> bool:
    """Whether what reads as a number is meant as one; the number before it ends at `after`, its digits are no quantity."""
    number, kept = reading.number, typed.kept[start:end]
    counted = _COUNTED.match(typed.upper, end)
    beside = typed.upper[max(after, start - _QUANTITY_LENGTH) : start]
    if number.undated and ((counted and "/" not in kept) or _QUANTITY_BEFORE.search(beside)):
        return False
    if number.kind in (Kind.INTERNATIONAL, Kind.FOREIGN):
        return _is_meant_abroad(kept, number, alone=len(typed.kept.strip()) == len(kept))
    if number.kind is Kind.ENTERPRISE:
        return kept.isupper() and not (number.undated and " " in number.prefix)
    if number.kind is Kind.INDUSTRY and "/" not in kept and len(number.prefix.split("/")[0]) == 2:
        return not counted and _is_long_enough(kept, number)
    return number.undated or "/" in kept or not counted


def _is_long_enough(kept: str, number: StandardNumber) -> bool:
    """Two letters and a few digits are the name of a product or a unit as well: `QC 3.0`, `MH370`, `DLT 1`."""
    digits = sum(character.isdigit() for character in number.serial)
    if number.undated:
        return digits >= (3 if number.parts else 4) and not _YEARLIKE.fullmatch(number.serial)
    return digits >= 3 or _SHORT_YEAR.search(kept) is None


def _is_meant_abroad(kept: str, number: StandardNumber, *, alone: bool) -> bool:
    if number.undated and _YEARLIKE.fullmatch(number.serial) and not number.parts:
        return False
    body = number.prefix.split("/")[0].split(" ")[0]
    if body in ("TR", "TS"):
        return kept.isupper() and not number.undated
    if body in WORDLIKE and number.undated and len(number.serial) < 2:
        return False
    return body not in WORDLIKE or kept.isupper() or alone
