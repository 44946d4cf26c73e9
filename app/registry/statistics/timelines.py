"""From which day which status, for every alliance standard that is tied anywhere, by the one rule of status.py.

The rule only ever asks which of a standard's days comes first, and what sources say. So standards whose days come in the same
order, with the same words, are of one shape: the rule is asked of one standard of each shape, and what it says is said of all.
There are some dozen shapes among thousands of standards. Those with several successors, or with other editions that no link
joins to them, are asked about one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Select, and_, case, exists, or_, select
from sqlalchemy.orm import aliased

from app.registry.models import Relation, Standard, StandardBlockIndustry
from app.registry.queries.lives import SUCCESSION, lives
from app.registry.statistics.columns import STATUSES, Numbers, date_column, first_days, packed, read_columns
from app.registry.statistics.keeping import kept
from app.registry.status import Life, timeline
from app.registry.words import Kind, RelationKind

_ABSENT = 0
_NO_WORD = len(STATUSES)
_WORDS = _NO_WORD + 1
_PAIRS = tuple(combinations(range(5), 2))


@dataclass(frozen=True)
class Timelines:
    """From which day which status; `day` ascends, `status` counts in STATUSES."""

    standard: Numbers
    day: Numbers
    status: Numbers


@dataclass(frozen=True)
class _Known:
    """A row a standard: its `days`, with those of the one successor it may have, 0 for none; and its shape in one number."""

    standard: Numbers
    days: npt.NDArray[np.int64]
    shape: Numbers


def timelines() -> Timelines:
    """All statuses on all days."""
    return kept("timelines", _work_out, ("standard", "standard_block_industry", "relation"))


def _work_out() -> Timelines:
    known, others = _known()
    _, first, of_shape = np.unique(known.shape, return_index=True, return_inverse=True)
    life_of = lives({*known.standard[first].tolist(), *others.tolist()})
    parts = [_alone(others, life_of)]
    for shape, example in enumerate(first.tolist()):
        life = life_of.get(int(known.standard[example]))
        if life is not None:
            parts.append(_alike(known, np.flatnonzero(of_shape == shape), example, life))
    standard, day, status = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.argsort(day, kind="stable")
    return Timelines(standard[order], day[order], status[order])


def _alone(standards: Numbers, life_of: Mapping[int, Life]) -> tuple[Numbers, Numbers, Numbers]:
    """The timelines of these, each by itself."""
    turns = [
        (standard, packed(day), STATUSES.index(status))
        for standard in standards.tolist()
        if standard in life_of
        for day, status in timeline(life_of[standard])
    ]
    standard, day, status = np.array(turns, np.int64).reshape(-1, 3).T
    return standard, day, status


def _alike(known: _Known, rows: Numbers, example: int, life: Life) -> tuple[Numbers, Numbers, Numbers]:
    """The timelines of all of a shape, after that of one of them: each of its days is one that all of them have."""
    of_example = known.days[example].tolist()
    turns = [(packed(day), STATUSES.index(status)) for day, status in timeline(life)]
    days = [
        known.days[rows, of_example.index(day)] if day in of_example else np.full(len(rows), day) for day, _ in turns
    ]
    return (
        np.tile(known.standard[rows], len(turns)),
        np.concatenate(days),
        np.repeat(np.array([status for _, status in turns], np.int64), len(rows)),
    )


def _known() -> tuple[_Known, Numbers]:
    """The standards that have a shape, and the others."""
    standard, word, *own = read_columns(_own())
    replaced, whole, its_word, *its = read_columns(_successors())
    (beside,) = read_columns(_unlinked())
    height = max((int(ids.max(initial=0)) for ids in (standard, replaced, beside)), default=0) + 1
    alone = np.bincount(replaced, minlength=height) <= 1
    alone[beside] = False
    # of several successors of one standard any may be left here: such a standard has no shape
    successor = np.full(height, -1)
    successor[replaced] = np.arange(len(replaced))
    at = successor[standard]
    has = at >= 0
    days = [first_days(column) for column in own]
    for column in its:
        found = np.zeros(len(standard), np.int64)
        found[has] = first_days(column)[at[has]]
        days.append(found)
    link, of_link = np.zeros(len(standard), np.int64), np.full(len(standard), _NO_WORD)
    link[has], of_link[has] = 1 + whole[at[has]], its_word[at[has]]
    shape = (link * _WORDS + of_link) * _WORDS + word
    for day in days:
        shape = shape * 2 + (day != _ABSENT)
    for one, other in _PAIRS:
        shape = shape * 3 + 1 + np.sign(days[one] - days[other])
    here = alone[standard]
    return _Known(standard[here], np.stack(days, axis=1)[here], shape[here]), standard[~here]


def _tied() -> Select[int]:
    tied = select(StandardBlockIndustry.standard_id).join(StandardBlockIndustry.standard)
    return tied.where(Standard.kind == Kind.ALLIANCE)


def _word(of: type[Standard]) -> ColumnElement[int]:
    places = {status.value: place for place, status in enumerate(STATUSES)}
    return case(places, value=of.recorded_status, else_=_NO_WORD)


def _own() -> Select[*tuple[Any, ...]]:
    """(id, word, published, implemented, withdrawn) of each."""
    dates = (Standard.published_on, Standard.implemented_on, Standard.withdrawn_on)
    return select(Standard.id, _word(Standard), *(date_column(each, _ABSENT) for each in dates)).where(Standard.id.in_(_tied()))


def _successors() -> Select[*tuple[Any, ...]]:
    """(id, whole, word, published, implemented) of each successor of one, by the id of the standard that it replaces."""
    successor = aliased(Standard)
    dates = (successor.published_on, successor.implemented_on)
    return (
        select(
            Relation.object_id,
            case((Relation.kind == RelationKind.REPLACES, 1), else_=0),
            _word(successor),
            *(date_column(each, _ABSENT) for each in dates),
        )
        .outerjoin(successor, Relation.subject_id == successor.id)
        .where(Relation.object_id.in_(_tied()), Relation.kind.in_(SUCCESSION), Relation.left_out.is_(None))
    )


def _unlinked() -> Select[*tuple[Any, ...]]:
    """Ids of those of whose document there is an edition that no succession joins to them, either way."""
    other = aliased(Standard)
    joined = exists().where(
        or_(
            and_(Relation.subject_id == Standard.id, Relation.object_id == other.id),
            and_(Relation.subject_id == other.id, Relation.object_id == Standard.id),
        ),
        Relation.kind.in_(SUCCESSION),
        Relation.left_out.is_(None),
    )
    return (
        select(Standard.id)
        .distinct()
        .join(other, (other.document_key == Standard.document_key) & (other.id != Standard.id))
        .where(Standard.id.in_(_tied()), other.is_supplement.is_(False), ~joined)
    )
