"""A first look at a file: its headings, a few of its rows, and what the headings seem to mean."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.errors import Invalid
from app.registry.importing.columns import REJECT_COLUMNS, Table
from app.registry.importing.delimited import decoded, encoding_of, read_cells, separator_of
from app.registry.importing.lines import TextLines
from app.registry.importing.rows import HEADING_SEARCH, Cells, Format, Refusal, heading_score
from app.registry.importing.sniffing import sniff
from app.registry.importing.workbooks import Sheet

SAMPLES = 3
_LONGEST = 60
_MOST_HEADINGS = 200


@dataclass(frozen=True)
class Look:
    """The headings of a file with the first cells below each, and the column that each means (None: none)."""

    form: Format
    headings: Sequence[str]
    samples: Sequence[Sequence[str]]
    meant: Sequence[str | None]


def look(path: Path, table: Table) -> Look:
    """Look at the beginning of a file. Raises `Invalid` where it can't be used as a whole."""
    form = sniff(path, None).format
    headings, below = _of_objects(path) if form is Format.JSONL else _of_cells(path, form, table)
    if not headings:
        raise Invalid("文件里没有表头，请在第一行写明各列的名称")
    if len(headings) > _MOST_HEADINGS:
        raise Invalid(f"文件有 {len(headings)} 列，最多 {_MOST_HEADINGS} 列；请删去空白列")
    found = [None if heading in REJECT_COLUMNS[:2] else table.find(heading) for heading in headings]
    return Look(form, headings, below, [match[0] if match else None for match in found])


def _of_cells(path: Path, form: Format, table: Table) -> tuple[list[str], list[list[str]]]:
    rows = [row for row in islice(_cells(path, form, table), HEADING_SEARCH + SAMPLES) if any(_shown(cell) for cell in row)]
    if not rows:
        raise Invalid("文件里没有内容，请检查是否选错了文件")
    best = max(range(min(len(rows), HEADING_SEARCH)), key=lambda at: (heading_score(rows[at], table), -at))
    headings = [_shown(cell) for cell in rows[best]]
    while headings and not headings[-1]:
        headings.pop()
    if tuple(headings[-4:]) == REJECT_COLUMNS:
        headings = headings[:-4]
    width = len(headings)
    below = [[_shown(cell) for cell in row[:width]] for row in rows[best + 1 : best + 1 + SAMPLES]]
    return headings, below


def _cells(path: Path, form: Format, table: Table) -> Iterator[Cells]:
    if form is Format.XLSX:
        found = Sheet(path).cells()
    else:
        encoding = encoding_of(path)
        found = read_cells(decoded(TextLines(path), encoding), separator_of(path, encoding, table))
    return (item[1] for item in found if not isinstance(item, Refusal))


def _of_objects(path: Path) -> tuple[list[str], list[list[str]]]:
    found = []
    for _, line in islice(TextLines(path), HEADING_SEARCH * SAMPLES):
        try:
            row = json.loads(line or b"")
        except ValueError:
            continue
        if isinstance(row, dict):
            found.append(row)
    headings = list(dict.fromkeys(str(key) for row in found for key in row))
    return headings, [[_shown(row.get(heading)) for heading in headings] for row in found[:SAMPLES]]


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    text = ";".join(map(str, cell)) if isinstance(cell, list) else str(cell)
    return text.strip()[:_LONGEST]
