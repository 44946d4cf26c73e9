"""What a file is, by what it holds rather than by what it is called."""

import gzip
import mmap
import zipfile
from dataclasses import dataclass
from pathlib import Path

from app.errors import Invalid
from app.registry.importing.lines import check_gzip, is_gzip
from app.registry.importing.rows import Format

_MAGIC = (
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"BM", "BMP 图片"),
    (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"),
    (b"%PDF", "PDF 文件"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"SQLite format 3", "SQLite 数据库"),
)
_FORMATS = "可以导入 JSON Lines（.jsonl、.jsonl.gz）、CSV（.csv）与 Excel（.xlsx）"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SUFFIXES = {
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".json": Format.JSONL,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".txt": Format.CSV,
    ".xlsx": Format.XLSX,
    ".xlsm": Format.XLSX,
}


@dataclass(frozen=True)
class Sniffed:
    """The form a file is read in; `note` says so where its name or the asker said otherwise."""

    format: Format
    note: str | None


def format_of_name(path: Path) -> Format | None:
    """The form a file's name promises, None where it promises none."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return _SUFFIXES.get(suffixes[-1]) if suffixes else None


def sniff(path: Path, asked: Format | None) -> Sniffed:
    """Find out what to read a file as; `asked` is what the asker said it is, else its name says.

    What it holds decides where the two differ. Raises `Invalid` where it holds none of the three forms.
    """
    if not path.exists():
        raise Invalid(f"文件 {path} 不存在，请检查路径")
    if not path.is_file():
        raise Invalid(f"{path} 不是文件，请给出一个文件的路径")
    try:
        found = _by_content(path)
    except PermissionError:
        raise Invalid(f"无权读取 {path}，请检查文件权限") from None
    promised = asked or format_of_name(path)
    if promised and promised is not found:
        return Sniffed(found, f"{path.name} 的内容是 {_called(found)}，不是 {_called(promised)}，已按内容读取")
    return Sniffed(found, None)


def _called(form: Format) -> str:
    return {Format.JSONL: "JSON Lines", Format.CSV: "CSV", Format.XLSX: "XLSX"}[form]


def _by_content(path: Path) -> Format:
    packed = is_gzip(path)
    if packed:
        check_gzip(path)
    with gzip.open(path) if packed else path.open("rb") as file:
        head = file.read(65_536)
    _refuse_foreign(path, head)
    if not head.strip():
        raise Invalid(f"{path.name} 是空文件，没有可导入的内容，请检查是否选错了文件")
    if head.startswith(b"PK\x03\x04") and not packed:
        return _workbook(path)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Invalid(f"{path.name} 是 UTF-16 编码，请在 Excel 中另存为“CSV UTF-8（逗号分隔）”后再导入")
    if b"\x00" in head:
        raise Invalid(f"{path.name} 不是文本表格（含有二进制内容）；{_FORMATS}")
    return Format.JSONL if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in b"{[" else Format.CSV


def _refuse_foreign(path: Path, head: bytes) -> None:
    for magic, what in _MAGIC:
        if head.startswith(magic) and (len(magic) > 2 or b"\x00" in head):
            raise Invalid(f"{path.name} 的内容是{what}，不是表格；{_FORMATS}")
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        raise Invalid(f"{path.name} 的内容是WebP 图片，不是表格；{_FORMATS}")
    if head.startswith(_OLE):
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            encrypted = content.find("EncryptedPackage".encode("utf-16-le")) >= 0
        if encrypted:
            raise Invalid(f"{path.name} 设有打开密码，请在 Excel 中取消密码并另存后再导入")
        raise Invalid(f"{path.name} 是旧版 Excel（.xls）或其他 Office 97-2003 文件，请另存为 .xlsx 后再导入")


def _workbook(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Invalid(f"{path.name} 不完整或已损坏，打不开；请重新导出或另存一份") from None
    if "xl/workbook.xml" in names:
        return Format.XLSX
    raise Invalid(f"{path.name} 是压缩包或其他 Office 文件，不是 XLSX 工作簿；{_FORMATS}")
