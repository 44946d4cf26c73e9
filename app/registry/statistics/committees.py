"""National and provincial committees seated in the city, docs/rules.md section 3; the plain rule is rates/committees.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, not_, select
from sqlalchemy.orm import aliased

from app.database import db
from app.registry.models import Committee, Organization
from app.registry.rates.bodies import LeftOut
from app.registry.rates.committees import COUNTED_LEVELS
from app.registry.statistics.bodies import survivors_on
from app.registry.statistics.days import begun, reached


@dataclass(frozen=True)
class CommitteesFigure:
    """How many committees sit in the city on a day, and how many are left out since nobody knows where they sit."""

    as_of: date
    count: int
    left_out: Mapping[LeftOut, int]


def committees_on(day: date, *, city: str) -> CommitteesFigure:
    """National and provincial committees seated in the city on `day`.

    The seat is the county of the body that is the secretariat then, its survivor where it was merged; where none is
    known the committee's own. A committee counts from establishment to dissolution.
    """
    stands, secretariat = survivors_on(day), aliased(Organization)
    seat = func.coalesce(secretariat.county, Committee.county)
    asked = (
        select(_how_many(seat.startswith(city, autoescape=True)), _how_many(seat.is_(None)))
        .select_from(Committee)
        .outerjoin(stands, stands.c.id == Committee.secretariat_id)
        .outerjoin(secretariat, secretariat.id == stands.c.survivor)
        .where(
            Committee.level.in_(COUNTED_LEVELS),
            begun(Committee.established_on, day),
            not_(reached(Committee.dissolved_on, day)),
        )
    )
    seated, unknown = db.session.execute(asked).one()
    return CommitteesFigure(day, seated, {LeftOut.COUNTY_UNKNOWN: unknown} if unknown else {})


def _how_many(holds: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(holds)
