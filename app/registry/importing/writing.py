"""Writing rows: JSON Lines (gzip where the name says so), CSV and XLSX, each what the reading side reads back."""

import csv
import gzip
import io
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Protocol, TextIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from app.errors import Invalid, Unavailable
from app.registry.importing import value_lists
from app.registry.importing.rows import Format
from app.registry.importing.sniffing import format_of_name
from app.registry.importing.workbook_limits import CUT_SHORT, MOST_OF_CELL


class Absent(Enum):
    """A cell that its row never had: JSON Lines leave the key out, the other forms leave the cell empty."""

    ABSENT = "absent"


Written = str | int | float | bool | Sequence[str] | Absent | None
"""What a cell of an export may hold; dates and words are written as texts."""

_SHEET_ROWS = 1_048_575
_SHEET_PART = "xl/worksheets/sheet1.xml"
_DIMENSION = re.compile(rb"<dimension [^>]*>")
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)")
"""What XML can't hold, and what spreadsheets would read as the code of such a sign (ECMA-376, ST_Xstring)."""
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_AMOUNT = re.compile(r"[+-]?\d+(\.\d+)?")


class RowWriter(Protocol):
    """Takes rows one by one, their cells in the order of the headings."""

    def write(self, cells: Sequence[Written]) -> None: ...  # noqa: D102 - said by the class


class _JsonLines:
    """Objects hold every heading, so that an import of them clears what is empty; of two headings alike the first."""

    def __init__(self, file: TextIO, headings: Sequence[str]) -> None:
        self._file = file
        self._headings = headings

    def write(self, cells: Sequence[Written]) -> None:
        row: dict[str, Written] = {}
        for heading, value in zip(self._headings, cells, strict=True):
            if value is not Absent.ABSENT:
                row.setdefault(heading, value)
        self._file.write(json.dumps(row, ensure_ascii=False) + "\n")


class _Csv:
    """UTF-8 with a byte order mark, without which spreadsheets take Chinese text for another encoding."""

    def __init__(self, file: TextIO, headings: Sequence[str]) -> None:
        self._writer = csv.writer(file, lineterminator="\n")
        self._writer.writerow(headings)

    def write(self, cells: Sequence[Written]) -> None:
        self._writer.writerow([_harmless(cell(value)) for value in cells])


class _Sheet:
    def __init__(self, workbook: xlsxwriter.Workbook, headings: Sequence[str]) -> None:
        self._headings = headings
        self._sheet = workbook.add_worksheet("数据")
        self._sheet.freeze_panes(1, 0)
        self._sheet.write_row(0, 0, headings, workbook.add_format({"bold": True}))
        self._row = 0

    def write(self, cells: Sequence[Written]) -> None:
        self._row += 1
        if self._row > _SHEET_ROWS:
            raise Invalid(f"超过 Excel 的 {_SHEET_ROWS} 行上限，请导出为 .csv 或 .jsonl")
        for at, value in enumerate(cells):
            if isinstance(value, int | float) and not isinstance(value, bool):
                self._sheet.write_number(self._row, at, value)
                continue
            text = cell(value)
            if len(text) > MOST_OF_CELL:
                where = f"第 {self._row} 行的 {self._headings[at]} 长 {len(text)} 字"
                raise Invalid(f"{where}，超过 Excel 每格上限；请导出为 .csv 或 .jsonl")
            if text:
                self._sheet.write_string(self._row, at, text)


def cell(value: Written) -> str:
    """One value as the text of a cell."""
    if isinstance(value, str):
        return value
    if value is None or value is Absent.ABSENT:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value_lists.joined(value)


def _harmless(text: str) -> str:
    """A cell that a spreadsheet would run as a formula, made a text by a leading `'`; reading takes it away again."""
    return f"'{text}" if _FORMULA.match(text) and not _AMOUNT.fullmatch(text) else text


_PIECE = 1 << 16


