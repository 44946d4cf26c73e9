"""The life of an alliance standard through the API: from proposal to publication, review and withdrawal."""

from datetime import date, timedelta

import pytest

from app.accounts.permissions import OfficeKind
from app.clock import today
from app.registry.lifecycle.words import DocumentKind
from app.registry.models import WorkItem
from app.registry.words import OrganizationKind
from tests.factories import db, make_block_industry, make_document, make_issuing_body, make_organization
from tests.signing import csrf_header, make_user, sign_in

YEAR = today().year


@pytest.fixture
def association(app):
    return make_organization("演示锁业协会", kind=OrganizationKind.ASSOCIATION)


@pytest.fixture
def as_one(app):
    def asks(office, organization=None):
        client = sign_in(app.test_client(), make_user(office=office, organization=organization))

        def send(path, given, method="POST", **headers):
            return client.open(f"/api/v1{path}", method=method, json=given, headers=csrf_header(client) | headers)

        return send

    return asks


def add(own, kind):
    make_document(kind, item=db.session.get(WorkItem, own))


def test_from_proposal_to_publication_and_withdrawal(client, association, as_one):
    staff, manager = as_one(OfficeKind.STAFF), as_one(OfficeKind.MANAGER, association)
    editor = as_one(OfficeKind.EDITOR, association)
    make_block_industry("SUO", "锁")
    make_organization("演示锁厂")
    made = staff("/issuing-bodies", {"organization": "演示锁业协会", "code": "YANSHI"})
    assert (made.status_code, made.json["comment_days"], made.json["percent_needed"]) == (201, 30, 75)
    low = manager("/issuing-bodies/YANSHI", {"comment_days": 29}, "PATCH")
    assert (low.status_code, low.json["errors"][0]["field"]) == (422, "comment_days")

    begun = date(YEAR - 1, 3, 2)
    proposal = {"body": "YANSHI", "title_zh": "演示智能门锁", "purpose": "甲", "scope": "乙", "on": str(begun),
                "block_industries": ["SUO"]}  # fmt: skip
    item = editor("/work-items", proposal)
    assert (item.status_code, item.json["stage"]) == (201, "proposal")
    own = item.json["id"]
    assert client.get(f"/api/v1/work-items/{own}").status_code == 404

    def step(who, name, **more):
        return who(f"/work-items/{own}/steps", {"step": name, **more})

    assert step(editor, "approve_project").status_code == 403
    refused = step(manager, "approve_project", plan_number="P-1", on=str(begun))
    assert refused.status_code == 409
    assert "提案书" in refused.json["detail"]
    add(own, DocumentKind.PROPOSAL)
    assert step(manager, "approve_project", plan_number="P-1", on=str(begun)).json["stage"] == "approved"
    assert client.get(f"/api/v1/work-items/{own}").json["turn"] == "经办人：组成起草组"
    assert editor(f"/work-items/{own}/units", {"organization": "演示锁厂", "role": "lead"}).status_code == 200
    assert editor(f"/work-items/{own}/drafters", {"name": "张三"}).status_code == 200
    assert step(editor, "start_drafting", on=str(begun - timedelta(days=1))).json["errors"][0]["field"] == "on"
    assert step(editor, "start_drafting", on=str(today() + timedelta(days=1))).json["errors"][0]["field"] == "on"
    assert step(editor, "start_drafting", on=str(begun)).json["stage"] == "drafting"
    add(own, DocumentKind.COMMENT_DRAFT)
    assert editor(f"/work-items/{own}/patent-calls", {"stage": "comment", "none_known": True}).status_code == 200
    period = {"on": str(begun), "comment_from": str(begun), "comment_until": str(begun + timedelta(days=29))}
    short = step(editor, "open_comment", **period)
    assert short.json["errors"][0]["field"] == "comment_short_reason"
    period["comment_until"] = str(begun + timedelta(days=30))
    assert step(editor, "open_comment", **period).json["comment_until"] == str(begun + timedelta(days=30))
    add(own, DocumentKind.REVIEW_DRAFT)
    early = step(editor, "start_review", on=str(begun + timedelta(days=29)))
    assert (early.status_code, "期满后才能送审" in early.json["detail"]) == (409, True)
    reviewed_on = str(begun + timedelta(days=30))
    assert step(editor, "start_review", on=reviewed_on).json["stage"] == "review"
    review = editor(f"/work-items/{own}/reviews", {"manner": "consensus", "held_on": reviewed_on}).json["id"]
    assert editor(f"/work-items/{own}/reviews/{review}/representatives", {"name": "甲", "unit": "甲所"}).status_code == 201
    closed = editor(f"/work-items/{own}/reviews/{review}/conclusion", {"conclusion": "一致", "agreed": True})
    assert closed.json["passed"] is True
    add(own, DocumentKind.MINUTES)
    add(own, DocumentKind.APPROVAL_DRAFT)
    assert step(editor, "submit", on=reviewed_on).json["stage"] == "approval"
    add(own, DocumentKind.DECISION)
    add(own, DocumentKind.TEXT)
    assert "还没有批准" in step(manager, "publish", implemented_on=str(today())).json["detail"]
    assert step(manager, "approve", on=reviewed_on).status_code == 200
    stale = manager(f"/work-items/{own}/steps", {"step": "publish"}, **{"If-Match": '"1"'})
    assert stale.status_code == 409
    done = step(manager, "publish", implemented_on=str(today()))
    assert (done.json["stage"], done.json["standard"]) == ("published", f"T/YANSHI 1-{YEAR}")
    assert step(manager, "publish", implemented_on=str(today())).status_code == 409

    record = client.get(f"/api/v1/standards/T/YANSHI 1-{YEAR}").json
    assert (record["status"], record["issuer"]) == ("current", "演示锁业协会")
    profile = client.get("/api/v1/issuing-bodies/yanshi").json
    assert (profile["standards"], profile["by_status"], profile["overdue_reviews"]) == (1, {"current": 1}, [])
    over = manager(f"/standards/{record['id']}/reviews", {"result": "withdrawn", "reason": "演示"})
    assert over.status_code == 201
    assert client.get(f"/api/v1/standards/T/YANSHI 1-{YEAR}").json["status"] == "withdrawn"


def test_what_can_not_be_read_is_told_by_field(association, as_one):
    staff = as_one(OfficeKind.STAFF)
    wrong = staff("/issuing-bodies", {"organization": "演示锁业协会", "code": "演示", "serial_rule": "x", "more": 1})
    assert wrong.status_code == 422
    assert {each["field"] for each in wrong.json["errors"]} == {"serial_rule", "more"}
    code = staff("/issuing-bodies", {"organization": "演示锁业协会", "code": "演示"})
    assert code.json["errors"][0]["field"] == "code"
    assert staff("/work-items", {"body": "QITA", "title_zh": "甲"}).status_code == 404


def test_a_proposal_repeated_with_its_key_is_made_once(client, association, as_one):
    editor = as_one(OfficeKind.EDITOR, association)
    make_issuing_body(association, "YANSHI")
    given = {"body": "YANSHI", "title_zh": "演示智能门锁"}
    first = editor("/work-items", given, **{"Idempotency-Key": "a1"})
    again = editor("/work-items", given, **{"Idempotency-Key": "a1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json["id"] == again.json["id"]
    assert first.headers["Location"] == f"/api/v1/work-items/{first.json['id']}"
    other = editor("/work-items", given | {"title_zh": "演示挂锁"}, **{"Idempotency-Key": "a1"})
    assert other.status_code == 422
    assert db.session.query(WorkItem).count() == 1
