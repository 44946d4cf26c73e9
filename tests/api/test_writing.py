"""Writing through the API: who may, what is refused, versions, repeats, ends."""

import pytest
from sqlalchemy import func, select

from app.accounts.permissions import OfficeKind
from app.api.errors import PROBLEM_TYPE
from app.clock import today
from app.database import db
from app.registry.importing.columns import TABLES
from app.registry.models import Change, Organization, Standard
from app.registry.words import Deed, Through
from tests.factories import make_block_industry, make_organization, make_standard
from tests.registry.importing.taking import code
from tests.signing import csrf_header, make_user, sign_in


@pytest.fixture
def staff(app):
    """A browser of the institute's staff, whose requests bear the token of our own pages."""
    browser = app.test_client()
    sign_in(browser, make_user(office=OfficeKind.STAFF, name="李工"))

    def send(method, address, status, json=None, **headers):
        headers = csrf_header(browser) | {name.replace("_", "-"): value for name, value in headers.items()}
        answer = browser.open(f"/api/v1{address}", method=method, json=json, headers=headers)
        assert answer.status_code == status, answer.text
        if status >= 400:
            assert answer.content_type == PROBLEM_TYPE
        return answer

    return send


def test_a_standard_is_created_found_changed_and_withdrawn(staff, client, index):
    index()
    made = staff("POST", "/standards?reason=补录", 201, {"number": "gb／t 1-2020", "title_zh": "断路器", "ics": ["29.120.50"]})
    assert made.json["number"] == "GB/T 1-2020"
    assert (made.json["kind"], made.json["ics"], made.json["published_on"]) == ("national", ["29.120.50"], None)
    assert client.get(made.headers["Location"]).json["id"] == made.json["id"]
    assert client.get("/api/v1/standards?q=断路器").json["total"] == 1

    changed = staff("PATCH", "/standards/GB%2FT%201-2020", 200, {"implemented_on": "2020-11"}, If_Match=made.headers["ETag"])
    assert (changed.json["implemented_on"], changed.json["title_zh"]) == ("2020-11", "断路器")

    ended = staff("DELETE", f"/standards/{made.json['id']}?on=2023-05-01", 200, If_Match=changed.headers["ETag"])
    assert ended.json["withdrawn_on"] == "2023-05-01"
    assert client.get("/api/v1/standards/GB%2FT%201-2020?as_of=2023-05-01").json["status"] == "withdrawn"
    assert client.get("/api/v1/standards?q=断路器&as_of=2023-04-30&status=current").json["total"] == 1
    found = db.session.execute(select(Change.deed, Change.through, Change.reason, Change.by_name).order_by(Change.id)).all()
    assert found == [
        (Deed.CREATED, Through.API, "补录", "李工"),
        (Deed.CHANGED, Through.API, None, "李工"),
        (Deed.WITHDRAWN, Through.API, None, "李工"),
    ]


def test_a_record_read_by_anybody_names_the_version_to_write_from(staff, client):
    body = make_organization("甲公司")
    address = f"/organizations/{body.id}"
    read = client.get(f"/api/v1{address}").headers["ETag"]
    staff("PATCH", address, 200, {"name": "乙公司"}, If_Match=read)
    refused = staff("PATCH", address, 409, {"name": "丙公司"}, If_Match=read)
    assert refused.json["current"]["name"] == "乙公司"
    staff("PATCH", address, 200, {"name": "丙公司"}, If_Match=refused.headers["ETag"])
    staff("PATCH", address, 200, {"kind": "association"})
    staff("DELETE", address, 409, If_Match=read)
    staff("DELETE", address, 200, If_Match="*")
    assert client.get(f"/api/v1{address}").json["dissolved_on"] == str(today())


def test_every_field_at_fault_is_named(staff):
    refused = staff("POST", "/standards", 422, {"number": "GB/T 1-2020", "pages": "x", "published_on": "2020-13", "nix": 1})
    assert [each["field"] for each in refused.json["errors"]] == ["published_on", "pages", "nix"]
    assert db.session.scalar(select(func.count(Standard.id))) == 0


@pytest.mark.parametrize("sent", ["[]", "1", '"x"', "null"])
def test_what_is_no_object_is_refused(staff, sent, app):
    browser = sign_in(app.test_client(), make_user(office=OfficeKind.STAFF))
    headers = csrf_header(browser)
    answer = browser.post("/api/v1/standards", data=sent, content_type="application/json", headers=headers)
    assert answer.status_code == 422
    assert browser.post("/api/v1/standards", data="{", content_type="application/json", headers=headers).status_code == 400
    assert browser.post("/api/v1/standards", data="a=b", headers=headers).status_code == 415


def test_what_is_there_is_not_created_again(staff):
    make_standard("GB/T 1-2020")
    assert "GB/T 1-2020" in staff("POST", "/standards", 409, {"number": "GB/T 1-2020", "title_zh": "x"}).json["detail"]


