"""One opened file of rows, whatever its form."""

from collections.abc import Iterator
from pathlib import Path

from app.registry.importing.columns import Table
from app.registry.importing.delimited import decoded, encoding_of, read_cells, separator_of
from app.registry.importing.jsonl import read_jsonl
from app.registry.importing.lines import TextLines
from app.registry.importing.rows import Format, Headings, Refusal, Row, rows_of_cells
from app.registry.importing.sniffing import sniff
from app.registry.importing.workbooks import Sheet


class RowFile:
    """A file of rows of one table. Iterate it once: rows come in order, those that can't be read as `Refusal`.

    `asked` is the form the asker named, else the file's name says. Raises `Invalid`, with the remedy, where the file as a
    whole can't be used: before the first row is handed out, but for a heading row that is missing, which shows with it.
    """

    def __init__(self, path: Path, table: Table, asked: Format | None = None) -> None:
        sniffed = sniff(path, asked)
        self.format = sniffed.format
        self._headings = Headings(table)
        self._notes = [sniffed.note] if sniffed.note else []
        self._source: TextLines | Sheet
        if self.format is Format.XLSX:
            self._source = sheet = Sheet(path)
            if sheet.note:
                self._notes.append(sheet.note)
            self._rows = rows_of_cells(sheet.cells(), self._headings)
        elif self.format is Format.CSV:
            encoding = encoding_of(path)
            separator = separator_of(path, encoding, table)
            self._source = lines = TextLines(path)
            self._rows = rows_of_cells(read_cells(decoded(lines, encoding), separator), self._headings)
        else:
            self._source = lines = TextLines(path)
            self._rows = read_jsonl(lines, self._headings)

    def __iter__(self) -> Iterator[Row | Refusal]:
        return self._rows

    def fraction(self) -> float:
        """How far the reading is, 0..1."""
        return self._source.fraction()

    def warnings(self) -> list[str]:
        """What the reader of a report should know of the whole file; complete once the rows are read."""
        return self._notes + self._headings.warnings()
