"""What a segment holds of each document beside its words: plain values, texts, and tags (values a document has several of)."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from app.registry.words import Kind, Obligation, Status
from app.search.documents import IndexDocument
from app.search.embedded_files import Array

Ints = npt.NDArray[np.int32]
KINDS = ["", *(word.value for word in Kind)]
OBLIGATIONS = ["", *(word.value for word in Obligation)]
STATUSES = [word.value for word in Status]
NEVER = np.iinfo(np.int32).max
"""The day of a timeline's empty places."""

PLAIN: dict[str, type[np.generic]] = {
    "id": np.int64,
    "fingerprint": np.int64,
    "kind": np.uint8,
    "obligation": np.uint8,
    "year": np.uint16,
    "published": np.int32,
    "implemented": np.int32,
    "chinese": np.bool_,
}


def plain_values(document: IndexDocument) -> tuple[int, ...]:
    """The values of `PLAIN`, in its order."""
    return (
        document.id,
        document.fingerprint(),
        KINDS.index(document.kind),
        OBLIGATIONS.index(document.obligation or ""),
        document.year or 0,
        document.published_on,
        document.implemented_on,
        document.title_zh is not None,
    )


def tag_values(document: IndexDocument) -> dict[str, Sequence[tuple[str, str]]]:
    """What a document is filed under: tag to (value, name shown)."""
    return {
        "ics": [(code, "") for code in document.ics],
        "ics_class": [(code.partition(".")[0], "") for code in document.ics],
        "ccs": [(code, "") for code in document.ccs],
        "ccs_class": [(code[:1], "") for code in document.ccs],
        "committee": document.committees,
        "organization": [(str(number), name) for number, name in document.organizations],
        "block_industry": document.block_industries,
        "county": [(code, "") for code in document.counties],
    }


TAGS = ("ics", "ics_class", "ccs", "ccs_class", "committee", "organization", "block_industry", "county")


class TagNames:
    """Codes for the values of one tag over all segments; they only grow while a process lives."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {"": 0}
        self.names: list[tuple[str, str]] = [("", "")]
        self._learning = Lock()

    def learn(self, names: Iterable[tuple[str, str]]) -> Ints:
        """The codes for a segment's values, in its order; the name learned last is shown."""
        learned = []
        with self._learning:
            for value, name in names:
                code = self.codes.setdefault(value, len(self.names))
                if code == len(self.names):
                    self.names.append((value, name))
                elif name:
                    self.names[code] = (value, name)
                learned.append(code)
        return np.array(learned, np.int32)


@dataclass(frozen=True)
class Tags:
    """One tag of all documents. `names` are (value, name shown) by code; code 0 is none.

    `first` is the first code of each document; the further ones stand as pairs in `more_docs` and `more_codes`. Most
    documents have one or none, so counting and filtering is a look at `first` and a short tail.
    """

    names: list[tuple[str, str]]
    first: Ints
    more_docs: Ints
    more_codes: Ints

    @classmethod
    def of(cls, rows: Sequence[Sequence[tuple[str, str]]]) -> "Tags":
        """The tags of documents, in their order; a value named twice counts once."""
        codes: defaultdict[str, int] = defaultdict()
        codes.default_factory = lambda: len(codes) + 1
        shown: dict[str, str] = {}
        first = np.zeros(len(rows), np.int32)
        more: list[tuple[int, int]] = []
        for doc, row in enumerate(rows):
            for at, (value, name) in enumerate(dict(row).items()):
                code = codes[value]
                shown[value] = name
                if at == 0:
                    first[doc] = code
                else:
                    more.append((doc, code))
        pairs = np.array(more, np.int32).reshape(-1, 2)
        return cls([("", ""), *shown.items()], first, pairs[:, 0].copy(), pairs[:, 1].copy())

    @classmethod
    def read(cls, arrays: Mapping[str, Array], tag: str) -> "Tags":
        """The tag of a segment's arrays."""
        names = [(value, name) for value, name in json.loads(arrays[f"{tag}.names"].tobytes())]
        parts: dict[str, Any] = {part: arrays[f"{tag}.{part}"] for part in ("first", "more_docs", "more_codes")}
        return cls(names, **parts)

    def arrays(self, tag: str) -> dict[str, Array]:
        """What `read` reads."""
        names = np.frombuffer(json.dumps(self.names, ensure_ascii=False).encode(), np.uint8)
        parts: dict[str, Array] = {
            "names": names,
            "first": self.first,
            "more_docs": self.more_docs,
            "more_codes": self.more_codes,
        }
        return {f"{tag}.{part}": array for part, array in parts.items()}

    @classmethod
    def joined(cls, parts: Sequence["Tags"], renumbered: Sequence[Ints], names: TagNames | None = None) -> "Tags":
        """Those of several segments as one, each with the new numbers of its documents (-1: gone)."""
        names = names or TagNames()
        codes = [names.learn(part.names) for part in parts]
        first, docs, more = [], [], []
        for part, code, numbers in zip(parts, codes, renumbered, strict=True):
            tail = numbers[part.more_docs]
            first.append(code[part.first[numbers >= 0]])
            docs.append(tail[tail >= 0])
            more.append(code[part.more_codes[tail >= 0]])
        return cls(names.names, np.concatenate(first), np.concatenate(docs), np.concatenate(more))


