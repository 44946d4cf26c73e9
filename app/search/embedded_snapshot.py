"""The index at one generation, as arrays over all its documents: columns, tags, and scored postings with their cache."""

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from app.search.embedded_columns import TAGS, Ints, TagNames, Tags, Timelines
from app.search.embedded_postings import Postings
from app.search.embedded_segment import Segment

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

K1, B = 1.2, 0.75
"""BM25's saturation and weight of length, as Whoosh has them."""

CACHE_BYTES = 320
"""Of postings kept scored, for each document: with a fixed number, ten times the documents would drop theirs before they are
asked for again."""
LEAST_CACHE_BYTES = 96 << 20
DAYS_KEPT = 24
"""Columns of a day (status, worth, counts) that are kept at most; four or so belong to one day."""


class Matches(NamedTuple):
    """Documents, ascending, and the score of each."""

    docs: Ints
    scores: Floats


NOTHING = Matches(np.empty(0, np.int32), np.empty(0, np.float32))


class Cache:
    """The answers asked for last, up to a number of bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: OrderedDict[Hashable, Matches] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Matches]) -> Matches:
        """What is held under the key, else what `make` gives."""
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
                return held
        made = make()
        with self._lock:
            if key not in self._held:
                self._held[key] = made
                self._bytes += _weight(made)
            while self._bytes > self._limit:
                self._bytes -= _weight(self._held.popitem(last=False)[1])
        return made


def _weight(matches: Matches) -> int:
    return matches.docs.nbytes + matches.scores.nbytes + 500


class Snapshot:
    """All segments of one generation under one numbering of documents. Never changes; threads share it."""

    def __init__(self, generation: int, segments: Sequence[tuple[Segment, Sequence[int]]], names: dict[str, TagNames]) -> None:
        """`segments` come with the numbers of their deleted documents."""
        self.generation = generation
        self.segments = [segment for segment, _ in segments]
        self._names = names
        self.bases: list[int] = []
        self.size = 0
        for segment in self.segments:
            self.bases.append(self.size)
            self.size += segment.size
        gone = [base + doc for base, (_, deleted) in zip(self.bases, segments, strict=True) for doc in deleted]
        self.alive: Flags | None = None
        if gone:
            self.alive = np.ones(self.size, bool)
            self.alive[gone] = False
        self.count = self.size - len(gone)
        self.cache = Cache(max(LEAST_CACHE_BYTES, CACHE_BYTES * self.size))
        self._columns: dict[str, Any] = {}
        self._tags: dict[str, Tags] = {}
        self._norms: dict[str, Floats] = {}
        self._lengths: dict[str, Ints] = {}
        self._of_days: dict[tuple[object, int], Any] = {}

    def column(self, name: str) -> Any:
        """A plain value of every document."""
        if name not in self._columns:
            self._columns[name] = _joined([segment.arrays[name] for segment in self.segments])
        return self._columns[name]

    def tags(self, tag: str) -> Tags:
        """A tag of every document; its codes are good for the life of the process."""
        if tag not in self._tags:
            everyone = [
                np.arange(base, base + segment.size, dtype=np.int32)
                for base, segment in zip(self.bases, self.segments, strict=True)
            ]
            self._tags[tag] = Tags.joined([segment.tags[tag] for segment in self.segments], everyone, self._names[tag])
        return self._tags[tag]

    def tag_codes(self, tag: str) -> dict[str, int]:
        """The code of every value of a tag."""
        self.tags(tag)
        return self._names[tag].codes

    @cached_property
    def timelines(self) -> Timelines:
        """The status of every document by day."""
        return Timelines.joined([segment.timelines for segment in self.segments])

    def of_day(self, make: Callable[[int, "Snapshot"], Any], day: int) -> Any:
        """What `make(day, index)` gives, kept for a few days."""
        kept = self._of_days.get((make, day))
        if kept is None:
            kept = make(day, self)
            if len(self._of_days) >= DAYS_KEPT:
                self._of_days.clear()
            self._of_days[make, day] = kept
        return kept

    def status_on(self, day: int) -> npt.NDArray[np.uint8]:
        """The code of every document's status on the day with this ordinal."""
        status: npt.NDArray[np.uint8] = self.of_day(_status_on, day)
        return status

    @cached_property
    def number_rank(self) -> Ints:
        """The place of every document in number order."""
        found = np.empty(self.size, np.int32)
        orders = [segment.by_order[1] for segment in self.segments]
        for mine, (base, segment) in enumerate(zip(self.bases, self.segments, strict=True)):
            place = np.arange(segment.size, dtype=np.int32)
            for other, others in enumerate(orders):
                if other != mine:
                    side = "right" if other < mine else "left"
                    place += _counted_before(others, orders[mine], side)
            found[base + segment.by_order[0]] = place
        return found

    @cached_property
    def living(self) -> Ints:
        """Every document that is not deleted."""
        if self.alive is None:
            return np.arange(self.size, dtype=np.int32)
        return np.flatnonzero(self.alive).astype(np.int32)

    def names(self, tag: str) -> list[tuple[str, str]]:
        """Every value of a tag, and the name shown."""
        self.tags(tag)
        return self._names[tag].names

    def number_text(self, doc: int) -> str:
        """The number of a document as printed."""
        at, segment = self._where(doc)
        return segment.numbers[at].decode()

    def title_text(self, doc: int) -> str:
        """The title of a document as printed."""
        at, segment = self._where(doc)
        return segment.titles[at].decode()

    def _where(self, doc: int) -> tuple[int, Segment]:
        mine = int(np.searchsorted(self.bases, doc, "right")) - 1
        return doc - self.bases[mine], self.segments[mine]

    def doc_frequency(self, field: str, term: str) -> int:
        """In how many documents a field holds a term; deleted ones count until their segment is merged, as in Whoosh."""
        return sum(len(docs) for docs in self._docs(field, term))

    def texts_beginning_with(self, field: str, prefix: str, most: int) -> list[str]:
        """The first `most` terms of a field that begin so, in byte order."""
        found: set[str] = set()
        for segment in self.segments:
            lexicon = segment.field(field).lexicon
            terms = lexicon.beginning_with(prefix.encode())
            found |= {lexicon[at].decode() for at in terms[:most]}
        return sorted(found)[:most]

    def _docs(self, field: str, term: str) -> Iterable[Ints]:
        text = term.encode()
        for segment in self.segments:
            postings = segment.field(field)
            at = postings.lexicon.find(text)
            if at >= 0:
                yield postings.docs[postings.docs_slice(at)]

    def term(self, field: str, term: str) -> Matches:
        """The documents whose `field` holds `term`, by BM25."""
        return self.cache.get((field, term), lambda: self._term(field, term))

    def _term(self, field: str, term: str) -> Matches:
        text = term.encode()
        docs, counts = [], []
        for base, segment in zip(self.bases, self.segments, strict=True):
            postings = segment.field(field)
            at = postings.lexicon.find(text)
            if at >= 0:
                cut = postings.docs_slice(at)
                docs.append(postings.docs[cut] + np.int32(base))
                counts.append(postings.counts[cut])
        if not docs:
            return NOTHING
        found, often = _joined(docs), _joined(counts).astype(np.float32)
        idf = math.log(self.size / (len(found) + 1)) + 1
        scores = idf * (often * (K1 + 1)) / (often + self._norm(field)[found])
        return self._alive(Matches(found, scores.astype(np.float32)))

    def _norm(self, field: str) -> Floats:
        """BM25's K1 * ((1 - B) + B * length / mean length) of every document."""
        if field not in self._norms:
            lengths = self.lengths(field).astype(np.float32)
            mean = sum(segment.field(field).total_length for segment in self.segments) / max(self.size, 1) or 1.0
            self._norms[field] = (K1 * ((1 - B) + B * np.maximum(lengths, 1) / mean)).astype(np.float32)
        return self._norms[field]

    def lengths(self, field: str) -> Ints:
        """The number of terms of a field in every document."""
        if field not in self._lengths:
            self._lengths[field] = _joined([segment.field(field).lengths for segment in self.segments])
        return self._lengths[field]

    def _alive(self, matches: Matches) -> Matches:
        if self.alive is None:
            return matches
        stays = self.alive[matches.docs]
        return Matches(matches.docs[stays], matches.scores[stays])

    def row(self, field: str, terms: tuple[str, ...], places: tuple[int, ...]) -> Matches:
        """The documents whose `field` holds the terms at these distances; the score is that of the terms together."""
        if len(terms) == 1:
            return self.term(field, terms[0])
        return self.cache.get((field, terms, places), lambda: self._row(field, terms, places))

    def _row(self, field: str, terms: tuple[str, ...], places: tuple[int, ...]) -> Matches:
        docs = []
        for base, segment in zip(self.bases, self.segments, strict=True):
            found = _in_a_row(segment.field(field), terms, places)
            if len(found):
                docs.append(found + np.int32(base))
        if not docs:
            return NOTHING
        found = _joined(docs)
        scores = np.zeros(len(found), np.float32)
        for term in terms:
            single = self.term(field, term)
            at = np.minimum(np.searchsorted(single.docs, found), max(len(single.docs) - 1, 0))
            if len(single.docs):
                scores += np.where(single.docs[at] == found, single.scores[at], 0)
        return self._alive(Matches(found, scores))

    def beginning_with(self, field: str, prefix: str, most: int) -> list[str]:
        """Up to `most` terms of a field that begin so, the most frequent first."""
        found: dict[bytes, int] = {}
        for segment in self.segments:
            postings = segment.field(field)
            terms = postings.lexicon.beginning_with(prefix.encode())
            before = [0] if terms.start == 0 else []
            sizes = np.diff(np.concatenate([before, postings.doc_ends[max(terms.start - 1, 0) : terms.stop]]))
            for at in np.argsort(-sizes, kind="stable")[:most].tolist():
                term = postings.lexicon[terms.start + at]
                found[term] = found.get(term, 0) + int(sizes[at])
        return [term.decode() for term in sorted(found, key=lambda term: (-found[term], term))[:most]]


