"""How tables differ from what they were when they were frozen."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.api.sheets import Cell, Sheet


@dataclass(frozen=True)
class Difference:
    """A sheet of now that differs from the one frozen, and the rows that only one of them has."""

    sheet: Sheet
    before: Sheet
    gone: Sequence[Sequence[Cell]]
    new: Sequence[Sequence[Cell]]


def differences(frozen: Sequence[Sheet], now: Sequence[Sheet]) -> list[Difference]:
    """The sheets that differ, with the rows that do; one that was not frozen yet had no rows."""
    were = {sheet.name: sheet for sheet in frozen}
    found = []
    for sheet in now:
        old = were.get(sheet.name, Sheet(sheet.name, sheet.title, (), ()))
        was, is_now = Counter(map(_plain, old.rows)), Counter(map(_plain, sheet.rows))
        if was != is_now or list(old.headings) != list(sheet.headings):
            found.append(Difference(sheet, old, list((was - is_now).elements()), list((is_now - was).elements())))
    return found


def _plain(row: Sequence[Cell]) -> tuple[Any, ...]:
    """A row as JSON gives it back: a share is a plain number."""
    return tuple(float(cell) if isinstance(cell, float) else cell for cell in row)