@dataclass(frozen=True)
class Texts:
    """One text a document, read singly."""

    content: npt.NDArray[np.uint8]
    ends: npt.NDArray[np.int64]

    @classmethod
    def of(cls, texts: Iterable[bytes]) -> "Texts":
        """The texts in order."""
        held = list(texts)
        ends = np.cumsum([len(text) for text in held], dtype=np.int64)
        return cls(np.frombuffer(b"".join(held), np.uint8), ends)

    def __getitem__(self, doc: int) -> bytes:
        return self.content[int(self.ends[doc - 1]) if doc else 0 : int(self.ends[doc])].tobytes()

    @classmethod
    def read(cls, arrays: Mapping[str, Array], name: str) -> "Texts":
        """The texts of a segment's arrays."""
        parts: dict[str, Any] = {part: arrays[f"{name}.{part}"] for part in ("content", "ends")}
        return cls(**parts)

    def arrays(self, name: str) -> dict[str, Array]:
        """What `read` reads."""
        return {f"{name}.content": self.content, f"{name}.ends": self.ends}


@dataclass(frozen=True)
class Timelines:
    """The status of each document on any day: change k of document d is `days[k, d]`, from then on `codes[k, d]`."""

    days: Ints
    codes: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, rows: Sequence[Sequence[tuple[int, str]]]) -> "Timelines":
        """From the timelines of documents, in their order."""
        deep = max((len(row) for row in rows), default=1) or 1
        days = np.full((deep, len(rows)), NEVER, np.int32)
        codes = np.full((deep, len(rows)), STATUSES.index(Status.UNKNOWN), np.uint8)
        for doc, row in enumerate(rows):
            for at, (day, status) in enumerate(row):
                days[at, doc] = day
                codes[at, doc] = STATUSES.index(status)
        return cls(days, codes)

    def deepened(self, deep: int) -> "Timelines":
        """The same with empty places up to `deep` changes."""
        missing = ((0, deep - len(self.days)), (0, 0))
        unknown = STATUSES.index(Status.UNKNOWN)
        return Timelines(np.pad(self.days, missing, constant_values=NEVER), np.pad(self.codes, missing, constant_values=unknown))

    @classmethod
    def joined(cls, parts: Sequence["Timelines"]) -> "Timelines":
        """Several side by side."""
        deep = max(len(part.days) for part in parts)
        even = [part if len(part.days) == deep else part.deepened(deep) for part in parts]
        return cls(np.concatenate([part.days for part in even], axis=1), np.concatenate([part.codes for part in even], axis=1))

    def on(self, day: int) -> npt.NDArray[np.uint8]:
        """The code of each document's status on the day with this ordinal."""
        status: npt.NDArray[np.uint8] = self.codes[0].copy()
        for days, codes in zip(self.days[1:], self.codes[1:], strict=True):
            np.copyto(status, codes, where=days <= day)
        return status
