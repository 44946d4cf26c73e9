"""Days, periods and words in the address of every resource there is: what can't be used is named, one entry a field."""

import pytest

from tests import worked_example as example
from tests.factories import make_plan
from tests.registry.statistics.loading import load

PLACES = {"name": "members", "number": "T%2FYANSHI%201-2011"}
GIVEN = {"from": "2011-01-01", "to": "2016-01-01", "year": "2012", "metric": "committees"}
"""What stands in a parameter that has to be given."""

NO_DAYS = {
    "2012-02-30": "“2012-02-30”不是日历上的日子，请核对年月日",
    "2012-13-01": "“2012-13-01”不是日历上的日子，请核对年月日",
    "2012": "“2012”没有写到日，请写成 2020-11-01",
    "2012年2月": "“2012年2月”没有写到日，请写成 2020-11-01",
    "0001-01-01": "“0001-01-01”的年份应在 1000 至 9999 之间，请核对",
    "10000-01-01": "“10000-01-01”不是日期，请写成 2020-11-01",
    "-1": "“-1”不是日期，请写成 2020-11-01",
    "abc": "“abc”不是日期，请写成 2020-11-01",
    "2012-01-01、2013-01-01": "“2012-01-01、2013-01-01”不是日期，请写成 2020-11-01",
}


@pytest.fixture
def asked(client):
    """Every resource that can be read by an address: its path, and its parameters as described."""
    described = client.get("/api/v1/openapi.json").json["paths"]

    def placed(path):
        for name in path.split("{")[1:]:
            place = name.split("}")[0]
            path = path.replace(f"{{{place}}}", PLACES.get(place, "1"))
        return path

    return {
        placed(path): {each["name"]: each for each in methods["get"].get("parameters", ()) if each["in"] == "query"}
        for path, methods in described.items()
        if "get" in methods
    }


def needed(parameters):
    return {name: GIVEN.get(name, "x") for name, each in parameters.items() if each.get("required")}


def with_days(asked):
    """Path, parameters and name of a day, of each that there is."""
    return [
        (path, parameters, name)
        for path, parameters in asked.items()
        for name, each in parameters.items()
        if each["schema"].get("format") == "date"
    ]


def errors(answer):
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json"), answer.text
    found = answer.json["errors"]
    assert all(each["reason"] in answer.json["detail"] for each in found)
    return [(each["field"], each["reason"], each["value"]) for each in found]


def test_what_is_no_day_is_named_with_its_remedy(client, asked):
    found = with_days(asked)
    assert {"/api/v1/statistics/targets", "/api/v1/statistics/drafting", "/api/v1/organizations/1"} <= {each[0] for each in found}
    for path, parameters, name in found:
        for typed, reason in NO_DAYS.items():
            answer = client.get(path, query_string=needed(parameters) | {name: typed})
            assert errors(answer) == [(name, reason, typed)], path


def test_each_of_several_values_has_an_entry(client):
    answer = client.get("/api/v1/statistics/drafting?from=2012-02-30&to=soon&group_by=mood&kind=national&kind=worldly&colour=red")
    assert [(field, value) for field, _, value in errors(answer)] == [
        ("from", "2012-02-30"), ("to", "soon"), ("kind", "worldly"), ("group_by", "mood"), ("colour", "red"),
    ]


def test_what_has_one_value_is_given_one(client, asked):
    for path, parameters in asked.items():
        for name, each in parameters.items():
            if each["schema"].get("type") != "array":
                answer = client.get(f"{path}?{name}=1&{name}=&{name}=2", query_string=None)
                assert errors(answer) == [(name, "只能给一个值，请去掉多余的", "1、2")], path


