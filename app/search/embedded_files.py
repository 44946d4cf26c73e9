"""Named numpy arrays in one file, read through the memory map: nothing is decoded, what is not asked for is not read."""

import json
import mmap
import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.errors import Unavailable

Array = npt.NDArray[np.generic]

_MAGIC = b"BLarr003"
"""Names the form; the number grows with each change of what a segment holds, so that an old index is seen for one."""

_ALIGN = 64


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write the arrays and have them on the disk when it returns.

    The file: eight bytes that name the form, the length of the table of contents (8 bytes), the table as JSON (name to
    type, shape, place behind the table, and the length of the whole), then the arrays, each at a multiple of 64 bytes.
    """
    table: dict[str, object] = {}
    at = 0
    for name, array in arrays.items():
        table[name] = (array.dtype.str, array.shape, at)
        at += -(-array.nbytes // _ALIGN) * _ALIGN
    head = json.dumps({"arrays": table, "length": at}).encode()
    head += b" " * (-(len(head) + 16) % _ALIGN)
    with path.open("wb") as file:
        file.write(_MAGIC + len(head).to_bytes(8, "little") + head)
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).data if array.nbytes else b"")
            file.write(b"\0" * (-array.nbytes % _ALIGN))
        file.flush()
        os.fsync(file.fileno())


def read_arrays(path: Path) -> dict[str, Array]:
    """The arrays of a file as views into its memory map; they stay good when the file's name is gone.

    Raises `Unavailable` where the file is missing, cut short or of another form.
    """
    try:
        with path.open("rb") as file:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if content[:8] != _MAGIC:
            raise ValueError("another form")  # noqa: TRY301 -- told with the other ways a file can be broken
        start = 16 + int.from_bytes(content[8:16], "little")
        head = json.loads(content[16:start])
        if len(content) < start + head["length"]:
            raise ValueError("cut short")  # noqa: TRY301
        return {
            name: np.ndarray(tuple(shape), np.dtype(kind), content, start + at)
            for name, (kind, shape, at) in head["arrays"].items()
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unavailable(f"索引文件 {path.name} 无法读取（{error}），请运行 biaolian search rebuild") from error
