"""Filters, facet counts and order, on columns of all documents."""

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from app.search.embedded_columns import KINDS, OBLIGATIONS, STATUSES, Ints
from app.search.embedded_snapshot import Flags, Floats, Matches, Snapshot
from app.search.engine import FACETS, FacetCount
from app.search.query import Asked

MOST_VALUES = 60
"""Values of one facet that are listed, the most frequent ones; years, classes and words are always fewer."""

_FACET_TAGS = {"ics": "ics_class", "ccs": "ccs_class", "committee": "committee", "block_industry": "block_industry"}


def _ics_below(parent: str, code: str) -> bool:
    return code == parent or code.startswith(f"{parent}.")


def _ccs_below(parent: str, code: str) -> bool:
    """`A` holds all of A, `A00/09` holds A00 to A09, `A00` itself."""
    first, _, last = parent.partition("/")
    if last:
        return code == parent or ("/" not in code and first <= code <= first[0] + last)
    return code == parent or (len(parent) == 1 and code.startswith(parent))


def _county_below(parent: str, code: str) -> bool:
    return code.startswith(parent)


_BELOW: dict[str, Callable[[str, str], bool]] = {"ics": _ics_below, "ccs": _ccs_below, "county": _county_below}


def masks_of(asked: Asked, index: Snapshot) -> dict[str, Flags]:
    """For each filter that is set, which documents it lets through; a span of years goes by the name `year`."""
    masks = {name: mask(name, values, asked.as_of.toordinal(), index) for name, values in asked.filters.items() if values}
    if asked.year_from is not None or asked.year_to is not None:
        years = index.column("year")
        masks["year"] = (years >= max(asked.year_from or 1, 1)) & (years <= min(asked.year_to or 9999, 9999))
    return masks


def mask(name: str, values: Iterable[str], day: int, index: Snapshot) -> Flags:
    """The documents that have one of the values of a filter."""
    chosen = set(values)
    match name:
        case "kind":
            found: Flags = _chosen(KINDS, chosen - {""})[index.column("kind")]
        case "obligation":
            found = _chosen(OBLIGATIONS, chosen - {""})[index.column("obligation")]
        case "status":
            found = _chosen(STATUSES, chosen)[index.status_on(day)]
        case _:
            found = _tagged(name, chosen, index)
    return found


def _tagged(name: str, chosen: set[str], index: Snapshot) -> Flags:
    codes = index.tag_codes(name)
    tags = index.tags(name)
    wanted = np.zeros(len(codes), bool)
    below = _BELOW.get(name)
    if below is None:
        wanted[[codes[value] for value in chosen if value in codes and value]] = True
    else:
        wanted[[code for value, code in codes.items() if value and any(below(each, value) for each in chosen)]] = True
    found: Flags = wanted[tags.first]
    found[tags.more_docs[wanted[tags.more_codes]]] = True
    return found


def _chosen(words: list[str], chosen: set[str]) -> Flags:
    return np.array([word in chosen for word in words])


def through(docs: Ints, masks: Iterable[Flags]) -> Ints:
    """The documents that all masks let through."""
    for each in masks:
        docs = docs[each[docs]]
    return docs


def all_facets(day: int, index: Snapshot) -> dict[str, tuple[FacetCount, ...]]:
    """The counts of every facet over all documents."""
    kept: dict[str, tuple[FacetCount, ...]] = index.of_day(_all_facets, day)
    return kept


def _all_facets(day: int, index: Snapshot) -> dict[str, tuple[FacetCount, ...]]:
    return facets_of(index.living, {}, day, index)


def facets_of(docs: Ints, masks: Mapping[str, Flags], day: int, index: Snapshot) -> dict[str, tuple[FacetCount, ...]]:
    """Counts of every facet over the hits that pass all filters but the facet's own: what a click would give."""
    passing = through(docs, masks.values())

    def hits(facet: str) -> Ints:
        if facet not in masks:
            return passing
        return through(docs, [each for name, each in masks.items() if name != facet])

    words = {facet: _word_counts(hits(facet), day, index)[facet] for facet in _WORDS if facet in masks}
    facets = dict.fromkeys(FACETS, ()) | _word_counts(passing, day, index) | words
    facets["year"] = _counted_years(index.column("year"), hits("year"))
    for facet, tag in _FACET_TAGS.items():
        facets[facet] = _counted_tag(tag, hits(facet), index)
    return facets


_WORDS = {"kind": KINDS, "status": STATUSES, "obligation": OBLIGATIONS}


