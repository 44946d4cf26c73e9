"""A number read at one place of a text: what the grammars give and the readings build upon. Pure."""

from dataclasses import dataclass
from typing import NamedTuple

from app.registry.numbers.value import StandardNumber

YEAR = r"(?:19\d\d|20[0-4]\d)"
"""Four digits that are read as a year: those that two digits can mean, and the first half of the last century."""

DEGREES = "IDT|MOD|EQV|NEQ"
"""Degrees of adoption, which old texts run on to the number: `GB/T 19001-94idtISO9001`."""


class Typed(NamedTuple):
    """A text to read numbers from: `kept` is folded, `upper` the same in upper case; positions are those of the text.

    `whole`: the text is given as one number, where more may be read into it than in running text.
    """

    kept: str
    upper: str
    whole: bool


@dataclass(frozen=True)
class Matched:
    """A number that ends before `end`, and how it was read.

    `notes` are Chinese sentences on what was read into it. `others` are further numbers it may be taken for: to be
    offered beside it, or, where `ambiguous`, as likely as the number itself.
    """

    number: StandardNumber
    end: int
    notes: tuple[str, ...] = ()
    others: tuple[StandardNumber, ...] = ()
    ambiguous: bool = False
