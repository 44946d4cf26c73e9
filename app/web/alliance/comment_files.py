"""意见汇总处理表: the table of comments and what became of them, in the usual form, as a workbook and as a document.

The form is the one in use: a head, six columns, and how many units were asked and answered. What the register doesn't know stays
empty, to be filled in by hand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import quote

import xlsxwriter
from docx import Document
from docx.document import Document as Writing
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from flask import Response
from werkzeug.http import dump_options_header

from app.clock import today
from app.registry.models import PublicComment
from app.registry.queries.comments import Counts, Subject, counting_comments, counts_of, units_called
from app.registry.services.alliance.comment_tables import PROPOSED

FORMS: Mapping[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
TITLE = "标准征求意见稿意见汇总处理表"
TITLE_OF_PUBLISHED = "标准意见汇总处理表"
HEADINGS = ("序号", "标准章条编号", "意见内容", "提出单位", "处理意见", "备注")
_WIDTHS_CM = (1.2, 2.4, 9.2, 4.0, 2.2, 5.8)
_FONT = "宋体"


@dataclass(frozen=True)
class Summary:
    """What stands in the table."""

    title: str
    head: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str]


def summary_file(subject: Subject, form: str) -> Response:
    """The table of comments on it, in one of `FORMS`."""
    summary = summary_of(subject)
    content = workbook(summary) if form == "xlsx" else document(summary)
    response = Response(content, mimetype=FORMS[form])
    name = quote(f"意见汇总处理表-{' '.join(subject.title.split())[:60]}-{today()}", safe="")
    response.headers["Content-Disposition"] = dump_options_header("attachment", {"filename*": f"UTF-8''{name}.{form}"})
    response.cache_control.no_store = True
    return response


def summary_of(subject: Subject) -> Summary:
    """The table as it stands today; a telephone number is not kept and left to be filled in."""
    organization = subject.body.organization.name if subject.body else ""
    head = (
        ("标准项目名称", subject.title),
        ("承办单位", organization),
        ("承办人", (subject.item.contact if subject.item else None) or ""),
        ("电话", ""),
        ("填写日期", f"{today():%Y 年 %m 月 %d 日}"),
    )
    rows = [_row(place, each) for place, each in enumerate(counting_comments(subject), 1)]
    title = TITLE if subject.item else TITLE_OF_PUBLISHED
    called = units_called(subject.item.id) if subject.item else 0
    return Summary(title, head, rows, _notes(counts_of(subject), called))


def workbook(summary: Summary) -> bytes:
    """The table as XLSX; every cell is a text, whatever it begins with."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet("意见汇总处理表")
        title = book.add_format({"bold": True, "font_size": 14, "align": "center"})
        heading = book.add_format({"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True})
        cell = book.add_format({"border": 1, "valign": "top", "text_wrap": True})
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_footer("&C第 &P 页 共 &N 页")
        for place, width in enumerate(_WIDTHS_CM):
            page.set_column(place, place, width * 4.4)
        page.merge_range(0, 0, 0, len(HEADINGS) - 1, summary.title, title)
        at = 1
        for label, value in summary.head:
            page.write_string(at, 0, f"{label}：")
            page.write_string(at, 2, value)
            at += 1
        page.repeat_rows(at)
        for place, text in enumerate(HEADINGS):
            page.write_string(at, place, text, heading)
        for row in summary.rows:
            at += 1
            for place, text in enumerate(row):
                page.write_string(at, place, text, cell)
        for note in summary.notes:
            at += 1
            page.write_string(at, 0, note)
    return buffer.getvalue()


def document(summary: Summary) -> bytes:
    """The table as DOCX, on landscape A4 with its pages counted."""
    writing = Document()
    style = writing.styles["Normal"]
    style.font.name = _FONT
    style.font.size = Pt(10.5)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    _landscape(writing)
    title = writing.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(_clean(summary.title))
    run.bold, run.font.size = True, Pt(16)
    lines = dict(summary.head)
    writing.add_paragraph(_clean(f"标准项目名称：{lines['标准项目名称']}"))
    named = ("承办单位", "承办人", "电话", "填写日期")
    writing.add_paragraph(_clean("　　".join(f"{label}：{lines[label] or '　　　　'}" for label in named)))
    table = writing.add_table(rows=1, cols=len(HEADINGS), style="Table Grid")
    table.autofit = False
    _repeat_head(table)
    _fill(table, 0, HEADINGS)
    for place, row in enumerate(summary.rows, 1):
        table.add_row()
        _fill(table, place, row)
    for note in summary.notes:
        writing.add_paragraph(note)
    _count_pages(writing.sections[0].footer.paragraphs[0])
    buffer = BytesIO()
    writing.save(buffer)
    return buffer.getvalue()


def _row(place: int, comment: PublicComment) -> Sequence[str]:
    said = comment.body if comment.proposal is None else f"{comment.body}\n{PROPOSED}{comment.proposal}"
    remarks = [
        comment.answer_reason,
        "列入下次复审" if comment.for_review else None,
        "逾期提出" if comment.late else None,
        None if comment.confirmed_at else "邮箱未核实",
    ]
    return (
        str(place),
        comment.clause,
        said,
        comment.unit or comment.name,
        comment.answer.label if comment.answer else "",
        "；".join(each for each in remarks if each),
    )


def _notes(counts: Counts, called: int) -> Sequence[str]:
    answers = "，".join(f"{answer.label} {count} 条" for answer, count in counts.answers.items())
    waiting = f"，待处理 {counts.unanswered} 条" if counts.unanswered else ""
    return (
        f"说明：共 {counts.total} 条意见，{answers}{waiting}。",
        f"①发送“征求意见稿”的单位数：{called or '　　'}个",
        "②收到“征求意见稿”后，回函的单位数：　　个",
        f"③收到“征求意见稿”后，回函并有建议或意见的单位数：{counts.units}个",
        "④没有回函的单位数：　　个",
    )


def _landscape(writing: Writing) -> None:
    section = writing.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin = section.bottom_margin = Cm(2)


def _fill(table: Table, place: int, texts: Sequence[str]) -> None:
    for cell, text, width in zip(table.rows[place].cells, texts, _WIDTHS_CM, strict=True):
        cell.width = Cm(width)
        cell.text = _clean(text)


def _clean(text: str) -> str:
    """What a document can hold: XML knows no control characters."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")


def _repeat_head(table: Table) -> None:
    """Let the headings stand on every page."""
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _count_pages(paragraph: Paragraph) -> None:
    """第 … 页 共 … 页, counted by whoever opens the document."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for before, code, after in (("第 ", "PAGE", " 页　共 "), ("", "NUMPAGES", " 页")):
        paragraph.add_run(before)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        paragraph._p.append(field)
        paragraph.add_run(after)
