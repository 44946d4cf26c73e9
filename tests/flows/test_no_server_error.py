"""Whatever is asked of any route, page or JSON, the server answers it: never a 500."""

import re
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import instance
from tests.examples import examples

FIELDS = (
    "q", "page", "per_page", "sort", "as_of", "kind", "status", "obligation", "ics", "ccs", "committee", "organization",
    "block_industry", "county", "year_from", "year_to", "level", "evidence", "scope", "group_by", "from", "to", "plan", "x",
    "numbers", "export", "format", "widen", "last", "metric", "top", "group", "part", "which", "standing", "rows", "year",
    "population", "weight", "implementing",
)  # fmt: skip
PIECES = st.sampled_from(
    ["GB/T 1.1", "T/YANSHI 1", "2014", "断路器", "状态:", '"', "(", "（", "-", "—", "/", "\\", "*", "%", "'", "<b>", "\0"]
)
TEXTS = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=8).map("".join))
VALUES = st.one_of(
    TEXTS,
    st.integers().map(str),
    st.dates().map(str),
    st.sampled_from(["csv", "xlsx", "0001-01-01", "9999-12-31", "2012年6月30日", "above_scale", "output", "lead", "member"]),
    st.sampled_from(["", "0", "-1", "1", "9" * 400, "1e9", "null", "verified", "year", "national", "2020-02-30", "断" * 3500]),
)


def test_no_route_fails(app, client):
    list(instance.prepare())
    routes = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and not rule.endpoint.endswith("static") and rule.endpoint != "api_docs.file"
    ]
    assert {"/", "/search", "/statistics", "/api/v1/standards", "/readyz", "/metrics"} <= set(routes)

    @settings(max_examples=examples(250), suppress_health_check=list(HealthCheck))
    @given(
        route=st.sampled_from(routes),
        place=st.one_of(VALUES, st.integers(1, 300).map(str)),
        asked=st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=4),
        method=st.sampled_from(["GET", "GET", "GET", "GET", "HEAD", "POST", "PUT", "X"]),
    )
    def answers(route, place, asked, method):
        path = re.sub("<[^>]*>", lambda _name: quote(place), route)
        answer = client.open(path, query_string=asked, method=method, buffered=True)
        assert answer.status_code < 500, (method, path, asked)
        assert b"Traceback" not in answer.data

    answers()
