"""The figures on a day against the plan's targets, and the rows behind each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from marshmallow import ValidationError, validates_schema

from app.api import figures
from app.api.figures import beside
from app.api.labels import NOT_STATED
from app.api.schemas.fields import Choice, Controlled, Day, Query, several
from app.api.sheets import Name
from app.clock import today
from app.percent import NO_DATA, percent
from app.registry import statistics as counted
from app.registry.models import Plan
from app.registry.queries.codes import names_of
from app.registry.rates.bodies import LeftOut
from app.registry.rates.implementation import Evidence, Rate, Scope
from app.registry.statistics import BlockIndustryRate, GroupBy, ImplementationFigure, flow_period
from app.registry.statistics.keeping import kept
from app.registry.statistics.plans import LEAD_DRAFTED_KINDS
from app.registry.words import Kind, Metric
from app.web.asked import TableOfDay, as_file, read
from app.web.blueprint import pages
from app.web.charts.bars import Bar, BarChart, bar_chart
from app.web.figures import board, with_trends
from app.web.tables import drafting_file, innovation_file, rates_file, seats_file, targets_file
from app.web.yearly import day_after, drafting_by_year, innovation_by_year, years_drawn

_ORDERS: Mapping[str, Callable[[BlockIndustryRate], Any]] = {
    "code": lambda found: found.block_industry.code,
    "county": lambda found: found.block_industry.county or "",
    "count": lambda found: found.rate.count,
    "of": lambda found: found.rate.of,
    "rate": lambda found: _height(found),
}
"""What block industries can be ordered by; `-` first for descending."""


class RatesAsked(TableOfDay):
    """Block industries with their rate on a day, in an order."""

    sort = Choice(*_ORDERS, *(f"-{each}" for each in _ORDERS), load_default="code")


class ImplementationAsked(RatesAsked):
    """The rate on a day, by one kind of evidence, over all block industries or some."""

    evidence = Controlled(Evidence, load_default=Evidence.VERIFIED)
    scope = Controlled(Scope, load_default=Scope.ALL)


class DraftingAsked(Query):
    """A period by its first and its last day, both included; pages write no half-open terms."""

    since = Day(data_key="from", load_default=None)
    last = Day(load_default=None)
    kind = several(Controlled(Kind))
    group_by = Controlled(GroupBy, load_default=GroupBy.KIND)
    form = as_file()

    @validates_schema
    def in_order(self, given: Mapping[str, date | None], **_: object) -> None:
        """Refuse a period that ends before it begins."""
        since, last = given.get("since"), given.get("last")
        if since and last and last < since:
            raise ValidationError(f"止 {last} 早于起 {since}，请核对", "last")
        for name, field in (("since", "from"), ("last", "last")):
            if given.get(name) == date.max:
                raise ValidationError("这一天之后没有日子了，请写早一些", field)


@dataclass(frozen=True)
class CountyRow:
    """The figures of one county; `name` is 未载 where none is known."""

    name: str
    innovation: int
    lead: int
    participate: int


@pages.get("/statistics")
def statistics() -> ResponseReturnValue:
    """Every target of the plan of the day, and the figures where people look rather than read."""
    asked = read(TableOfDay)
    day = asked["as_of"]
    if asked["form"]:
        return targets_file(asked["form"], day, board(day, counted.implementation_rate(day).overall).metrics)
    # links within the body repeat what was asked, so that belongs to what tells bodies apart
    body = kept(("statistics page", day, request.query_string), lambda: _body(day))
    return render_template("statistics.html", day=day, body=Markup(body))  # noqa: S704  our own template made it


def _body(day: date) -> str:
    """All that depends on the day alone."""
    rate = counted.implementation_rate(day)
    shown = with_trends(board(day, rate.overall), day)
    since, until = plan_period(shown.plan, day)
    years = years_drawn(since, day)
    return render_template(
        "statistics_body.html",
        day=day,
        board=shown,
        rate=rate,
        rate_chart=rate_chart(rate, shown.plan),
        target=_target_text(shown.plan),
        drafting=drafting_by_year(years, day),
        innovation=innovation_by_year(years, day),
        counties=_by_county(day, since, until),
        until=until - timedelta(days=1),
        since=since,
        beside=beside(day, since, until) if shown.plan else (),
        sheets=[(each.value, each.label) for each in Name],
        drafting_asked={"from": since, "last": until - timedelta(days=1)},
    )


@pages.get("/statistics/implementation")
def statistics_implementation() -> ResponseReturnValue:
    """The implementation rate of every block industry, and what is left out of it."""
    asked = read(ImplementationAsked)
    day = asked["as_of"]
    plan = counted.plan_on(day)
    figure = counted.implementation_rate(
        day,
        evidence=asked["evidence"],
        scope=asked["scope"],
    )
    rows = in_order(figure.block_industries, asked["sort"])
    if asked["form"]:
        return rates_file(asked["form"], day, rows, partial(meets, plan=plan))
    return render_template(
        "statistics_implementation.html",
        asked=asked,
        day=day,
        plan=plan,
        figure=figure,
        rows=rows,
        implementing=figure.implementing_block_industries(plan.implementing_threshold if plan else 1),
        chart=rate_chart(figure, plan),
        target=_target_text(plan),
        meets=meets(figure.overall, plan),
        met={each.block_industry.id: meets(each.rate, plan) for each in figure.block_industries},
        evidences=Evidence,
        scopes=Scope,
        divisions=names_of("division"),
    )


@pages.get("/statistics/innovation-enterprises")
def statistics_innovation() -> ResponseReturnValue:
    """The enterprises behind the figure on a day."""
    asked = read(TableOfDay)
    day = asked["as_of"]
    figure = figures.innovation_figure(day)
    if asked["form"]:
        return innovation_file(asked["form"], day, figure.rows)
    return render_template(
        "statistics_innovation.html",
        day=day,
        figure=figure,
        target=counted.target_of(counted.plan_on(day), Metric.INNOVATION_ENTERPRISES),
        divisions=names_of("division"),
    )


@pages.get("/statistics/drafting")
def statistics_drafting() -> ResponseReturnValue:
    """What local bodies drafted of the standards published in a period, with every standard."""
    asked = read(DraftingAsked)
    plan_since, plan_until = plan_period(counted.plan_on(today()), today())
    since = asked["since"] or min(plan_since, asked["last"] or plan_since)
    last = asked["last"] or max(since, plan_until - timedelta(days=1))
    until = last + timedelta(days=1)
    rows = counted.drafting_rows(since, until, city=figures.city(), kinds=asked["kind"], lead_rank=figures.lead_rank(until))
    if asked["form"]:
        return drafting_file(asked["form"], since, last, rows)
    figure = figures.drafting(since, until, asked["group_by"], asked["kind"])
    return render_template(
        "statistics_drafting.html",
        asked=asked,
        since=since,
        last=last,
        figure=figure,
        rows=rows,
        reasons=LeftOut,
        kinds=Kind,
        groups=GroupBy,
    )


@pages.get("/statistics/committees")
def statistics_committees() -> ResponseReturnValue:
    """The committees seated in the city on a day, and those that nobody knows the seat of."""
    asked = read(TableOfDay)
    day = asked["as_of"]
    rows = counted.committee_rows(day, city=figures.city())
    if asked["form"]:
        return seats_file(asked["form"], day, rows)
    return render_template(
        "statistics_committees.html",
        day=day,
        seated=[row for row in rows if row.county],
        unknown=[row for row in rows if not row.county],
        target=counted.target_of(counted.plan_on(day), Metric.COMMITTEES),
        divisions=names_of("division"),
    )


def in_order(found: Sequence[BlockIndustryRate], sort: str) -> Sequence[BlockIndustryRate]:
    """Block industries in the order of one of the sorts of `RatesAsked`."""
    return sorted(found, key=_ORDERS[sort.removeprefix("-")], reverse=sort.startswith("-"))


def rate_chart(figure: ImplementationFigure, plan: Plan | None) -> BarChart:
    """A bar for each block industry, the highest rate first, with the line of the plan's target."""
    target = counted.target_of(plan, Metric.IMPLEMENTATION_RATE)
    return bar_chart(
        [
            Bar(
                label=each.block_industry.name,
                value=None if each.rate.share is None else float(each.rate.share),
                text=NO_DATA if each.rate.share is None else f"{percent(each.rate.share)}（{each.rate.count}/{each.rate.of}）",
                met=meets(each.rate, plan),
            )
            for each in sorted(figure.block_industries, key=_height, reverse=True)
        ],
        None if target is None else float(target),
    )


