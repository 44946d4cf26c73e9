"""Who stands for whom on a day, in SQL; its plain rule is rates/bodies.py."""

from datetime import date

from sqlalchemy import CTE, ColumnElement, and_, func, not_, or_, select
from sqlalchemy.orm import aliased

from app.registry.models import Organization
from app.registry.statistics.days import begun, reached
from app.registry.words import OrganizationKind


def survivors_on(day: date) -> CTE:
    """(id, survivor): for each body the one that stands for it on `day`, through however many mergers.

    Only those merged by then are followed; bodies merged in a circle come to no end, have no survivor and are absent.
    """
    chain = (
        select(Organization.id.label("id"), Organization.merged_into_id.label("into"))
        .where(_merged(Organization, day))
        .cte("merged_on", recursive=True)
    )
    further = aliased(Organization)
    chain = chain.union(
        select(chain.c.id, further.merged_into_id).join(further, further.id == chain.c.into).where(_merged(further, day))
    )
    last = aliased(Organization)
    ended = (
        select(chain.c.id, chain.c.into)
        .join(last, last.id == chain.c.into)
        .where(not_(_merged(last, day)))
        .cte("absorbed_by")
    )
    return (
        select(Organization.id.label("id"), func.coalesce(ended.c.into, Organization.id).label("survivor"))
        .outerjoin(ended, ended.c.id == Organization.id)
        .where(or_(ended.c.into.is_not(None), not_(_merged(Organization, day))))
        .cte("survivor_on")
    )


def _merged(body: type[Organization], day: date) -> ColumnElement[bool]:
    return and_(body.merged_into_id.is_not(None), begun(body.merged_on, day))


def enterprises_on(day: date) -> CTE:
    """(id, enterprise): for each body the enterprise that its records count for on `day`; bodies without one are absent.

    A survivor recorded to be no enterprise, not yet founded or dissolved is none; of an unknown kind it counts as one.
    """
    stands = survivors_on(day)
    return (
        select(stands.c.id, stands.c.survivor.label("enterprise"))
        .join(Organization, Organization.id == stands.c.survivor)
        .where(
            begun(Organization.established_on, day),
            not_(reached(Organization.dissolved_on, day)),
            or_(Organization.kind.is_(None), Organization.kind == OrganizationKind.ENTERPRISE),
        )
        .cte("enterprise_on")
    )
