"""How far each target of a plan is on a day, docs/rules.md section 4."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.registry.models import Plan
from app.registry.rates.bodies import LeftOut
from app.registry.rates.implementation import Rate
from app.registry.statistics.adoption import adoption_by_year
from app.registry.statistics.committees import committees_on
from app.registry.statistics.drafting import drafting_counts
from app.registry.statistics.implementation import implementation_rate
from app.registry.statistics.innovation import awards_held
from app.registry.statistics.keeping import kept
from app.registry.statistics.observations import Observed, exact, observed_on
from app.registry.statistics.plans import LEAD_DRAFTED_KINDS, PlanSettings, plan_on, settings_of
from app.registry.words import Kind, Metric, is_rate


@dataclass(frozen=True)
class MetricOn:
    """Where a metric of a plan stands: `value` None is no data, or nothing recorded; `target` None has no number.

    A rate is an exact fraction. `computed`: from the register; else a recorded value, of the day and source in `observed`.
    `counts` are so many of so many, where it is a rate that is computed.
    `met` is None without either. `rising`: where the plan asks for a rise instead of a number, whether there was one.
    """

    metric: str
    value: Fraction | int | None
    target: Fraction | None
    computed: bool
    left_out: Mapping[LeftOut, int]
    rising: bool | None = None
    observed: Observed | None = None
    year: int | None = None
    counts: Rate | None = None

    @property
    def is_rate(self) -> bool:
        """Whether it is a share, shown in percent; else a count."""
        return is_rate(self.metric)

    @property
    def must_rise(self) -> bool:
        """Whether the plan asks for a rise year on year instead of a number."""
        return self.metric == Metric.INTERNATIONAL_ADOPTION_RATE and self.target is None

    @property
    def met(self) -> bool | None:
        """Whether the value reaches the target; where there is no number, whether it has risen."""
        if self.target is None:
            return self.rising
        return None if self.value is None else self.value >= self.target

    @property
    def gap(self) -> Fraction | None:
        """How much is missing to the target; None where nothing is, or nothing is known."""
        return None if self.target is None or self.value is None or self.met else self.target - self.value


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


def targets_on(day: date, *, city: str) -> TargetsOn:
    """Every target of the plan of `day`: the computed metrics first, in the plan's order, then the recorded ones."""
    plan = plan_on(day)
    if plan is None:
        return TargetsOn(day, None, ())
    asked = {target.metric: exact(target.value) for target in plan.targets}
    settings = settings_of(plan)
    values = kept(("computed metrics", day, city, settings), lambda: _computed(settings, day, city))
    recorded = [metric for metric in asked if metric not in set(Metric)]
    observed = observed_on(recorded, day, city=city)
    metrics = [MetricOn(name, target=asked.get(name), computed=True, **vars(values[name])) for name in Metric]
    for name in recorded:
        found = observed.get(name)
        metrics.append(MetricOn(name, found.value if found else None, asked[name], False, {}, observed=found))
    return TargetsOn(day, plan, metrics)


@dataclass(frozen=True)
class _Value:
    value: Fraction | int | None
    left_out: Mapping[LeftOut, int]
    rising: bool | None = None
    year: int | None = None
    counts: Rate | None = None


def _computed(plan: PlanSettings, day: date, city: str) -> dict[Metric, _Value]:
    rate = implementation_rate(day)
    since, until = plan.flow_period(day)
    led = drafting_counts(since, until, city=city, kinds=LEAD_DRAFTED_KINDS, lead_rank=plan.lead_rank)
    seated = committees_on(day, city=city)
    abroad = drafting_counts(since, until, city=city, kinds=(Kind.INTERNATIONAL,), lead_rank=plan.lead_rank)
    return {
        Metric.IMPLEMENTATION_RATE: _Value(rate.overall.share, rate.left_out, counts=rate.overall),
        Metric.IMPLEMENTING_BLOCK_INDUSTRIES: _Value(rate.implementing_block_industries(plan.implementing_threshold), {}),
        Metric.INNOVATION_ENTERPRISES: _Value(len(awards_held(day, plan.schemes)), {}),
        Metric.LEAD_DRAFTED_STANDARDS: _Value(led.total.lead, led.left_out),
        Metric.INTERNATIONAL_STANDARDS: _Value(abroad.total.taken_part, abroad.left_out),
        Metric.COMMITTEES: _Value(seated.count, seated.left_out),
        Metric.INTERNATIONAL_ADOPTION_RATE: _adoption(plan, day),
    }


def _adoption(plan: PlanSettings, day: date) -> _Value:
    """采标率 of the year of `day`, or of the latest before it with leading products."""
    found = adoption_by_year(day.year, 1, through_national=plan.adopts_through_national)
    if not found:
        return _Value(None, {})
    last = found[-1]
    return _Value(last.rate.share, last.left_out, last.rising, last.year, last.rate)
