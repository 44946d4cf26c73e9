"""How a report looks in Word: the fonts that every Chinese Word has, headings, captions and tables."""

from docx.document import Document as Writing
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from app.web.word_tables import CELL, HEAD, NUMBER, TABLE

TEXT, HEADS, LATIN = "宋体", "黑体", "Times New Roman"
_TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE}">
  <w:name w:val="Report Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/>
      <w:left w:val="single" w:sz="4" w:space="0" w:color="8C96A0"/>
      <w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/>
      <w:right w:val="single" w:sz="4" w:space="0" w:color="8C96A0"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="8C96A0"/>
      <w:insideV w:val="single" w:sz="4" w:space="0" w:color="8C96A0"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:left w:w="55" w:type="dxa"/><w:right w:w="55" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E3E8EE"/></w:tcPr></w:tblStylePr>
</w:style>"""


def prepare(writing: Writing) -> None:
    """Give a new document the report's styles."""
    styles = writing.styles
    for name, font, size, bold in (
        ("Normal", TEXT, 10.5, None), ("Title", HEADS, 26, False), ("Subtitle", HEADS, 16, False),
        ("Heading 1", HEADS, 15, False), ("Heading 2", HEADS, 12, False), ("Caption", HEADS, 9, False),
        ("Header", TEXT, 9, None), ("Footer", TEXT, 9, None), ("List Bullet", TEXT, 10.5, None),
    ):  # fmt: skip
        _font(styles[name], font, size, bold)
    for name in ("Title", "Subtitle", "Caption"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styles["Title"].paragraph_format.space_after = Pt(36)
    for border in styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    for name, own, size, alignment in (
        ("Report Cell", CELL, 8, WD_ALIGN_PARAGRAPH.LEFT),
        ("Report Number", NUMBER, 8, WD_ALIGN_PARAGRAPH.RIGHT),
        ("Report Head", HEAD, 8, WD_ALIGN_PARAGRAPH.CENTER),
        ("Table End", "TableEnd", 4, WD_ALIGN_PARAGRAPH.LEFT),
        ("toc 1", "TOC1", 10.5, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name == "toc 1")
        style.element.set(qn("w:styleId"), own)
        style.base_style = styles["Normal"]
        _font(style, HEADS if own == HEAD else TEXT, size, None)
        style.paragraph_format.alignment = alignment
        style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(4 if own == "TOC1" else 0), 1.0
    styles.element.append(parse_xml(_TABLE_STYLE))
    for color in styles.element.iter(qn("w:color")):
        color.attrib.clear()
        color.set(qn("w:val"), "000000")
    for part in (writing.settings.element, styles.element):
        for said in (*part.iter(qn("w:themeFontLang")), *part.iter(qn("w:lang"))):
            said.set(qn("w:eastAsia"), "zh-CN")


def _font(style: object, name: str, size: float, bold: bool | None) -> None:
    font = style.font  # type: ignore[attr-defined]
    font.name, font.size, font.bold, font.italic = LATIN, Pt(size), bold, False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()  # type: ignore[attr-defined]
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), name)
