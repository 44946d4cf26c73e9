"""The rows behind the figures as tables: shown, turned over, and taken away as CSV or XLSX."""

from flask import Response, render_template

from app.accounts.limiting import exporting
from app.api.exporting import FORMS, table_file
from app.api.labels import code_label, metric_label
from app.api.schemas.fields import Plain
from app.api.sheets import Name, Share, Sheet, assessed, named, number, sheet
from app.errors import NotFound
from app.registry.queries.codes import names_of
from app.registry.statistics import observations, plan_on
from app.registry.words import is_rate
from app.web.asked import Listing, OfDay, read
from app.web.blueprint import pages

PER_PAGE = 100


class SheetAsked(OfDay, Listing):
    """One page of a sheet on a day."""


class ObservationsAsked(OfDay):
    """What was recorded of one metric."""

    metric = Plain(required=True)


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
    day = read(OfDay)["as_of"]
    found = assessed(day)
    return render_template(
        "statistics_counties.html",
        day=day,
        plan=plan_on(day),
        found=found,
        labels={metric: metric_label(metric) for metric in found.metrics} if found else {},
        divisions=names_of("division"),
    )


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
def statistics_observations() -> str:
    """What was recorded of a metric up to a day, the newest first."""
    asked = read(ObservationsAsked)
    rows = [
        (
            str(each.on),
            "全市" if each.county is None else code_label("division", each.county) or each.county,
            number(each.value, is_rate(asked["metric"])),
            each.source,
        )
        for each in observations(asked["metric"], asked["as_of"])
    ]
    label = metric_label(asked["metric"])
    return _shown(Sheet(asked["metric"], f"填报值：{label}", ("日期", "范围", "数值", "来源"), rows), 1, None)


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
        is_number=lambda cell: isinstance(cell, int | float),
        file_endpoint=file_endpoint,
        named_by=named_by,
    )