def test_a_period_holds_a_day(client, asked):
    periods = [(path, parameters) for path, parameters in asked.items() if {"from", "to"} <= parameters.keys()]
    assert len(periods) >= 3
    for path, parameters in periods:
        for until in ("2012-01-01", "2011-12-31", "1000-01-01"):
            answer = client.get(path, query_string=needed(parameters) | {"from": "2012-01-01", "to": until})
            assert errors(answer) == [("to", f"止 {until}（不含）应晚于起 2012-01-01，请核对 from 与 to", until)]
        for there, missing in (("from", "to"), ("to", "from")):
            for day in ("1000-01-01", "2012-01-01", "9999-12-31"):
                answer = client.get(path, query_string={there: day})
                if answer.status_code == 200:
                    assert answer.json[there] == day
                else:
                    [(field, reason, value)] = errors(answer)
                    assert (field, value) in ((missing, None), ("from", "9999-12-31"))
                    says = ("缺少这一项，请填写", "from 与 to 须同时给出", "“9999-12-31”之后没有日子了，请写早一些")
                    assert reason in says


def test_words_and_whole_numbers_are_named(client, asked):
    for path, parameters in asked.items():
        for name, each in parameters.items():
            of = each["schema"].get("items", each["schema"])
            if "enum" in of or of["type"] == "integer":
                for typed in ("maybe", "1.5", "9" * 30):
                    [(field, reason, value)] = errors(client.get(path, query_string=needed(parameters) | {name: typed}))
                    assert (field, value) == (name, typed), path
                    assert reason.startswith(("可选值：", "应为整数", "应在 ", "数值过大")), (path, name, reason)


def test_a_name_that_is_not_known_is_refused(client, asked):
    for path, parameters in asked.items():
        answer = client.get(path, query_string=needed(parameters) | {"as_off": "2012-06-30"})
        if answer.status_code != 422:
            assert not parameters or path.startswith("/api/v1/openapi"), (path, answer.status_code)
        else:
            assert errors(answer) == [("as_off", "没有这个参数，可用的参数见 /api/docs", "2012-06-30")]


SPELLINGS = ("2012-06-30", "2012-6-30", "2012/06/30", "20120630", "2012年6月30日", "２０１２-０６-３０", " 2012-06-30 ")


def test_a_day_is_read_as_people_write_it(client):
    load(example.TABLES)
    for typed in SPELLINGS:
        found = client.get("/api/v1/statistics/adoption", query_string={"as_of": typed}).json
        assert (found["as_of"], found["overall"]["implementing"]) == ("2012-06-30", 4), typed


def rates(found):
    """All that stands under a name of a rate, however deep."""
    if isinstance(found, dict):
        yield from (value for name, value in found.items() if name in ("rate", "mean_rate"))
        found = list(found.values())
    if isinstance(found, list):
        for each in found:
            yield from rates(each)


@pytest.mark.parametrize("tables", [{}, example.TABLES], ids=["without records", "before all records"])
def test_no_data_is_no_rate(client, asked, tables):
    load({"block-industries": [{"code": "LEER", "name": "没有企业的产业"}]} | tables)
    seen = 0
    for path, parameters, name in with_days(asked):
        if path.startswith("/api/v1/statistics/") and name == "as_of":
            answer = client.get(path, query_string=needed(parameters) | {name: "1000-01-01"})
            assert answer.status_code == 200, answer.text
            found = [*rates(answer.json)]
            assert set(found) <= {None}, path
            seen += len(found)
    assert seen >= 3


def test_the_first_and_the_last_day_of_all_are_answered(client, asked):
    load(example.TABLES)
    make_plan("2011-2015", *example.PLAN_PERIOD, {"implementation_rate": 0.3})
    for path, parameters in asked.items():
        if path.startswith("/api/v1/statistics/") and "snapshots" not in path:
            period = {"from": "1000-01-01", "to": "9999-12-31"} if {"from", "to"} <= parameters.keys() else {}
            for day in {"1000-01-01", "9999-12-31"} if "as_of" in parameters else {None}:
                answer = client.get(path, query_string=needed(parameters) | period | ({"as_of": day} if day else {}))
                assert answer.status_code == 200, (path, day, answer.text)
