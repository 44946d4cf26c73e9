"""Recorded values (填报值) of metrics that the register does not compute: on a day the last one on or before it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import or_, select

from app.database import db
from app.registry.dates import PartialDate
from app.registry.models import Observation
from app.registry.statistics.counties import county_today
from app.registry.statistics.days import reached


@dataclass(frozen=True)
class Observed:
    """What was recorded of a metric: `value` exactly as it was written, None where it was withdrawn."""

    metric: str
    county: str | None
    on: PartialDate
    value: Fraction | None
    source: str | None


def exact(value: float | None) -> Fraction | None:
    """A number exactly as it was written: 0.3 is 3/10, since repr is the shortest decimal that reads back as the same float."""
    return None if value is None else Fraction(repr(value))


def observed_on(metrics: Collection[str], day: date, *, city: str) -> Mapping[str, Observed]:
    """The last value of each metric for the whole city; metrics without any are absent."""
    of_city = or_(Observation.county.is_(None), Observation.county == city)
    return {each.metric: each for each in _read(Observation.metric.in_(metrics), of_city, reached(Observation.observed_on, day))}


def courses_of(metrics: Collection[str], day: date, *, city: str) -> Mapping[str, Sequence[Observed]]:
    """All values of each metric for the whole city up to a day, the oldest first."""
    of_city = or_(Observation.county.is_(None), Observation.county == city)
    found: dict[str, list[Observed]] = {metric: [] for metric in metrics}
    for each in _read(Observation.metric.in_(metrics), of_city, reached(Observation.observed_on, day)):
        found[each.metric].append(each)
    return found


def observed_in_counties(metrics: Collection[str], day: date, *, city: str) -> Mapping[tuple[str, str], Observed]:
    """The last value of each metric by metric and today's code of a county; those of the whole city are none of a county."""
    found = _read(
        Observation.metric.in_(metrics),
        Observation.county.is_not(None),
        Observation.county != city,
        reached(Observation.observed_on, day),
    )
    return {(each.metric, county): each for each in found if (county := county_today(each.county))}


def recorded_up_to(metrics: Collection[str], day: date) -> Sequence[Observed]:
    """All that was recorded of these metrics up to a day, for the city and for counties, the oldest first."""
    return _read(Observation.metric.in_(metrics), reached(Observation.observed_on, day))


def observations(metric: str, day: date) -> Sequence[Observed]:
    """All that was recorded of a metric up to a day, the newest first."""
    return list(reversed(_read(Observation.metric == metric, reached(Observation.observed_on, day))))


def _read(*conditions: object) -> Sequence[Observed]:
    rows = db.session.scalars(
        select(Observation).where(*conditions).order_by(Observation.observed_on, Observation.id)  # type: ignore[arg-type]
    )
    return [Observed(row.metric, row.county, row.observed_on, exact(row.value), row.source) for row in rows]
