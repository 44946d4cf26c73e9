"""A report as the files that offices hand in: a document with tables and pictures, a workbook with every row."""

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter
from docx import Document
from docx.document import Document as Writing
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from app.api.reports import Report
from app.api.sheets import Share, Sheet
from app.clock import today
from app.percent import percent
from app.web.charts.bars import Bar, bar_chart
from app.web.charts.pictures import png, svg
from app.web.presentation import shown_cell

FIRST = ("targets", "block-industries", "counties", "projects")
"""Sheets of the report's body; all others are its appendix."""
ROWS_IN_PRINT = 200
"""Rows of one table in the document; all of them are in the workbook."""
_SHEET_NAME = 31
_FONT = "宋体"


def rates_picture(report: Report) -> str | None:
    """The rates of the block industries as a picture; None without any."""
    rows = [row for row in report.sheet("block-industries").rows if row[0]]
    bars = [
        Bar(
            str(row[1]),
            None if row[5] is None else float(row[5]),
            f"{percent(None if row[5] is None else float(row[5]))}（{row[4]}/{row[3]}）",
            None if row[5] is None or report.target is None else float(row[5]) >= report.target,
        )
        for row in sorted(rows, key=lambda row: -1.0 if row[5] is None else float(row[5]), reverse=True)
    ]
    if not bars:
        return None
    aim = "" if report.target is None else f"目标 {percent(report.target, 0)}"
    return svg("bars", bar_chart(bars, report.target), f"各块状产业联盟标准实施率，截至 {report.as_of}", aim)


def document(report: Report) -> bytes:
    """The report as DOCX."""
    writing = Document()
    style = writing.styles["Normal"]
    style.font.name = _FONT
    style.font.size = Pt(10.5)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    for section in writing.sections:
        section.left_margin = section.right_margin = Cm(2.2)
    writing.add_heading(report.title, 0)
    head = writing.add_paragraph(f"数据截至 {report.as_of}　制表 {today()}　口径版本 {report.definition_version}")
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if report.plan:
        writing.add_paragraph(f"对照：{report.plan}")
    for number, name in enumerate(FIRST, 1):
        sheet = report.sheet(name)
        writing.add_heading(f"{number}　{sheet.title}", 1)
        if name == "block-industries":
            _picture(writing, report)
        _table(writing, sheet)
    writing.add_heading("口径", 1)
    _definitions(writing, report.definitions)
    writing.add_heading("附录：明细", 1)
    for sheet in report.sheets:
        if sheet.name not in FIRST:
            writing.add_heading(f"{sheet.title}（{len(sheet.rows)} 行）", 2)
            _table(writing, sheet)
    buffer = BytesIO()
    writing.save(buffer)
    return buffer.getvalue()


def workbook(report: Report) -> bytes:
    """The report as XLSX: a sheet for each table with every row, and one with the definitions."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold, share = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"})
        about = book.add_worksheet("说明")
        about.set_column(0, 0, 110)
        lines = [report.title, f"数据截至 {report.as_of}", f"制表 {today()}", f"口径版本 {report.definition_version}"]
        if report.plan:
            lines.append(f"对照：{report.plan}")
        for at, line in enumerate([*lines, "", *report.definitions.splitlines()]):
            about.write_string(at, 0, line, bold if at == 0 else None)
        for sheet in report.sheets:
            page = book.add_worksheet(sheet.title.replace("：", " ").replace("、", " ")[:_SHEET_NAME])
            page.freeze_panes(1, 1)
            page.set_column(0, max(0, len(sheet.headings) - 1), 16)
            page.write_row(0, 0, sheet.headings, bold)
            for at, row in enumerate(sheet.rows, 1):
                for place, cell in enumerate(row):
                    if isinstance(cell, int | float):
                        page.write_number(at, place, cell, share if isinstance(cell, Share) else None)
                    elif cell:
                        page.write_string(at, place, cell)
            if sheet.name == "block-industries" and sheet.rows:
                _native_chart(book, page, sheet)
    return buffer.getvalue()


def _native_chart(book: xlsxwriter.Workbook, page: xlsxwriter.workbook.Worksheet, sheet: Sheet) -> None:
    """The rates as a chart of the workbook's own, which follows its cells."""
    chart = book.add_chart({"type": "bar"})
    last = len([row for row in sheet.rows if row[0]])
    chart.add_series(
        {"name": "实施率", "categories": [page.name, 1, 1, last, 1], "values": [page.name, 1, 5, last, 5], "gap": 40}
    )
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"none": True})
    page.insert_chart(1, len(sheet.headings) + 1, chart, {"y_scale": 1.4})


def _picture(writing: Writing, report: Report) -> None:
    picture = rates_picture(report)
    drawn = png(picture) if picture else None
    if drawn:
        writing.add_picture(BytesIO(drawn), width=Cm(16))
    elif picture:
        writing.add_paragraph("（本机没有中文字体，图未嵌入；可在统计页下载 SVG 图。）")


def _table(writing: Writing, sheet: Sheet) -> None:
    if not sheet.rows:
        writing.add_paragraph("没有记录。")
        return
    table = writing.add_table(rows=1, cols=len(sheet.headings), style="Light Grid Accent 1")
    _fill(table.rows[0].cells, sheet.headings)
    for row in sheet.rows[:ROWS_IN_PRINT]:
        _fill(table.add_row().cells, [shown_cell(cell) for cell in row])
    if len(sheet.rows) > ROWS_IN_PRINT:
        writing.add_paragraph(f"共 {len(sheet.rows)} 行，此处列前 {ROWS_IN_PRINT} 行，全部见同名的 XLSX。")


def _fill(cells: Sequence[object], texts: Sequence[str]) -> None:
    for cell, text in zip(cells, texts, strict=True):
        cell.text = text  # type: ignore[attr-defined]
        for run in cell.paragraphs[0].runs:  # type: ignore[attr-defined]
            run.font.size = Pt(8)


def _definitions(writing: Writing, markdown: str) -> None:
    """The definitions without their examples, a heading or an item a paragraph."""
    for line in markdown.splitlines():
        if line.startswith("## "):
            writing.add_heading(line[3:], 2)
        elif line.startswith("- "):
            writing.add_paragraph(line[2:].replace("**", ""), style="List Bullet")
        elif line.startswith("> "):
            writing.add_paragraph(line[2:])
