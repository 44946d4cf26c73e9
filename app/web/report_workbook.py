"""A report as a workbook: every sheet with all of its rows, ready to be printed, and what its figures mean."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter

from app.api.reports import Report
from app.api.sheets import Cell, Share, Sheet
from app.web.presentation import shown_cell

_SHEET_NAME = 31
_CELL = 32_767
_A4 = 9
_LEAST, _MOST = 6, 48
_SAMPLE = 300
_ABOUT, _CONTENTS = "说明", "目录"


def workbook(report: Report) -> bytes:
    """The report as XLSX; numbers are numbers, rates are shown in percent, days are texts as far as they are known."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": report.title, "author": report.office or "标联 BiaoLian", "created": _made(report)})
        writing = _Writing(book, report)
        writing.contents([sheet_name(each) for each in report.sheets])
        for sheet in report.sheets:
            writing.sheet(sheet)
        writing.about()
    return buffer.getvalue()


def sheet_name(sheet: Sheet) -> str:
    """What the workbook calls a sheet: its title without the signs that such names can't hold."""
    return "".join(" " if sign in "[]:*?/\\：" else sign for sign in sheet.title)[:_SHEET_NAME]


class _Writing:
    """The pages of one workbook, in the formats that they share."""

    def __init__(self, book: xlsxwriter.Workbook, report: Report) -> None:
        self._book, self._report = book, report
        cell = {"valign": "top", "border": 1, "border_color": "#BFC7D0", "font_name": "宋体", "font_size": 10}
        self._formats: Mapping[type, Any] = {
            Share: book.add_format(cell | {"num_format": "0.0%"}),
            int: book.add_format(cell | {"num_format": "#,##0"}),
            float: book.add_format(cell | {"num_format": "#,##0.####"}),
            str: book.add_format(cell | {"text_wrap": True}),
        }
        self._head = book.add_format(cell | {"bold": True, "text_wrap": True, "bg_color": "#E3E8EE", "font_name": "黑体"})
        self._title = book.add_format({"bold": True, "font_size": 16, "font_name": "黑体"})
        self._link = book.add_format({"font_color": "#17498C", "underline": 1, "font_name": "宋体", "font_size": 11})
        self._text = book.add_format({"text_wrap": True, "valign": "top", "font_name": "宋体", "font_size": 11})

    def contents(self, names: Sequence[str]) -> None:
        """What the report is, and which sheet holds what."""
        page = self._page(_CONTENTS)
        page.set_column(0, 0, 60)
        page.set_column(1, 1, 14)
        page.write_string(0, 0, self._report.title, self._title)
        lines = [f"{name}：{said}" for name, said in about(self._report)]
        for at, line in enumerate(lines, 2):
            page.write_string(at, 0, line, self._text)
        first = len(lines) + 3
        page.write_row(first, 0, ("表", "行数"), self._head)
        for at, (name, sheet) in enumerate(zip(names, self._report.sheets, strict=True), first + 1):
            page.write_url(at, 0, f"internal:'{name}'!A1", self._link, name)
            page.write_number(at, 1, len(sheet.rows), self._formats[int])
        page.write_url(first + len(names) + 1, 0, f"internal:'{_ABOUT}'!A1", self._link, f"{_ABOUT}：指标口径")

    def about(self) -> None:
        """The definitions, as they were worded."""
        page = self._page(_ABOUT)
        page.set_column(0, 0, 110)
        page.write_string(0, 0, "指标口径", self._title)
        page.write_string(1, 0, f"口径版本 {self._report.definition_version}", self._text)
        for at, line in enumerate(self._report.definitions.splitlines(), 3):
            page.write_string(at, 0, line.replace("**", ""), self._text)

    def sheet(self, sheet: Sheet) -> None:
        """One sheet: its headings stay in sight and stand on each printed page again."""
        page = self._page(sheet_name(sheet), is_wide=len(sheet.headings) > 6)
        page.freeze_panes(1, max(sheet.keys) + 1 if max(sheet.keys) < 3 else 1)
        page.repeat_rows(0)
        for at, heading in enumerate(sheet.headings):
            page.set_column(at, at, _width(heading, [row[at] for row in sheet.rows[:_SAMPLE]]))
        page.write_row(0, 0, sheet.headings, self._head)
        for at, row in enumerate(sheet.rows, 1):
            for place, cell in enumerate(row):
                self._cell(page, at, place, cell)
        if sheet.rows:
            page.autofilter(0, 0, len(sheet.rows), len(sheet.headings) - 1)
        if sheet.name == "block-industries" and len(sheet.rows) > 1:
            self._chart(page, sheet)

    def _cell(self, page: Any, at: int, place: int, cell: Cell) -> None:
        if isinstance(cell, int | float):
            page.write_number(at, place, cell, self._formats[type(cell)])
        elif cell:
            page.write_string(at, place, cell if len(cell) <= _CELL else f"{cell[: _CELL - 1]}…", self._formats[str])
        else:
            page.write_blank(at, place, None, self._formats[str])

    def _page(self, name: str, *, is_wide: bool = False) -> Any:
        page = self._book.add_worksheet(name)
        page.set_paper(_A4)
        if is_wide:
            page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        page.set_header(f"&L{_plain(self._report.title)}&R数据截至 {self._report.as_of}")
        page.set_footer("&L&A&R第 &P 页，共 &N 页")
        return page

    def _chart(self, page: Any, sheet: Sheet) -> None:
        """The rates as a chart of the workbook's own, which follows its cells."""
        chart = self._book.add_chart({"type": "bar"})
        last = len([row for row in sheet.rows if row[0]])
        chart.add_series(
            {"name": "实施率", "categories": [page.name, 1, 1, last, 1], "values": [page.name, 1, 5, last, 5], "gap": 40}
        )
        chart.set_title({"name": sheet.title})
        chart.set_y_axis({"reverse": True})
        chart.set_legend({"none": True})
        options = {"y_scale": min(6.0, 1.0 + last / 15), "description": f"横条图：{sheet.title}，数值见左边的表"}
        page.insert_chart(1, len(sheet.headings) + 1, chart, options)


def about(report: Report) -> Sequence[tuple[str, str]]:
    """What a report says of itself on its first page."""
    made = report.made
    lines = [("数据截至", str(report.as_of))]
    if report.plan:
        lines.append(("对照规划", report.plan))
    lines.append(("制表日期", str(made.on)))
    if made.checksum:
        lines.append(("报送快照", f"{made.by} 存，校验值 {made.checksum}"))
    return [*lines, ("口径版本", report.definition_version)]


def _made(report: Report) -> Any:
    return report.made.at.replace(tzinfo=None, microsecond=0)


def _plain(text: str) -> str:
    """A text in the head of a printed page, where `&` begins a code and 255 signs are all there may be."""
    return text.replace("&", "&&")[:120]


def _width(heading: str, cells: Sequence[Cell]) -> int:
    longest = max((_length(shown_cell(cell)) for cell in cells), default=0)
    return min(_MOST, max(_LEAST, longest, -(-_length(heading) // 2) + 2) + 2)


def _length(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
