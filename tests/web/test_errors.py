"""Errors on pages: in our own words, what to mend next to its field, and never a stack trace."""

import pytest

from app.api.schemas.fields import Query
from app.web.blueprint import pages
from app.web.errors import LABELS


def test_an_unknown_address_offers_a_search(page, app):
    shown = page("/nowhere/GB", answers=404)
    assert shown.one("h1").text == "没有找到"
    assert shown.one("input", id="q").attributes["value"] == "GB"


@pytest.mark.parametrize("address", ["/organizations/999", "/committees/999", "/block-industries/999", f"/organizations/{2**31}"])
def test_an_unknown_record(page, address):
    assert page(address, answers=404).one("h1").text == "没有找到"


def test_values_that_cannot_be_used_stand_beside_their_reasons_and_the_rest_is_kept(page, app):
    shown = page("/search", 422, q="鞋", page="abc", as_of="2020-13-01", kind="national")
    first, second = shown.all("input", aria_invalid="true")
    assert [(each.attributes["name"], each.attributes["value"]) for each in (first, second)] == [
        ("page", "abc"),
        ("as_of", "2020-13-01"),
    ]
    assert ["autofocus" in each.attributes for each in (first, second)] == [True, False]
    assert "不是日历上的日子" in shown.one(id=second.attributes["aria-describedby"]).text
    kept = {each.attributes["name"]: each.attributes["value"] for each in shown.all("input", type="hidden")}
    assert kept == {"q": "鞋", "kind": "national"}


def schemas(base=Query):
    for schema in base.__subclasses__():
        yield schema
        yield from schemas(schema)


def test_what_a_page_asks_has_a_name_that_people_know(app):
    asked = {
        field.data_key or name
        for schema in schemas()
        if schema.__module__.startswith("app.web.")
        for name, field in schema._declared_fields.items()
    }
    assert {"as_of", "metric", "top"} <= asked
    assert asked - LABELS.keys() == set()


def test_an_unknown_parameter_is_passed_over_on_a_page_and_refused_by_the_api(client):
    assert client.get("/organizations?utm_source=letter").status_code == 200
    assert client.get("/api/v1/organizations?utm_source=letter").status_code == 422


def test_the_api_keeps_its_own_errors(client):
    answer = client.get("/api/v1/standards/GB%2FT%2099999-2020")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_a_fault_of_ours_shows_no_stack_trace(settings, monkeypatch):
    from app import create_app

    def broken() -> str:
        raise RuntimeError("secret of the house")

    application = create_app(settings)
    application.add_url_rule("/broken", view_func=broken)
    answer = application.test_client().get("/broken")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "问题已记入日志" in answer.text


def test_a_page_for_reading_cannot_be_written_to(client):
    answer = client.post("/organizations")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "text/html" in answer.content_type


def test_every_page_forbids_what_is_not_its_own(client):
    policy = client.get("/about/definitions").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert pages.static_url_path == "/assets"


def test_choices_are_named_as_people_know_them(page):
    shown = page("/search?kind=zz&sort=x", 422)
    wrong = [each.text for each in shown.all("p", _class="wrong")]
    assert any("可选值：国家标准、行业标准" in each for each in wrong)
    assert not any("national" in each or "relevance" in each for each in wrong)
    assert "待办" in page("/workbench?kind=zz", 422).text
