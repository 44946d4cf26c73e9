"""Innovation enterprises over time: on many days, and what became of awards in a period."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.database import db
from app.errors import FieldError, Invalid
from app.registry.models import Award, AwardLevel, AwardScheme
from app.registry.rates import innovation
from app.registry.statistics.awards import award_rows
from app.registry.statistics.enterprises import enterprises_on
from app.registry.statistics.keeping import kept


@dataclass(frozen=True)
class InnovationChanges:
    """How many enterprises (by their records, before any merger) got, lost by time and lost by revocation an award."""

    since: date
    until: date
    awarded: int
    expired: int
    revoked: int


def innovation_changes(since: date, until: date, *, schemes: Sequence[str] = ()) -> InnovationChanges:
    """What became of awards in [since, until). Raises `Invalid` where it ends before it begins."""
    if until < since:
        reason = f"统计期的终止日期 {until} 早于起始日期 {since}，请调换或更正"
        raise Invalid(reason, (FieldError("to", reason, until.isoformat()),))
    known, awards = _awards()
    found = innovation.changes_in(known, awards, since, until, schemes)
    awarded, expired, revoked = (
        len({awards[place].body for place in places}) for places in (found.awarded, found.expired, found.revoked)
    )
    return InnovationChanges(since, until, awarded, expired, revoked)


@dataclass(frozen=True)
class InnovationCourse:
    """Innovation enterprises by highest level, a count for each day asked; `levels` lowest first, None: without one."""

    levels: Sequence[str | None]
    by_day: Sequence[Mapping[str | None, int]]


def innovation_course(days: Mapping[date, Sequence[str]]) -> InnovationCourse:
    """The figure on each of `days`, which come with the codes of the schemes that count then, none: all."""
    key = ("innovation course", tuple((day, tuple(counting)) for day, counting in days.items()))
    return kept(key, lambda: _course(days))


def _course(days: Mapping[date, Sequence[str]]) -> InnovationCourse:
    rows = award_rows()
    by_day = []
    for day, counting in days.items():
        stands = rows.standing_on(day, counting)
        found = enterprises_on(day)
        # 0 for nobody, then by level, the lowest first, so that the highest stays; 1 for an award without one
        highest = np.zeros(found.width, np.int64)
        highest[found.standing_for(rows.body[stands])] = rows.level[stands] + 1
        level, counts = np.unique(highest[1:], return_counts=True)
        held: Counter[str | None] = Counter()
        for own, count in zip(level.tolist(), counts.tolist(), strict=True):
            if own:
                held[rows.levels[own - 1][1] if own > 1 else None] += count
        by_day.append(held)
    places = {name: place for place, name in rows.levels.values()}
    known = {level for held in by_day for level in held}
    return InnovationCourse(sorted(known, key=lambda level: (places.get(level or "", 0), level or "")), by_day)


def _awards() -> tuple[list[innovation.Scheme], list[innovation.Award]]:
    """All schemes and awards, as the plain rules read them."""
    return kept("awards", _read_awards, ("award", "award_scheme", "award_level"))


def _read_awards() -> tuple[list[innovation.Scheme], list[innovation.Award]]:
    schemes = [
        innovation.Scheme(row.code, tuple(level.name for level in row.levels), row.until_on)
        for row in db.session.scalars(select(AwardScheme).options(selectinload(AwardScheme.levels)))
    ]
    columns = (Award.organization_id, AwardScheme.code, Award.awarded_on, AwardLevel.name, Award.valid_until, Award.revoked_on)
    rows = db.session.execute(select(*columns).join(Award.scheme).outerjoin(Award.level).order_by(Award.id))
    return schemes, [innovation.Award(*row) for row in rows]
