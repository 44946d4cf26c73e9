"""Standard-innovation enterprises on a day: all of them, or those behind one number."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from app.api import figures
from app.api.schemas.fields import MOST_PAGES, Choice, Controlled, Plain, Whole
from app.clock import today
from app.registry import statistics as counted
from app.registry.dates import day_after
from app.registry.queries.codes import names_of
from app.registry.statistics import Became, InnovationRow
from app.registry.statistics.counties import county_today
from app.registry.words import Metric, Word
from app.web.asked import PeriodAsked, TableOfDay, read
from app.web.blueprint import pages
from app.web.tables import innovation_changes_file, innovation_file

PER_PAGE = 100
MOST_GROUPS = 20
"""Groups that are shown before all are asked for."""


class InnovationBy(Word):
    """What the enterprises are told apart by."""

    LEVEL = "level", "级别"
    COUNTY = "county", "县（市、区）"
    BLOCK_INDUSTRY = "block_industry", "块状产业"
    SCHEME = "scheme", "认定办法"
    BATCH = "batch", "批次"


class InnovationAsked(TableOfDay):
    """The enterprises on a day; `group` narrows them to one value of `group_by`, an empty one to those without."""

    group_by = Controlled(InnovationBy, load_default=InnovationBy.LEVEL)
    group = Plain(load_default=None)
    every = Choice("", "1", load_default="")
    page = Whole(least=1, most=MOST_PAGES, load_default=1)


@pages.get("/statistics/innovation-enterprises")
def statistics_innovation() -> ResponseReturnValue:
    """The enterprises behind the figure on a day."""
    asked = read(InnovationAsked)
    day, by, value = asked["as_of"], asked["group_by"], asked["group"]
    figure = figures.innovation(day)
    rows = [row for row in figures.innovation_figure(day).rows if value is None or (value or None) in _values(row, by)]
    if asked["form"]:
        return innovation_file(asked["form"], day, rows)
    start = (asked["page"] - 1) * PER_PAGE
    return render_template(
        "statistics_innovation.html",
        asked=asked,
        day=day,
        figure=figure,
        tables=[(each, figure[f"by_{each.value}"]) for each in InnovationBy],
        narrowed_to=None if value is None else f"{by.label}“{_label(figure, by, value or None)}”",
        most=MOST_GROUPS,
        rows=rows[start : start + PER_PAGE],
        total=len(rows),
        pages=max(1, -(-len(rows) // PER_PAGE)),
        target=counted.target_of(counted.plan_on(day), Metric.INNOVATION_ENTERPRISES),
        divisions=names_of("division"),
        year=_became_in(date(day.year, 1, 1), day),
    )


class ChangesAsked(PeriodAsked):
    """The enterprises of which an award began, ran out or was revoked in a period; this year where none is asked."""

    became = Controlled(Became, load_default=None)


@pages.get("/statistics/innovation-enterprises/changes")
def statistics_innovation_changes() -> ResponseReturnValue:
    """What became of awards in a period, and the enterprises behind each number."""
    asked = read(ChangesAsked)
    last = asked["last"] or max(asked["since"] or today(), today())
    since = asked["since"] or date(last.year, 1, 1)
    schemes = counted.settings_on(last).schemes
    rows = counted.innovation_change_rows(since, day_after(last), schemes=schemes, became=asked["became"])
    if asked["form"]:
        return innovation_changes_file(asked["form"], since, last, rows)
    return render_template(
        "statistics_innovation_changes.html",
        asked=asked,
        counts=_became_in(since, last),
        rows=rows,
        divisions=names_of("division"),
    )


def _became_in(since: date, last: date) -> Mapping[str, Any]:
    """What became of awards from the first to the last day, both included, under the plan of the last."""
    found = counted.innovation_changes(since, day_after(last), schemes=counted.settings_on(last).schemes)
    return {"since": since, "last": last, "counts": [(each, getattr(found, each.value)) for each in Became]}


def _label(figure: Mapping[str, Any], by: InnovationBy, value: str | None) -> str:
    return next((each["label"] for each in figure[f"by_{by.value}"] if each["value"] == value), "当日没有")


def _values(row: InnovationRow, by: InnovationBy) -> Collection[str | None]:
    """What an enterprise counts under."""
    if by is InnovationBy.LEVEL:
        return (row.award.level.name if row.award.level else None,)
    if by is InnovationBy.COUNTY:
        return (county_today(row.enterprise.county),)
    if by is InnovationBy.SCHEME:
        return (row.award.scheme.code,)
    if by is InnovationBy.BATCH:
        return (row.award.batch,)
    return [block.code for block in row.block_industries] or (None,)
