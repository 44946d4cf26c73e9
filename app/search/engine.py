"""The promise of an index, and what it answers. `embedded.py` keeps it on one machine."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from app.search.documents import IndexDocument
from app.search.query import Asked

FACETS = ("kind", "status", "obligation", "year", "ics", "ccs", "committee", "block_industry")
"""Facets of every answer; ICS and CCS at their first level."""


class Hit(NamedTuple):
    """One standard found; `score` is comparable within one answer only."""

    id: int
    score: float


class FacetCount(NamedTuple):
    """How many standards a click on this value would give; committees and block industries come with their name."""

    value: str
    hits: int
    label: str | None = None


class Understood(NamedTuple):
    """A word of the query that was read as a filter: leave `word` out of the text to be rid of it."""

    word: str
    filter: str
    value: str


@dataclass(frozen=True)
class Found:
    """The answer to one `Asked`.

    `total` is exact; `hits` are those of the page asked for. `terms` are for `highlight`; `synonyms` shows what each
    word was widened to. `exact` is the id of the standard whose number was typed in full; `suggestion` is a better text
    to search, offered and never taken silently; `notes` are Chinese sentences for the person who asked,
    `warning` one that stands above the whole answer: what has become of the index.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    terms: tuple[str, ...] = ()
    exact: int | None = None
    suggestion: str | None = None
    synonyms: Mapping[str, tuple[str, ...]] | None = None
    understood: tuple[Understood, ...] = ()
    notes: tuple[str, ...] = ()
    warning: str | None = None


class Completion(NamedTuple):
    """One completion of what is being typed. `type` is number, title, organization, committee or term.

    `key` leads to the record: the number of a standard (also for its title), the id of an organization, the number of a
    committee; for a term it is the text to search.
    """

    type: str
    text: str
    key: str


class Engine(Protocol):
    """An index of standards that can be deleted at any time and rebuilt from the database."""

    def apply(self, documents: Sequence[IndexDocument], gone: Collection[int]) -> None:
        """Add or replace `documents`, delete the ids in `gone`. Idempotent; durable and visible here when it returns.

        Raises `Unavailable` where another process holds the index for writing, or the index is missing or broken.
        """

    def find(self, asked: Asked) -> Found:
        """Answer a search. Raises `Unavailable` where the index is missing or broken."""

    def ids(self, asked: Asked) -> Sequence[int]:
        """Everything that a search finds, in the order asked for, whatever its page. Raises `Unavailable` as `find` does."""

    def suggest(self, typed: str, limit: int = 10) -> list[Completion]:
        """Complete what is being typed, best first."""

    def words(self, text: str) -> Sequence[str]:
        """The words under which a title of this text is found, in order."""

    def rebuild(self, documents: Iterable[IndexDocument], progress: Callable[[int], None] | None = None) -> int:
        """Write all `documents` beside the old index and swap; searches go on meanwhile. Returns how many.

        `progress` hears the number of documents taken so far. Raises `Unavailable` where another writer is at work.
        """

    def rebuilding(self) -> int | None:
        """How many documents a rebuild under way, in whatever process, has taken so far; None where there is none."""

    def held(self) -> Iterable[tuple[int, int]]:
        """(id, fingerprint) of every document held."""

    def ready(self) -> bool:
        """Whether it can answer: an index is there and readable."""

    def sound(self) -> bool:
        """Whether the index is whole; where it is not, it may still answer from what it has read, and wants a rebuild."""

    def count(self) -> int:
        """How many documents are held; 0 where there is no index."""

    def generation(self) -> int:
        """A number that grows with each commit; 0 where there is no index."""

    def close(self) -> None:
        """Let go of files and memory."""
