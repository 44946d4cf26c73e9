"""How every metric of the plan went by quarter, and where a straight line leads by the plan's end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from app.api import figures
from app.registry import statistics
from app.registry.models import Plan
from app.registry.rates.forecast import Forecast
from app.registry.statistics.courses import Course, courses
from app.registry.statistics.plans import settings_of


@dataclass(frozen=True)
class MetricCourse:
    """A metric: its course, and where the line leads; `forecast` None: too few values, or the plan is over."""

    metric: str
    label: str
    is_rate: bool
    computed: bool
    target: Fraction | None
    course: Course
    forecast: Forecast | None

    @property
    def reaches(self) -> bool | None:
        """Whether the line leads to the target; None where there is none of either."""
        if self.forecast is None or self.target is None:
            return None
        # a line through equal values may miss them by the last bit of a float
        return round(self.forecast.value, 9) >= round(float(self.target), 9)


@dataclass(frozen=True)
class Courses:
    """All metrics of a plan on the same days, oldest first."""

    plan: Plan
    days: Sequence[date]
    metrics: Sequence[MetricCourse]


def courses_on(day: date) -> Courses | None:
    """The courses under the plan of the day, up to it; None where no plan had begun."""
    return courses_of(figures.targets(day))


def courses_of(found: Mapping[str, Any]) -> Courses | None:
    """The same of the targets of a day, as `figures.targets` gives them."""
    plan: Plan | None = found["plan"]
    if plan is None:
        return None
    end = plan.until_on.first_day - timedelta(days=1)
    recorded = [each["metric"] for each in found["metrics"] if not each["computed"]]
    course_of = courses(settings_of(plan), recorded, found["as_of"], city=figures.city())
    metrics = [
        MetricCourse(
            each["metric"],
            each["label"],
            each["unit"] == "rate",
            each["computed"],
            each["target"],
            course_of[each["metric"]],
            course_of[each["metric"]].forecast(end) if found["inside"] else None,
        )
        for each in found["metrics"]
    ]
    return Courses(plan, metrics[0].course.days, metrics)


def days_drawn(day: date) -> Sequence[date]:
    """The days on which courses are asked: quarters since the plan's beginning, or of the last years where there is none."""
    plan = statistics.plan_on(day)
    since = plan.from_on.first_day if plan else date(max(1, day.year - 4), 1, 1)
    return statistics.quarter_days(since, day)
