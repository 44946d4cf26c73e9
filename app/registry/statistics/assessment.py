"""County assessment (年度考核): each county's figures against its share of the plan's targets, and against a year before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select

from app.database import db
from app.registry.dates import months_later
from app.registry.models import Classification, CountyTarget, Plan
from app.registry.rates.implementation import Rate
from app.registry.statistics.counties import county_today
from app.registry.statistics.drafting import GroupBy, drafting_counts
from app.registry.statistics.implementation_groups import ImplementationGroup, implementation_groups
from app.registry.statistics.innovation import innovation_by_county
from app.registry.statistics.observations import exact, observed_in_counties
from app.registry.statistics.plans import LEAD_DRAFTED_KINDS, settings_of
from app.registry.words import Metric

COMPUTED = (Metric.IMPLEMENTATION_RATE, Metric.INNOVATION_ENTERPRISES, Metric.LEAD_DRAFTED_STANDARDS)
"""What the register can tell county by county."""

Value = Fraction | int | None


@dataclass(frozen=True)
class Assessed:
    """A county's figure of a metric: `share` is what it has to bring, None where none was set; `before` a year earlier.

    Of a flow, which is counted from the plan's beginning, there was nothing to tell a year earlier if that was before it.
    `counts` stand beside a rate that the register knows: so many of so many.
    """

    value: Value
    share: Fraction | None
    before: Value
    counts: Rate | None = None

    @property
    def met(self) -> bool | None:
        """Whether it brings its share."""
        return None if self.value is None or self.share is None else self.value >= self.share

    @property
    def change(self) -> Value:
        """Against a year before; None where either is not known."""
        return None if self.value is None or self.before is None else self.value - self.before


@dataclass(frozen=True)
class Assessment:
    """Counties against metrics on a day; `counties` are codes of today's divisions."""

    as_of: date
    year_before: date
    metrics: Sequence[str]
    counties: Sequence[str]
    cells: Mapping[tuple[str, str], Assessed]


def assessment(plan: Plan, day: date, *, city: str) -> Assessment:
    """Every county of the city against the metrics that are computed by county or have shares in the plan."""
    before = months_later(day, -12)
    shares = {
        (county_today(row.county) or row.county, row.metric): exact(row.value)
        for row in db.session.scalars(select(CountyTarget).where(CountyTarget.plan_id == plan.id))
    }
    recorded = sorted({metric for _, metric in shares} - {metric.value for metric in Metric})
    metrics = [*(metric.value for metric in COMPUTED), *recorded]
    now, then = (_values(plan, each, recorded, city) for each in (day, before))
    rates = {group.value: group.rate for group in implementation_groups(day, ImplementationGroup.COUNTY)}
    counties = sorted(
        {county for county, _ in {*shares, *now} if county.startswith(city)} | set(_divisions(city)),
    )
    nothing_now, nothing_then = (_nothing(plan, each) for each in (day, before))
    cells = {
        (county, metric): Assessed(
            now.get((county, metric), nothing_now.get(metric)),
            shares.get((county, metric)),
            then.get((county, metric), nothing_then.get(metric)),
            rates.get(county) if metric == Metric.IMPLEMENTATION_RATE else None,
        )
        for county in counties
        for metric in metrics
    }
    return Assessment(day, before, metrics, counties, cells)


def _values(plan: Plan, day: date, recorded: Sequence[str], city: str) -> dict[tuple[str, str], Value]:
    """By county and metric; flows from the plan's beginning, nothing before it."""
    settings = settings_of(plan)
    found: dict[tuple[str, str], Value] = {}
    for group in implementation_groups(day, ImplementationGroup.COUNTY):
        found[group.value or "", Metric.IMPLEMENTATION_RATE] = group.rate.share
    for county, count in innovation_by_county(day, schemes=settings.schemes).items():
        found[county or "", Metric.INNOVATION_ENTERPRISES] = count
    if settings.since <= day:
        drafted = drafting_counts(
            *settings.flow_period(day),
            city=city,
            kinds=LEAD_DRAFTED_KINDS,
            lead_rank=settings.lead_rank,
            group_by=GroupBy.COUNTY,
        )
        for each in drafted.groups:
            found[each.value or "", Metric.LEAD_DRAFTED_STANDARDS] = each.counts.lead
    for (metric, county), observed in observed_in_counties(recorded, day, city=city).items():
        found[county, metric] = observed.value
    return found


def _nothing(plan: Plan, day: date) -> Mapping[str, Value]:
    """What a county without any record has: no enterprise, and since the plan began no standard; else there is no data."""
    begun = settings_of(plan).since <= day
    return {Metric.INNOVATION_ENTERPRISES: 0, Metric.LEAD_DRAFTED_STANDARDS: 0 if begun else None}


def _divisions(city: str) -> Sequence[str]:
    """The counties of the city that exist today."""
    return db.session.scalars(
        select(Classification.code).where(
            Classification.scheme == "division", Classification.parent == city, Classification.until_on.is_(None)
        )
    ).all()
