"""Every error under /api is a problem document of one shape; nowhere else."""

import pytest
from flask import abort
from sqlalchemy.exc import OperationalError

from app.errors import Conflict, NotAllowed, Unavailable

SHAPE = {"type", "title", "status", "detail", "instance"}


def is_problem(answer, status):
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert answer.json.keys() - {"errors"} == SHAPE
    assert answer.json["status"] == status
    assert answer.json["title"]
    assert "Traceback" not in answer.text
    return answer.json


def fields(answer):
    return {each["field"]: each["value"] for each in is_problem(answer, 422)["errors"]}


def test_what_is_missing_is_asked_for_in_chinese(client):
    problem = is_problem(client.get("/api/v1/statistics/drafting"), 422)
    assert [(each["field"], each["reason"]) for each in problem["errors"]] == [
        ("from", "缺少这一项，请填写"),
        ("to", "缺少这一项，请填写"),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("page=abc", {"page": "abc"}),
        ("page=0", {"page": "0"}),
        ("page=1000001", {"page": "1000001"}),
        ("per_page=101", {"per_page": "101"}),
        ("per_page=0", {"per_page": "0"}),
        ("sort=best", {"sort": "best"}),
        ("kind=national&kind=worldly", {"kind": "worldly"}),
        ("status=gone", {"status": "gone"}),
        ("as_of=2020-02-30", {"as_of": "2020-02-30"}),
        ("as_of=2020-02", {"as_of": "2020-02"}),
        ("year_from=MMXX", {"year_from": "MMXX"}),
        ("organization=SAC", {"organization": "SAC"}),
        ("q=%00", {"q": "\0"}),
        ("knid=national", {"knid": "national"}),
        ("page=abc&per_page=101", {"page": "abc", "per_page": "101"}),
        ("as_of=0001-01-01", {"as_of": "0001-01-01"}),
        ("as_of=2012-01-01&as_of=2013-01-01", {"as_of": "2012-01-01、2013-01-01"}),
    ],
)
def test_each_value_that_cannot_be_used_is_named(client, query, expected):
    assert fields(client.get(f"/api/v1/standards?{query}")) == expected


def test_a_long_value_is_given_back_shortened(client):
    assert fields(client.get(f"/api/v1/standards?sort={'x' * 5000}")) == {"sort": "x" * 200 + "…"}


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/api/v1/organizations?kind=guild", "kind"),
        ("/api/v1/committees?level=galactic", "level"),
        ("/api/v1/block-industries?page=x", "page"),
        ("/api/v1/statistics/adoption?population=everybody", "population"),
        ("/api/v1/statistics/adoption?weight=mass", "weight"),
        ("/api/v1/statistics/adoption?evidence=hearsay", "evidence"),
        ("/api/v1/statistics/innovation-enterprises?as_of=soon", "as_of"),
        ("/api/v1/statistics/drafting?to=2016-01-01", "from"),
        ("/api/v1/statistics/drafting?from=2016-01-01&to=2011-01-01", "to"),
        ("/api/v1/statistics/drafting?from=2011-01-01&to=2016-01-01&group_by=mood", "group_by"),
        ("/api/v1/statistics/targets?plan=x", "plan"),
    ],
)
def test_so_do_all_other_resources(client, address, field):
    assert fields(client.get(address)).keys() == {field}


def test_a_blank_parameter_is_one_not_given(client):
    assert client.get("/api/v1/organizations?q=&kind=&page=&county=").status_code == 200
    assert client.get("/api/v1/statistics/adoption?as_of=&as_of=2012-06-30").json["as_of"] == "2012-06-30"
    assert client.get("/api/v1/statistics/adoption?as_of=2012-06-30&as_of=2012-06-30").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/api",
        "/api/v2",
        "/api/v1/standards/GB/T 1.1-2020",
        "/api/v1/standards/17",
        "/api/v1/standards/99999999999999999999",
        "/api/v1/standards/%00",
        "/api/v1/standards/-",
        "/api/v1/organizations/17",
        "/api/v1/organizations/2147483648",
        "/api/v1/organizations/x",
        "/api/v1/committees/17",
        "/api/v1/block-industries/17",
        "/api/v1/statistics/adoption/block-industries/17",
    ],
)
def test_what_is_not_there_is_not_found(client, address):
    is_problem(client.get(address), 404)


def test_a_method_that_is_not_offered_names_those_that_are(client):
    answer = client.put("/api/v1/statistics/drafting", json={})
    is_problem(answer, 405)
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotAllowed("无权"), 403),
        (Conflict("冲突"), 409),
        (Unavailable("停机"), 503),
        (OperationalError("SELECT 1", {}, Exception("no such host")), 503),
        (ZeroDivisionError("secret"), 500),
    ],
)
def test_whatever_goes_wrong_in_a_view_has_the_shape(app, error, status):
    def view():
        raise error

    app.add_url_rule("/api/v1/broken", view_func=view)
    problem = is_problem(app.test_client().get("/api/v1/broken"), status)
    assert "secret" not in problem["detail"]
    assert "host" not in problem["detail"]


@pytest.mark.parametrize("status", [400, 401, 413, 414, 415, 429])
def test_what_http_refuses_has_the_shape_too(app, status):
    app.add_url_rule("/api/v1/refused", view_func=lambda: abort(status))
    assert is_problem(app.test_client().get("/api/v1/refused"), status)["detail"]


def test_outside_the_api_errors_are_pages(client):
    answer = client.get("/nowhere")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
