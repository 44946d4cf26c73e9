"""The figures on a day against the plan's targets, and the rows behind each."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.api import figures
from app.api.figures import beside
from app.api.labels import NO_LEVEL, NOT_STATED
from app.api.sheets import Name
from app.registry import statistics as counted
from app.registry.queries.codes import names_of
from app.registry.statistics import GroupBy
from app.registry.statistics.keeping import kept
from app.registry.statistics.plans import LEAD_DRAFTED_KINDS
from app.registry.words import Metric
from app.web.asked import TableOfDay, read
from app.web.blueprint import pages
from app.web.figures import board, board_with_trends
from app.web.rates import rate_chart, rates_drawn, reached, target_text
from app.web.tables import seats_file, targets_file
from app.web.yearly import DRAWN_KINDS, drafting_by_year, innovation_by_year, years_drawn


@dataclass(frozen=True)
class CountyRow:
    """The figures of one county; without a code its name is 未载."""

    code: str | None
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
        return targets_file(asked["form"], day, board(day).metrics)
    # links within the body repeat what was asked, so that belongs to what tells bodies apart
    body = kept(("statistics page", day, request.query_string), lambda: _body(day))
    return render_template("statistics.html", day=day, body=Markup(body))  # noqa: S704  our own template made it


def _body(day: date) -> str:
    """All that depends on the day alone."""
    rate = counted.implementation_rate(day)
    shown = board_with_trends(day)
    since, until = counted.settings_on(day).flow_period(day)
    years = years_drawn(since, day)
    return render_template(
        "statistics_body.html",
        day=day,
        board=shown,
        rate=rate,
        rate_chart=rate_chart(rate, shown.plan),
        drawn=rates_drawn(rate),
        target=target_text(shown.plan),
        reached=reached(rate, shown.plan),
        drafting=drafting_by_year(years, day),
        innovation=innovation_by_year(years, day),
        counties=_by_county(day, since, until),
        until=until - timedelta(days=1),
        since=since,
        beside=beside(day, since, until) if shown.plan else (),
        sheets=[(each.value, each.label) for each in Name],
        drawn_kinds={kind.label: kind.value for kind in DRAWN_KINDS},
        drafted_kinds=[kind.value for kind in LEAD_DRAFTED_KINDS],
        no_level=NO_LEVEL,
        drafting_asked={"from": since, "last": until - timedelta(days=1)},
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


def _by_county(day: date, since: date, until: date) -> list[CountyRow]:
    """Innovation enterprises on the day, and what bodies of each county drafted of national and industry standards."""
    innovation = counted.innovation_by_county(day, schemes=counted.settings_on(day).schemes)
    drafted = counted.drafting_counts(
        since,
        until,
        city=figures.city(),
        kinds=LEAD_DRAFTED_KINDS,
        lead_rank=counted.settings_before(until).lead_rank,
        group_by=GroupBy.COUNTY,
    )
    counts = {group.value: group.counts for group in drafted.groups}
    names = names_of("division")
    codes = sorted({*innovation, *counts}, key=lambda code: (code is None, code or ""))
    return [
        CountyRow(
            code=code,
            name=names.get(code, code) if code else NOT_STATED,
            innovation=innovation.get(code, 0),
            lead=counts[code].lead if code in counts else 0,
            participate=counts[code].participate if code in counts else 0,
        )
        for code in codes
    ]