def csv_pieces(headings: Sequence[str], rows: Iterable[Sequence[Written]]) -> Iterator[str]:
    """A CSV of these rows in pieces of some 64 kB, so that it can be sent while it is made."""
    buffer = io.StringIO(newline="")
    buffer.write("\ufeff")
    writer = _Csv(buffer, headings)
    for cells in rows:
        writer.write(cells)
        if buffer.tell() >= _PIECE:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def workbook_pieces(headings: Sequence[str], rows: Iterable[Sequence[Written]]) -> Iterator[bytes]:
    """A workbook of these rows in pieces, so that it can be sent while it is made.

    What is too long for a cell is cut short and says so, since by then the answer is on its way. Raises `Invalid` where
    there are more rows than a sheet holds.

    XlsxWriter makes the workbook with its headings alone; the rows are written between them and the end of their sheet.
    """
    skeleton = io.BytesIO()
    with xlsxwriter.Workbook(skeleton, {"constant_memory": True}) as workbook:
        _Sheet(workbook, headings)
    sent = _Sent()
    with ZipFile(skeleton) as made, ZipFile(sent, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for part in made.namelist():
            if part != _SHEET_PART:
                archive.writestr(part, made.read(part))
        before, end, after = _DIMENSION.sub(b"", made.read(_SHEET_PART)).partition(b"</sheetData>")
        with archive.open(_SHEET_PART, "w") as sheet:
            sheet.write(before)
            for row, cells in enumerate(rows, 2):
                sheet.write(_row_xml(row, cells))
                if sent.size >= _PIECE:
                    yield sent.taken()
            sheet.write(end + after)
    yield sent.taken()


class _Sent:
    """Where an archive is written to, piece by piece; it can't be told where it is, so it goes on in one direction."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.size = 0

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        self.size += len(piece)
        return len(piece)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        """What was written since it was last taken."""
        pieces, self._pieces, self.size = self._pieces, [], 0
        return b"".join(pieces)


def _row_xml(row: int, cells: Sequence[Written]) -> bytes:
    if row > _SHEET_ROWS + 1:
        raise Invalid(f"超过 Excel 的 {_SHEET_ROWS} 行上限，请导出为 .csv 或 .jsonl")
    parts = [f'<row r="{row}">']
    for at, value in enumerate(cells):
        place = xl_rowcol_to_cell(row - 1, at)
        if isinstance(value, int | float) and not isinstance(value, bool):
            parts.append(f'<c r="{place}"><v>{value}</v></c>')
        elif text := _cut(cell(value)):
            escaped = escape(_UNWRITABLE.sub(lambda sign: f"_x{ord(sign[0][0]):04X}_{sign[0][1:]}", text))
            parts.append(f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escaped}</t></is></c>')
    parts.append("</row>")
    return "".join(parts).encode()


def _cut(text: str) -> str:
    return text if len(text) <= MOST_OF_CELL else f"{text[: MOST_OF_CELL - len(CUT_SHORT)]}{CUT_SHORT}"


class writing(AbstractContextManager[RowWriter]):  # noqa: N801 - used as a function, like open
    """Write a file of rows; it appears under its name whole, or not at all.

    The form is that of the name (`.jsonl`, `.jsonl.gz`, `.csv`, `.xlsx`). Raises `Invalid` where the name has none of
    them, `Unavailable` where it can't be written.
    """

    def __init__(self, path: Path, headings: Sequence[str]) -> None:
        form = format_of_name(path)
        if form is None:
            raise Invalid(f"看不出 {path.name} 的格式，请用 .jsonl、.jsonl.gz、.csv 或 .xlsx 作扩展名")
        self._path = path
        self._part = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._writer: RowWriter
        try:
            self._file = self._part.open("wb")
        except OSError as error:
            raise self._unwritable(error) from None
        if form is Format.XLSX:
            self._workbook = xlsxwriter.Workbook(self._file, {"constant_memory": True})
            self._writer = _Sheet(self._workbook, headings)
            self._finish = self._workbook.close
            return
        binary = gzip.GzipFile("", "wb", fileobj=self._file, mtime=0) if path.suffix.lower() == ".gz" else self._file
        encoding = "utf-8-sig" if form is Format.CSV else "utf-8"
        text = io.TextIOWrapper(binary, encoding, newline="")
        self._writer = _Csv(text, headings) if form is Format.CSV else _JsonLines(text, headings)
        self._finish = text.close

    def __enter__(self) -> RowWriter:
        return self._writer

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self._finish()
            self._file.close()
            if kind is None:
                os.replace(self._part, self._path)
        except OSError as failed:
            raise self._unwritable(failed) from None
        finally:
            self._part.unlink(missing_ok=True)

    def _unwritable(self, error: OSError) -> Unavailable:
        return Unavailable(f"无法写入 {self._path}（{error.strerror}），请检查目录与权限")
