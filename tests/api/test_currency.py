"""The currency check as programs ask for it."""

import pytest

from app.api import currency as resource
from app.registry.queries import currency
from app.registry.words import RelationKind
from tests.api.test_errors import fields, is_problem
from tests.factories import make_standard, relate

ADDRESS = "/api/v1/currency-check"


@pytest.fixture
def guides(app):
    old = make_standard("GB/T 1.1-2009", "标准化工作导则", published_on="2009-06-17", implemented_on="2010-01-01")
    new = make_standard("GB/T 1.1-2020", "标准化工作导则", published_on="2020-03-31", implemented_on="2020-10-01")
    relate(new, RelationKind.REPLACES, old)


def check(client, *numbers, **more):
    answer = client.post(ADDRESS, json={"numbers": numbers} | more)
    assert answer.status_code == 200, answer.text
    return answer.json


@pytest.mark.usefixtures("guides")
class TestAnswer:
    def test_its_shape_is_exactly_this(self, client):
        answer = check(client, "GB/T 1.1—2009", as_of="2026-06-01")
        message = answer["results"][0].pop("message")
        assert "2026-06-01" in message
        assert answer == {
            "as_of": "2026-06-01",
            "results": [
                {
                    "input": "GB/T 1.1—2009",
                    "number": "GB/T 1.1-2009",
                    "title_zh": "标准化工作导则",
                    "verdict": "superseded",
                    "flags": [],
                    "chain": [{"number": "GB/T 1.1-2020", "on": "2020-10-01"}],
                    "current": ["GB/T 1.1-2020"],
                    "candidates": [],
                }
            ],
        }

    def test_the_window_of_transition(self, client):
        found = check(client, "GB/T 1.1-2009", as_of="2020-05-01")["results"][0]
        assert (found["verdict"], found["flags"], found["current"]) == ("current", ["transition"], ["GB/T 1.1-2009"])
        assert "2020-03-31" in found["message"]
        assert "2020-10-01" in found["message"]

    def test_without_a_day_it_is_today(self, client, monkeypatch):
        for more in ({}, {"as_of": None}):
            assert check(client, "GB/T 1.1", **more)["as_of"] == resource.today().isoformat()

    def test_one_result_a_number_and_one_for_a_line_without(self, client):
        found = check(client, "引用 GB/T 1.1-2009 和 GB/T 1.1", "皮鞋")["results"]
        assert [(each["input"], each["number"]) for each in found] == [
            ("GB/T 1.1-2009", "GB/T 1.1-2009"), ("GB/T 1.1", "GB/T 1.1-2020"), ("皮鞋", None),
        ]  # fmt: skip
        assert check(client)["results"] == []

    def test_titles_that_resemble_what_stands_beside_an_unknown_number(self, client, index):
        index()
        found = check(client, "GB/T 9999-2020 标准化工作导则")["results"][0]
        assert (found["verdict"], found["number"]) == ("unknown", "GB/T 9999-2020")
        assert set(found["candidates"]) == {"GB/T 1.1-2009", "GB/T 1.1-2020"}


class TestRefusals:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ({}, {"numbers": None}),
            ({"numbers": "GB/T 1.1"}, {"numbers": "GB/T 1.1"}),
            ({"numbers": None}, {"numbers": None}),
            ({"numbers": [1]}, {"numbers": "1"}),
            ({"numbers": ["a\0"]}, {"numbers": "a\0"}),
            ({"numbers": [], "as_of": "2020-02-30"}, {"as_of": "2020-02-30"}),
            ({"numbers": [], "as_of": "2020"}, {"as_of": "2020"}),
            ({"numbers": [], "day": "x"}, {"day": "x"}),
        ],
        ids=["none", "text", "null", "figure", "nul", "no-day", "year", "unknown"],
    )
    def test_each_field_is_named(self, client, body, expected):
        assert fields(client.post(ADDRESS, json=body)) == expected

    def test_no_object_and_no_json(self, client):
        is_problem(client.post(ADDRESS, json=["GB/T 1.1"]), 422)
        is_problem(client.post(ADDRESS, data="{", content_type="application/json"), 400)
        is_problem(client.post(ADDRESS, data=b"\xff", content_type="application/json"), 400)
        is_problem(client.get(ADDRESS), 405)

    def test_too_many_numbers_and_too_long_a_request(self, client, monkeypatch):
        monkeypatch.setattr(currency, "MOST_NUMBERS", 2)
        assert fields(client.post(ADDRESS, json={"numbers": ["GB/T 1.1"] * 3})) == {"numbers": None}
        monkeypatch.setattr(resource, "LONGEST_REQUEST", 100)
        is_problem(client.post(ADDRESS, json={"numbers": ["x" * 200]}), 413)
