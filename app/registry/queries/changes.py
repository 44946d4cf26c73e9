"""What happened to standards lately, and what is about to happen."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from app.database import db
from app.registry.dates import PartialDate
from app.registry.models import Relation, Standard
from app.registry.words import Kind, RelationKind, Word


class What(Word):
    """What happens to a standard on a day."""

    PUBLISHED = "published", "发布"
    IMPLEMENTED = "implemented", "实施"
    WITHDRAWN = "withdrawn", "废止"


@dataclass(frozen=True)
class Change:
    """One thing that happens to a standard on a day; `replaces` are the numbers it replaces wholly when it comes into force."""

    on: PartialDate
    what: What
    standard: Standard
    replaces: tuple[str, ...] = ()


_DATE_OF: dict[What, InstrumentedAttribute[PartialDate | None]] = {
    What.PUBLISHED: Standard.published_on,
    What.IMPLEMENTED: Standard.implemented_on,
    What.WITHDRAWN: Standard.withdrawn_on,
}


def recent_changes(day: date, *, limit: int = 10, kinds: Collection[Kind] = ()) -> list[Change]:
    """The last changes on or before `day`, newest first; of all kinds where none is named."""
    found = [
        change
        for what, column in _DATE_OF.items()
        for change in _changes(what, column <= PartialDate.of(day), column.desc(), limit, kinds)
    ]
    return _with_replaced(sorted(found, key=lambda change: (change.on, change.standard.id), reverse=True)[:limit])


def coming_changes(day: date, *, limit: int = 10, kinds: Collection[Kind] = ()) -> list[Change]:
    """The next standards to come into force or to be withdrawn after `day`, soonest first."""
    found = [
        change
        for what in (What.IMPLEMENTED, What.WITHDRAWN)
        for change in _changes(what, _DATE_OF[what] > PartialDate.of(day), _DATE_OF[what].asc(), limit, kinds)
    ]
    return _with_replaced(sorted(found, key=lambda change: (change.on, change.standard.id))[:limit])


def _changes(
    what: What, when: ColumnElement[bool], order: ColumnElement[Any], limit: int, kinds: Collection[Kind]
) -> list[Change]:
    asked = select(Standard).where(when).order_by(order, Standard.id.desc()).limit(limit)
    if kinds:
        asked = asked.where(Standard.kind.in_(kinds))
    column = _DATE_OF[what].key
    return [Change(getattr(standard, column), what, standard) for standard in db.session.scalars(asked)]


def _with_replaced(changes: Sequence[Change]) -> list[Change]:
    """Name beside each coming into force what it replaces wholly."""
    starting = [change.standard.id for change in changes if change.what is What.IMPLEMENTED]
    replaced: dict[int | None, list[str]] = defaultdict(list)
    rows = db.session.execute(
        select(Relation.subject_id, Relation.object_number)
        .where(
            Relation.subject_id.in_(starting), Relation.kind == RelationKind.REPLACES, Relation.left_out.is_(None)
        )
        .order_by(Relation.object_number)
    )
    for subject_id, number in rows:
        replaced[subject_id].append(number)
    return [
        Change(change.on, change.what, change.standard, tuple(replaced[change.standard.id]))
        if change.what is What.IMPLEMENTED
        else change
        for change in changes
    ]