def _joined(arrays: Sequence[Any]) -> Any:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays) if arrays else np.empty(0, np.int32)


def _counted_before(others: npt.NDArray[np.bytes_], own: npt.NDArray[np.bytes_], side: Any) -> Ints:
    """How many of `others` stand before each of `own`, both sorted; the shorter is looked up in the longer."""
    if len(own) <= len(others):
        return np.searchsorted(others, own, side).astype(np.int32)
    place = np.searchsorted(own, others, "left" if side == "right" else "right")
    return np.cumsum(np.bincount(place, minlength=len(own) + 1))[: len(own)].astype(np.int32)


def _in_a_row(postings: Postings, terms: tuple[str, ...], places: tuple[int, ...]) -> Ints:
    known = {term: postings.lexicon.find(term.encode()) for term in terms}
    if min(known.values()) < 0:
        return NOTHING.docs
    sizes = {term: postings.docs_slice(at).stop - postings.docs_slice(at).start for term, at in known.items()}
    rarest_first = sorted(zip(terms, places, strict=True), key=lambda each: sizes[each[0]])
    starts = postings.place_keys(known[rarest_first[0][0]]) - rarest_first[0][1]
    for term, place in rarest_first[1:]:
        keys = postings.place_keys(known[term]) - place
        at = np.searchsorted(keys, starts)
        at[at == len(keys)] = 0
        starts = starts[keys[at] == starts]
        if not len(starts):
            return NOTHING.docs
    docs = starts >> 16
    return docs[np.flatnonzero(np.diff(docs, prepend=-1))].astype(np.int32)


def _status_on(day: int, index: Snapshot) -> npt.NDArray[np.uint8]:
    return index.timelines.on(day)


def empty_names() -> dict[str, TagNames]:
    """What a process has learned of tags so far: nothing."""
    return {tag: TagNames() for tag in TAGS}
