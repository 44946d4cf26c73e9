"""Which bodies draft with which, as a drawing and as a table."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import render_template
from marshmallow import ValidationError, validates_schema

from app.api.schemas.fields import Day, Query, Whole
from app.clock import today
from app.registry.queries.codes import names_of
from app.registry.queries.drafting_network import MOST, drafting_network
from app.web.asked import read
from app.web.blueprint import pages
from app.web.charts.networks import network_chart

YEARS = 5


class NetworkAsked(Query):
    """A period by its first and last day, both included, and how many bodies."""

    since = Day(data_key="from", load_default=None)
    last = Day(load_default=None)
    top = Whole(least=2, most=MOST, load_default=30)

    @validates_schema
    def in_order(self, given: Mapping[str, Any], **_: object) -> None:
        """Refuse a period that ends before it begins, or never."""
        since, last = given.get("since"), given.get("last")
        if since and last and last < since:
            raise ValidationError(f"止 {last} 早于起 {since}，请核对", "last")
        for day, field in ((since, "from"), (last, "last")):
            if day == date.max:
                raise ValidationError("这一天之后没有日子了，请写早一些", field)


@pages.get("/statistics/drafting-network")
def statistics_network() -> str:
    """The bodies that drafted most in a period, and who drafted with whom."""
    asked = read(NetworkAsked)
    last = asked["last"] or max(today(), asked["since"] or today())
    since = asked["since"] or date(max(1, last.year - YEARS + 1), 1, 1)
    network = drafting_network(since, last + timedelta(days=1), top=asked["top"])
    named = {body.id: body for body in network.bodies}
    partners: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for first, second, count in network.pairs:
        partners[first].append((named[second].name, count))
        partners[second].append((named[first].name, count))
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
