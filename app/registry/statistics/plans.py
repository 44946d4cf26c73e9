"""Plan periods, and what each sets of how figures are counted: docs/rules.md section 4."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.database import db
from app.registry.dates import day_after
from app.registry.models import Plan
from app.registry.statistics.columns import packed
from app.registry.statistics.days import first_day, reached
from app.registry.statistics.keeping import kept
from app.registry.statistics.observations import exact
from app.registry.words import Kind

LEAD_DRAFTED_KINDS = (Kind.NATIONAL, Kind.INDUSTRY)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a plan may set of how figures are counted; by itself, how they are counted where no plan has begun.

    `lead_rank`: up to which place in its list a body leads. `implementing_threshold`: from how many implementing enterprises
    on a block industry implements. `schemes`: codes of the award schemes that count, none: all. `adopts_through_national`:
    whether adopting a national standard that adopts an international one counts.
    """

    lead_rank: int = 1
    implementing_threshold: int = 1
    schemes: tuple[str, ...] = ()
    adopts_through_national: bool = False

    def flow_period(self, day: date) -> tuple[date, date]:
        """The period over which flows are counted on `day`: its year so far."""
        return date(day.year, 1, 1), day_after(day)


@dataclass(frozen=True, kw_only=True)
class PlanSettings(Settings):
    """A plan as far as its figures ask: its period [since, until) and how it counts."""

    since: date
    until: date

    def flow_period(self, day: date) -> tuple[date, date]:
        """The period over which flows are counted on `day`: [since, min(day + 1, until))."""
        return self.since, self.until if self.until <= day else day + timedelta(days=1)


def plan_on(day: date) -> Plan | None:
    """The plan with from <= day < until; outside every plan the last begun; None before the first.

    Of several the one that began later, of one day the one recorded later: whoever enters a plan means it to be used.
    """
    return db.session.scalars(
        select(Plan)
        .where(reached(Plan.from_on, day))
        .options(selectinload(Plan.targets))
        .order_by(reached(Plan.until_on, day), first_day(Plan.from_on).desc(), Plan.id.desc())
    ).first()


def settings_on(day: date) -> Settings:
    """How figures are counted on a day: as the plan says that `plan_on` finds, which is not read for it."""
    at = packed(day)
    begun = [each for each in kept("plans", _all_settings, ("plan",)) if each[0] <= at]
    found = min(begun, key=lambda each: (each[1] <= at, -each[0], -each[2]), default=None)
    return found[3] if found else Settings()


def settings_before(until: date) -> Settings:
    """How figures of a period that ends before `until` are counted: as on its last day."""
    return settings_on(until - timedelta(days=1))


def _all_settings() -> list[tuple[int, int, int, PlanSettings]]:
    """(first day, end, id, settings) of every plan."""
    return [
        (packed(plan.from_on.first_day), packed(plan.until_on.first_day), plan.id, settings_of(plan))
        for plan in db.session.scalars(select(Plan))
    ]


def settings_of(plan: Plan) -> PlanSettings:
    """What of a plan its figures depend on."""
    return PlanSettings(
        since=plan.from_on.first_day,
        until=plan.until_on.first_day,
        lead_rank=plan.lead_rank,
        implementing_threshold=plan.implementing_threshold,
        schemes=plan.schemes,
        adopts_through_national=plan.adopts_through_national,
    )


def flow_period(plan: Plan, day: date) -> tuple[date, date]:
    """The period over which the plan's flows are counted on `day`, one that had begun: [from, min(day + 1, until))."""
    return settings_of(plan).flow_period(day)


def target_of(plan: Plan | None, metric: str) -> Fraction | None:
    """What the plan asks of a metric, exactly as it was written (0.3 is 3/10); None where it asks no number."""
    if plan is None:
        return None
    value = next((target.value for target in plan.targets if target.metric == metric), None)
    return exact(value)
