"""The period of a plan's flows, and the bounds of years, as pages ask for them."""

from datetime import date, timedelta

from app.registry.models import Plan
from app.registry.statistics import flow_period


def plan_period(plan: Plan | None, day: date) -> tuple[date, date]:
    """The period of the plan's flows, or this year where no plan has begun."""
    if plan:
        return flow_period(plan, day)
    return date(day.year, 1, 1), day_after(day)


def day_after(day: date) -> date:
    """The end of a period whose last day is `day`; the last day there is has none after it."""
    return day if day == date.max else day + timedelta(days=1)
