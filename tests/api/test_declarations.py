"""Declaring, verifying and revoking through the API: the same rules as on the pages."""

import io

import pytest
from sqlalchemy import select

from app.accounts.permissions import OfficeKind
from app.clock import today
from app.database import db
from app.registry.models import Change
from app.registry.words import OrganizationKind, Through
from tests.factories import make_block_industry, make_membership, make_organization, make_standard, tie
from tests.signing import csrf_header, make_user, sign_in


@pytest.fixture
def world(app):
    association = make_organization("演示锁业协会", kind=OrganizationKind.ASSOCIATION)
    block = make_block_industry("SUO", "锁", association_id=association.id)
    member = make_organization("演示锁厂")
    make_membership(member, block, "2015-01-01")
    tie(make_standard("T/YANSHI 1-2020"), block)
    return {"association": association, "member": member}


@pytest.fixture
def asks(app):
    def as_one(office, organization=None):
        client = sign_in(app.test_client(), make_user(office=office, organization=organization))
        return lambda path, given: client.post(f"/api/v1/declarations{path}", json=given, headers=csrf_header(client))

    return as_one


def test_declared_verified_revoked(world, asks):
    enterprise = asks(OfficeKind.EDITOR, world["member"])
    association, staff = asks(OfficeKind.EDITOR, world["association"]), asks(OfficeKind.STAFF)
    given = {"organization": "演示锁厂", "number": "t/yanshi1—2020", "from": "2018-03-01", "products": "挂锁"}
    made = enterprise("", given)
    assert (made.status_code, made.json["outcome"]) == (200, "new")
    assert "自 2020-11-01 起计入" in made.json["warning"]
    own = made.json["declaration"]["id"]
    assert enterprise("", given).json["outcome"] == "known"
    assert enterprise(f"/{own}/verification", {}).status_code == 403
    assert association(f"/{own}/verification", {"on": "2999-01-01"}).json["errors"][0]["field"] == "on"
    done = association(f"/{own}/verification", {})
    assert (done.json["verified_on"], done.json["verified_by"]) == (str(today()), "演示锁业协会")
    assert association(f"/{own}/return", {"reason": "x"}).status_code == 409
    assert staff(f"/{own}/revocation", {}).json["errors"][0]["field"] == "reason"
    assert staff(f"/{own}/revocation", {"reason": "抽查"}).json["revocation_reason"] == "抽查"
    assert enterprise(f"/{own}/end", {"to": "2030-01-01"}).status_code == 409
    assert association("/987654/verification", {}).status_code == 404
    changes = db.session.scalars(select(Change).where(Change.table_name == "implementations")).all()
    assert {change.through for change in changes} == {Through.API}


def test_what_can_not_be_is_told_by_field(world, asks):
    enterprise = asks(OfficeKind.EDITOR, world["member"])
    refused = enterprise("", {"organization": "演示锁厂", "number": "T/YANSHI 1-2020", "from": "x", "to": 5, "more": 1})
    assert refused.status_code == 422
    assert {each["field"] for each in refused.json["errors"]} == {"from", "to", "more"}
    assert enterprise("", {"organization": "没有", "number": "T/YANSHI 1-2020", "from": "2021-01-01"}).status_code == 422
    ends = {"organization": "演示锁厂", "number": "T/YANSHI 1-2020", "from": "2021-01-01", "to": "2021-01-01"}
    assert enterprise("", ends).status_code == 422


def test_a_repeat_with_the_same_key_gets_the_first_answer(world, app):
    client = sign_in(app.test_client(), make_user(office=OfficeKind.EDITOR, organization=world["member"]))
    given = {"organization": "演示锁厂", "number": "T/YANSHI 1-2020", "from": "2021-01-01"}

    def asks(json, key):
        return client.post("/api/v1/declarations", json=json, headers=csrf_header(client) | {"Idempotency-Key": key})

    first = asks(given, "a")
    assert (first.status_code, first.json["outcome"]) == (200, "new")
    assert asks(given, "a").json == first.json
    assert asks(given, "b").json["outcome"] == "known"
    other = asks(given | {"products": "挂锁"}, "a")
    assert (other.status_code, other.json["errors"][0]["field"]) == (422, "Idempotency-Key")
    assert asks(given, "x" * 201).status_code == 422


def test_a_file_is_handed_in_and_named_by_its_sender_alone(world, app):
    client = sign_in(app.test_client(), make_user(office=OfficeKind.EDITOR, organization=world["member"]))

    def hands_in(content, name):
        data = {"file": (io.BytesIO(content), name)}
        return client.post("/api/v1/files", data=data, headers=csrf_header(client), content_type="multipart/form-data")

    taken = hands_in(b"%PDF-1.7 %%EOF", "../../声明.pdf")
    assert (taken.status_code, taken.json["name"], taken.json["size"]) == (201, "声明.pdf", 14)
    for wrong, name in ((b"", "空.pdf"), (b"MZ", "声明.pdf")):
        refused = hands_in(wrong, name)
        assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "file")
    bare = client.post("/api/v1/files", data={"file": "文字"}, headers=csrf_header(client), content_type="multipart/form-data")
    assert bare.status_code == 422
    assert client.post("/api/v1/files", json={}, headers=csrf_header(client)).status_code == 415
    given = {"organization": "演示锁厂", "number": "T/YANSHI 1-2020", "from": "2021-01-01", "file": taken.json["file"]}
    other = sign_in(app.test_client(), make_user("wang", office=OfficeKind.STAFF))
    refused = other.post("/api/v1/declarations", json=given, headers=csrf_header(other))
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "file")
    made = client.post("/api/v1/declarations", json=given, headers=csrf_header(client))
    assert made.json["declaration"]["evidence_file"] == "声明.pdf"
