"""Who stands for whom on a day, in SQL; its plain rule is rates/bodies.py."""

from datetime import date

from sqlalchemy import CTE, and_, not_, or_, select
from sqlalchemy.orm import aliased

from app.registry.models import Organization
from app.registry.statistics.days import begun, reached
from app.registry.words import OrganizationKind


def survivors_on(day: date) -> CTE:
    """(id, survivor): for each body the one that stands for it on `day`, through however many mergers.

    Mergers are followed from the survivors down, so bodies merged in a circle have none and are absent.
    """
    merged = and_(Organization.merged_into_id.is_not(None), begun(Organization.merged_on, day))
    stands = (
        select(Organization.id.label("id"), Organization.id.label("survivor"))
        .where(not_(merged))
        .cte("survivor_on", recursive=True)
    )
    absorbed = aliased(Organization)
    return stands.union_all(
        select(absorbed.id, stands.c.survivor)
        .join(stands, absorbed.merged_into_id == stands.c.id)
        .where(begun(absorbed.merged_on, day))
    )


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
