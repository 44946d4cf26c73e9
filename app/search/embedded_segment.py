"""One segment of the index: the documents of one writing, turned inside out, in one file that never changes."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from app.search.analysis import Analyzer, Terms, has_cjk, name_terms, pairs
from app.search.documents import IndexDocument
from app.search.embedded_columns import PLAIN, TAGS, Ints, Tags, Texts, Timelines, plain_values, tag_values
from app.search.embedded_files import Array, mark_of, read_arrays, write_arrays
from app.search.embedded_postings import FieldRows, Postings, join
from app.search.numbering import number_terms
from app.search.pinyin import spelt_terms

FIELDS = ("number", "title", "pinyin", "pairs", "title_en", "keywords", "scope", "committee", "organization", "drafter", "text")
"""`title` holds the words of Chinese and Japanese titles, `pinyin` how they are typed, `pairs` their neighbouring characters."""

LONGEST_TEXT = 20_000
"""Characters of one field that are indexed: places are 16 bits wide."""

LAST_PLACE = 65_535
"""Words of a document's text that stand beyond are found, each once, but not as parts of phrases."""


def terms_of(document: IndexDocument, analyzer: Analyzer) -> dict[str, Terms]:
    """Field to terms; fields without any are left out."""
    eastern = [title for title in (document.title_zh, document.title_original) if title and has_cjk(title)]
    western = [title for title in (document.title_zh, document.title_en, document.title_original) if title]
    titled = _words(analyzer, eastern)
    found = {
        "number": _unplaced(number_terms(document)),
        "title": titled,
        "pinyin": _unplaced(spelt_terms(titled.texts)),
        "pairs": pairs("\n".join(eastern)[:LONGEST_TEXT]),
        "title_en": _words(analyzer, [title for title in western if title not in eastern]),
        "keywords": _words(analyzer, document.keywords),
        "scope": _words(analyzer, [document.scope or ""]),
        "committee": _names([*(part for each in document.committees for part in dict.fromkeys(each)), document.issuer or ""]),
        "organization": _names(name for _, name in document.organizations),
        "drafter": _names(document.drafters),
        "text": _placed(analyzer.index_words(document.text)) if document.text else Terms([], []),
    }
    return {field: terms for field, terms in found.items() if terms.texts}


def _placed(terms: Terms) -> Terms:
    """The terms with no place beyond the last."""
    within = bisect_left(terms.places, LAST_PLACE)
    beyond = list(dict.fromkeys(terms.texts[within:]))
    return Terms(terms.texts[:within] + beyond, terms.places[:within] + [LAST_PLACE] * len(beyond))


def _unplaced(terms: list[str]) -> Terms:
    return Terms(terms, [0] * len(terms))


def _words(analyzer: Analyzer, texts: Sequence[str]) -> Terms:
    return analyzer.index_words("\n".join(texts)[:LONGEST_TEXT])


def _names(names: Iterable[str]) -> Terms:
    return name_terms("\n".join(names)[:LONGEST_TEXT])


def _shown_title(document: IndexDocument) -> str:
    eastern = document.title_original if document.title_original and has_cjk(document.title_original) else None
    return document.title_zh or eastern or document.title_en or document.title_original or ""


