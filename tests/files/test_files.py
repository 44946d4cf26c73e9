"""Files are taken by what they hold, whatever they are called, and kept where nobody can reach them by name."""

import io
import os
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from app.errors import Invalid, NotFound
from app.files import EVIDENCE, FileStore, plain_name

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 1, 1, 8, 0, 0, 0, 0)
    + struct.pack(">I", zlib.crc32(b"IHDR" + struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)))
    + struct.pack(">I4sI", 0, b"IEND", zlib.crc32(b"IEND"))
)
JPEG = b"\xff\xd8\xff\xe0" + bytes(64) + b"\xff\xd9"


def archive(*parts: str, content: bytes = b"<x/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for part in parts:
            written.writestr(part, content)
    return out.getvalue()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def keep(store: FileStore, content: bytes, name: str):
    return store.keep(io.BytesIO(content), name)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("声明.pdf", PDF, "application/pdf"),
        ("照片.PNG", PNG, "image/png"),
        ("照片.jpeg", JPEG, "image/jpeg"),
        ("台账.xlsx", archive("[Content_Types].xml", "xl/workbook.xml"), "spreadsheetml.sheet"),
        ("说明.docx", archive("[Content_Types].xml", "word/document.xml"), "wordprocessingml.document"),
        ("公文.ofd", archive("OFD.xml"), "application/ofd"),
        ("没有扩展名", PDF, "application/pdf"),
    ],
    ids=["pdf", "png", "jpeg", "xlsx", "docx", "ofd", "no-ending"],
)
def test_a_file_is_kept_with_its_type_and_comes_back_whole(store, name, content, media_type):
    kept = keep(store, content, name)
    assert (kept.name, kept.size) == (name, len(content))
    assert kept.media_type.endswith(media_type)
    assert store.path_of(kept.digest).read_bytes() == content


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("空.pdf", b"", "0 字节"),
        ("声明.pdf", PNG, "内容却是 PNG 图片"),
        ("照片.png", PDF, "内容却是 PDF"),
        ("声明.pdf", PDF[:20], "不完整"),
        ("页面.pdf", b"<html><script>alert(1)</script>", "不是可接受的文件"),
        ("程序.exe", b"MZ" + bytes(100), "不是可接受的文件"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "旧版 Office"),
        ("包.docx", archive("a.txt"), "压缩包"),
        ("坏.docx", archive("word/document.xml")[:-30], "损坏"),
    ],
    ids=["empty", "png-as-pdf", "pdf-as-png", "cut", "html", "program", "old-office", "archive", "broken"],
)
def test_what_is_not_taken_is_told_why_and_leaves_nothing(store, tmp_path, name, content, word):
    with pytest.raises(Invalid, match=word):
        keep(store, content, name)
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def test_a_zip_bomb_is_refused_by_what_its_directory_states(store):
    bomb = archive("word/document.xml", content=bytes(201 << 20))
    assert len(bomb) < 1 << 20
    with pytest.raises(Invalid, match="压缩炸弹"):
        keep(store, bomb, "炸弹.docx")


def test_a_zip_that_unpacks_to_more_than_it_states_is_damaged(store):
    honest = archive("word/document.xml", content=bytes(1 << 20))
    lying = honest.replace(struct.pack("<I", 1 << 20), struct.pack("<I", 10))
    assert lying != honest
    with pytest.raises(Invalid, match="损坏"):
        keep(store, lying, "说谎.docx")


def test_too_large_is_refused_while_it_comes(store):
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return bytes(size)

    endless = Endless()
    with pytest.raises(Invalid, match="超过 20 MB"):
        store.keep(endless, "无尽.pdf")  # type: ignore[arg-type]
    assert endless.given <= EVIDENCE.largest + (1 << 20)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\用户\\声明.pdf", "声明.pdf"),
        ("..", "附件"),
        ("", "附件"),
        (None, "附件"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
    ],
    ids=["up", "windows", "dots", "empty", "none", "newline", "right-to-left"],
)
def test_a_name_is_a_label_never_a_path(given, shown):
    assert plain_name(given) == shown


def test_a_very_long_name_keeps_its_ending():
    name = plain_name("长" * 400 + ".pdf")
    assert len(name) <= 120
    assert name.endswith(".pdf")


def test_the_same_content_is_kept_once_under_its_digest(store, tmp_path):
    first, second = keep(store, PDF, "甲.pdf"), keep(store, PDF, "../乙.pdf")
    assert first.digest == second.digest
    files = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert [path.name for path in files] == [first.digest]
    assert os.stat(tmp_path / "files").st_mode & 0o077 == 0


@pytest.mark.parametrize("digest", ["../../../etc/passwd", "0" * 63, "g" * 64, "0" * 64])
def test_no_other_file_can_be_asked_for(store, digest):
    with pytest.raises(NotFound):
        store.path_of(digest)
