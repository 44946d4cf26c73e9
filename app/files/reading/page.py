"""What readers give, and the words in which the program says how it ended."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

UNPACKED_LIMIT = 200 << 20
"""All parts of an office file together, unpacked, in bytes."""

_UNUSABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\uffff]")


class End(StrEnum):
    """How reading ended."""

    WHOLE = "whole"
    LOCKED = "locked"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    TIME = "time"
    LENGTH = "length"


class Refused(Exception):
    """A file that can't be read at all, and why."""

    def __init__(self, end: End) -> None:
        super().__init__(end)
        self.end = end


class Page(NamedTuple):
    """The text of a page; `bare` where it shows something and holds no text."""

    text: str
    bare: bool


@dataclass(frozen=True)
class Opened:
    """A file that could be opened: how many pages, whether they are those that people see, and the pages in order."""

    count: int
    paged: bool
    pages: Iterator[Page]


def plain(text: str) -> str:
    """The text with lines ending in one sign, a hyphen that ends a line as a hyphen, without what no database holds."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-").replace("\x02", "-")
    return _UNUSABLE.sub("", lines).replace("\xa0", " ")
