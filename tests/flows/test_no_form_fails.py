"""Whatever is sent to a form of the living record by somebody who may write everywhere, the server answers it: never a 500."""

import re
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.permissions import OfficeKind
from tests.examples import examples
from tests.flows.test_no_server_error import TEXTS
from tests.living_record import living_record
from tests.signing import csrf_token, hold, sign_in

FIELDS = (
    *("organization", "standard", "from", "last", "on", "products", "evidence", "kept_file", "file", "by", "reason", "act"),
    *("place", "all", "days", "old", "new", "link", "declaration", "name", "name-0", "most-0", "explanation-0", "least-1"),
    *("clause-1", "body-1", "proposal-1", "clause-9", "body-60", "unit", "email", "on_behalf", "table"),
    *("comment", "answer", "for_review", "show", "clause", "page"),
    *("points-1-1", "level", "left_out_reason", "years", "dry_run"),
    *("login", "email", "kind", "number", "why", "title", "table", "pasted", "what", "into", "version", "rank", "role", "source"),
)
WRITING = re.compile("/(declar|award|block-industries|workbench|comments|standard-comments|alliance-standards/.*/comments)")
VALUES = st.one_of(
    TEXTS,
    st.integers().map(str),
    st.integers(1, 6).map(str),
    st.dates().map(str),
    st.sampled_from(["verify", "return", "link", "remind", "print", "revoke", "yes", "1:1", "9999-12-31", "0001-01-01"]),
    st.sampled_from(["accepted", "call", "li@example.com"]),
    st.sampled_from(["nan", "inf", "1e400", "-0", "١", "<script>", "\0", "长" * 5_000]),
)


def test_no_form_fails(app, client):
    record = living_record()
    hold(record.person, OfficeKind.ADMINISTRATOR)
    sign_in(client, record.person)
    token = csrf_token(client)
    routes = [
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods & {"GET", "POST"}
        if WRITING.match(rule.rule)
    ]
    assert {"/declarations/new", "/declare/<token>"} <= {route for route, _method in routes}

    @settings(max_examples=examples(200), suppress_health_check=list(HealthCheck))
    @given(
        route=st.sampled_from(routes),
        place=st.one_of(st.integers(1, 6).map(str), VALUES),
        typed=st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=6),
    )
    def answers(route, place, typed):
        rule, method = route
        path = re.sub("<[^>]*>", lambda _name: quote(place), rule)
        sent = {"query_string": typed} if method == "GET" else {"data": typed | {"csrf_token": token}}
        with client.open(path, method=method, **sent) as answer:
            assert answer.status_code < 500, (method, path, typed)
            assert b"Traceback" not in answer.data

    answers()
