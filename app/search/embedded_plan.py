"""A query as the index answers it: terms, rows of terms, sums and intersections, evaluated over whole arrays."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

import numpy as np

from app.search.embedded_snapshot import NOTHING, Floats, Matches, Snapshot

FEW = 16
"""A list this many times shorter than the other is looked up in it; nearer ones are laid over one array."""


@dataclass(frozen=True)
class Term:
    """A term of a field; `boost` times BM25."""

    field: str
    text: str
    boost: float = 1.0


@dataclass(frozen=True)
class Row:
    """Terms of a field at these distances from each other; without `places` one behind the other."""

    field: str
    texts: tuple[str, ...]
    places: tuple[int, ...] = ()
    boost: float = 1.0


@dataclass(frozen=True)
class Fixed:
    """What `part` matches, at one score each."""

    part: "Plan"
    score: float


@dataclass(frozen=True)
class Scaled:
    """What `part` matches, its scores times `factor`."""

    part: "Plan"
    factor: float


@dataclass(frozen=True)
class Every:
    """All parts match; their scores add up. `excluded` must not match."""

    parts: tuple["Plan", ...]
    excluded: tuple["Plan", ...] = ()


@dataclass(frozen=True)
class Some:
    """At least one part matches; the scores of those that do add up."""

    parts: tuple["Plan", ...]


@dataclass(frozen=True)
class Best:
    """At least one part matches; the best score of those that do counts."""

    parts: tuple["Plan", ...]


Plan = Term | Row | Fixed | Scaled | Every | Some | Best


def evaluate(plan: Plan, index: Snapshot) -> Matches:
    """The living documents that match, with their scores (never below zero)."""
    match plan:
        case Term(field, text, boost):
            return _boosted(index.term(field, text), boost)
        case Row(field, texts, places, boost):
            return _boosted(index.row(field, texts, places or tuple(range(len(texts)))), boost)
        case Scaled(part, factor):
            return _boosted(evaluate(part, index), factor)
        case Fixed(part, score):
            docs = evaluate(part, index).docs
            return Matches(docs, np.full(len(docs), score, np.float32))
        case Some(parts):
            return index.cache.get(plan, lambda: _laid([evaluate(part, index) for part in parts], np.add, index.size))
        case Best(parts):
            return index.cache.get(plan, lambda: _laid([evaluate(part, index) for part in parts], np.maximum, index.size))
        case Every(parts, excluded):
            return _every(parts, excluded, index)


def _boosted(matches: Matches, boost: float) -> Matches:
    return matches if boost == 1.0 else Matches(matches.docs, matches.scores * np.float32(boost))


def _every(parts: tuple[Plan, ...], excluded: tuple[Plan, ...], index: Snapshot) -> Matches:
    if parts:
        found = []
        for part in parts:
            found.append(evaluate(part, index))
            if not len(found[-1].docs):
                return NOTHING
        found.sort(key=lambda matches: len(matches.docs))
        matches = reduce(lambda few, many: both(few, many, index.size), found)
    else:
        matches = Matches(index.living, np.zeros(len(index.living), np.float32))
    for part in excluded:
        out = np.zeros(index.size, bool)
        out[evaluate(part, index).docs] = True
        stays = ~out[matches.docs]
        matches = Matches(matches.docs[stays], matches.scores[stays])
    return matches


def both(few: Matches, many: Matches, size: int) -> Matches:
    """Documents of both lists, scores added."""
    if len(few.docs) > len(many.docs):
        few, many = many, few
    if len(few.docs) * FEW < len(many.docs):
        at = np.searchsorted(many.docs, few.docs)
        at[at == len(many.docs)] = 0
        shared = many.docs[at] == few.docs
        return Matches(few.docs[shared], few.scores[shared] + many.scores[at[shared]])
    laid: Floats = np.full(size, -1, np.float32)
    laid[many.docs] = many.scores
    added = laid[few.docs]
    shared = added >= 0
    return Matches(few.docs[shared], few.scores[shared] + added[shared])


def _laid(parts: list[Matches], joining: Callable[..., Floats], size: int) -> Matches:
    """The documents of any part, their scores joined."""
    parts = [part for part in parts if len(part.docs)]
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    laid: Floats = np.zeros(size, np.float32)
    seen = np.zeros(size, bool)
    for part in parts:
        laid[part.docs] = joining(laid[part.docs], part.scores)
        seen[part.docs] = True
    docs = np.flatnonzero(seen).astype(np.int32)
    return Matches(docs, laid[docs])


def add_scores(matches: Matches, extra: Matches, index: Snapshot) -> None:
    """Add the scores of `extra` to those of `matches` that it also holds, in place."""
    if not len(matches.docs) or not len(extra.docs):
        return
    if len(extra.docs) * FEW < len(matches.docs):
        at = np.minimum(np.searchsorted(matches.docs, extra.docs), len(matches.docs) - 1)
        shared = matches.docs[at] == extra.docs
        matches.scores[at[shared]] += extra.scores[shared]
        return
    laid: Floats = np.zeros(index.size, np.float32)
    laid[extra.docs] = extra.scores
    matches.scores[:] += laid[matches.docs]
