"""Which bodies draft with which, as a drawing and as a table."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError, validates_schema
from marshmallow.validate import Length

from app.api.exporting import table_file
from app.api.schemas.fields import LARGEST_ID, MOST_PAGES, Day, Query, Whole, several
from app.api.sheets.singly import network_sheet
from app.api.trends import network_answer
from app.clock import today
from app.registry.queries.codes import names_of
from app.registry.queries.drafting_network import MOST, DraftingBody, drafted_together, drafting_network
from app.registry.queries.names import organization_names
from app.web.asked import as_file, read
from app.web.blueprint import pages
from app.web.charts.networks import network_chart
from app.web.tables import every, standards_file

YEARS = 5
PER_PAGE = 100
AT_ONCE = 1_000
"""Rows of an export that are read together."""


class PeriodAsked(Query):
    """A period by its first and last day, both included."""

    since = Day(data_key="from", load_default=None)
    last = Day(load_default=None)

    @validates_schema
    def in_order(self, given: Mapping[str, Any], **_: object) -> None:
        """Refuse a period that ends before it begins, or never."""
        since, last = given.get("since"), given.get("last")
        if since and last and last < since:
            raise ValidationError(f"止 {last} 早于起 {since}，请核对", "last")
        for day, field in ((since, "from"), (last, "last")):
            if day == date.max:
                raise ValidationError("这一天之后没有日子了，请写早一些", field)


class NetworkAsked(PeriodAsked):
    """The bodies of a period that drafted most, so many of them."""

    top = Whole(least=2, most=MOST, load_default=30)
    form = as_file()


class TogetherAsked(PeriodAsked):
    """What one body drafted in a period, or two of them together."""

    body = several(Whole(least=1, most=LARGEST_ID), validate=Length(1, 2, error="请给出一个或两个单位"))
    page = Whole(least=1, most=MOST_PAGES, load_default=1)
    form = as_file()


@pages.get("/statistics/drafting-network")
def statistics_network() -> ResponseReturnValue:
    """The bodies that drafted most in a period, and who drafted with whom."""
    asked = read(NetworkAsked)
    since, last = _period(asked)
    if asked["form"]:
        sheet = network_sheet(network_answer(since, last + timedelta(days=1), asked["top"]))
        return table_file(f"{sheet.title}-{since}至{last}", asked["form"], sheet.headings, sheet.rows)
    network = drafting_network(since, last + timedelta(days=1), top=asked["top"])
    named = {body.id: body for body in network.bodies}
    partners: dict[int, list[tuple[DraftingBody, int]]] = defaultdict(list)
    for first, second, count in network.pairs:
        partners[first].append((named[second], count))
        partners[second].append((named[first], count))
    return render_template(
        "statistics_network.html",
        since=since,
        last=last,
        top=asked["top"],
        most=MOST,
        network=network,
        chart=network_chart(network),
        partners=partners,
        divisions=names_of("division"),
    )


@pages.get("/statistics/drafting-network/standards")
def statistics_drafted_together() -> ResponseReturnValue:
    """The standards behind a number of the network."""
    asked = read(TogetherAsked)
    since, last = _period(asked)
    named = organization_names(set(asked["body"]))
    find = partial(drafted_together, since, last + timedelta(days=1), asked["body"])
    title = "、".join(named.values())
    if asked["form"]:
        return standards_file(asked["form"], f"{title}起草的标准-{since}至{last}", every(lambda page: find(page, AT_ONCE)))
    return render_template(
        "statistics_drafted_together.html",
        asked=asked,
        since=since,
        last=last,
        bodies=named,
        found=find(asked["page"], PER_PAGE),
    )


def _period(asked: Mapping[str, Any]) -> tuple[date, date]:
    """The first and the last day; by itself the last years up to today."""
    last = asked["last"] or max(today(), asked["since"] or today())
    return asked["since"] or date(max(1, last.year - YEARS + 1), 1, 1), last
