"""Nothing that can be asked of the API fails on the server's side, and every answer is as the description says."""

import re
from datetime import timedelta
from urllib.parse import quote

import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from app.accounts.models import ApiToken
from app.accounts.permissions import OfficeKind, Permission
from app.accounts.secrets import digest
from app.clock import now
from app.database import db
from tests import worked_example as example
from tests.examples import examples
from tests.factories import make_committee, make_plan, make_standard
from tests.registry.statistics.loading import load
from tests.signing import make_user


def patient(usual):
    """Settings for tests that share one register over all their examples."""
    return settings(max_examples=examples(usual), suppress_health_check=list(HealthCheck))


CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)

SPELLINGS = st.sampled_from(
    ["GB/T 1.1", "T/YANSHI 1-2011", "GB", "-", "/", "2014", "IEC", "∕", "—", "(", "*", "\\", "%", "..", " "]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(SPELLINGS, max_size=6).map("".join))
ODDITIES = st.sampled_from(["", "0", "-1", "9" * 400, "1e9", "null", "[]"])
VALUES = st.one_of(TEXTS, st.integers().map(str), st.dates().map(str), ODDITIES)


def a_token_of(user):
    secret = "a token of the staff"
    db.session.add(
        ApiToken(
            user_id=user.id,
            name="fuzz",
            digest=digest(secret),
            scope=[*Permission],
            created_at=now(),
            expires_at=now() + timedelta(days=1),
        )
    )
    db.session.commit()
    return secret


def fill(index):
    load(example.TABLES)
    make_plan("2011-2015", *example.PLAN_PERIOD, {"implementation_rate": 0.3})
    make_standard("GB/T 1.1-2020", "标准化工作导则", committees=[make_committee("SAC/TC 286")])
    index()


def test_every_operation_keeps_to_the_description(app, index):
    fill(index)
    description = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operations = [operation.ok() for operation in description.get_all_operations()]
    assert len(operations) >= 60
    staff = {"Authorization": f"Bearer {a_token_of(make_user(office=OfficeKind.STAFF))}"}
    for operation in operations:
        hold_to_description(operation, staff if operation.method.upper() != "GET" else {})


def hold_to_description(operation, headers):
    @patient(6 if headers else 12)
    @given(case=operation.as_strategy())
    def keeps(case):
        case.call_and_validate(checks=CHECKS, headers=headers)
        # the context of the test outlives the request, whose own would end the transaction of what was refused
        db.session.rollback()

    keeps()


def test_no_address_with_any_parameters_fails(client, index):
    fill(index)
    described = client.get("/api/v1/openapi.json").json["paths"]
    parameters = {
        address: [each["name"] for each in methods["get"].get("parameters", ()) if each["in"] == "query"]
        for address, methods in described.items()
        if "get" in methods
    }

    @patient(300)
    @given(data=st.data(), address=st.sampled_from(list(parameters)), place=VALUES)
    def answers(data, address, place):
        path = re.sub("{[^}]*}", lambda _name: quote(place), address)
        asked = data.draw(st.dictionaries(st.sampled_from([*parameters[address], "other"]), VALUES, max_size=4))
        answer = client.get(path, query_string=asked, buffered=True)
        assert answer.status_code in (200, 300, 308, 401, 404, 422), (path, asked, answer.text)

    answers()
