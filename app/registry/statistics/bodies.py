"""Who stands for whom on a day, in SQL; its plain rule is rates/bodies.py."""

from datetime import date

from sqlalchemy import CTE, ColumnElement, and_, func, literal, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.registry.dates import PartialDate
from app.registry.models import Organization
from app.registry.words import OrganizationKind

DateColumn = InstrumentedAttribute[PartialDate | None] | InstrumentedAttribute[PartialDate]


def reached(column: DateColumn, day: date) -> ColumnElement[bool]:
    """Whether the date is known and has come by `day`; false, never NULL, where it is not known."""
    return func.coalesce(column <= PartialDate.of(day), literal(False))


def begun(column: DateColumn, day: date) -> ColumnElement[bool]:
    """Whether a term that is unbounded where its start is not stated has begun by `day`."""
    return or_(column.is_(None), column <= PartialDate.of(day))


def enterprises_on(day: date) -> CTE:
    """(id, enterprise): for each body the enterprise that its records count for on `day`; bodies without one are absent.

    Mergers are followed from the survivors down, so bodies merged in a circle stand for nobody. A body recorded to be
    no enterprise, not yet founded or dissolved is none; of an unknown kind it counts as one.
    """
    merged = and_(
        Organization.merged_into_id.is_not(None), or_(Organization.merged_on.is_(None), reached(Organization.merged_on, day))
    )
    existing = and_(
        begun(Organization.established_on, day),
        not_(reached(Organization.dissolved_on, day)),
        or_(Organization.kind.is_(None), Organization.kind == OrganizationKind.ENTERPRISE),
    )
    stands = (
        select(Organization.id.label("id"), Organization.id.label("enterprise"))
        .where(not_(merged), existing)
        .cte("enterprise_on", recursive=True)
    )
    absorbed = aliased(Organization)
    absorbed_by_then = or_(absorbed.merged_on.is_(None), absorbed.merged_on <= PartialDate.of(day))
    return stands.union_all(
        select(absorbed.id, stands.c.enterprise).join(stands, absorbed.merged_into_id == stands.c.id).where(absorbed_by_then)
    )
