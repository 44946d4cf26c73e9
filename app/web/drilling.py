"""From every number of a plan's metric to the page of the rows that make it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from app.registry.models import Plan
from app.registry.rates.bodies import LeftOut
from app.registry.statistics import Standing, flow_period
from app.registry.statistics.plans import LEAD_DRAFTED_KINDS
from app.registry.words import Kind, Metric


@dataclass(frozen=True)
class RowsOf:
    """The pages of the rows behind a metric: all of it, its numerator and denominator, and what a reason leaves out of it."""

    rows: str
    count: str | None = None
    of: str | None = None
    left_out: Callable[[LeftOut], str] | None = None

    def why(self, reason: LeftOut) -> str | None:
        """The page of what this reason leaves out."""
        return self.left_out(reason) if self.left_out else None


def rows_of(day: date, plan: Plan) -> Mapping[str, RowsOf]:
    """The pages behind each computed metric of a plan on a day."""

    def enterprises(standing: str) -> str:
        return url_for("web.statistics_enterprises", as_of=day, standing=standing)

    implementation = url_for("web.statistics_implementation", as_of=day)
    committees = url_for("web.statistics_committees", as_of=day)

    def products(which: str) -> str:
        return url_for("web.statistics_products", as_of=day, which=which)

    return {
        Metric.IMPLEMENTATION_RATE: RowsOf(
            implementation, enterprises(Standing.IMPLEMENTING), enterprises(Standing.MEMBER), enterprises
        ),
        Metric.IMPLEMENTING_BLOCK_INDUSTRIES: RowsOf(url_for("web.statistics_implementation", as_of=day, implementing=1)),
        Metric.INNOVATION_ENTERPRISES: RowsOf(url_for("web.statistics_innovation", as_of=day)),
        Metric.LEAD_DRAFTED_STANDARDS: _drafting(plan, day, LEAD_DRAFTED_KINDS, "lead"),
        Metric.INTERNATIONAL_STANDARDS: _drafting(plan, day, (Kind.INTERNATIONAL,), None),
        Metric.COMMITTEES: RowsOf(committees, left_out=lambda reason: f"{committees}#unknown"),
        Metric.INTERNATIONAL_ADOPTION_RATE: RowsOf(
            url_for("web.statistics_products", as_of=day), products("adopting"), products("all"), products
        ),
    }


def _drafting(plan: Plan, day: date, kinds: tuple[Kind, ...], part: str | None, **group: str) -> RowsOf:
    """What was drafted from the plan's beginning to the day, both included."""
    since, until = flow_period(plan, day)

    def page(part: str | None) -> str:
        kind = [each.value for each in kinds]
        asked = {"from": since, "last": until - timedelta(days=1), "kind": kind, "part": part, **group}
        return url_for("web.statistics_drafting", **asked)  # type: ignore[arg-type]

    return RowsOf(page(part), left_out=page)


def rows_of_county(day: date, plan: Plan, county: str, metric: str) -> RowsOf:
    """The pages behind a metric of one county."""
    if metric == Metric.IMPLEMENTATION_RATE:

        def enterprises(standing: str) -> str:
            asked = {"as_of": day, "standing": standing, "group_by": "county", "group": county}
            return url_for("web.statistics_enterprises", **asked)  # type: ignore[arg-type]

        return RowsOf(enterprises(Standing.MEMBER), enterprises(Standing.IMPLEMENTING), enterprises(Standing.MEMBER))
    if metric == Metric.INNOVATION_ENTERPRISES:
        return RowsOf(url_for("web.statistics_innovation", as_of=day, group_by="county", group=county))
    if metric == Metric.LEAD_DRAFTED_STANDARDS:
        return _drafting(plan, day, LEAD_DRAFTED_KINDS, "lead", group_by="county", group=county)
    return RowsOf(url_for("web.statistics_observations", metric=metric, as_of=day, county=county))
