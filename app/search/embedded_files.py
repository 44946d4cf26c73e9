"""Named numpy arrays in one file, read through the memory map: nothing is decoded, what is not asked for is not read."""

import json
import mmap
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO
from zlib import crc32

import numpy as np
import numpy.typing as npt

from app.errors import Unavailable

Array = npt.NDArray[np.generic]

_MAGIC = b"BLarr006"
"""Names the form; the number grows with each change of what a segment holds, so that an old index is seen for one."""

_ALIGN = 64
_AT_A_TIME = 1 << 22


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write the arrays and have them on the disk when it returns.

    The file: eight bytes that name the form, the length of the table of contents (8 bytes), the table as JSON (name to
    type, shape, place behind the table; length and checksum of all that follows), then the arrays, each at a multiple of
    64 bytes.
    """
    table: dict[str, object] = {}
    parts: list[Any] = []
    at = checksum = 0
    for name, array in arrays.items():
        table[name] = (array.dtype.str, array.shape, at)
        for part in (np.ascontiguousarray(array).data if array.nbytes else b"", b"\0" * (-array.nbytes % _ALIGN)):
            parts.append(part)
            checksum = crc32(part, checksum)
        at += -(-array.nbytes // _ALIGN) * _ALIGN
    head = json.dumps({"arrays": table, "length": at, "checksum": checksum}).encode()
    head += b" " * (-(len(head) + 16) % _ALIGN)
    with path.open("wb") as file:
        file.write(_MAGIC + len(head).to_bytes(8, "little") + head)
        for part in parts:
            file.write(part)
        file.flush()
        os.fsync(file.fileno())


def read_arrays(path: Path) -> dict[str, Array]:
    """The arrays of a file as views into its memory map; they stay good when the file's name is gone.

    Raises `Unavailable` where the file is missing, cut short, altered or of another form.
    """
    try:
        with path.open("rb") as file:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            if content[:8] != _MAGIC:
                raise ValueError("another form")  # noqa: TRY301 -- told with the other ways a file can be broken
            start = 16 + int.from_bytes(content[8:16], "little")
            head = json.loads(content[16:start])
            if _checksum(file, start) != head["checksum"]:
                raise ValueError("altered")  # noqa: TRY301
        return {
            name: np.ndarray(tuple(shape), np.dtype(kind), content, start + at)
            for name, (kind, shape, at) in head["arrays"].items()
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unavailable(f"索引文件 {path.name} 无法读取（{error}），请运行 biaolian search rebuild") from error


def _checksum(file: BinaryIO, start: int) -> int:
    """Of what follows `start`; read, not mapped, so that it stays out of the process's memory."""
    file.seek(start)
    checksum = 0
    while part := file.read(_AT_A_TIME):
        checksum = crc32(part, checksum)
    return checksum


def mark_of(path: Path) -> tuple[int, int, int] | None:
    """What changes when a file is written to, cut or replaced; None where it is gone."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
