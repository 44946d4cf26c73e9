"""A search answered whole: what the index found, read from the register. Pages and commands show the same answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter

from flask import g

from app.api.labels import code_label
from app.registry.queries.open_texts import TextHit, text_hits
from app.registry.queries.standards import StandardCard, cards
from app.registry.words import Kind, Obligation, Status, Word
from app.search.engine import FacetCount, Found, Understood
from app.search.highlighting import highlight, snippet
from app.search.query import Asked
from app.search.serving import find

_WORDS: dict[str, type[Word]] = {"kind": Kind, "status": Status, "obligation": Obligation}
_CODES = ("ics", "ccs")


@dataclass(frozen=True)
class FoundCard(StandardCard):
    """A standard found; `highlights` by field, HTML in which only `<mark>` is markup."""

    score: float
    exact: bool
    highlights: Mapping[str, str]
    text_hit: TextHit | None


@dataclass(frozen=True)
class FacetValue:
    """A value that the answer can be narrowed to; `count` is how many a click on it gives."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class SearchAnswer:
    """One page of a search. `total` leaves out what the page would have shown and the register no longer holds.

    `warning` says what has become of an index that was missing or damaged.
    """

    total: int
    page: int
    per_page: int
    as_of: date
    took_ms: float
    suggestion: str | None
    items: Sequence[FoundCard]
    facets: Mapping[str, Sequence[FacetValue]]
    notes: Sequence[str]
    understood: Sequence[Understood]
    synonyms: Mapping[str, Sequence[str]]
    warning: str | None


def search_standards(asked: Asked) -> SearchAnswer:
    """Search, and read what was found. Raises `Invalid`, `Unavailable`.

    `took_ms` is the time from question to answer; that of the index alone is left in `g` for who measures the server.
    """
    began = perf_counter()
    found = find(asked)
    g.search_seconds = perf_counter() - began
    items = _cards(found, asked.as_of)
    return SearchAnswer(
        total=found.total - (len(found.hits) - len(items)),
        page=asked.page,
        per_page=asked.per_page,
        as_of=asked.as_of,
        suggestion=found.suggestion,
        items=items,
        facets={name: [_labelled(name, each) for each in counts] for name, counts in found.facets.items()},
        notes=found.notes,
        understood=found.understood,
        synonyms=found.synonyms or {},
        warning=found.warning,
        took_ms=round((perf_counter() - began) * 1000, 1),
    )


def _cards(found: Found, day: date) -> list[FoundCard]:
    scores = {hit.id: hit.score for hit in found.hits}
    texts = text_hits(list(scores), found.terms)
    return [
        FoundCard(
            **vars(card),
            score=scores[card.standard.id],
            exact=card.standard.id == found.exact,
            highlights=_highlights(card, texts.get(card.standard.id), found.terms),
            text_hit=texts.get(card.standard.id),
        )
        for card in cards(list(scores), day)
    ]


def _highlights(card: StandardCard, text: TextHit | None, terms: Sequence[str]) -> dict[str, str]:
    """The fields in which something matched; of a scope, and of the page of a text, the part around the match."""
    standard = card.standard
    marked = {
        "title_zh": highlight(standard.title_zh or "", terms),
        "title_en": highlight(standard.title_en or "", terms),
        "title_original": highlight(standard.title_original or "", terms),
        "scope": snippet(standard.scope or "", terms),
        "text": snippet(text.text if text else "", terms),
    }
    return {name: text for name, text in marked.items() if "<mark>" in text}


def _labelled(facet: str, found: FacetCount) -> FacetValue:
    if facet in _WORDS:
        label = _WORDS[facet].read(found.value).label
    elif facet in _CODES:
        label = code_label(facet, found.value) or found.value
    else:
        label = found.label or found.value
    return FacetValue(found.value, label, found.hits)
