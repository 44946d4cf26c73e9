"""The rows behind the figures as tables: shown, turned over, and taken away as CSV or XLSX."""

from collections.abc import Sequence
from functools import partial

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from app.accounts.limiting import exporting
from app.api.exporting import FORMS, table_file
from app.api.labels import code_label, metric_label
from app.api.schemas.fields import Plain
from app.api.sheets import Cell, Name, Share, Sheet, assessed, named, number, sheet
from app.errors import NotFound
from app.registry.queries.codes import names_of
from app.registry.statistics import observations, plan_on
from app.registry.statistics.assessment import Assessment
from app.registry.statistics.counties import county_today
from app.registry.words import is_rate
from app.web.asked import Listing, OfDay, TableOfDay, read
from app.web.blueprint import pages
from app.web.drilling import rows_of_county
from app.web.sheet_links import link_of

PER_PAGE = 100


class SheetAsked(OfDay, Listing):
    """One page of a sheet on a day."""


class CountiesAsked(OfDay):
    """The county assessment, in the order of one of its metrics; `-` first for descending."""

    sort = Plain(load_default="county")


class ObservationsAsked(TableOfDay):
    """What was recorded of one metric, everywhere or for one county."""

    metric = Plain(required=True)
    county = Plain(load_default=None)


@pages.get("/statistics/sheets/<name>")
def statistics_sheet(name: str) -> str:
    """A sheet of the report, a hundred rows a page."""
    asked = read(SheetAsked)
    if named(name) is Name.COUNTIES:
        return statistics_counties()
    return _shown(sheet(named(name), asked["as_of"]), asked["page"], "web.statistics_sheet_file", name=name)


@pages.get("/statistics/counties")
def statistics_counties() -> str:
    """The county assessment: each county's figures against its share of the plan's targets and against a year before."""
    asked = read(CountiesAsked)
    day, sort = asked["as_of"], asked["sort"]
    found, plan = assessed(day), plan_on(day)
    return render_template(
        "statistics_counties.html",
        day=day,
        sort=sort,
        plan=plan,
        found=found,
        counties=_ordered(found, sort) if found else (),
        labels={metric: metric_label(metric) for metric in found.metrics} if found else {},
        rows=partial(rows_of_county, day, plan) if plan else None,
        divisions=names_of("division"),
    )


def _ordered(found: Assessment, sort: str) -> Sequence[str]:
    """The counties by one metric, those without a value last; by code where nothing else is asked."""
    metric, descending = sort.removeprefix("-"), sort.startswith("-")
    if metric not in found.metrics:
        return list(reversed(found.counties)) if sort == "-county" else found.counties
    values = {county: found.cells[county, metric].value for county in found.counties}
    known = [county for county in found.counties if values[county] is not None]
    ordered = sorted(known, key=lambda county: values[county] or 0, reverse=descending)
    return [*ordered, *(county for county in found.counties if values[county] is None)]


@pages.get("/statistics/sheets/<name>.<form>")
@exporting
def statistics_sheet_file(name: str, form: str) -> Response:
    """The whole sheet as a file."""
    if form not in FORMS:
        raise NotFound(f"没有 .{form[:10]} 格式的导出，可用的有：{'、'.join(FORMS)}")
    day = read(OfDay)["as_of"]
    found = sheet(named(name), day)
    return table_file(f"{found.title}-{day}", form, found.headings, found.rows)


@pages.get("/statistics/observations")
def statistics_observations() -> ResponseReturnValue:
    """What was recorded of a metric up to a day, the newest first."""
    asked = read(ObservationsAsked)
    county = asked["county"]
    rows: list[Sequence[Cell]] = [
        (
            str(each.on),
            "全市" if each.county is None else code_label("division", each.county) or each.county,
            number(each.value, is_rate(asked["metric"])),
            each.source,
        )
        for each in observations(asked["metric"], asked["as_of"])
        if county is None or county_today(each.county) == county
    ]
    where = f"{code_label('division', county) or county}：" if county else ""
    title = f"{where}{metric_label(asked['metric'])}的填报值"
    found = Sheet(asked["metric"], title, ("日期", "范围", "数值", "来源"), rows)
    if asked["form"]:
        return table_file(f"{title}-{asked['as_of']}", asked["form"], found.headings, found.rows)
    return _shown(found, 1, None)


def _shown(found: Sheet, page: int, file_endpoint: str | None, **named_by: str) -> str:
    day = read(OfDay)["as_of"]
    pages_of = max(1, -(-len(found.rows) // PER_PAGE))
    return render_template(
        "statistics_sheet.html",
        sheet=found,
        rows=found.rows[(page - 1) * PER_PAGE : page * PER_PAGE],
        day=day,
        page=page,
        pages=pages_of,
        is_share=lambda cell: isinstance(cell, Share),
        link=partial(link_of, found.name, day),
        is_number=lambda cell: isinstance(cell, int | float),
        file_endpoint=file_endpoint,
        named_by=named_by,
    )
