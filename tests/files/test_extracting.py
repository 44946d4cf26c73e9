"""Text is read page by page from files that people hand in, and hostile files end in a sentence, not in harm."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from reportlab.lib.pdfencrypt import StandardEncryption

from app.errors import Invalid
from app.files import DOCUMENTS, FileStore, extract, extracting
from app.files.kinds import DOCX, PDF, PNG
from app.files.reading import __main__ as program
from app.files.reading.page import End
from tests.files.making import docx_of, pdf_of, word


@pytest.fixture
def read(tmp_path: Path):
    def reading(content: bytes, media_type: str = DOCX.media_type):
        file = tmp_path / "file"
        file.write_bytes(content)
        return extract(file, media_type, "演示.docx")

    return reading


@pytest.fixture
def take(tmp_path: Path):
    store = FileStore(tmp_path / "files")
    return lambda content, name: store.keep(io.BytesIO(content), name, DOCUMENTS)


def test_the_pages_of_a_pdf_come_in_order(read):
    found = read(pdf_of(["1 范围\n本文件规定了演示锁具的要求。", "2 规范性引用文件"]), PDF.media_type)
    assert [page.split() for page in found.pages] == [["1", "范围", "本文件规定了演示锁具的要求。"], ["2", "规范性引用文件"]]
    assert (found.page_count, found.is_paged, found.note) == (2, True, None)


def test_pages_that_are_pictures_are_named_and_empty_pages_are_not(read):
    found = read(pdf_of(["演示正文", "", None, None]), PDF.media_type)
    assert found.pages[1:] == ("", "", "")
    assert found.note is not None
    assert found.note.startswith("第 3、4 页没有文字，像是扫描件")


def test_a_scan_says_that_no_page_has_text(read):
    assert read(pdf_of([None, None]), PDF.media_type).note.startswith("各页都没有文字，像是扫描件")


def test_three_thousand_pages_are_read_whole(read):
    found = read(pdf_of([f"演示第 {number} 页" for number in range(1, 3001)]), PDF.media_type)
    assert (len(found.pages), found.note) == (3000, None)
    assert found.pages[2999].strip() == "演示第 3000 页"


def test_paragraphs_and_tables_of_a_word_document_come_in_order_without_what_was_deleted(read):
    document = word("1 范围")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "项目", "指标"
    changed = document.add_paragraph("要求")
    inserted, deleted = OxmlElement("w:ins"), OxmlElement("w:del")
    inserted.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>增加的</w:t></w:r>"))
    deleted.append(parse_xml(f"<w:r {nsdecls('w')}><w:delText>删去的</w:delText></w:r>"))
    changed._p.extend([inserted, deleted])
    found = read(docx_of(document))
    assert [line.split() for line in found.pages[0].splitlines()] == [["1", "范围"], ["项目", "指标"], ["要求增加的"]]
    assert (len(found.pages), found.is_paged) == (1, False)


def test_a_word_document_breaks_its_pages_where_it_says_so_once(read):
    document = word("第一页")
    document.add_page_break()
    run = document.add_paragraph().add_run("第二页")
    run._r.insert(0, OxmlElement("w:lastRenderedPageBreak"))
    found = read(docx_of(document))
    assert [page.strip() for page in found.pages] == ["第一页", "第二页"]
    assert found.is_paged


def test_numbers_that_word_counts_are_read_with_their_headings(read):
    document = word()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, text in enumerate(("%1", "%1.%2"))
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for title, level in (("范围", 0), ("要求", 0), ("外观", 1), ("尺寸", 1), ("检验", 0), ("出厂", 1)):
        properties = document.add_paragraph(title)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'))
    assert read(docx_of(document)).pages[0].split("\n")[:6] == ["1 范围", "2 要求", "2.1 外观", "2.2 尺寸", "3 检验", "3.1 出厂"]


def test_kinds_without_text_say_so(read):
    assert "不读取文字" in read(b"\x89PNG", PNG.media_type).note


def test_a_document_with_a_password_is_refused_and_one_that_merely_limits_printing_is_not(take):
    with pytest.raises(Invalid, match=r"设有打开密码.*取消密码"):
        take(pdf_of(["演示"], password="演示口令"), "稿.pdf")
    assert take(pdf_of(["演示"], password=StandardEncryption("", ownerPassword="所有者", canPrint=0)), "稿.pdf").size


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "稿.pdf", "空文件（0 字节）"),
        (b"%PDF-1.7\nnothing of the kind\n%%EOF\n", "稿.pdf", "已损坏"),
        (b"%PDF-1.7\ncut off", "稿.pdf", "不完整"),
        (pdf_of(["演示"]), "稿.docx", "内容却是 PDF"),
        (b"MZ\x90", "稿.pdf", "可以上传：PDF、Word 文档、PNG 图片、JPEG 图片"),
    ],
    ids=["empty", "damaged", "cut", "mislabelled", "program"],
)
def test_what_is_no_document_is_refused_with_the_remedy(take, content, name, words):
    with pytest.raises(Invalid, match=words):
        take(content, name)


@pytest.mark.parametrize("ending", ["docx", "docm"])
def test_macros_are_refused_whatever_the_file_is_called(take, ending):
    content = io.BytesIO(docx_of(word("演示")))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    with pytest.raises(Invalid, match=r"带有宏（VBA）.*另存为"):
        take(content.getvalue(), f"稿.{ending}")


def test_an_office_file_that_only_looks_like_one_is_refused(take):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(Invalid, match="已损坏，打不开"):
        take(content.getvalue(), "稿.docx")


class Endless(io.RawIOBase):
    """So many bytes of a PDF without holding them."""

    def __init__(self, size: int) -> None:
        self._left = size

    def read(self, size: int = -1) -> bytes:
        taken = min(size, self._left)
        self._left -= taken
        return bytes(taken)


def test_a_document_may_be_fifty_megabytes_and_no_more(tmp_path):
    with pytest.raises(Invalid, match="超过 50 MB"):
        FileStore(tmp_path / "files").keep(Endless(51 << 20), "稿.pdf", DOCUMENTS)  # type: ignore[arg-type]
    assert list((tmp_path / "files").iterdir()) == []


def test_a_word_document_beyond_all_memory_ends_in_a_sentence(read):
    filled = docx_of(word("演示"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(filled)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            if part.filename == "word/document.xml":
                with target.open(part.filename, "w") as written:
                    written.write(b'<w:document xmlns:w="%s"><w:body>' % qn("w:p")[1:-2].encode())
                    for _ in range(180):
                        written.write(b"<w:p/>" * 170_000)
                    written.write(b"</w:body></w:document>")
            else:
                target.writestr(part, source.read(part))
    with pytest.raises(Invalid, match=r"超出限度|展开后过大|已损坏"):
        read(out.getvalue())


def test_a_file_that_takes_longer_than_it_may_ends_in_a_sentence(read, monkeypatch):
    monkeypatch.setattr(extracting, "PATIENCE", 0.0)
    with pytest.raises(Invalid, match="内存或时间超出限度"):
        read(docx_of(word("演示")))


def test_what_was_read_before_the_text_grew_too_long_is_kept_and_said(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(program, "MOST_CHARACTERS", 12)
    file = tmp_path / "稿.pdf"
    file.write_bytes(pdf_of(["演示第一页", "演示第二页", "演示第三页"]))
    program.main("read", "pdf", str(file))
    *pages, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert [page["page"].strip() for page in pages] == ["演示第一页", "演示第二页"]
    assert last == {"end": "length", "of": 3, "paged": True}
    assert extracting._stopped(End.LENGTH, 2, 3) == "文字过长，只读出前 2 页的文字（共 3 页），其余检索不到；请拆分后分别上传"