def _word_codes(day: int, index: Snapshot) -> npt.NDArray[np.uint8]:
    """Kind, status and obligation of every document as one small number, so that they are counted in one go."""
    kinds, status, obligations = index.column("kind"), index.status_on(day), index.column("obligation")
    codes: npt.NDArray[np.uint8] = (kinds * len(STATUSES) + status) * len(OBLIGATIONS) + obligations
    return codes


def _word_counts(hits: Ints, day: int, index: Snapshot) -> dict[str, tuple[FacetCount, ...]]:
    shape = tuple(len(words) for words in _WORDS.values())
    counts = np.bincount(index.of_day(_word_codes, day)[hits], minlength=math.prod(shape)).reshape(shape)
    return {
        "kind": _listed(KINDS, counts.sum(axis=(1, 2)).tolist()),
        "status": _listed(STATUSES, counts.sum(axis=(0, 2)).tolist()),
        "obligation": _listed(OBLIGATIONS, counts.sum(axis=(0, 1)).tolist()),
    }


def _listed(words: list[str], counts: list[int]) -> tuple[FacetCount, ...]:
    found = sorted((-count, word) for word, count in zip(words, counts, strict=True) if count and word)
    return tuple(FacetCount(word, -count) for count, word in found)


def _counted_years(years: Any, hits: Ints) -> tuple[FacetCount, ...]:
    counts = np.bincount(years[hits]).tolist()
    return tuple(FacetCount(str(year), counts[year]) for year in range(len(counts) - 1, 0, -1) if counts[year])


def _counted_tag(tag: str, hits: Ints, index: Snapshot) -> tuple[FacetCount, ...]:
    """The most frequent values; of equally frequent ones, those that the index learned first."""
    tags = index.tags(tag)
    counts = np.bincount(tags.first[hits], minlength=len(tags.names))
    if len(tags.more_docs):
        among = np.zeros(index.size, bool)
        among[hits] = True
        counts += np.bincount(tags.more_codes[among[tags.more_docs]], minlength=len(counts))
    counts[0] = 0
    found = np.flatnonzero(counts)
    most = found[np.argsort(-counts[found], kind="stable")[:MOST_VALUES]]
    names = [tags.names[code] for code in most.tolist()]
    return tuple(
        FacetCount(value, count, name or None) for (value, name), count in zip(names, counts[most].tolist(), strict=True)
    )


_STATUS_WORTH = {"current": 30.0, "upcoming": 27.0, "unknown": 18.0, "draft": 15.0, "superseded": 12.0, "withdrawn": 0.0}
_KIND_WORTH = {"national": 2.7, "industry": 2.4, "international": 1.8, "alliance": 1.5, "local": 1.2, "foreign": 0.6}
"""Less than a word in the title, about what a word in the scope is worth: editions differ in what is recorded of them."""


def worth(day: int, index: Snapshot) -> Floats:
    """What parts documents of equal text: in force before superseded before withdrawn, then national before local."""
    kept: Floats = index.of_day(_worth, day)
    return kept


def _worth(day: int, index: Snapshot) -> Floats:
    status = np.array([_STATUS_WORTH[word] for word in STATUSES], np.float32)
    kind = np.array([_KIND_WORTH.get(word, 0.0) for word in KINDS], np.float32)
    return status[index.status_on(day)] + kind[index.column("kind")]  # type: ignore[no-any-return]


def page_of(asked: Asked, matches: Matches, index: Snapshot) -> list[int]:
    """Places within `matches` of the page asked for, in the order asked for."""
    start = (asked.page - 1) * asked.per_page
    places: list[int] = in_order(asked, matches, index, start, start + asked.per_page).tolist()
    return places


def in_order(asked: Asked, matches: Matches, index: Snapshot, start: int, upto: int) -> npt.NDArray[np.intp]:
    """Places within `matches` from one rank to another, in the order asked for; ties go by year, newest first, then by id."""
    sort = asked.sort or ("relevance" if asked.text.strip() else "-published")
    docs = matches.docs
    match sort.removeprefix("-"):
        case "relevance":
            keys: npt.NDArray[Any] = -matches.scores
        case "number":
            keys = index.number_rank[docs]
        case column:
            keys = index.column(column)[docs]
            if not sort.startswith("-"):
                keys = np.where(keys == 0, np.iinfo(np.int32).max, keys)  # not known: last either way
    if sort.startswith("-") and sort != "-relevance":
        keys = -keys.astype(np.int64)
    if upto < len(keys):
        limit = np.partition(keys, upto - 1)[upto - 1]
        among = np.flatnonzero(keys <= limit)
    else:
        among = np.arange(len(keys))
    later = -index.column("year")[docs[among]].astype(np.int32)
    order = np.lexsort((index.column("id")[docs[among]], later, keys[among]))
    return among[order[start:upto]]
