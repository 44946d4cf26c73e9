"""National and provincial committees seated in the city, docs/rules.md section 3; the plain rule is rates/committees.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Subquery, func, not_, or_, select
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


@dataclass(frozen=True)
class CommitteeRow:
    """One committee behind the figure, with its seat and the body that keeps it on the day; `county` None: left out."""

    committee: Committee
    county: str | None
    secretariat: Organization | None


def committees_on(day: date, *, city: str) -> CommitteesFigure:
    """National and provincial committees seated in the city on `day`.

    The seat is the county of the body that is the secretariat then, its survivor where it was merged; where none is
    known the committee's own. A committee counts from establishment to dissolution.
    """
    seats = _seats(day)
    asked = select(_how_many(seats.c.county.startswith(city, autoescape=True)), _how_many(seats.c.county.is_(None)))
    seated, unknown = db.session.execute(asked.select_from(seats)).one()
    return CommitteesFigure(day, seated, {LeftOut.COUNTY_UNKNOWN: unknown} if unknown else {})


def committee_rows(day: date, *, city: str) -> list[CommitteeRow]:
    """The committees behind the figure by number, then those left out of it."""
    seats = _seats(day)
    asked = (
        select(Committee, seats.c.county, Organization)
        .join(seats, seats.c.id == Committee.id)
        .outerjoin(Organization, Organization.id == seats.c.secretariat_id)
        .where(or_(seats.c.county.startswith(city, autoescape=True), seats.c.county.is_(None)))
        .order_by(seats.c.county.is_(None), Committee.number)
    )
    return [CommitteeRow(*row) for row in db.session.execute(asked)]


def _seats(day: date) -> Subquery:
    """(id, county, secretariat_id) of every national and provincial committee that exists on `day`."""
    stands, secretariat = survivors_on(day), aliased(Organization)
    return (
        select(
            Committee.id,
            func.coalesce(secretariat.county, Committee.county).label("county"),
            secretariat.id.label("secretariat_id"),
        )
        .outerjoin(stands, stands.c.id == Committee.secretariat_id)
        .outerjoin(secretariat, secretariat.id == stands.c.survivor)
        .where(
            Committee.level.in_(COUNTED_LEVELS),
            begun(Committee.established_on, day),
            not_(reached(Committee.dissolved_on, day)),
        )
        .subquery()
    )


def _how_many(holds: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(holds)