class SegmentWriter:
    """Gathers documents in memory; `write` makes the file."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._fields = {field: FieldRows() for field in FIELDS}
        self._plain: list[tuple[int, ...]] = []
        self._orders: list[bytes] = []
        self._numbers: list[bytes] = []
        self._titles: list[bytes] = []
        self._timelines: list[tuple[tuple[int, str], ...]] = []
        self._tags: dict[str, list[Sequence[tuple[str, str]]]] = {tag: [] for tag in TAGS}

    def __len__(self) -> int:
        return len(self._plain)

    def add(self, document: IndexDocument) -> None:
        """Take one document."""
        at = len(self._plain)
        for field, terms in terms_of(document, self._analyzer).items():
            self._fields[field].add(at, terms)
        self._plain.append(plain_values(document))
        self._orders.append(document.order.encode())
        self._numbers.append(document.number.encode())
        self._titles.append(_shown_title(document).encode())
        self._timelines.append(document.timeline)
        for tag, values in tag_values(document).items():
            self._tags[tag].append(values)

    def write(self, path: Path) -> None:
        """Write the segment."""
        size = len(self._plain)
        columns = np.array(self._plain, np.int64).reshape(-1, len(PLAIN)).T
        arrays: dict[str, Array] = {
            name: column.astype(kind) for (name, kind), column in zip(PLAIN.items(), columns, strict=True)
        }
        arrays["order"] = np.array(self._orders, np.bytes_)
        arrays |= Texts.of(self._numbers).arrays("number_text") | Texts.of(self._titles).arrays("title_text")
        timelines = Timelines.of(self._timelines)
        arrays |= {"timeline.days": timelines.days, "timeline.codes": timelines.codes}
        for tag, rows in self._tags.items():
            arrays |= Tags.of(rows).arrays(tag)
        for field, gathered in self._fields.items():
            arrays |= gathered.postings(size).arrays(field)
        write_arrays(path, arrays)


class Segment:
    """A segment as it is read: views into its file, made at first use."""

    def __init__(self, path: Path) -> None:
        """Open it. Raises `Unavailable` where the file can't be read."""
        self._path = path
        self._mark = mark_of(path)
        self.arrays: Mapping[str, Any] = read_arrays(path)
        self.size = len(self.arrays["id"])
        self._postings: dict[str, Postings] = {}

    def is_whole(self) -> bool:
        """Whether its file is there as it was opened."""
        return mark_of(self._path) == self._mark

    def is_readable(self) -> bool:
        """Whether what is mapped can still be read: a file that is gone stays, one that was written to may not."""
        return mark_of(self._path) in (self._mark, None)

    def field(self, name: str) -> Postings:
        """The postings of a field."""
        if name not in self._postings:
            self._postings[name] = Postings.read(self.arrays, name)
        return self._postings[name]

    @cached_property
    def timelines(self) -> Timelines:
        """The status of the documents by day."""
        return Timelines(self.arrays["timeline.days"], self.arrays["timeline.codes"])

    @cached_property
    def tags(self) -> dict[str, Tags]:
        """What the documents are filed under."""
        return {tag: Tags.read(self.arrays, tag) for tag in TAGS}

    @cached_property
    def numbers(self) -> Texts:
        """The numbers as printed."""
        return Texts.read(self.arrays, "number_text")

    @cached_property
    def titles(self) -> Texts:
        """The titles as printed: Chinese, else Japanese, else English, else another language's."""
        return Texts.read(self.arrays, "title_text")

    @cached_property
    def by_order(self) -> tuple[Ints, npt.NDArray[np.bytes_]]:
        """The documents in number order, and their order texts so sorted."""
        order = np.argsort(self.arrays["order"], kind="stable").astype(np.int32)
        return order, self.arrays["order"][order]

    def where(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The documents that have one of these ids."""
        return np.flatnonzero(np.isin(self.arrays["id"], ids))


def merge(segments: Sequence[tuple[Segment, npt.NDArray[np.bool_]]], path: Path) -> int:
    """Write one segment of the documents of several that are still alive; returns how many."""
    renumbered: list[Ints] = []
    size = 0
    for _, alive in segments:
        numbers = np.where(alive, np.cumsum(alive) - 1 + size, -1).astype(np.int32)
        renumbered.append(numbers)
        size += int(alive.sum())
    kept = [alive for _, alive in segments]
    parts = [segment for segment, _ in segments]
    arrays: dict[str, Array] = {
        name: np.concatenate([part.arrays[name][alive] for part, alive in zip(parts, kept, strict=True)])
        for name in (*PLAIN, "order")
    }
    for name, texts in (("number_text", [p.numbers for p in parts]), ("title_text", [p.titles for p in parts])):
        living = (text[at] for text, alive in zip(texts, kept, strict=True) for at in np.flatnonzero(alive).tolist())
        arrays |= Texts.of(living).arrays(name)
    timelines = Timelines.joined(
        [
            Timelines(part.timelines.days[:, alive], part.timelines.codes[:, alive])
            for part, alive in zip(parts, kept, strict=True)
        ]
    )
    arrays |= {"timeline.days": timelines.days, "timeline.codes": timelines.codes}
    for tag in TAGS:
        arrays |= Tags.joined([part.tags[tag] for part in parts], renumbered).arrays(tag)
    for field in FIELDS:
        fields = [part.field(field) for part in parts]
        arrays |= join(zip(fields, renumbered, strict=True), size).arrays(field)
    write_arrays(path, arrays)
    return size
