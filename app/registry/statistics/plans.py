"""Plan periods and how far each of their targets is, docs/rules.md section 4."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.database import db
from app.registry.models import Plan
from app.registry.rates.bodies import LeftOut
from app.registry.statistics.committees import committees_on
from app.registry.statistics.days import reached
from app.registry.statistics.drafting import drafting_counts
from app.registry.statistics.implementation import implementation_rate
from app.registry.statistics.innovation import innovation_enterprises
from app.registry.words import Kind, Metric

LEAD_DRAFTED_KINDS = (Kind.NATIONAL, Kind.INDUSTRY)


@dataclass(frozen=True)
class MetricOn:
    """Where a metric of a plan stands: `value` None is no data, or nothing recorded; `target` None has no number.

    A rate is an exact fraction. `computed`: from the register; else a recorded value. `met` is None without either.
    """

    metric: str
    value: Fraction | int | None
    target: Fraction | None
    computed: bool
    left_out: Mapping[LeftOut, int]

    @property
    def is_rate(self) -> bool:
        """Whether it is a share, shown in percent; else a count."""
        return self.metric.endswith("_rate")

    @property
    def met(self) -> bool | None:
        """Whether the value reaches the target."""
        return None if self.value is None or self.target is None else self.value >= self.target


@dataclass(frozen=True)
class TargetsOn:
    """All targets of the plan of a day. `plan` None: no plan had begun. `inside`: the day lies in its period."""

    as_of: date
    plan: Plan | None
    metrics: Sequence[MetricOn]

    @property
    def inside(self) -> bool:
        """Whether the day lies within the plan; else the plan is over, and the last that had begun."""
        return self.plan is not None and self.as_of < self.plan.until_on.first_day


def plan_on(day: date) -> Plan | None:
    """The plan with from <= day < until; outside every plan the last begun; None before the first."""
    return db.session.scalars(
        select(Plan)
        .where(reached(Plan.from_on, day))
        .options(selectinload(Plan.targets))
        .order_by(reached(Plan.until_on, day), Plan.from_on.desc(), Plan.code)
    ).first()


def flow_period(plan: Plan, day: date) -> tuple[date, date]:
    """The period over which the plan's flows are counted on `day`, one that had begun: [from, min(day + 1, until))."""
    until = plan.until_on.first_day
    return plan.from_on.first_day, until if until <= day else day + timedelta(days=1)


def target_of(plan: Plan | None, metric: str) -> Fraction | None:
    """What the plan asks of a metric, exactly as it was written (0.3 is 3/10); None where it asks no number."""
    if plan is None:
        return None
    value = next((target.value for target in plan.targets if target.metric == metric), None)
    # repr is the shortest decimal that reads back as the same float: the number that was written
    return None if value is None else Fraction(repr(value))


def targets_on(day: date, *, city: str) -> TargetsOn:
    """Every target of the plan of `day`: the computed metrics first, in the plan's order, then the recorded ones."""
    plan = plan_on(day)
    if plan is None:
        return TargetsOn(day, None, ())
    values = _computed(plan, day, city)
    names = [*(metric.value for metric in Metric), *(target.metric for target in plan.targets)]
    metrics = []
    for name in dict.fromkeys(names):
        value, left_out = values.get(name, (None, {}))
        metrics.append(MetricOn(name, value, target_of(plan, name), name in values, left_out))
    return TargetsOn(day, plan, metrics)


_Value = tuple[Fraction | int | None, Mapping[LeftOut, int]]


def _computed(plan: Plan, day: date, city: str) -> dict[str, _Value]:
    rate = implementation_rate(day)
    held = innovation_enterprises(day, schemes=plan.schemes)
    since, until = flow_period(plan, day)
    led = drafting_counts(since, until, city=city, kinds=LEAD_DRAFTED_KINDS, lead_rank=plan.lead_rank)
    seated = committees_on(day, city=city)
    abroad = drafting_counts(since, until, city=city, kinds=(Kind.INTERNATIONAL,), lead_rank=plan.lead_rank)
    return {
        Metric.IMPLEMENTATION_RATE: (rate.overall.share, rate.left_out),
        Metric.IMPLEMENTING_BLOCK_INDUSTRIES: (rate.implementing_block_industries(plan.implementing_threshold), {}),
        Metric.INNOVATION_ENTERPRISES: (held.count, {}),
        Metric.LEAD_DRAFTED_STANDARDS: (led.total.lead, led.left_out),
        Metric.INTERNATIONAL_STANDARDS: (abroad.total.taken_part, abroad.left_out),
        Metric.COMMITTEES: (seated.count, seated.left_out),
    }
