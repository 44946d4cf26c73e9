"""Figures over many days, by the plain rules: their rows are few, their days many."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.database import db
from app.registry.models import Award, AwardScheme
from app.registry.rates import innovation
from app.registry.statistics.registers import bodies_of


@dataclass(frozen=True)
class InnovationCourse:
    """Innovation enterprises by highest level, a count for each day asked; `levels` lowest first, None: without one."""

    levels: Sequence[str | None]
    by_day: Sequence[Mapping[str | None, int]]


def innovation_course(days: Mapping[date, Sequence[str]]) -> InnovationCourse:
    """The figure on each of `days`, which come with the codes of the schemes that count then, none: all."""
    schemes = [
        innovation.Scheme(row.code, tuple(level.name for level in row.levels), row.until_on)
        for row in db.session.scalars(select(AwardScheme).options(selectinload(AwardScheme.levels)))
    ]
    awards = [
        innovation.Award(
            body=row.organization_id,
            scheme=row.scheme.code,
            awarded_on=row.awarded_on,
            level=row.level.name if row.level else None,
            valid_until=row.valid_until,
            revoked_on=row.revoked_on,
        )
        for row in db.session.scalars(select(Award).options(joinedload(Award.scheme), joinedload(Award.level)))
    ]
    bodies = bodies_of({award.body for award in awards})
    by_day = [
        Counter(
            award.level for award in innovation.innovation_enterprises(bodies, schemes, awards, day, counting).values()
        )
        for day, counting in days.items()
    ]
    places = {level: place for scheme in schemes for place, level in enumerate(scheme.levels, start=1)}
    held = {level for counts in by_day for level in counts}
    return InnovationCourse(sorted(held, key=lambda level: (places.get(level or "", 0), level or "")), by_day)
