"""A report as a Word document, in the form that offices hand in: first page, contents, tables and pictures, rows as appendix."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from io import BytesIO
from itertools import groupby
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Writing
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Emu
from docx.text.paragraph import Paragraph
from lxml import etree

from app.api.reports import ROWS_IN_PRINT, Report
from app.api.sheets import Sheet
from app.web.charts.pictures import png
from app.web.report_pictures import Picture, pictures_of
from app.web.report_workbook import about, sheet_name
from app.web.word_fields import bookmarked, contents, field, numbered
from app.web.word_styles import prepare
from app.web.word_tables import WordTable, parts_of

_TWIPS_OF_CM = 567
_PORTRAIT, _LANDSCAPE = (21.0, 29.7), (29.7, 21.0)
_MARGIN = 2.2
_TALLEST = Cm(12)
_TABLE = re.compile(rb"<\?table (\d+)\?>")
_ALWAYS = (1980, 1, 1, 0, 0, 0)
_PIECES_AT_ONCE = 2_000


def document(report: Report) -> bytes:
    """The report as DOCX; of one and the same report always the same bytes."""
    writing = _Document(report)
    writing.first_page()
    writing.body()
    writing.definitions()
    writing.appendix()
    return writing.saved()


class _Document:
    """A report being written: tables are kept aside and take their places in the file when it is saved."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._pictures = pictures_of(report)
        self._writing: Writing = Document()
        self._tables: list[WordTable] = []
        self._numbers = {"表": 0, "图": 0}
        self._lies = False
        self._headings = [
            *(f"{at}　{sheet.title}" for at, sheet in enumerate(report.body, 1)),
            f"{len(report.body) + 1}　口径",
            *(f"附表 {at}　{sheet.title}" for at, sheet in enumerate(report.appendix, 1)),
        ]
        self._begun = 0
        prepare(self._writing)
        properties = self._writing.core_properties
        properties.title, properties.author = report.title[:255], report.office or "标联 BiaoLian"
        properties.created = properties.modified = report.made.at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        properties.comments = ""

    def first_page(self) -> None:
        """Who reports what as of when, then the contents."""
        report, writing = self._report, self._writing
        section = writing.sections[0]
        _turn(section, _PORTRAIT)
        section.different_first_page_header_footer = True
        head = section.header.paragraphs[0]
        head.text = report.title if str(report.as_of) in report.title else f"{report.title}　数据截至 {report.as_of}"
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for part in ("第 ", "PAGE", " 页，共 ", "NUMPAGES", " 页"):
            field(foot, part, "1") if part.isupper() else foot.add_run(part)
        writing.add_paragraph(report.title, style="Title").paragraph_format.space_before = Cm(6)
        for name, said in [*about(report), ("编制单位", report.office or "＿＿＿＿＿＿＿＿＿＿＿＿（盖章）")]:
            line = writing.add_paragraph(f"{name}：{said}")
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        writing.add_page_break()  # type: ignore[no-untyped-call]
        writing.add_paragraph("目录", style="Subtitle")
        contents(writing, self._headings)

    def body(self) -> None:
        """The figures, each with its picture."""
        self._turn(True)
        for sheet in self._report.body:
            self._section(sheet)

    def definitions(self) -> None:
        """What the figures mean, as it was worded then; examples as tables."""
        self._turn(False)
        self._heading()
        for is_table, parts in groupby(self._report.definition_parts, lambda part: part[0] == "row"):
            if is_table:
                head, _line, *rows = ([cell.strip() for cell in text.strip("|").split("|")] for _, text in parts)
                self._place(head, rows)
                continue
            for kind, text in parts:
                self._definition(kind, text)

    def _definition(self, kind: str, text: str) -> None:
        if kind == "heading":
            self._writing.add_heading(text, 2)
        elif kind == "example":
            self._writing.add_paragraph(text, style="Caption").paragraph_format.keep_with_next = True
        else:
            self._writing.add_paragraph(text, style="List Bullet" if kind == "item" else None)

    def appendix(self) -> None:
        """Every row behind the figures."""
        self._turn(True)
        for sheet in self._report.appendix:
            self._section(sheet)

    def _section(self, sheet: Sheet) -> None:
        self._heading()
        if not sheet.rows:
            self._writing.add_paragraph("没有记录。")
            return
        if sheet.name in self._pictures:
            self._picture(self._pictures[sheet.name])
        rows = sheet.rows[:ROWS_IN_PRINT]
        for at, (headings, part) in enumerate(parts_of(sheet.headings, rows, sheet.keys)):
            said = f"续 {at}" if at else f"{len(sheet.rows)} 行"
            self._caption("表", f"{sheet.title}（{said}）", is_above=True)
            self._place(headings, part)
        if len(sheet.rows) > ROWS_IN_PRINT:
            self._writing.add_paragraph(
                f"本表共 {len(sheet.rows)} 行，此处列前 {ROWS_IN_PRINT} 行：更长的表 Word 难以打开。"
                f"全部各行见同一报告的 XLSX 文件，工作表“{sheet_name(sheet)}”。"
            )

    def _turn(self, lies: bool) -> None:
        """Go on on a new page, one that lies, for tables, or stands."""
        self._lies = lies
        section = self._writing.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = False
        _turn(section, _LANDSCAPE if lies else _PORTRAIT)

    def _heading(self) -> None:
        """The next of the headings that the contents name."""
        text = self._headings[self._begun]
        self._begun += 1
        bookmarked(self._writing.add_heading(text, 1), text)

    def _picture(self, picture: Picture) -> None:
        drawn = png(picture.svg)
        if drawn is None:
            self._writing.add_paragraph("（这台服务器没有中文字体，图未嵌入；可在统计页下载 SVG 图。）")
            return
        paragraph = self._writing.add_paragraph()
        paragraph.alignment, paragraph.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
        shape = paragraph.add_run().add_picture(BytesIO(drawn), width=Cm(15.5))
        if shape.height > _TALLEST:
            shape.width, shape.height = Emu(shape.width * _TALLEST // shape.height), _TALLEST
        words = shape._inline.docPr
        words.set("title", picture.title)
        words.set("descr", f"{picture.title}：{picture.words}"[:2000])
        self._caption("图", picture.title, is_above=False)

    def _caption(self, what: str, text: str, *, is_above: bool) -> None:
        self._numbers[what] += 1
        caption = numbered(self._writing, what, self._numbers[what], text)
        caption.paragraph_format.keep_with_next = is_above

    def _place(self, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Leave a mark where a table stands."""
        width = int(((_LANDSCAPE if self._lies else _PORTRAIT)[0] - 2 * _MARGIN) * _TWIPS_OF_CM)
        after: Paragraph = self._writing.add_paragraph(style="Table End")
        after._p.addprevious(etree.ProcessingInstruction("table", str(len(self._tables))))
        self._tables.append(WordTable(headings, rows, width))  # type: ignore[arg-type]

    def saved(self) -> bytes:
        """The file, with the tables in their places; it names no moment but that at which the report was made."""
        made, finished = BytesIO(), BytesIO()
        self._writing.save(made)
        with ZipFile(made) as parts, ZipFile(finished, "w", ZIP_DEFLATED) as archive:
            for name in parts.namelist():
                info = ZipInfo(name, _ALWAYS)
                info.compress_type = ZIP_DEFLATED
                with archive.open(info, "w") as part:
                    for piece in self._filled(parts.read(name)):
                        part.write(piece)
        return finished.getvalue()

    def _filled(self, part: bytes) -> Iterator[bytes]:
        text, *following = _TABLE.split(part)
        yield text
        for number, text in zip(following[::2], following[1::2], strict=True):
            pieces: list[str] = []
            for piece in self._tables[int(number)].xml():
                pieces.append(piece)
                if len(pieces) >= _PIECES_AT_ONCE:
                    yield "".join(pieces).encode()
                    pieces.clear()
            yield "".join(pieces).encode()
            yield text


def _turn(section: object, size: tuple[float, float]) -> None:
    width, height = size
    said: Mapping[str, object] = {
        "orientation": WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT,
        "page_width": Cm(width),
        "page_height": Cm(height),
        **{f"{side}_margin": Cm(_MARGIN) for side in ("left", "right", "top", "bottom")},
    }
    for name, value in said.items():
        setattr(section, name, value)
