"""Figures as pages show them: each with its place on a bar, the page of its rows and its definition."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from flask import url_for

from app.api import figures
from app.api.courses import MetricCourse, courses_of
from app.registry.models import Plan
from app.registry.rates.bodies import LeftOut
from app.registry.rates.definitions import FORMULAS
from app.registry.rates.implementation import Rate
from app.registry.words import Metric
from app.web.charts.sparks import Spark, spark
from app.web.drilling import RowsOf, rows_of

_UNITS = {
    Metric.IMPLEMENTING_BLOCK_INDUSTRIES.value: "个",
    Metric.INNOVATION_ENTERPRISES.value: "家",
    Metric.LEAD_DRAFTED_STANDARDS.value: "项",
    Metric.INTERNATIONAL_STANDARDS.value: "项",
    Metric.COMMITTEES.value: "个",
}


@dataclass(frozen=True)
class Trend:
    """How a metric went by quarter, with its small picture; `spark` None: nothing to draw."""

    went: MetricCourse
    spark: Spark | None

    @property
    def outlook(self) -> str:
        """Whether the target will be reached if all goes on so: certain only where the whole range says so."""
        drawn, target = self.went.forecast, self.went.target
        if drawn is None or target is None:
            return ""
        low, high, aim = (round(float(each), 9) for each in (drawn.low, drawn.high, target))
        if low >= aim:
            return "照此可达到"
        return "照此达不到" if high < aim else "能否达到说不准"

    @property
    def rests_on(self) -> str:
        """What the line was drawn through."""
        drawn = self.went.forecast
        return f"据 {drawn.since} 至 {drawn.until} 的 {drawn.points} 个数值" if drawn else "数值太少，不作外推"


@dataclass(frozen=True)
class ShownFigure:
    """A metric of the plan. `counts` stand beside a rate: so many of so many.

    `progress` and `target_at` are shares of the bar's length; None: nothing to draw.
    """

    metric: str
    label: str
    value: Fraction | int | None
    counts: Rate | None
    target: Fraction | None
    must_rise: bool
    is_rate: bool
    met: bool | None
    gap: Fraction | None
    left_out: Mapping[LeftOut, int]
    progress: float | None
    target_at: float | None
    rows: RowsOf
    definition_url: str | None
    computed: bool = True
    when: str | None = None
    trend: Trend | None = None

    @property
    def unit(self) -> str:
        """What is counted; empty for rates and for what is recorded."""
        return _UNITS.get(self.metric, "")

    @property
    def formula(self) -> str | None:
        """How it is reckoned, where no published text fixes that."""
        return FORMULAS.get(self.metric)


@dataclass(frozen=True)
class Board:
    """All metrics of the plan of a day; `plan` None: no plan had begun."""

    plan: Plan | None
    inside: bool
    metrics: list[ShownFigure]

    @property
    def defined(self) -> list[ShownFigure]:
        """The metrics that the register defines."""
        return [metric for metric in self.metrics if metric.computed]

    @property
    def recorded(self) -> list[ShownFigure]:
        """The plan's other metrics, whose values are recorded."""
        return [metric for metric in self.metrics if not metric.computed]


def board(day: date) -> Board:
    """The plan of `day` and how far each target is."""
    return _board(figures.targets(day))


def board_with_trends(day: date) -> Board:
    """The same with the course of every metric since the plan's beginning; none once the plan is over."""
    found = figures.targets(day)
    shown = _board(found)
    went = courses_of(found) if found["inside"] else None
    if went is None:
        return shown
    return replace(
        shown, metrics=[replace(each, trend=_trend(own)) for each, own in zip(shown.metrics, went.metrics, strict=True)]
    )


def _trend(went: MetricCourse) -> Trend:
    values = [None if value is None else float(value) for value in went.course.values]
    return Trend(went, spark(values, None if went.target is None else float(went.target)))


def _board(found: Mapping[str, Any]) -> Board:
    day: date = found["as_of"]
    plan: Plan | None = found["plan"]
    rows = rows_of(day, plan) if plan else {}
    metrics = [_shown(each, rows.get(each["metric"]) or RowsOf(_recorded_url(each["metric"], day))) for each in found["metrics"]]
    return Board(plan, found["inside"], metrics)


def _shown(found: Mapping[str, Any], rows: RowsOf) -> ShownFigure:
    value, target, is_rate = found["value"], found["target"], found["unit"] == "rate"
    whole = Fraction(1) if is_rate else max(value or 0, target or 0)
    return ShownFigure(
        metric=found["metric"],
        label=found["label"],
        value=value,
        counts=found["counts"],
        target=target,
        must_rise=found["must_rise"],
        is_rate=is_rate,
        met=found["met"],
        gap=found["gap"],
        left_out=found["left_out"],
        progress=float(value / whole) if value is not None and whole else None,
        target_at=float(target / whole) if target is not None and whole else None,
        rows=rows,
        definition_url=f"{url_for('web.definitions')}{found['definition'].removeprefix('/about/definitions')}",
        computed=found["computed"],
        when=_when(found),
    )


def _when(found: Mapping[str, Any]) -> str | None:
    """Of which year, or recorded on which day, where that is not the day asked about."""
    if "observed_on" in found:
        return f"{found['observed_on']} 填报" + (f"，{found['source']}" if found["source"] else "")
    return f"{found['year']} 年" if "year" in found else None


def _recorded_url(metric: str, day: date) -> str:
    return url_for("web.statistics_observations", metric=metric, as_of=day)
