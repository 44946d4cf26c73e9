"""What comes out of a file: rows, and rows that could not be read. Knows no file form and no database."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.errors import Invalid
from app.registry.importing.columns import REJECT_COLUMNS, Table

ROW_LIMIT = 1 << 20
"""Longest row that is read, in bytes of the file (1 MiB); the longest of the real files has 9 kB."""

HEADING_SEARCH = 10
"""A heading row may stand below a title: it is looked for in so many filled rows."""


_HEADINGS_KEPT = 1_000


class Format(StrEnum):
    """The three forms of a file."""

    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `line` as people count it in the file (from 1), `values` as found, by column name.

    A column that is absent in the file is absent here; an empty cell is `""` or None.
    """

    line: int
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One row that can't be used, with the reason as a Chinese sentence; `row` is what of it could be read."""

    line: int
    reason: str
    field: str | None = None
    value: str | None = None
    row: Mapping[str, object] = dataclasses.field(default_factory=dict)


def writable(raw: object) -> object:
    """A raw value as it can be written down: half a surrogate pair, which JSON can hold and no file, becomes a mark."""
    if isinstance(raw, str):
        return raw if raw.isascii() else raw.encode("utf-8", "replace").decode()
    if isinstance(raw, list):
        return [writable(part) for part in raw]
    return {writable(name): writable(part) for name, part in raw.items()} if isinstance(raw, dict) else raw


class Headings:
    """Joins the headings (or JSON keys) of one file to the columns of its table, and remembers what joins to none."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.unlisted: dict[str, None] = {}
        self._known: dict[str, tuple[str, int] | None] = {}
        self._shared: list[str] = []

    def column(self, heading: str) -> tuple[str, int] | None:
        """Column name and rank (0: its own name, then its aliases, best first), or None and noted as not listed."""
        try:
            return self._known[heading]
        except KeyError:
            found = self.table.find(heading)
            if len(self._known) < _HEADINGS_KEPT:
                self._known[heading] = found
                if found is None and heading.strip() and heading not in REJECT_COLUMNS:
                    self.unlisted[str(writable(heading))] = None
            return found

    def values(self, pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
        """The values of one row by column: where several headings name one column, the best ranked filled one stands."""
        values: dict[str, object] = {}
        ranks: dict[str, int] = {}
        for heading, value in pairs:
            found = self.column(heading)
            if found is None:
                continue
            column, rank = found
            if column in values:
                better = rank < ranks[column]
                if not (value not in ("", None) and (better or values[column] in ("", None))):
                    continue
            values[column] = value
            ranks[column] = rank
        return values

    def note_shared(self, names: Iterable[str]) -> None:
        """Remember which of the headings of a sheet name one column, since only one of them can be taken in a row."""
        by_column: dict[str, list[tuple[int, str]]] = {}
        for name in names:
            if found := self.column(name):
                by_column.setdefault(found[0], []).append((found[1], name))
        for alike in by_column.values():
            if len(alike) > 1:
                best, *others = (f"“{name}”" for _, name in sorted(alike))
                self._shared.append(f"{best}与{'、'.join(others)}是同一项，都有内容时只取{best}")

    def warnings(self) -> list[str]:
        """A sentence for headings that share a column, and one naming the columns passed over."""
        if not self.unlisted:
            return self._shared
        names = "、".join(name[:40] for name in list(self.unlisted)[:20])
        more = "等" if len(self.unlisted) > 20 else ""
        return [*self._shared, f"{self.table.label}没有这些列，已略过：{names}{more}（共 {len(self.unlisted)} 列）"]


Cells = list[object]


def rows_of_cells(found: Iterator[tuple[int, Cells] | Refusal], headings: Headings) -> Iterator[Row | Refusal]:
    """Rows of a sheet from its lines of cells; the heading row is the one of the first few that names most columns.

    Blank rows are passed over. A row with filled cells beyond the headings, or with fewer cells, is refused alone.
    Raises `Invalid` where there is no heading row.
    """
    head, rest = _head(found, headings.table)
    names = [str(cell).strip() for cell in head]
    while names and not names[-1]:
        names.pop()
    names = _without_reject_columns(names)
    headings.note_shared(names)
    for item in rest:
        if isinstance(item, Refusal):
            yield item
            continue
        line, cells = item
        if not any(_filled(cell) for cell in cells):
            continue
        values = headings.values(zip(names, cells, strict=False))
        if len(cells) < len(names):
            reason = f"这一行只有 {len(cells)} 格，表头有 {len(names)} 列，请补齐分隔符"
            yield Refusal(line, reason, row=values)
        elif any(_filled(cell) for cell in cells[len(head) :]):
            reason = f"这一行有 {len(cells)} 格，表头只有 {len(head)} 列；格内有分隔符时请用英文双引号括起来"
            yield Refusal(line, reason, row=values)
        else:
            yield Row(line, values)


def heading_score(cells: Sequence[object], table: Table) -> int:
    """How many different columns of the table a row of cells names."""
    found = (table.find(cell) for cell in cells if isinstance(cell, str))
    return len({match[0] for match in found if match})


def _head(found: Iterator[tuple[int, Cells] | Refusal], table: Table) -> tuple[Cells, Iterator[tuple[int, Cells] | Refusal]]:
    """The heading row and what follows it."""
    seen: list[tuple[int, Cells] | Refusal] = []
    best: tuple[int, int] = (0, -1)
    for item in found:
        seen.append(item)
        if not isinstance(item, Refusal):
            best = max(best, (heading_score(item[1], table), -len(seen)))
        if len(seen) == HEADING_SEARCH:
            break
    score, position = best
    if not seen:
        raise Invalid("文件里没有内容，请检查是否选错了文件")
    if not score:
        shown = next((item[1] for item in seen if not isinstance(item, Refusal)), [])
        names = "、".join(str(cell)[:20] for cell in shown[:6])
        raise Invalid(
            f"找不到表头：{table.label}的列一个也没有认出（第一行是“{names}”）；"
            f"请让表头含有 {'、'.join(f'{table.column(key).label}（{key}）' for key in table.key)} 等列名"
        )
    start = -position - 1
    head = seen[start]
    assert not isinstance(head, Refusal)  # noqa: S101 - only rows of cells have a score
    return head[1], _chained(seen[start + 1 :], found)


def _chained(
    first: list[tuple[int, Cells] | Refusal], then: Iterator[tuple[int, Cells] | Refusal]
) -> Iterator[tuple[int, Cells] | Refusal]:
    yield from first
    yield from then


def _filled(cell: object) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _without_reject_columns(names: list[str]) -> list[str]:
    """Blank out the last four headings where they are those of a rejects file: `value` is also a column of some tables."""
    if tuple(names[-4:]) == REJECT_COLUMNS:
        return names[:-4] + [""] * 4
    return names
