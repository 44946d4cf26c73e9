"""The index on one machine: any number of processes read it, one at a time writes."""

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from threading import Lock

import numpy as np

from app.errors import Unavailable
from app.search.analysis import Analyzer
from app.search.documents import IndexDocument
from app.search.embedded_folder import Folder, Mark, StoredSegment, Writing
from app.search.embedded_search import Searcher
from app.search.embedded_segment import Segment, SegmentWriter, merge
from app.search.embedded_snapshot import Snapshot, empty_names
from app.search.embedded_suggest import complete
from app.search.engine import FACETS, Completion, Found
from app.search.query import Asked
from app.search.thesaurus import Thesaurus

PATIENCE = 10.0
"""Seconds a writer waits for another one."""
SEGMENT_DOCUMENTS = 100_000
"""A rebuild writes this many documents at a time: what it holds in memory. Segments of this size are not joined any more, or
one change in a great many would wait for all of them to be written anew."""
REPORTED = 500
"""After so many documents a rebuild says how far it is."""
TIER = 8
"""So many segments of one size become one."""

NOTHING_FOUND = Found(total=0, hits=(), facets=dict.fromkeys(FACETS, ()))
"""What an index without any document answers."""


class EmbeddedEngine:
    """Keeps the promise of `Engine` in a folder."""

    def __init__(self, folder: Path, analyzer: Analyzer, thesaurus: Callable[[], Thesaurus] = Thesaurus) -> None:
        """Nothing is opened before it is asked for; a missing folder is made. `thesaurus` gives the synonyms of the moment."""
        self._folder = Folder(folder)
        self._analyzer = analyzer
        self._searcher = Searcher(analyzer, thesaurus)
        self._names = empty_names()
        self._segments: dict[str, Segment] = {}
        self._snapshot: Snapshot | None = None
        self._seen: Mark | None = None
        self._damaged = False
        self._refreshing = Lock()

    def apply(self, documents: Sequence[IndexDocument], gone: Collection[int]) -> None:
        """See `Engine.apply`. Small segments are joined after the change can be seen."""
        with self._folder.writing(PATIENCE) as writing:
            if not self._folder.generation():
                raise Unavailable("还没有索引，请运行 biaolian search rebuild")
            self._delete([*(document.id for document in documents), *gone], writing.segments)
            segments = [segment for segment in writing.segments if segment.doc_count()]
            latest = {document.id: document for document in documents}
            if latest:
                segments.append(self._write(latest.values()))
            writing.commit(segments)
            self.snapshot()
            self._join_small(writing)
        self.snapshot()

    def _delete(self, ids: list[int], segments: list[StoredSegment]) -> None:
        wanted = np.array(ids, np.int64)
        for stored in segments:
            for doc in self._segment(stored).where(wanted).tolist():
                stored.delete_document(doc)

    def _write(self, documents: Iterable[IndexDocument]) -> StoredSegment:
        writer = SegmentWriter(self._analyzer)
        for document in documents:
            writer.add(document)
        return self._finish(writer)

    def _finish(self, writer: SegmentWriter) -> StoredSegment:
        stored = StoredSegment()
        stored.set_doc_count(len(writer))
        writer.write(stored.file(self._folder.path))
        return stored

    def _join_small(self, writing: Writing) -> None:
        """Make one segment of many of a size, or write anew one that is mostly deleted."""
        tiers: defaultdict[int, list[StoredSegment]] = defaultdict(list)
        for stored in (each for each in writing.segments if each.doc_count_all() < SEGMENT_DOCUMENTS):
            tiers[int(math.log(stored.doc_count_all(), TIER))].append(stored)
        crowd = next((tiers[tier] for tier in sorted(tiers) if len(tiers[tier]) >= TIER), [])
        crowd = crowd or [stored for stored in writing.segments if stored.deleted_count() * 2 > stored.doc_count_all()]
        if not crowd:
            return
        joined = StoredSegment()
        parts = [(self._segment(stored), _alive(stored)) for stored in crowd]
        joined.set_doc_count(merge(parts, joined.file(self._folder.path)))
        writing.commit([*(stored for stored in writing.segments if stored not in crowd), joined])

    def words(self, text: str) -> Sequence[str]:
        """See `Engine.words`."""
        return self._analyzer.index_words(text).texts

    def rebuild(self, documents: Iterable[IndexDocument], progress: Callable[[int], None] | None = None) -> int:
        """See `Engine.rebuild`. The lock is held throughout: who applies meanwhile is refused and keeps its marks."""
        with self._folder.writing(PATIENCE, anew=True) as writing, self._folder.progress() as taken_so_far:
            segments: list[StoredSegment] = []
            writer = SegmentWriter(self._analyzer)
            taken = 0
            for document in documents:
                writer.add(document)
                taken += 1
                if len(writer) >= SEGMENT_DOCUMENTS:
                    segments.append(self._finish(writer))
                    writer = SegmentWriter(self._analyzer)
                if taken % REPORTED == 0:
                    taken_so_far(taken)
                    if progress is not None:
                        progress(taken)
            if len(writer):
                segments.append(self._finish(writer))
            writing.commit(segments)
        self.snapshot()
        return taken

    def rebuilding(self) -> int | None:
        """See `Engine.rebuilding`."""
        return self._folder.rebuilding()

    def find(self, asked: Asked) -> Found:
        """See `Engine.find`."""
        index = self.snapshot()
        return self._searcher.find(asked, index) if index.segments else NOTHING_FOUND

    def ids(self, asked: Asked) -> Sequence[int]:
        """See `Engine.ids`."""
        index = self.snapshot()
        return self._searcher.ids(asked, index) if index.segments else ()

    def suggest(self, typed: str, limit: int = 10) -> list[Completion]:
        """See `Engine.suggest`."""
        index = self.snapshot()
        return complete(typed, limit, index) if index.segments else []

    def held(self) -> Iterable[tuple[int, int]]:
        """See `Engine.held`."""
        index = self.snapshot()
        living = index.living
        ids, fingerprints = index.column("id")[living], index.column("fingerprint")[living]
        return zip(ids.tolist(), fingerprints.tolist(), strict=True)

    def ready(self) -> bool:
        """See `Engine.ready`."""
        try:
            self.snapshot()
        except Unavailable:
            return False
        return True

    def count(self) -> int:
        """See `Engine.count`."""
        return self.snapshot().count if self._folder.generation() else 0

    def generation(self) -> int:
        """See `Engine.generation`."""
        return self._folder.generation()

    def close(self) -> None:
        """See `Engine.close`; asked again, it opens again."""
        with self._refreshing:
            self._snapshot = None
            self._segments = {}

    def sound(self) -> bool:
        """See `Engine.sound`."""
        return self.ready() and not self._damaged

    def snapshot(self) -> Snapshot:
        """The index as it stands now, opened anew where another process has written; where its files are gone, as it stood.

        Raises `Unavailable` where there is none or it can't be read.
        """
        held = self._snapshot
        if held is not None and self._seen == self._folder.mark() and _all_whole(held):
            return held
        with self._refreshing:
            held, mark = self._snapshot, self._folder.mark()
            if held is not None and self._seen == mark and _all_whole(held):
                return held
            try:
                self._snapshot = self._open()
                self._seen = mark
                self._damaged = False
            except Unavailable:
                self._damaged = True
                if held is None or not all(segment.is_readable() for segment in held.segments):
                    self._snapshot = None
                    raise
                return held
            return self._snapshot

    def _open(self) -> Snapshot:
        generation, stored = self._folder.contents()
        if not generation:
            raise Unavailable("还没有索引，请运行 biaolian search rebuild")
        try:
            segments = {each.segment_id(): self._segment(each) for each in stored}
        except Unavailable:
            if generation != self._folder.generation():
                return self._open()  # a commit swept the files away between the two looks
            raise
        self._segments = segments
        parts = [(segments[each.segment_id()], list(each.deleted_docs())) for each in stored]
        return Snapshot(generation, parts, self._names)

    def _segment(self, stored: StoredSegment) -> Segment:
        known = self._segments.get(stored.segment_id())
        return known if known is not None and known.is_whole() else Segment(stored.file(self._folder.path))


def _all_whole(index: Snapshot) -> bool:
    return all(segment.is_whole() for segment in index.segments)


def _alive(stored: StoredSegment) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    alive = np.ones(stored.doc_count_all(), bool)
    alive[list(stored.deleted_docs())] = False
    return alive
