"""How tables differ from what they were when they were frozen: rows added, gone and changed, cell by cell."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.api.sheets import Cell, Row, Sheet

FLAT = ("表", "变化", "行", "项", "快照", "现在登记")
"""Headings of `flat`."""


@dataclass(frozen=True)
class ChangedCell:
    """A cell that is not what it was."""

    heading: str
    before: Cell
    after: Cell


@dataclass(frozen=True)
class ChangedRow:
    """A row that is still there, and what changed in it; `key` are the cells it is known by."""

    key: Row
    cells: Sequence[ChangedCell]


@dataclass(frozen=True)
class Difference:
    """A table that differs. `gone` are rows of `before` that nothing stands for now, `new` the other way round."""

    before: Sheet
    sheet: Sheet
    gone: Sequence[Row]
    new: Sequence[Row]
    changed: Sequence[ChangedRow]


def differences(frozen: Sequence[Sheet], now: Sequence[Sheet]) -> list[Difference]:
    """The sheets that differ; one that was not frozen, or is not made any more, has no rows there."""
    were = {sheet.name: sheet for sheet in frozen}
    are = {sheet.name: sheet for sheet in now}
    pairs = [
        (were.get(name) or _empty(are[name]), are.get(name) or _empty(were[name])) for name in dict.fromkeys([*are, *were])
    ]
    found = (_difference(before, after) for before, after in pairs)
    return [each for each in found if each.gone or each.new or each.changed]


def flat(found: Sequence[Difference]) -> Iterator[Row]:
    """All differences as rows of one table: a changed cell each, and each row gone or new as a whole."""
    for each in found:
        title = each.sheet.title
        for row in each.changed:
            for cell in row.cells:
                yield title, "改", _joined(row.key), cell.heading, cell.before, cell.after
        for gone in each.gone:
            yield title, "减", _joined([gone[place] for place in each.before.keys]), "整行", _joined(gone), None
        for new in each.new:
            yield title, "增", _joined([new[place] for place in each.sheet.keys]), "整行", None, _joined(new)


def _empty(like: Sheet) -> Sheet:
    return Sheet(like.name, like.title, like.headings, (), like.keys)


def _difference(before: Sheet, after: Sheet) -> Difference:
    """Rows of one key are compared with one another; what is equal stands for each other first, then the others in order."""
    known_by = [after.headings[place] for place in after.keys]
    were, are = _by_key(before, known_by), _by_key(after, known_by)
    headings = list(dict.fromkeys([*after.headings, *before.headings]))
    gone: list[Row] = []
    new: list[Row] = []
    changed: list[ChangedRow] = []
    for key in dict.fromkeys([*are, *were]):
        old, now = _without_equal(were.get(key, []), are.get(key, []), headings)
        for one, other in zip(old, now, strict=False):
            cells = [
                ChangedCell(heading, one.get(heading), other.get(heading))
                for heading in headings
                if one.get(heading) != other.get(heading)
            ]
            changed.append(ChangedRow(key, cells))
        gone += ([one.get(heading) for heading in before.headings] for one in old[len(now) :])
        new += ([other.get(heading) for heading in after.headings] for other in now[len(old) :])
    return Difference(before, after, gone, new, changed)


_Cells = Mapping[str, Cell]


def _by_key(sheet: Sheet, known_by: Sequence[str]) -> dict[tuple[Cell, ...], list[_Cells]]:
    found: dict[tuple[Cell, ...], list[_Cells]] = defaultdict(list)
    for row in sheet.rows:
        cells = dict(zip(sheet.headings, row, strict=True))
        found[tuple(cells.get(heading) for heading in known_by)].append(cells)
    return found


def _without_equal(
    old: Sequence[_Cells], now: Sequence[_Cells], headings: Sequence[str]
) -> tuple[list[_Cells], list[_Cells]]:
    """Both without the pairs of rows that say the same."""
    left, added = list(old), []
    for other in now:
        same = next((one for one in left if all(one.get(each) == other.get(each) for each in headings)), None)
        if same is None:
            added.append(other)
        else:
            left.remove(same)
    return left, added


def _joined(cells: Sequence[Cell]) -> str:
    return "，".join(told(cell) for cell in cells)


def told(cell: Cell) -> str:
    """A cell in a line of words; a rate as the number it is, to all its places."""
    if cell is None or cell == "":
        return "—"
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
