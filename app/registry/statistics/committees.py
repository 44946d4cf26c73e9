"""National and provincial committees seated in the city, docs/rules.md section 3; the plain rule is rates/committees.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import func, literal, select

from app.database import db
from app.registry.models import Committee, Organization
from app.registry.rates.bodies import LeftOut
from app.registry.rates.committees import COUNTED_LEVELS
from app.registry.statistics.columns import NEVER, Numbers, date_column, packed
from app.registry.statistics.drafted import county_of
from app.registry.statistics.enterprises import survivors_on
from app.registry.statistics.ids import among
from app.registry.statistics.keeping import kept


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
    counties = [seat.county for seat in _seats(day)]
    unknown = counties.count(None)
    seated = sum(county is not None and county.startswith(city) for county in counties)
    return CommitteesFigure(day, seated, {LeftOut.COUNTY_UNKNOWN: unknown} if unknown else {})


def committee_rows(day: date, *, city: str) -> list[CommitteeRow]:
    """The committees behind the figure by number, then those left out of it."""
    seats = {seat.committee: seat for seat in _seats(day) if seat.county is None or seat.county.startswith(city)}
    committees = db.session.scalars(select(Committee).where(among(Committee.id, seats)).order_by(Committee.number)).all()
    secretariats = {seat.secretariat for seat in seats.values()}
    bodies = {body.id: body for body in db.session.scalars(select(Organization).where(among(Organization.id, secretariats)))}
    rows = [
        CommitteeRow(each, seats[each.id].county, bodies.get(seats[each.id].secretariat))
        for each in committees
    ]
    return sorted(rows, key=lambda row: row.county is None)


@dataclass(frozen=True)
class _Seat:
    """Where a committee sits on a day: the body that is the secretariat then, 0 for none, and the county."""

    committee: int
    secretariat: int
    county: str | None


def _seats(day: date) -> Sequence[_Seat]:
    """The seat of every national and provincial committee that exists on `day`."""
    return kept(("committee seats", day), lambda: _seats_on(day), ("committee", "organization"))


def _seats_on(day: date) -> list[_Seat]:
    rows, survivor, counties = _committees(), survivors_on(day), county_of()
    at = packed(day)
    here = (rows.since <= at) & (rows.until > at)
    known = rows.secretariat < len(survivor)
    secretariat = np.where(known, survivor[np.where(known, rows.secretariat, 0)], 0)[here]
    of = counties.of_bodies(secretariat)
    return [
        _Seat(committee, body, counties.codes[place] or own)
        for committee, body, place, own in zip(
            rows.committee[here].tolist(),
            secretariat.tolist(),
            of.tolist(),
            (rows.county[each] for each in np.flatnonzero(here).tolist()),
            strict=True,
        )
    ]


@dataclass(frozen=True)
class _Committees:
    """One row a committee that counts, which exists in [since, until). `secretariat`: 0 for none; `county`: its own."""

    committee: Numbers
    secretariat: Numbers
    since: Numbers
    until: Numbers
    county: Sequence[str | None]


def _committees() -> _Committees:
    def read() -> _Committees:
        found = db.session.execute(
            select(
                Committee.id,
                func.coalesce(Committee.secretariat_id, literal(0)),
                date_column(Committee.established_on, 0),
                date_column(Committee.dissolved_on, NEVER),
                Committee.county,
            ).where(Committee.level.in_(COUNTED_LEVELS))
        ).all()
        committee, secretariat, since, until = (np.array([row[at] for row in found], np.int64) for at in range(4))
        return _Committees(committee, secretariat, since, until, [row[4] for row in found])

    return kept("committees", read, ("committee",))
