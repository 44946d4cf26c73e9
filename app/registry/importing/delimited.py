"""CSV: its encoding, its separator, and its rows."""

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from app.errors import Invalid
from app.registry.importing.columns import Table
from app.registry.importing.jsonl import TOO_LONG
from app.registry.importing.lines import TextLines
from app.registry.importing.rows import HEADING_SEARCH, ROW_LIMIT, Cells, Refusal, heading_score

_SEPARATORS = (",", ";", "\t")
_ROW_LINES_LIMIT = 500
# Three bytes that are one Chinese character in UTF-8: hardly ever found in a line of GB18030 that happens to be valid UTF-8.
_UTF8_HAN = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")


def encoding_of(path: Path) -> str:
    """`utf-8-sig` or `gb18030`, found by reading the file once, before any row of it is used.

    Raises `Invalid` naming the line where the file holds both, or neither.
    """
    utf8_at = gb_at = None
    for number, line in TextLines(path):
        if line is None or line.isascii():
            if line is not None and b"\x00" in line:
                raise Invalid(f"第 {number} 行含有二进制内容，文件不是文本表格；没有导入")
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            gb_at = gb_at or number
            _check_gb18030(number, line, utf8_at)
        else:
            if utf8_at is None and _UTF8_HAN.search(line):
                utf8_at = number
        if utf8_at and gb_at:
            first, other = ("UTF-8", "GB18030") if utf8_at < gb_at else ("GB18030", "UTF-8")
            raise Invalid(
                f"文件混用了两种编码：第 {min(utf8_at, gb_at)} 行是 {first}，第 {max(utf8_at, gb_at)} 行是 {other}；"
                "没有导入。请把整个文件另存为 UTF-8"
            )
    return "gb18030" if gb_at else "utf-8-sig"


def _check_gb18030(number: int, line: bytes, utf8_at: int | None) -> None:
    try:
        line.decode("gb18030")
    except UnicodeDecodeError:
        expected = "不是 UTF-8 编码，与前面的行不同" if utf8_at else "既不是 UTF-8 也不是 GB18030 编码"
        raise Invalid(f"第 {number} 行{expected}；没有导入。请把整个文件另存为 UTF-8") from None


def decoded(lines: Iterable[tuple[int, bytes | None]], encoding: str) -> Iterator[tuple[int, str | None]]:
    """Lines as text; a byte order mark goes with the first."""
    for number, line in lines:
        if line is None:
            yield number, None
        elif number == 1:
            yield number, line.decode(encoding)
        else:
            yield number, line.decode("utf-8" if encoding == "utf-8-sig" else encoding)


def separator_of(path: Path, encoding: str, table: Table) -> str:
    """The separator under which the first rows name most columns of the table; a comma where none does better."""
    head = [text for _, text in islice(decoded(TextLines(path), encoding), HEADING_SEARCH) if text]
    return max(_SEPARATORS, key=lambda sign: max((heading_score(text.split(sign), table) for text in head), default=0))


class _Feed:
    """Hands lines to the reader one by one, and can take back those of a row that went wrong."""

    def __init__(self, lines: Iterator[tuple[int, str | None]]) -> None:
        self._lines = lines
        self._returned: list[tuple[int, str | None]] = []
        self.row: list[tuple[int, str | None]] = []
        self._size = 0

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        numbered = self._returned.pop() if self._returned else next(self._lines)
        self.row.append(numbered)
        text = numbered[1]
        if text is None:
            raise csv.Error(TOO_LONG)
        self._size += len(text)
        if self._size > ROW_LIMIT or len(self.row) > _ROW_LINES_LIMIT:
            raise csv.Error("引号没有闭合")
        return text + "\n"

    def start_row(self) -> None:
        """Forget the lines of the row just read."""
        self.row.clear()
        self._size = 0

    def resume_after_first_line(self) -> None:
        """Give back what was read of a broken row, but for its first line."""
        self._returned.extend(reversed(self.row[1:]))


def read_cells(lines: Iterator[tuple[int, str | None]], separator: str) -> Iterator[tuple[int, Cells] | Refusal]:
    """Cells of each row with the line it begins on. A row whose quotes do not fit is refused, and the next line read."""
    feed = _Feed(lines)
    while True:
        reader = csv.reader(feed, delimiter=separator, strict=True)
        try:
            while True:
                feed.start_row()
                cells: Cells = [_unescaped(cell) for cell in next(reader)]
                yield feed.row[0][0], cells
        except StopIteration:
            return
        except csv.Error as error:
            number, text = feed.row[0]
            yield Refusal(number, _reason(error), value=(text or "")[:1_000] or None)
            feed.resume_after_first_line()


def _reason(error: csv.Error) -> str:
    said = str(error)
    if said == TOO_LONG:
        return TOO_LONG
    if "field larger" in said:
        return f"有一格超过 {csv.field_size_limit()} 字，没有读取；请检查英文双引号是否成对"
    if "new-line" in said:
        return "换行符不规范（只有回车），请把文件另存为“CSV UTF-8（逗号分隔）”"
    return "英文双引号不成对：请补上缺的引号，格内的引号写成两个"


def _unescaped(cell: str) -> str:
    """Take away the `'` that keeps a spreadsheet from running a cell as a formula."""
    return cell[1:] if cell[:1] == "'" and _ESCAPED.match(cell) else cell
