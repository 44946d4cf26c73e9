"""Which bodies draft with which, as a drawing and as a table."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from marshmallow.validate import Length

from app.api.exporting import table_file
from app.api.schemas.fields import LARGEST_ID, MOST_PAGES, Whole, several
from app.api.sheets.singly import network_sheet
from app.api.trends import network_answer
from app.clock import today
from app.registry.queries.codes import names_of
from app.registry.queries.drafting_network import MOST, DraftingBody, drafted_together, drafting_network
from app.registry.queries.names import organization_names
from app.web.asked import PeriodAsked, read
from app.web.blueprint import pages
from app.web.charts.networks import network_chart
from app.web.tables import every, standards_file

YEARS = 5
PER_PAGE = 100
AT_ONCE = 1_000
"""Rows of an export that are read together."""


class NetworkAsked(PeriodAsked):
    """The bodies of a period that drafted most, so many of them."""

    top = Whole(least=2, most=MOST, load_default=30)


class TogetherAsked(PeriodAsked):
    """What one body drafted in a period, or two of them together."""

    body = several(Whole(least=1, most=LARGEST_ID), validate=Length(1, 2, error="请给出一个或两个单位"))
    page = Whole(least=1, most=MOST_PAGES, load_default=1)


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
