"""What a workbook may hold before it is opened: a small file can ask for more memory than any machine has."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from app.errors import Invalid

UNPACKED_LIMIT = 512 << 20
"""All parts of a workbook together, unpacked, in bytes: three times an export of 120,000 standards."""
AREA_LIMIT = 8_000_000
"""Cells of the rectangle around all filled cells of a sheet: the reader keeps it whole in memory."""
TEXT_LIMIT = 512_000_000
"""Characters of all cells of a sheet; a text that many cells share is counted for each of them."""
MOST_OF_CELL = 32_767
"""Characters of a cell."""
CUT_SHORT = "…（超过 Excel 每格上限，已截短，全文请导出为 CSV）"
"""What a cell ends in that a workbook could not hold whole; taken in again it would lose the rest."""

_BLOCK = 1 << 16
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_BOMB = "展开后过大（疑似压缩炸弹），没有导入；请只保留需要的行列后另存，或改用 CSV"


def check_workbook(path: Path) -> None:
    """Unpack every part once, counting, and measure every sheet, all in bounded memory.

    The sizes in the zip directory are looked at first, and then not trusted. Raises `Invalid`.
    """
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > UNPACKED_LIMIT:
                raise Invalid(f"工作簿{_BOMB}")
            shared: list[int] = []
            total = 0
            for part in sorted(parts, key=lambda part: part.filename != "xl/sharedStrings.xml"):
                measured = _Measure(shared) if _is_measured(part.filename) else None
                for block in _unpacked(file, part):
                    total += len(block)
                    if total > UNPACKED_LIMIT:
                        raise Invalid(f"工作簿{_BOMB}")
                    if measured:
                        measured.feed(block)
                if measured:
                    measured.finish()
                    shared = shared if measured.is_sheet else measured.lengths
    except (zipfile.BadZipFile, zlib.error, struct.error, expat.ExpatError, ValueError, EOFError):
        raise Invalid(f"{path.name} 已损坏，打不开；请重新导出或另存一份") from None


def _is_measured(name: str) -> bool:
    return name == "xl/sharedStrings.xml" or (name.startswith("xl/worksheets/") and name.endswith(".xml"))


def _unpacked(file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Blocks of one part as its compressed bytes really unpack, whatever size the directory states."""
    if part.flag_bits & 1:
        raise Invalid("工作簿设有密码，请取消密码并另存后再导入")
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or part.header_offset < 0:
        raise zipfile.BadZipFile
    file.seek(part.header_offset)
    magic, name_length, extra_length = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
    if magic != b"PK\x03\x04":
        raise zipfile.BadZipFile
    file.seek(name_length + extra_length, 1)
    left = part.compress_size
    unpack = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (packed := file.read(min(_BLOCK, left))):
        left -= len(packed)
        while packed:
            if unpack is None:
                yield packed
                break
            yield unpack.decompress(packed, _BLOCK)
            packed = unpack.unconsumed_tail


class _Measure:
    """Measures the XML of a sheet, or of the table of shared texts, as it streams by."""

    def __init__(self, shared: list[int]) -> None:
        self.is_sheet = False
        self.lengths: list[int] = []
        self._shared = shared
        self._row = self._column = 0
        self._top = self._left = 1 << 30
        self._bottom = self._right = 0
        self._is_shared = False
        self._text: list[str] | None = None
        self._texts = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def feed(self, block: bytes) -> None:
        """Take in the next block of XML."""
        self._parser.Parse(block)

    def finish(self) -> None:
        """See that the XML has come to its end."""
        self._parser.Parse(b"", True)

    def _doctype(self, *_declared: object) -> None:
        raise Invalid("工作簿含有不安全的 XML 声明，没有导入；请用 Excel 另存一份")

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        element = qualified.rpartition(":")[2]
        if element == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._column = 0
        elif element == "c":
            self._place(attributes.get("r"))
            self._is_shared = attributes.get("t") == "s"
        elif element == "sheetData":
            self.is_sheet = True
        elif element == "si":
            self.lengths.append(0)
        elif element in ("v", "t", "f"):
            self._text = []

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
            return
        letters = reference.rstrip("0123456789")
        self._column = 0
        for letter in letters.upper():
            self._column = self._column * 26 + ord(letter) - 64
        self._row = int(reference[len(letters) :])

    def _characters(self, found: str) -> None:
        if self._text is not None:
            self._text.append(found)

    def _end(self, qualified: str) -> None:
        if self._text is None:
            return
        element = qualified.rpartition(":")[2]
        if element not in ("v", "t", "f"):
            return
        text, self._text = "".join(self._text), None
        if self.lengths and not self.is_sheet:
            self.lengths[-1] += len(text)
        elif self.is_sheet:
            self._filled(text if element == "v" and self._is_shared else None, len(text))

    def _filled(self, shared: str | None, length: int) -> None:
        self._top, self._bottom = min(self._top, self._row), max(self._bottom, self._row)
        self._left, self._right = min(self._left, self._column), max(self._right, self._column)
        if (self._bottom - self._top + 1) * (self._right - self._left + 1) > AREA_LIMIT:
            raise Invalid(f"工作表有内容的区域过大（超过 {AREA_LIMIT // 10_000} 万格），没有导入；请删去远处的多余单元格后另存")
        if shared is not None:
            index = int(shared)
            length = self._shared[index] if 0 <= index < len(self._shared) else 0
        self._texts += length
        if self._texts > TEXT_LIMIT:
            raise Invalid(f"工作表的文字{_BOMB}")