def _height(found: BlockIndustryRate) -> Fraction:
    """For sorting: the rate, below every rate where there is none."""
    return Fraction(-1) if found.rate.share is None else found.rate.share


def meets(rate: Rate, plan: Plan | None) -> bool | None:
    """Whether a rate reaches the plan's target; None where there is none, or no data."""
    target = counted.target_of(plan, Metric.IMPLEMENTATION_RATE)
    return None if target is None else rate.meets(target)


def _target_text(plan: Plan | None) -> str:
    target = counted.target_of(plan, Metric.IMPLEMENTATION_RATE)
    return "" if target is None else f"目标 {percent(target, 0)}"


def plan_period(plan: Plan | None, day: date) -> tuple[date, date]:
    """The period of the plan's flows, or this year where no plan has begun."""
    if plan:
        return flow_period(plan, day)
    return date(day.year, 1, 1), day_after(day)


def _by_county(day: date, since: date, until: date) -> list[CountyRow]:
    """Innovation enterprises on the day, and what bodies of each county drafted of national and industry standards."""
    innovation = counted.innovation_by_county(day, schemes=figures.counting_schemes(day))
    drafted = counted.drafting_counts(
        since,
        until,
        city=figures.city(),
        kinds=LEAD_DRAFTED_KINDS,
        lead_rank=figures.lead_rank(until),
        group_by=GroupBy.COUNTY,
    )
    counts = {group.value: group.counts for group in drafted.groups}
    names = names_of("division")
    codes = sorted({*innovation, *counts}, key=lambda code: (code is None, code or ""))
    return [
        CountyRow(
            name=names.get(code, code) if code else NOT_STATED,
            innovation=innovation.get(code, 0),
            lead=counts[code].lead if code in counts else 0,
            participate=counts[code].participate if code in counts else 0,
        )
        for code in codes
    ]
