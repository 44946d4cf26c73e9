"""All metrics of a plan by quarter: on each day what `targets_on` gives, read once for all days."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from app.registry.rates.forecast import Forecast, forecast
from app.registry.statistics.adoption import adoption_by_year
from app.registry.statistics.committees import committees_on
from app.registry.statistics.drafting import published_parts
from app.registry.statistics.implementation import overall_course
from app.registry.statistics.innovation_course import innovation_course
from app.registry.statistics.keeping import kept
from app.registry.statistics.observations import Observed, courses_of
from app.registry.statistics.plans import LEAD_DRAFTED_KINDS, PlanSettings
from app.registry.words import Kind, Metric, is_rate

QUARTERS = 20
"""Quarters looked back at most: five years."""
YEARS = 8
"""Years whose yearly rate a line is drawn through at most."""
FLOWS = frozenset({Metric.LEAD_DRAFTED_STANDARDS, Metric.INTERNATIONAL_STANDARDS})

Value = Fraction | int | None


@dataclass(frozen=True)
class Course:
    """The values of a metric on days, oldest first; None for no data.

    `stated`: the days on which a value was stated at all, with it, where that is not each quarter: a yearly rate and
    recorded values stand still in between, which must not be taken for steadiness.
    """

    metric: str
    days: Sequence[date]
    values: Sequence[Value]
    stated: Sequence[tuple[date, Value]] | None = None

    def forecast(self, on: date) -> Forecast | None:
        """Where a straight line leads: through the values that were stated, within what can be."""
        known = zip(self.days, self.values, strict=True) if self.stated is None else self.stated
        points = [(day, float(value)) for day, value in known if value is not None]
        found = forecast(points, on) if points and points[-1][0] < on else None
        if found is None:
            return None
        if is_rate(self.metric):
            return found.bounded(0.0, 1.0)
        return found.bounded(points[-1][1] if self.metric in FLOWS else 0.0)


def quarter_days(since: date, day: date, most: int = QUARTERS) -> Sequence[date]:
    """The last days of the quarters in [since, day), at most so many of the newest, and `day` itself."""
    quarter = day.year * 4 + (day.month - 1) // 3
    firsts = [divmod(each, 4) for each in range(max(quarter - most + 1, 5), quarter + 1)]
    ends = [date(year, part * 3 + 1, 1) - timedelta(days=1) for year, part in firsts]
    return [*(end for end in ends if since <= end < day), day]


def courses(plan: PlanSettings, recorded: Sequence[str], day: date, *, city: str) -> Mapping[str, Course]:
    """Every metric of the plan by quarter, from the plan's beginning up to the day."""
    days = tuple(quarter_days(plan.since, day))
    values = kept(("courses", plan, days, city), lambda: _computed(plan, days, city))
    yearly = adoption_by_year(day.year, YEARS, through_national=plan.adopts_through_national)
    by_year = [(min(date(each.year, 12, 31), day), each.rate.share) for each in yearly]
    found = {
        metric.value: Course(
            metric, days, values[metric], by_year if metric is Metric.INTERNATIONAL_ADOPTION_RATE else None
        )
        for metric in Metric
    }
    for metric, observed in courses_of(recorded, day, city=city).items():
        stated = [(each.on.first_day, each.value) for each in observed if each.on.first_day >= plan.since]
        found[metric] = Course(metric, days, [_last(observed, each) for each in days], stated)
    return found


def _computed(plan: PlanSettings, days: Sequence[date], city: str) -> Mapping[Metric, Sequence[Value]]:
    rates, industries = overall_course(days, plan.implementing_threshold)
    held = innovation_course(dict.fromkeys(days, plan.schemes))
    led, abroad = (
        published_parts(*plan.flow_period(days[-1]), city=city, kinds=kinds, lead_rank=plan.lead_rank)
        for kinds in (LEAD_DRAFTED_KINDS, (Kind.INTERNATIONAL,))
    )
    led_on = sorted(on for on, _, leads in led if leads)
    abroad_on = sorted(on for on, _, _ in abroad)
    by_year = adoption_by_year(days[-1].year, len(days) + 1, through_national=plan.adopts_through_national)
    return {
        Metric.IMPLEMENTATION_RATE: [rate.share for rate in rates],
        Metric.IMPLEMENTING_BLOCK_INDUSTRIES: industries,
        Metric.INNOVATION_ENTERPRISES: [sum(counts.values()) for counts in held.by_day],
        Metric.LEAD_DRAFTED_STANDARDS: [bisect_left(led_on, _end(plan, day)) for day in days],
        Metric.INTERNATIONAL_STANDARDS: [bisect_left(abroad_on, _end(plan, day)) for day in days],
        Metric.COMMITTEES: [committees_on(day, city=city).count for day in days],
        Metric.INTERNATIONAL_ADOPTION_RATE: [
            next((each.rate.share for each in reversed(by_year) if each.year <= day.year), None) for day in days
        ],
    }


def _end(plan: PlanSettings, day: date) -> date:
    return plan.flow_period(day)[1]


def _last(observed: Sequence[Observed], day: date) -> Fraction | None:
    reached = [each for each in observed if each.on.first_day <= day]
    return reached[-1].value if reached else None
