"""Lines of a text file, gzip or not, each of bounded length. Memory does not grow with the file."""

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from app.errors import Invalid
from app.registry.importing.rows import ROW_LIMIT

GZIP_MAGIC = b"\x1f\x8b"
UNPACKED_LIMIT = 2 << 30
"""A gzip file that holds more (2 GiB) is taken for a bomb: 20 times what a million standards need."""
_BLOCK = 1 << 20


def is_gzip(path: Path) -> bool:
    """Whether the file begins as gzip files do."""
    with path.open("rb") as file:
        return file.read(2) == GZIP_MAGIC


def check_gzip(path: Path) -> None:
    """Read a gzip file to its end before a row of it is used. Raises `Invalid` where it is damaged or a bomb."""
    size = 0
    try:
        with gzip.open(path) as file:
            while block := file.read(_BLOCK):
                size += len(block)
                if size > UNPACKED_LIMIT:
                    raise Invalid("压缩文件解开后超过 2 GiB，没有导入；请拆成较小的文件")
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise Invalid("压缩文件不完整或已损坏，没有导入；请重新下载或重新压缩") from None


class TextLines:
    """The lines of a file, numbered from 1, without their line ends; None stands for one above `ROW_LIMIT`.

    `fraction()` says how far the reading is, 0..1, measured on the file as it lies on the disk.
    """

    def __init__(self, path: Path) -> None:
        self._size = max(path.stat().st_size, 1)
        self._file = path.open("rb")
        unpacked: BinaryIO = self._file
        if is_gzip(path):
            unpacked = cast(BinaryIO, io.BufferedReader(gzip.GzipFile(fileobj=self._file)))
        self._lines = unpacked

    def fraction(self) -> float:
        """How much of the file has been read."""
        return 1.0 if self._file.closed else min(self._file.tell() / self._size, 1.0)

    def __iter__(self) -> Iterator[tuple[int, bytes | None]]:
        read = self._lines.readline
        number = 0
        with self._file, self._lines:
            while line := read(ROW_LIMIT + 1):
                number += 1
                if len(line) > ROW_LIMIT and not line.endswith(b"\n"):
                    while (rest := read(_BLOCK)) and not rest.endswith(b"\n"):
                        pass
                    yield number, None
                else:
                    yield number, line.rstrip(b"\r\n")
