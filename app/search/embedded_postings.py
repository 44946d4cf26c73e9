"""One field turned inside out: which documents hold a term, how often, and where. Rows of (term, document, place) in,
sorted arrays out; the same step ends the writing of new documents and the joining of old segments.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from app.search.analysis import Terms
from app.search.embedded_files import Array

Ints = npt.NDArray[np.int32]
_PARTS = ("terms", "term_ends", "doc_ends", "place_ends", "docs", "counts", "places", "lengths")


class FieldRows:
    """Gathers the terms of one field, document by document."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._terms: list[int] = []
        self._places: list[int] = []
        self._docs: list[int] = []
        self._sizes: list[int] = []

    def add(self, document: int, found: Terms) -> None:
        """Take the terms of a document; documents come in ascending order."""
        self._terms.extend(map(self._numbers.__getitem__, found.texts))
        self._places.extend(found.places)
        self._docs.append(document)
        self._sizes.append(len(found.texts))

    def postings(self, documents: int) -> "Postings":
        """The field of `documents` documents."""
        docs = np.repeat(np.array(self._docs, np.int32), np.array(self._sizes, np.int64))
        terms = [text.encode() for text in self._numbers]
        return postings_of(terms, np.array(self._terms, np.int32), docs, np.array(self._places, np.int32), documents)


@dataclass(frozen=True)
class Postings:
    """Terms in byte order; for each its documents ascending, how often, and the places.

    `terms` are the bytes of all terms, `term_ends` where each ends; `doc_ends` and `place_ends` cut `docs`, `counts` and
    `places` the same way. `lengths` is the number of terms in each document.
    """

    terms: npt.NDArray[np.uint8]
    term_ends: npt.NDArray[np.uint32]
    doc_ends: npt.NDArray[np.uint32]
    place_ends: npt.NDArray[np.uint32]
    docs: Ints
    counts: npt.NDArray[np.uint16]
    places: npt.NDArray[np.uint16]
    lengths: npt.NDArray[np.uint16]

    @classmethod
    def read(cls, arrays: Mapping[str, Array], field: str) -> "Postings":
        """The field `field` of a segment's arrays."""
        parts: dict[str, Any] = {part: arrays[f"{field}.{part}"] for part in _PARTS}
        return cls(**parts)

    def arrays(self, field: str) -> dict[str, Array]:
        """What `read` reads."""
        return {f"{field}.{part}": getattr(self, part) for part in _PARTS}

    @cached_property
    def lexicon(self) -> "Lexicon":
        """The terms as a sorted sequence."""
        return Lexicon(self.terms, self.term_ends)

    @cached_property
    def total_length(self) -> int:
        """Terms in all documents together."""
        return int(self.lengths.sum(dtype=np.int64))

    def docs_slice(self, term: int) -> slice:
        """Where the documents of term number `term` lie."""
        return slice(int(self.doc_ends[term - 1]) if term else 0, int(self.doc_ends[term]))

    def place_keys(self, term: int) -> npt.NDArray[np.int64]:
        """The occurrences of a term, ascending, each as document * 65536 + place."""
        cut = self.docs_slice(term)
        places = self.places[slice(int(self.place_ends[term - 1]) if term else 0, int(self.place_ends[term]))]
        return (np.repeat(self.docs[cut].astype(np.int64), self.counts[cut]) << 16) + places


class Lexicon(Sequence[bytes]):
    """Sorted terms within one run of bytes."""

    def __init__(self, terms: npt.NDArray[np.uint8], ends: npt.NDArray[np.uint32]) -> None:
        self._terms = terms.data
        self._ends = ends.data

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, at: Any) -> Any:
        return bytes(self._terms[self._ends[at - 1] if at else 0 : self._ends[at]])

    def find(self, term: bytes) -> int:
        """The number of a term, -1 where it is not there."""
        at = bisect_left(self, term)
        return at if at < len(self) and self[at] == term else -1

    def beginning_with(self, prefix: bytes) -> range:
        """The numbers of the terms that begin so."""
        return range(bisect_left(self, prefix), bisect_left(self, prefix + b"\xff"))

    def all(self) -> list[bytes]:
        """Every term, faster than one by one."""
        content, ends = bytes(self._terms), self._ends.tolist()
        return [content[start:end] for start, end in zip([0, *ends][:-1], ends, strict=True)]


def postings_of(terms: Sequence[bytes], term: Ints, doc: Ints, place: Ints, documents: int) -> Postings:
    """Sort rows of (term number, document, place). Rows of one term must come in order of document and place."""
    order = np.array(sorted(range(len(terms)), key=terms.__getitem__), np.int32)
    rank = np.empty(len(terms), np.int32)
    rank[order] = np.arange(len(terms), dtype=np.int32)
    term = rank[term]
    rows = np.argsort(term, kind="stable")
    term, doc, place = term[rows], doc[rows], place[rows]
    first = np.ones(len(term), bool)
    first[1:] = (term[1:] != term[:-1]) | (doc[1:] != doc[:-1])
    starts = np.flatnonzero(first)
    sorted_terms = [terms[at] for at in order]
    return Postings(
        terms=np.frombuffer(b"".join(sorted_terms), np.uint8),
        term_ends=np.cumsum([len(text) for text in sorted_terms], dtype=np.uint32),
        doc_ends=np.cumsum(np.bincount(term[starts], minlength=len(terms)), dtype=np.uint32),
        place_ends=np.cumsum(np.bincount(term, minlength=len(terms)), dtype=np.uint32),
        docs=doc[starts],
        counts=np.diff(starts, append=len(term)).astype(np.uint16),
        places=place.astype(np.uint16),
        lengths=np.minimum(np.bincount(doc, minlength=documents), 65535).astype(np.uint16),
    )


def join(parts: Iterable[tuple[Postings, Ints]], documents: int) -> Postings:
    """One field of several segments as one; each part comes with the new number of its documents, -1 for those gone."""
    numbers: defaultdict[bytes, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    rows: list[tuple[Ints, Ints, Ints]] = []
    for part, renumbered in parts:
        local = np.array([numbers[term] for term in part.lexicon.all()], np.int32)
        term = np.repeat(local, np.diff(part.place_ends, prepend=np.uint32(0)))
        doc = renumbered[np.repeat(part.docs, part.counts)]
        stays = doc >= 0
        rows.append((term[stays], doc[stays], part.places[stays].astype(np.int32)))
    terms, docs, places = (np.concatenate(column) for column in zip(*rows, strict=True))
    used = np.flatnonzero(np.bincount(terms, minlength=len(numbers)))
    compact = np.zeros(len(numbers), np.int32)
    compact[used] = np.arange(len(used), dtype=np.int32)
    all_terms = list(numbers)
    return postings_of([all_terms[at] for at in used], compact[terms], docs, places, documents)
