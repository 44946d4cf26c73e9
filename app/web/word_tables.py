"""Tables of a Word document as the XML that it is made of: cell by cell through a library they take minutes.

The first row stands on each page again, no row is broken by a page's end, and columns are as wide as what they hold.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from app.api.sheets import Cell
from app.percent import NO_DATA
from app.web.presentation import shown_cell

CELL, NUMBER, HEAD = "ReportCell", "ReportNumber", "ReportHead"
"""Ids of the paragraph styles of a table's cells."""
TABLE = "ReportTable"
MOST_COLUMNS = 20
"""A table with more is set in parts, each with the cells that its rows are known by."""
_SAMPLE = 300
_LEAST, _MOST = 4, 44
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class WordTable:
    """Headings and rows, in a space `width` twips wide."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    width: int

    def xml(self) -> Iterator[str]:
        """The table in pieces, a row each."""
        widths = self._widths()
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        yield (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{TABLE}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
            f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        )
        cells = "".join(_cell(text, width, HEAD) for text, width in zip(self.headings, widths, strict=True))
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"
        for row in self.rows:
            cells = "".join(
                _cell(shown_cell(cell), width, NUMBER if isinstance(cell, int | float) or cell == NO_DATA else CELL)
                for cell, width in zip(row, widths, strict=True)
            )
            yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
        yield "</w:tbl>"

    def _widths(self) -> list[int]:
        """The space shared out by the longest text of each column, as far as that is neither very short nor very long."""
        sample = self.rows[:_SAMPLE]
        wanted = [
            min(_MOST, max(_LEAST, -(-_length(heading) // 2), *(_length(shown_cell(row[at])) for row in sample), 0))
            for at, heading in enumerate(self.headings)
        ]
        return [self.width * each // sum(wanted) for each in wanted]


def parts_of(
    headings: Sequence[str], rows: Sequence[Sequence[Cell]], keys: Sequence[int]
) -> Iterator[tuple[Sequence[str], Sequence[Sequence[Cell]]]]:
    """A table that a page has no room for as several, each with the columns that its rows are known by."""
    if len(headings) <= MOST_COLUMNS:
        yield headings, rows
        return
    others = [at for at in range(len(headings)) if at not in keys]
    room = MOST_COLUMNS - len(keys)
    for first in range(0, len(others), room):
        places = [*keys, *others[first : first + room]]
        yield [headings[at] for at in places], [[row[at] for at in places] for row in rows]


def _cell(text: str, width: int, style: str) -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(_UNWRITABLE.sub(" ", text))}</w:t></w:r>' if text else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p></w:tc>'
    )


def _length(text: str) -> int:
    """How wide a text is, in half-width letters."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
