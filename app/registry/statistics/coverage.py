"""Health and coverage of the register: what is old, overdue or unknown in it, by kind, source and year.

Everything here is told by dates and records as they stand, in one statement a table; a standard is in use on a day if it has
begun, has not been withdrawn and no acting whole successor has begun.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    not_,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import aliased

from app.database import db
from app.registry.dates import PartialDate, months_later
from app.registry.models import Drafting, Relation, Standard
from app.registry.models.alliance import LONGEST_REVIEW_YEARS
from app.registry.statistics.columns import packed
from app.registry.statistics.days import reached
from app.registry.statistics.keeping import kept
from app.registry.words import Kind, RelationKind, Status, Word

_ENDED = (Status.WITHDRAWN, Status.SUPERSEDED)


class Health(Word):
    """Which of the numbers of a kind of standards."""

    RECORDS = "records", "记录"
    WITH_DRAFTERS = "with_drafters", "有起草单位"
    WITHOUT_PUBLISHED = "without_published", "发布日期未载"
    WITHOUT_IMPLEMENTED = "without_implemented", "实施日期未载"
    IN_USE = "in_use", "在用"
    UP_TO_FIVE = "up_to_five", "在用5年以内"
    UP_TO_TEN = "up_to_ten", "在用5—10年"
    OLDER = "older", "在用10年以上"
    REVIEW_OVERDUE = "review_overdue", "复审逾期"
    CITING_WITHDRAWN = "citing_withdrawn", "引用了已废止标准的在用标准"


@dataclass(frozen=True)
class KindCoverage:
    """The standards of one kind, None for regulations. Of those in use: their age in years, and reviews overdue."""

    kind: Kind | None
    records: int
    with_drafters: int
    without_published: int
    without_implemented: int
    in_use: int
    up_to_five: int
    up_to_ten: int
    older: int
    review_overdue: int
    newest: PartialDate | None


@dataclass(frozen=True)
class SourceCoverage:
    """The records of one source, and the newest day of publication seen in it; None: no source stated."""

    source: str | None
    records: int
    newest: PartialDate | None


@dataclass(frozen=True)
class Coverage:
    """The register on a day. `cited_withdrawn`: standards in use that cite one that was withdrawn; `by_year`: of publication."""

    as_of: date
    kinds: Sequence[KindCoverage]
    cited_withdrawn: int
    sources: Sequence[SourceCoverage]
    by_year: Sequence[tuple[int, int]]


def coverage_on(day: date) -> Coverage:
    """Health and coverage on a day."""
    return kept(("coverage", day), lambda: Coverage(day, _kinds(day), _cited(day), _sources(), _years()))


def conditions(day: date) -> Mapping[Health, ColumnElement[bool]]:
    """What holds of the standards that each number counts."""
    used = _in_use(Standard, day)
    since = func.coalesce(type_coerce(Standard.implemented_on, Integer), type_coerce(Standard.published_on, Integer))
    checked = func.coalesce(type_coerce(Standard.reviewed_on, Integer), type_coerce(Standard.published_on, Integer))
    five, ten, due = (packed(months_later(day, -12 * years)) for years in (5, 10, LONGEST_REVIEW_YEARS))
    return {
        Health.RECORDS: true(),
        Health.WITH_DRAFTERS: Standard.id.in_(select(Drafting.standard_id)),
        Health.WITHOUT_PUBLISHED: Standard.published_on.is_(None),
        Health.WITHOUT_IMPLEMENTED: Standard.implemented_on.is_(None),
        Health.IN_USE: used,
        Health.UP_TO_FIVE: and_(used, since > five),
        Health.UP_TO_TEN: and_(used, since <= five, since > ten),
        Health.OLDER: and_(used, since <= ten),
        Health.REVIEW_OVERDUE: and_(used, checked <= due),
    }


def citing_withdrawn(day: date) -> Select[int]:
    """Ids of the standards in use that cite one that was withdrawn."""
    citing, cited = aliased(Standard), aliased(Standard)
    return (
        select(type_coerce(Relation.subject_id, Integer))
        .distinct()
        .join(citing, citing.id == Relation.subject_id)
        .join(cited, cited.id == Relation.object_id)
        .where(
            Relation.kind == RelationKind.CITES,
            Relation.left_out.is_(None),
            _in_use(citing, day),
            or_(reached(cited.withdrawn_on, day), and_(cited.withdrawn_on.is_(None), cited.recorded_status == Status.WITHDRAWN)),
        )
    )


def _kinds(day: date) -> list[KindCoverage]:
    rows = db.session.execute(
        select(
            Standard.kind,
            *(_sum(condition) for condition in conditions(day).values()),
            func.max(type_coerce(Standard.published_on, Integer)),
        ).group_by(Standard.kind)
    )
    counted = tuple(field.name for field in fields(KindCoverage))[1:-1]
    found = [
        KindCoverage(kind=kind, newest=_day(newest), **dict(zip(counted, map(int, counts), strict=True)))
        for kind, *counts, newest in rows
    ]
    places = {kind: place for place, kind in enumerate(Kind)}
    return sorted(found, key=lambda each: places.get(each.kind, len(places)) if each.kind else len(places))


def _cited(day: date) -> int:
    return db.session.scalar(select(func.count()).select_from(citing_withdrawn(day).subquery())) or 0


def _sources() -> list[SourceCoverage]:
    source = cast(Standard.source, String)
    newest = func.max(type_coerce(Standard.published_on, Integer))
    rows = db.session.execute(select(source, func.count(), newest, func.min(Standard.id)).group_by(source)).all()
    first = select(Standard.id, Standard.source).where(Standard.id.in_([row[3] for row in rows]))
    named = dict(db.session.execute(first).all())
    merged: dict[str | None, tuple[int, int | None]] = {}
    for _, count, last, own in rows:
        name = named[own][0] if named[own] else None
        before, seen = merged.get(name, (0, None))
        merged[name] = (before + count, max((each for each in (seen, last) if each), default=None))
    found = [SourceCoverage(name, count, _day(last)) for name, (count, last) in merged.items()]
    return sorted(found, key=lambda each: (-each.records, each.source or ""))


def _years() -> list[tuple[int, int]]:
    year = type_coerce(Standard.published_on, Integer) // 10_000
    asked = select(year, func.count()).where(Standard.published_on.is_not(None)).group_by(year).order_by(year)
    return [(int(each), count) for each, count in db.session.execute(asked)]


def _in_use(standard: Any, day: date) -> ColumnElement[bool]:
    successor, link = aliased(Standard), aliased(Relation)
    # a set that is found once, where `exists` would be asked of every standard, for every number
    replaced = standard.id.in_(
        select(link.object_id)
        .join(successor, successor.id == link.subject_id)
        .where(
            link.object_id.is_not(None),
            link.kind == RelationKind.REPLACES,
            link.left_out.is_(None),
            _begun(successor, day),
        )
    )
    ended = and_(standard.withdrawn_on.is_(None), func.coalesce(standard.recorded_status.in_(_ENDED), False))
    return and_(_begun(standard, day), not_(reached(standard.withdrawn_on, day)), not_(ended), not_(replaced))


def _begun(standard: Any, day: date) -> ColumnElement[bool]:
    published = and_(standard.implemented_on.is_(None), reached(standard.published_on, day))
    return or_(reached(standard.implemented_on, day), published)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _day(packed: int | None) -> PartialDate | None:
    return None if packed is None else PartialDate.unpack(packed)
