"""What Word counts and looks up by itself: numbers of pages and tables, contents, bookmarks."""

from collections.abc import Sequence
from hashlib import blake2b

from docx.document import Document as Writing
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph


def field(paragraph: Paragraph, code: str, shown: str) -> None:
    """Add a field that Word works out; `shown` stands there until it does."""
    for xml in (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{shown}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{xml}</w:r>"))


def numbered(writing: Writing, what: str, number: int, text: str) -> Paragraph:
    """A caption with its number, which Word counts anew where tables are taken out."""
    caption = writing.add_paragraph(f"{what} ", style="Caption")
    field(caption, f"SEQ {what} \\* ARABIC", str(number))
    caption.add_run(f"　{text}")
    return caption


def bookmarked(heading: Paragraph, text: str) -> None:
    """Name a heading, so that contents lead to it."""
    name = _bookmark(text)
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    number = str(int(name[4:], 16) % 1_000_000_000)
    for element in (start, end):
        element.set(qn("w:id"), number)
    start.set(qn("w:name"), name)
    first = heading._p.find(qn("w:r"))
    first.addprevious(start)
    first.addnext(end)


def contents(writing: Writing, headings: Sequence[str]) -> None:
    """The contents: each heading with its page, which Word fills in when the document is opened or printed."""
    for at, heading in enumerate(headings):
        entry = writing.add_paragraph(style="toc 1")
        if not at:
            # dirty: Word works the whole field out anew when it opens the document
            _append(entry, '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>')
            _append(entry, '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\z </w:instrText></w:r>')
            _append(entry, '<w:r><w:fldChar w:fldCharType="separate"/></w:r>')
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), _bookmark(heading))
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = heading
        run.append(text)
        link.append(run)
        entry._p.append(link)
        if at == len(headings) - 1:
            _append(entry, '<w:r><w:fldChar w:fldCharType="end"/></w:r>')


def _append(paragraph: Paragraph, xml: str) -> None:
    paragraph._p.append(parse_xml(xml.replace("<w:r>", f"<w:r {nsdecls('w')}>", 1)))


def _bookmark(text: str) -> str:
    return f"_Toc{blake2b(text.encode(), digest_size=6).hexdigest()}"
