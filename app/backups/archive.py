"""The file of a backup: a gzipped tar whose last member lists all others with their digests. Knows no database."""

import gzip
import hashlib
import json
import os
import tarfile
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Any, BinaryIO, Self, cast

from app.errors import Invalid, Unavailable

FORMAT = 1
MANIFEST = "manifest.json"
_BLOCK = 1 << 20
_DAMAGED = (tarfile.TarError, EOFError, zlib.error, OSError, ValueError, KeyError, TypeError)


class ArchiveWriter(AbstractContextManager["ArchiveWriter"]):
    """Writes a backup; it appears under its name whole or not at all, readable by its owner alone.

    Raises `Unavailable` where the folder can't be written.
    """

    def __init__(self, path: Path, facts: Mapping[str, Any]) -> None:
        """`facts` stand in the list, for whoever restores."""
        self._path = path
        self._part = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._facts = facts
        self._digests: dict[str, str] = {}
        try:
            self._file = os.fdopen(os.open(self._part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
        except OSError as error:
            raise _unwritable(path, error) from None
        self._tar = tarfile.open(fileobj=self._file, mode="w:gz", compresslevel=6)  # noqa: SIM115  closed on leaving

    def add(self, name: str, content: BinaryIO) -> None:
        """Add the content, from where it stands to its end."""
        start = content.tell()
        self._digests[name] = _digest(content)
        member = tarfile.TarInfo(name)
        member.size = content.tell() - start
        member.mode = 0o600
        content.seek(start)
        self._tar.addfile(member, content)

    @contextmanager
    def lines(self, name: str) -> Iterator[IO[str]]:
        """A text to be written line by line, added when it is complete."""
        with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", dir=self._path.parent) as text:
            yield text
            text.flush()
            text.seek(0)
            self.add(name, cast(BinaryIO, text.buffer))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if error is None:
                with self.lines(MANIFEST) as manifest:
                    json.dump({"format": FORMAT, **self._facts, "members": self._digests}, manifest, ensure_ascii=False)
            self._tar.close()
            self._file.close()
            if error is None:
                os.replace(self._part, self._path)
        except OSError as failed:
            raise _unwritable(self._path, failed) from None
        finally:
            self._part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _unwritable(self._path, error) from None


class Archive:
    """A backup that was read to its end and found whole; `facts` are those of its list.

    Raises `Invalid` where it is no backup, damaged, or of a form that this version doesn't know.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise Invalid(f"备份文件 {path} 不存在，请检查路径")
        self._path = path
        found: dict[str, str] = {}
        listed: Any = None
        try:
            with gzip.open(path) as packed:
                while packed.read(_BLOCK):  # to its end, where its own checksum stands
                    pass
            for name, content in self.members():
                if name == MANIFEST:
                    listed = json.load(content)
                else:
                    found[name] = _digest(cast(BinaryIO, content))
        except PermissionError:
            raise Invalid(f"无权读取 {path}，请检查文件权限") from None
        except _DAMAGED:
            raise _damaged(path) from None
        if not isinstance(listed, dict) or listed.get("members") != found:
            raise _damaged(path)
        if listed.get("format") != FORMAT:
            raise Invalid(f"{path.name} 是较新版本的标联做的备份，请先升级标联再恢复")
        self.facts: Mapping[str, Any] = listed

    def members(self) -> Iterator[tuple[str, IO[bytes]]]:
        """Names and contents in order; each content is to be read before the next is asked for."""
        with tarfile.open(self._path, "r:gz") as tar:
            for member in tar:
                content = tar.extractfile(member)
                if content is None or not _is_harmless(member.name):
                    raise ValueError(member.name)
                yield member.name, content


def _is_harmless(name: str) -> bool:
    """Whether a name stays within the folder it is put into."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _digest(content: BinaryIO) -> str:
    digest = hashlib.sha256()
    while block := content.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _damaged(path: Path) -> Invalid:
    return Invalid(f"{path.name} 不是完整的标联备份（已损坏，或是别的文件），没有恢复；请换一份备份")


def _unwritable(path: Path, error: OSError) -> Unavailable:
    return Unavailable(f"无法写入 {path}（{error.strerror}），请检查目录、权限与磁盘空间")
