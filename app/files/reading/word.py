"""Word documents (ISO/IEC 29500-1): paragraphs and tables in order, with the numbers that Word counts by itself.

Such a file has no pages; where whoever wrote it noted them, by a page break or Word by where it broke last, they are taken.
What was deleted under tracked changes is left out, what was inserted is in.
"""

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from app.files.reading.page import UNPACKED_LIMIT, End, Opened, Page, Refused, plain
from app.files.reading.word_numbering import Numbering

_GROUPS = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml")))
_PASSED_OVER = frozenset(
    (
        *map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:instrText")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)
_SIGNS = {qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:noBreakHyphen"): "-", qn("w:cr"): "\n"}
_P, _TBL, _TR, _TC, _T, _BR = map(qn, ("w:p", "w:tbl", "w:tr", "w:tc", "w:t", "w:br"))
_BROKE, _DRAWING, _PICT = map(qn, ("w:lastRenderedPageBreak", "w:drawing", "w:pict"))


def open_docx(file: Path) -> Opened:
    """Open a Word document. Raises `Refused` where it is damaged, has a password or is too large unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(part.file_size for part in archive.infolist()) > UNPACKED_LIMIT:
                raise Refused(End.TOO_LARGE)
        body = _Body(docx.Document(str(file)))
        texts = body.texts()
    except RuntimeError:
        raise Refused(End.LOCKED) from None
    except (zipfile.BadZipFile, etree.LxmlError, KeyError, ValueError, OSError, EOFError, AttributeError):
        raise Refused(End.DAMAGED) from None
    return Opened(len(texts), paged=body.is_paged, pages=_pages(texts, body.shows))


def _pages(texts: Iterable[str], shows: bool) -> Iterator[Page]:
    for text in texts:
        yield Page(plain(text), bare=shows and not text.strip())


class _Body:
    """What the body of a document says, as pages."""

    def __init__(self, document: Document) -> None:
        self._root = document.element.body
        self._numbering = Numbering(document)
        self._signs: list[str] = []
        self._pages: list[str] = []
        self.is_paged = False
        self.shows = next(self._root.iter(_DRAWING, _PICT), None) is not None

    def texts(self) -> list[str]:
        """The texts of the pages; one where nothing says where pages break."""
        self._blocks(self._root)
        self._end_page()
        return self._pages or [""]

    def _blocks(self, parent: etree._Element) -> None:
        for child in parent:
            if child.tag == _P:
                self._paragraph(child, "\n")
            elif child.tag == _TBL:
                self._table(child)
            elif child.tag in _GROUPS:
                self._blocks(child)

    def _table(self, table: etree._Element) -> None:
        for row in table.iterchildren(_TR):
            for cell in row.iterchildren(_TC):
                for block in cell:
                    if block.tag == _P:
                        self._paragraph(block, " ")
                    elif block.tag == _TBL:
                        self._table(block)
                self._signs.append("\t")
            self._signs.append("\n")

    def _paragraph(self, paragraph: etree._Element, end: str) -> None:
        breaks = paragraph.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}")
        if breaks is not None and breaks.get(qn("w:val"), "1") not in ("0", "false", "off"):
            self._break()
        if any((text.text or "").strip() for text in paragraph.iter(_T)):
            self._inline(paragraph, self._numbering.next_of(paragraph))
        else:
            self._inline(paragraph, "")
        self._signs.append(end)

    def _inline(self, parent: etree._Element, number: str) -> None:
        """The signs of a paragraph or a part of it; its number goes before the first, behind a break of the page."""
        for child in parent:
            tag = child.tag
            if tag in _PASSED_OVER or not isinstance(tag, str):
                continue
            if tag == _BROKE or (tag == _BR and child.get(qn("w:type")) == "page"):
                self._break()
            elif tag == _BR:
                self._signs.append("\n")
            elif tag in _SIGNS:
                self._signs.append(number + _SIGNS[tag])
                number = ""
            elif tag == _T:
                self._signs.append(number + (child.text or ""))
                number = ""
            else:
                before = len(self._signs)
                self._inline(child, number)
                number = number if len(self._signs) == before else ""

    def _break(self) -> None:
        self.is_paged = True
        self._end_page()

    def _end_page(self) -> None:
        """A page without a word is none: whoever wrote the break and Word itself note the same one twice."""
        text = "".join(self._signs)
        self._signs.clear()
        if text.strip():
            self._pages.append(text)
