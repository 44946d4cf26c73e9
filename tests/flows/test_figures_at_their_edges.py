"""Plans and registers with nothing in them: every page of the figures is there, and no data is never a rate of nothing."""

import re

import pytest

from app.registry.words import Metric
from tests.factories import make_block_industry, make_plan
from tests.web.reading import read

DAYS = ("1000-01-01", "2011-01-01", "9999-12-31")

PLANS = {
    "no plan": [],
    "no targets": [("P", "2011-01-01", "2016-01-01", {})],
    "targets of nothing": [("P", "2011-01-01", "2016-01-01", dict.fromkeys(Metric, 0) | {"awards": 0, "pass_rate": 0})],
    "targets without a number": [("P", "2011-01-01", "2016-01-01", dict.fromkeys((*Metric, "awards", "pass_rate")))],
    "plans over one another": [("P", "2011-01-01", "2016-01-01", {"awards": 1}), ("Q", "2011-01-01", "2014-01-01", {})],
    "of one day": [("P", "2011-01-01", "2011-01-02", {"implementation_rate": 0.3, "lead_drafted_standards": 5})],
    "of all days": [("P", "1000-01-01", "9999-12-31", {"implementation_rate": 0.3, "lead_drafted_standards": 5})],
}


AREA = re.compile("/statistics(?!/snapshots/)|/block-industries/<[^>]*>$")
"""Where the figures are; a snapshot apart, since there is none."""


def pages_of_figures(app):
    """The addresses of the figures' pages, and of their files with the forms a file may have."""
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and AREA.match(rule.rule):
            path = rule.rule.replace("<name>", "rates" if "charts" in rule.rule else "targets")
            yield re.sub("<(?!form)[^>]*>", "1", path)


def answered(client, address, day):
    """The answer on a day; a file in the first form that it is offered in."""
    asked = {"as_of": day, "metric": "pass_rate"}
    answers = (client.get(address.replace("<form>", form), query_string=asked, buffered=True) for form in ("svg", "xlsx", "docx"))
    return next(answer for answer in answers if "<form>" not in address or answer.status_code != 404)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("plans", PLANS.values(), ids=PLANS)
def test_every_page_is_there_on_any_day(app, client, plans):
    for code, since, until, targets in plans:
        make_plan(code, since, until, targets)
    make_block_industry("EMPTY", "没有企业的产业")
    addresses = sorted({*pages_of_figures(app), "/metrics", "/"})
    assert len(addresses) >= 15
    for address in addresses:
        for day in DAYS if "<form>" not in address else DAYS[:1]:
            answer = answered(client, address, day)
            assert answer.status_code == 200, (address, day)
            if answer.mimetype == "text/html" and not any(0 in targets.values() for *_, targets in plans):
                assert not re.search(r"(?<!\d)0\.0 %", read(answer.text).main.text), (address, day)
