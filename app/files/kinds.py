"""What a file is by what it holds, whatever its name says. No database, no web."""

import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from app.errors import Invalid
from app.files.reading.page import UNPACKED_LIMIT

LONGEST_NAME = 120

_BLOCK = 1 << 16
_TAIL = 2048


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is taken: what people call it, its media type, the endings its name may have."""

    label: str
    media_type: str
    endings: tuple[str, ...]


PDF = FileKind("PDF", "application/pdf", (".pdf",))
PNG = FileKind("PNG 图片", "image/png", (".png",))
JPEG = FileKind("JPEG 图片", "image/jpeg", (".jpg", ".jpeg"))
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = FileKind("Word 文档", _OFFICE + "wordprocessingml.document", (".docx",))
XLSX = FileKind("Excel 工作簿", _OFFICE + "spreadsheetml.sheet", (".xlsx",))
OFD = FileKind("OFD 版式文件", "application/ofd", (".ofd",))


@dataclass(frozen=True)
class Intake:
    """What is taken where: what the file is for, the kinds, the bytes at most.

    `opened`: a file must open without a password and carry no macros, since its text is read and it is shown to everybody.
    """

    purpose: str
    kinds: tuple[FileKind, ...]
    largest: int
    opened: bool = False

    @property
    def remedy(self) -> str:
        """What can be handed in."""
        return f"可以上传：{'、'.join(kind.label for kind in self.kinds)}"


EVIDENCE = Intake("证明材料", (PDF, PNG, JPEG, DOCX, XLSX, OFD), 20 << 20)
DOCUMENTS = Intake("标准文件", (PDF, DOCX, PNG, JPEG), 50 << 20, opened=True)

_PARTS = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("OFD.xml", OFD))
"""The one part that tells what a zip archive holds: ISO/IEC 29500-2 for office files, GB/T 33190 for OFD."""

_MACROS = ("vbaproject.bin", "vbadata.xml")
"""Parts that hold macros, in lower case, whatever the file is called."""


def plain_name(given: str | None) -> str:
    """The name of an uploaded file as a label: its last part, without signs that can't be seen, of bounded length."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given or ""))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip(" .")
    if len(seen) > LONGEST_NAME:
        stem, dot, ending = seen.rpartition(".")
        seen = f"{stem[: LONGEST_NAME - 12]}…{dot}{ending[:10]}" if stem else seen[:LONGEST_NAME]
    return seen or "附件"


def kind_of(path: Path, name: str, intake: Intake = EVIDENCE) -> FileKind:
    """What the file holds; `name` is what its owner calls it.

    Raises `Invalid`, saying what to do, where it is empty, damaged, of a kind that is not taken, or not what its name says.
    """
    with path.open("rb") as file:
        head = file.read(16)
        file.seek(max(0, path.stat().st_size - _TAIL))
        tail = file.read()
    if not head:
        raise Invalid(f"“{name}”是空文件（0 字节），请检查是否选错了文件")
    found = _by_content(path, name, head, tail, intake)
    ending = Path(name).suffix.lower()
    if ending and ending not in found.endings:
        raise Invalid(f"“{name}”的扩展名是 {ending}，内容却是 {found.label}；请核对是否选错了文件，或改正扩展名后再上传")
    if found not in intake.kinds:
        raise Invalid(f"“{name}”是 {found.label}，不能作为{intake.purpose}；{intake.remedy}")
    return found


def _by_content(path: Path, name: str, head: bytes, tail: bytes, intake: Intake) -> FileKind:
    if head.startswith(b"%PDF-"):
        return _whole(PDF, name, b"%%EOF" in tail)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _whole(PNG, name, b"IEND" in tail)
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"PK\x03\x04"):
        return _archive(path, name, intake)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Invalid(f"“{name}”是旧版 Office 文件（或设有密码），请另存为 .docx、.xlsx 或 PDF 后再上传")
    raise Invalid(f"“{name}”的内容不是可接受的文件；{intake.remedy}")


def _whole(kind: FileKind, name: str, is_whole: bool) -> FileKind:
    if not is_whole:
        raise Invalid(f"“{name}”不完整（可能没有传完或已损坏），请重新导出后再上传")
    return kind


def _archive(path: Path, name: str, intake: Intake) -> FileKind:
    """An office file, unpacked once in bounded memory: what its directory states is checked against what comes out."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _not_too_large(sum(part.file_size for part in parts), name)
            for part in parts:
                with archive.open(part) as unpacking:
                    while unpacking.read(_BLOCK):
                        pass
            names = set(archive.namelist())
    except RuntimeError:
        raise Invalid(f"“{name}”设有密码，请取消密码后再上传") from None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError):
        raise Invalid(f"“{name}”不完整或已损坏，打不开；请重新导出后再上传") from None
    if intake.opened and any(part.lower().endswith(_MACROS) for part in names):
        raise Invalid(f"“{name}”带有宏（VBA），没有收下；请用 Word 另存为“Word 文档 (*.docx)”去掉宏后再上传")
    for part_name, kind in _PARTS:
        if part_name in names:
            return kind
    raise Invalid(f"“{name}”是压缩包，不能作为{intake.purpose}；请逐个上传其中的文件。{intake.remedy}")


def _not_too_large(size: int, name: str) -> None:
    if size > UNPACKED_LIMIT:
        raise Invalid(f"“{name}”展开后过大（疑似压缩炸弹），没有收下；请精简内容或导出为 PDF")
