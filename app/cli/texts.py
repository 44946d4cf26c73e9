"""Text files as people keep them, whatever their encoding."""

import codecs
import re
from pathlib import Path

from app.errors import Invalid

LARGEST = 8 * 1024 * 1024
"""Bytes of a text file that is read; more than any check takes."""

_MARKED = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_OTHERS = (b"%PDF", b"PK\x03\x04")
_NOT_TEXT = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, UTF-16 or GB18030. Raises `Invalid` where it can't be read or is no text."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise Invalid(f"无法读取 {path}（{error.strerror}），请检查路径与权限") from None
    if len(content) > LARGEST:
        raise Invalid(f"{path.name} 超过 {LARGEST // 2**20} MiB，请分成几个文件")
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _NOT_TEXT.search(text) is None:
            return text
    raise Invalid(f"{path.name} 不是文本文件；请把标准号存为文本（.txt、.csv，UTF-8 或 GB18030 编码），再查一次")


def _encodings(content: bytes) -> tuple[str, ...]:
    """The encodings to try: the one that the file is marked with, else those it may be in, the surest first."""
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            return (encoding,)
    if content.startswith(_OTHERS):
        return ()
    if b"\0" in content:  # the half of a UTF-16 sign that is an ASCII letter or a line end
        return ("utf-16-be",) if content[0::2].count(0) > content[1::2].count(0) else ("utf-16-le",)
    return "utf-8", "gb18030"
