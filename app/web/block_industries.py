"""Block industries: who implements, who might, and how far the target is."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import partial

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.auth import current_actor
from app.api.schemas.fields import LARGEST_ID
from app.percent import NO_DATA, percent
from app.registry import statistics as counted
from app.registry.queries.block_industries import block_industry_record
from app.registry.queries.codes import names_of
from app.registry.queries.standards import cards
from app.registry.rates.definitions import FORMULAS
from app.registry.rates.implementation import Evidence, Rate
from app.registry.services.industries import may_keep
from app.registry.words import Kind, Metric
from app.web.asked import read
from app.web.blueprint import pages
from app.web.charts.lines import LineChart, line_chart
from app.web.implementation import PER_PAGE, ImplementationAsked, RatesAsked, in_order
from app.web.rates import meets
from app.web.tables import associations_of, members_file, rates_file

QUARTERS = 16


@pages.get("/block-industries")
def block_industries() -> ResponseReturnValue:
    """All block industries with their rate on the day."""
    asked = read(RatesAsked)
    day = asked["as_of"]
    plan = counted.plan_on(day)
    figure = counted.implementation_rate(day)
    rows = in_order(figure.block_industries, asked["sort"])
    if asked["form"]:
        return rates_file(asked["form"], day, rows, partial(meets, plan=plan))
    start = (asked["page"] - 1) * PER_PAGE
    return render_template(
        "block_industries.html",
        day=day,
        plan=plan,
        figure=figure,
        rows=rows[start : start + PER_PAGE],
        page=asked["page"],
        pages=max(1, -(-len(rows) // PER_PAGE)),
        associations=associations_of(rows),
        sort=asked["sort"],
        target=counted.target_of(plan, Metric.IMPLEMENTATION_RATE),
        divisions=names_of("division"),
    )


@pages.get(f"/block-industries/<int(max={LARGEST_ID}):block_industry_id>")
def block_industry(block_industry_id: int) -> ResponseReturnValue:
    """One block industry on a day: its rate, the rows behind it, its course, its standards."""
    asked = read(ImplementationAsked)
    day, evidence = asked["as_of"], asked["evidence"]
    record = block_industry_record(block_industry_id)
    rows = counted.implementation_rows(block_industry_id, day, evidence)
    if asked["form"]:
        return members_file(asked["form"], day, record.block_industry.name, rows)
    target = counted.target_of(counted.plan_on(day), Metric.IMPLEMENTATION_RATE)
    rates, course = course_of(block_industry_id, day, evidence)
    standards = cards([tie.standard_id for tie in record.standards], day)
    members = [row for row in rows if row.is_member]
    implementing = [row for row in members if row.implements]
    rate = Rate(len(implementing), len(members))
    held_back = counted.held_back(block_industry_id, day)
    unverified = [row for row in members if not row.implements and row.enterprise.id in held_back]
    return render_template(
        "block_industry.html",
        asked=asked,
        day=day,
        record=record,
        is_kept=may_keep(record.block_industry, actor=current_actor()),
        rate=rate,
        formula=FORMULAS[Metric.IMPLEMENTATION_RATE],
        evidences=Evidence,
        implementing=implementing,
        unverified=unverified,
        would_be=Rate(rate.count + len(unverified), rate.of),
        attempting=[row for row in members if not row.implements and row.left_out and row not in unverified],
        others=[row for row in members if not row.implements and not row.left_out],
        undated=[row for row in rows if not row.is_member],
        missing=None if target is None else rate.missing_to(target),
        target=target,
        course=course,
        quarters=rates,
        alliance=[card for card in standards if card.standard.kind is Kind.ALLIANCE],
        others_tied=[card for card in standards if card.standard.kind is not Kind.ALLIANCE],
        ties={tie.standard_id: tie for tie in record.standards},
        divisions=names_of("division"),
        classes=names_of("gbt4754"),
    )


def course_of(
    block_industry_id: int, day: date, evidence: Evidence = Evidence.VERIFIED
) -> tuple[Sequence[tuple[date, Rate]], LineChart]:
    """The rate at the quarter ends before a day and on it, and the line of it."""
    days = [*_quarter_ends(day), day]
    rates = list(zip(days, counted.implementation_course(block_industry_id, days, evidence), strict=True))
    return rates, _chart(rates, counted.target_of(counted.plan_on(day), Metric.IMPLEMENTATION_RATE))


def _quarter_ends(day: date) -> Sequence[date]:
    """The last days of the quarters that ended before `day`, oldest first."""
    quarter = day.year * 4 + (day.month - 1) // 3
    firsts = [divmod(each, 4) for each in range(quarter - QUARTERS + 1, quarter + 1)]
    return [date(year, part * 3 + 1, 1) - timedelta(days=1) for year, part in firsts if year > 1]


def _chart(rates: Sequence[tuple[date, Rate]], target: Fraction | None) -> LineChart:
    def text(rate: Rate) -> str:
        return NO_DATA if rate.share is None else f"{percent(rate.share)}（{rate.count}/{rate.of}）"

    values = [(str(each.year), None if rate.share is None else float(rate.share), text(rate)) for each, rate in rates]
    return line_chart(values, None if target is None else float(target), [str(each) for each, _ in rates])
