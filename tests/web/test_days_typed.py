"""Every field for a day on every page there is: what is no day is named beside the field, which keeps what was typed."""

import re
from urllib.parse import urlsplit

import pytest

from app.accounts.permissions import OfficeKind
from tests.living_record import living_record
from tests.signing import hold, post, sign_in
from tests.web.reading import read

NO_DAYS = {
    "2012-02-30": "“2012-02-30”不是日历上的日子，请核对年月日",
    "0001-01-01": "“0001-01-01”的年份应在 1000 至 9999 之间，请核对",
    "昨天": "“昨天”不是日期，请写成 2020-11-01",
}


def forms(page):
    """The forms of a page that ask for a day, each with its fields as they stand and the names of its days."""
    for form in page.all("form"):
        named = [each for each in form.all("input") if each.attributes.get("name")]
        fields = {
            each.attributes["name"]: each.attributes.get("value", "")
            for each in named
            if each.attributes.get("type") not in ("checkbox", "radio", "file")
        }
        fields |= {each.attributes["name"]: "T/YANSHI 91-2019" for each in form.all("textarea")}
        days = [each.attributes["name"] for each in named if "data-day" in each.attributes]
        if days:
            yield form.attributes, fields, days


def addresses(app, record):
    """The addresses of all pages there are, each record's by its first; files apart."""
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint.startswith("web.") and "<form>" not in rule.rule:
            yield re.sub("<[^>]*>", "1", rule.rule.replace("<name>", "members"))
    yield from record.addresses


pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@pytest.fixture
def asking(app, client):
    """All forms that ask for a day, once each: where they lead, how, what they send, and which of it are days."""
    record = living_record()
    hold(record.person, OfficeKind.ADMINISTRATOR)
    sign_in(client, record.person)
    found = {}
    for address in addresses(app, record):
        answer = client.get(address, buffered=True)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            for attributes, fields, days in forms(read(answer.text)):
                to = attributes.get("action") or address
                kind = re.sub(r"\d+", "1", urlsplit(to).path)
                found.setdefault((kind, tuple(days)), (to, attributes.get("method", "get"), fields, days))
    return list(found.values())


def test_a_field_for_a_day_says_what_is_wrong_and_keeps_it(client, asking):
    assert {"/statistics", "/statistics/drafting", "/statistics/snapshots", "/declarations/new"} <= {to for to, *_ in asking}
    for to, method, fields, days in asking:
        for name in days:
            for typed, reason in NO_DAYS.items():
                sent = fields | {name: typed}
                answer = client.get(to, query_string=sent) if method == "get" else post(client, to, sent)
                assert answer.status_code == 422, (to, name, typed)
                page = read(answer.text)
                [field] = [each for each in page.all("input", aria_invalid="true") if each.attributes["name"] == name]
                assert field.attributes["value"] == typed, to
                said = [page.one(id=place).text for place in field.attributes["aria-describedby"].split()]
                assert reason in said, to
                kept = {(each.attributes.get("name"), each.attributes.get("value")) for each in page.all("input")}
                others = {(key, value) for key, value in fields.items() if value and key not in (name, "csrf_token", "as_of")}
                assert method == "post" or others <= kept, to


@pytest.mark.parametrize("day", ["1000-01-01", "9999-12-31"])
def test_no_page_fails_at_the_ends_of_the_calendar(app, client, day):
    record = living_record()
    hold(record.person, OfficeKind.ADMINISTRATOR)
    sign_in(client, record.person)
    for address in addresses(app, record):
        asked = "&" if "?" in address else "?"
        answer = client.get(f"{address}{asked}as_of={day}&from={day}&last={day}", buffered=True)
        assert answer.status_code < 500, address
