"""What a sheet is made of: plain cells that are exported, reported and frozen in snapshots."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.api.labels import code_label
from app.percent import NO_DATA
from app.registry.rates.bodies import LeftOut

Cell = str | int | float | None
Row = Sequence[Cell]
Told = tuple[Sequence[str], Iterable[Row]]
"""Headings and rows."""
YES: Mapping[bool | None, str | None] = {True: "是", False: "否", None: None}


class Share(float):
    """A rate as a cell: a number 0..1, which pages and reports show in percent."""


@dataclass(frozen=True)
class Sheet:
    """A table: each row has as many cells as there are headings. A rate is a `Share`, an absent value None.

    `keys` are the places of the cells that name a row, by which one can be found again in the same table of another day.
    """

    name: str
    title: str
    headings: Sequence[str]
    rows: Sequence[Row]
    keys: Sequence[int] = (0,)


def number(value: Fraction | int | float | None, is_rate: bool = False) -> Cell:
    """A number as a cell: whole where it is whole, a `Share` where it is a rate."""
    if value is None:
        return None
    if is_rate:
        return Share(value)
    return int(value) if value == int(value) else float(value)


def known(value: Fraction | int | float | None, is_rate: bool = False) -> Cell:
    """The value that a row is about, as a cell: 无数据 where nothing can be said."""
    return NO_DATA if value is None else number(value, is_rate)


def left_out(reasons: Mapping[LeftOut, int]) -> str:
    """How many are left out, in words."""
    return "；".join(f"{reason.label} {count}" for reason, count in reasons.items())


def name_of(record: Any) -> str | None:
    """What a record is called, where there is one."""
    return None if record is None else str(record.name)


def text(value: object) -> str | None:
    """A day or a word as it is written, where there is one."""
    return None if value is None else str(value)


def place(code: str | None) -> str | None:
    """What a division is called."""
    return code and (code_label("division", code) or code)
