"""The folder of an index: Whoosh's schema, table of contents, generations, deletions and write lock around our segments.

Whoosh names the segments of each generation in one file that appears by renaming: a reader sees a commit whole or not at
all, and a writer that dies leaves files which the next commit sweeps away.
"""

import os
import pickle
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from whoosh import fields, index
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.util.filelock import FileLock, try_for

from app.errors import Unavailable
from app.search.embedded_files import mark_of
from app.search.embedded_segment import FIELDS

NAME = "standards"
SUFFIX = ".blx"
_PROGRESS = "rebuilding"
"""A file that holds how many documents a rebuild has taken."""
_DAMAGED: tuple[type[Exception], ...] = (
    *(index.IndexError, pickle.UnpicklingError, struct.error, OSError, EOFError, ValueError, LookupError),
    *(AttributeError, ImportError, AssertionError, TypeError, OverflowError, MemoryError),
)
"""What reading a damaged table of contents raises: it holds a pickle."""

Mark = tuple[int, tuple[int, int, int] | None]

SCHEMA = fields.Schema(id=fields.NUMERIC(unique=True), **{field: fields.TEXT() for field in FIELDS})


class StoredSegment(W3Segment):  # type: ignore[misc] # Whoosh has no types
    """A segment in Whoosh's table of contents: its name, how many documents, which of them are deleted."""

    def __init__(self) -> None:
        super().__init__(None, NAME)

    def file(self, folder: Path) -> Path:
        """Its file."""
        return folder / f"{self.segment_id()}{SUFFIX}"


class Writing:
    """The right to write, while the lock is held."""

    def __init__(self, folder: "Folder", generation: int, segments: list[StoredSegment]) -> None:
        self._folder = folder
        self._generation = generation
        self.segments = segments

    def commit(self, segments: list[StoredSegment]) -> int:
        """Make these segments the index, durably; returns the generation. The files of all others are deleted."""
        path, storage = self._folder.path, self._folder.storage
        generation = self._generation + 1
        contents = index.TOC(SCHEMA, segments, generation)
        contents.write(storage, NAME)
        for written in (path / index.TOC._filename(NAME, generation), path):
            handle = os.open(written, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)
        index.clean_files(storage, NAME, generation, segments)
        self._generation = generation
        self.segments = segments
        return generation


class Folder:
    """Where an index lies."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.storage = FileStorage(str(path))

    def generation(self) -> int:
        """The generation of the last commit, 0 where there is none."""
        try:
            return max(int(index.TOC._latest_generation(self.storage, NAME)), 0)
        except FileNotFoundError:
            return 0

    def mark(self) -> Mark:
        """What changes with each commit, and where the table of contents is written to or gone."""
        generation = self.generation()
        return generation, mark_of(self.path / index.TOC._filename(NAME, generation))

    def contents(self) -> tuple[int, list[StoredSegment]]:
        """The last generation and its segments. Raises `Unavailable` where the table of contents can't be read."""
        generation = self.generation()
        if not generation:
            return 0, []
        try:
            contents = index.TOC.read(self.storage, NAME, schema=SCHEMA, gen=generation)
        except FileNotFoundError:
            return self.contents()  # a commit replaced it between the two looks
        except _DAMAGED as error:
            raise Unavailable(f"索引目录无法读取（{error}），请运行 biaolian search rebuild") from error
        return generation, cast(list[StoredSegment], contents.segments)

    @contextmanager
    def writing(self, patience: float, *, anew: bool = False) -> Iterator[Writing]:
        """Hold the write lock of all processes; `anew` does not look at what is there.

        Raises `Unavailable` where another writer keeps the lock longer than `patience` seconds; it dies with its process.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        lock = self._lock()
        if not try_for(lock.acquire, timeout=patience, delay=0.01):
            raise Unavailable("索引正由另一进程写入，请稍后再试")
        try:
            generation, segments = (self.generation(), []) if anew else self.contents()
            yield Writing(self, generation, segments)
        finally:
            lock.release()

    @contextmanager
    def progress(self) -> Iterator[Callable[[int], None]]:
        """Let all processes see, while it lasts, what the function given is told: how many documents a rebuild has taken."""
        file, coming = self.path / _PROGRESS, self.path / f"{_PROGRESS}.new"

        def tell(taken: int) -> None:
            coming.write_text(str(taken), "ascii")
            coming.replace(file)

        tell(0)
        try:
            yield tell
        finally:
            file.unlink(missing_ok=True)

    def rebuilding(self) -> int | None:
        """How many documents a rebuild under way has taken, None where there is none or it died with its process."""
        try:
            taken = int((self.path / _PROGRESS).read_text("ascii"))
        except FileNotFoundError:
            return None
        lock = self._lock()
        if not lock.acquire():
            return taken
        lock.release()
        return None

    def _lock(self) -> FileLock:
        return self.storage.lock(f"{NAME}_WRITELOCK")
