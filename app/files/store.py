"""Where files are kept: one a content, under its digest, in a folder that nothing serves by itself."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.errors import Invalid, NotFound, Unavailable
from app.files.extracting import refuse_unopened
from app.files.kinds import EVIDENCE, FileKind, Intake, kind_of, plain_name

_BLOCK = 1 << 16


@dataclass(frozen=True)
class Kept:
    """A file that was taken: SHA-256 of its content in hexadecimal, its name as a label, media type, bytes."""

    digest: str
    name: str
    media_type: str
    size: int


class FileStore:
    """Keeps files in `folder`, which is made when the first comes. The same content is kept once, whoever brings it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: IO[bytes], given_name: str | None, intake: Intake = EVIDENCE) -> Kept:
        """Take in a file; it is there whole or not at all.

        Raises `Invalid` where it is empty, too large, or not what `intake` takes, `Unavailable` where the folder can't be
        written.
        """
        name = plain_name(given_name)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, part_name = tempfile.mkstemp(dir=self._folder, prefix=".part-")
            part = Path(part_name)
            try:
                with os.fdopen(handle, "wb") as file:
                    digest, size = _copied(content, file, name, intake.largest)
                kind = _kind_taken(part, name, intake)
                place = self._place(digest)
                place.parent.mkdir(mode=0o700, exist_ok=True)
                part.replace(place)
            finally:
                part.unlink(missing_ok=True)
        except OSError as error:
            raise Unavailable(f"文件无法保存（{error.strerror}），请告知管理员检查实例目录的空间与权限") from None
        return Kept(digest, name, kind.media_type, size)

    def path_of(self, digest: str) -> Path:
        """Where the file of that digest lies. Raises `NotFound` where it does not."""
        place = self._place(digest)
        if not place.is_file():
            raise NotFound("文件不在库中，可能是恢复备份时没有带上；请重新上传")
        return place

    def _place(self, digest: str) -> Path:
        if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
            raise NotFound("没有这个文件")
        return self._folder / digest[:2] / digest


def _kind_taken(part: Path, name: str, intake: Intake) -> FileKind:
    kind = kind_of(part, name, intake)
    if intake.opened:
        refuse_unopened(part, kind.media_type, name)
    return kind


def _copied(content: IO[bytes], part: IO[bytes], name: str, largest: int) -> tuple[str, int]:
    """Copy to the disk, counting: digest and size."""
    seen, size = hashlib.sha256(), 0
    while block := content.read(_BLOCK):
        size += len(block)
        if size > largest:
            raise Invalid(f"“{name}”超过 {largest >> 20} MB，没有收下；请压缩图片或拆分后再上传")
        seen.update(block)
        part.write(block)
    part.flush()
    os.fsync(part.fileno())
    return seen.hexdigest(), size
