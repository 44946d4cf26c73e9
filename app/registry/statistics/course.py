"""Figures over many days, by the plain rules: their rows are few, their days many."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.database import db
from app.registry.models import Award, AwardScheme, Organization
from app.registry.rates import innovation
from app.registry.rates.bodies import Body, Ref


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
    bodies = _bodies({award.body for award in awards})
    by_day = [
        Counter(
            award.level for award in innovation.innovation_enterprises(bodies, schemes, awards, day, counting).values()
        )
        for day, counting in days.items()
    ]
    places = {level: place for scheme in schemes for place, level in enumerate(scheme.levels, start=1)}
    held = {level for counts in by_day for level in counts}
    return InnovationCourse(sorted(held, key=lambda level: (places.get(level or "", 0), level or "")), by_day)


def _bodies(refs: Collection[Ref]) -> dict[Ref, Body]:
    """These bodies and all that stand for them, however many mergers on."""
    chain = select(Organization.id, Organization.merged_into_id).where(Organization.id.in_(refs)).cte("chain", recursive=True)
    chain = chain.union(
        select(Organization.id, Organization.merged_into_id).join(chain, Organization.id == chain.c.merged_into_id)
    )
    found = db.session.scalars(select(Organization).where(Organization.id.in_(select(chain.c.id))))
    return {
        body.id: Body(
            ref=body.id,
            kind=body.kind,
            county=body.county,
            established_on=body.established_on,
            dissolved_on=body.dissolved_on,
            merged_into=body.merged_into_id,
            merged_on=body.merged_on,
        )
        for body in found
    }