def test_a_repeat_with_the_same_key_creates_once_and_answers_the_same(staff):
    given = {"name": "甲公司", "county": "330382"}
    first = staff("POST", "/organizations", 201, given, Idempotency_Key="k1")
    staff("PATCH", f"/organizations/{first.json['id']}", 200, {"kind": "enterprise"})
    again = staff("POST", "/organizations", 201, given, Idempotency_Key="k1")
    assert again.json == first.json
    assert db.session.scalar(select(func.count(Organization.id))) == 1
    refused = staff("POST", "/organizations", 422, given | {"name": "乙公司"}, Idempotency_Key="k1")
    assert refused.json["errors"][0]["field"] == "Idempotency-Key"
    staff("POST", "/organizations", 422, given, Idempotency_Key="x" * 201)


def test_another_sender_may_use_the_same_key(staff, app):
    staff("POST", "/organizations", 201, {"name": "甲公司", "county": "330382"}, Idempotency_Key="k1")
    other = sign_in(app.test_client(), make_user(office=OfficeKind.STAFF))
    headers = csrf_header(other) | {"Idempotency-Key": "k1"}
    answer = other.post("/api/v1/organizations", json={"name": "乙公司", "county": "330382"}, headers=headers)
    assert answer.status_code == 201


def test_who_is_nobody_is_asked_to_sign_in_and_who_may_not_is_told_so(client, app):
    enterprise = make_organization("甲公司")
    manager = sign_in(app.test_client(), make_user(office=OfficeKind.MANAGER, organization=enterprise))
    for browser, status in ((client, 401), (manager, 403)):
        for method, address in (("POST", "/standards"), ("PATCH", "/standards/1"), ("DELETE", f"/organizations/{enterprise.id}")):
            answer = browser.open(
                f"/api/v1{address}", method=method, json={"title_zh": "x"}, headers=csrf_header(browser)
            )
            assert (answer.status_code, answer.content_type) == (status, PROBLEM_TYPE)
    assert db.session.scalar(select(func.count(Change.id))) == 0


def test_a_table_without_an_end_removes_and_what_is_gone_is_gone(staff, client):
    block, body = make_block_industry("XIE", "鞋"), make_organization("甲公司", uscc=code(1))
    made = staff("POST", "/memberships", 201, {"block_industry": "XIE", "uscc": code(1), "from": "2011-01-01"})
    address = f"/memberships/{made.json['id']}"
    assert client.get(f"/api/v1{address}").json == made.json
    listed = client.get("/api/v1/memberships?q=甲公司").json
    assert (listed["total"], listed["items"]) == (1, [made.json])
    assert staff("DELETE", f"{address}?on=2013-07-01", 200).json["to"] == "2013-07-01"
    assert "块状产业成员 1 条" in staff("DELETE", f"/block-industries/{block.id}", 409).json["detail"]
    staff("DELETE", f"{address}?mistake=true", 204)
    staff("DELETE", f"/block-industries/{block.id}", 204)
    staff("PATCH", address, 404, {"to": None})
    assert client.get(f"/api/v1{address}").status_code == 404
    assert body.id


@pytest.mark.parametrize("table", TABLES)
def test_every_table_can_be_read_and_refuses_an_empty_record(staff, client, table):
    if table != "standards":  # they are searched, and nothing is indexed here
        assert client.get(f"/api/v1/{table}?q=x").status_code == (401 if table == "award-candidates" else 200)
        assert staff("GET", f"/{table}?q=x", 200).json["total"] == 0
    refused = staff("POST", f"/{table}", 422, {})
    assert refused.json["errors"][0]["field"] in {column.name for column in TABLES[table].columns}


@pytest.mark.parametrize("address", ["/standards/GB%2FT%201-2020", "/standards/99999999999", "/organizations/7", "/awards/7"])
def test_what_is_not_there_is_not_found(staff, address):
    staff("PATCH", address, 404, {"title_zh": "x"})
    staff("DELETE", address, 404)


def test_a_number_is_changed_only_where_the_request_says_why(staff, client, index):
    index()
    own = make_standard("GB/T 1234-2020", "断路器").id
    refused = staff("PATCH", f"/standards/{own}", 422, {"number": "GB/T 1243-2020"})
    assert refused.json["errors"][0]["field"] == "number"
    staff("PATCH", f"/standards/{own}?number_change=corrected", 422, {"number": "GB/T 1243-2020", "pages": 3})
    staff("PATCH", f"/standards/{own}?number_change=mistaken", 422, {"number": "GB/T 1243-2020"})
    corrected = staff("PATCH", f"/standards/{own}?number_change=corrected&reason=封面", 200, {"number": "GB/T 1243-2020"})
    assert (corrected.json["id"], corrected.json["number"], corrected.json["former_numbers"]) == (own, "GB/T 1243-2020", [])
    assert client.get("/api/v1/standards/GB%2FT%201234-2020").status_code == 404
    renumbered = staff("PATCH", f"/standards/{own}?number_change=renumbered", 200, {"number": "JB/T 7-2020"})
    assert (renumbered.json["kind"], renumbered.json["former_numbers"]) == ("industry", ["GB/T 1243-2020"])
    assert client.get("/api/v1/standards/GB%2FT%201243-2020").json["number"] == "JB/T 7-2020"
    assert [each["number"] for each in client.get("/api/v1/standards?q=断路器").json["items"]] == ["JB/T 7-2020"]
    make_standard("GB/T 2-2020")
    staff("PATCH", f"/standards/{own}?number_change=corrected", 409, {"number": "GB/T 2-2020"})
