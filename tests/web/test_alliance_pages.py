"""Pages of the life of alliance standards: the board, one work item, its steps, issuing bodies."""

import pytest

from app.accounts.permissions import OfficeKind
from app.database import db
from app.registry.lifecycle.words import DocumentKind, Stage
from app.registry.models import IssuingBody, WorkItem
from app.registry.words import DraftingRole, OrganizationKind
from tests.factories import (
    make_document,
    make_issuing_body,
    make_named_drafter,
    make_organization,
    make_patent_call,
    make_unit,
    make_work_item,
)
from tests.signing import make_user, post, sign_in


@pytest.fixture
def body(app):
    return make_issuing_body(make_organization("演示锁业协会", kind=OrganizationKind.ASSOCIATION), "YANSHI")


@pytest.fixture
def editor(client, body):
    return sign_in(client, make_user(office=OfficeKind.EDITOR, organization=body.organization))


def test_staff_register_a_body_once(client, app):
    make_organization("演示锁业协会", kind=OrganizationKind.ASSOCIATION)
    sign_in(client, make_user(office=OfficeKind.STAFF))
    typed = {"organization": "演示锁业协会", "code": "yanshi", "comment_days": "45"}
    answer = post(client, "/alliance-bodies", typed)
    assert answer.status_code == 303
    assert answer.location == "/alliance-bodies/YANSHI"
    assert "不少于 45 天" in client.get(answer.location).text
    again = post(client, "/alliance-bodies", typed)
    assert again.status_code == 422
    assert "一个团体只登记一个代号" in again.text
    low = post(client, "/alliance-bodies/YANSHI/rules", {"percent_needed": "70"})
    assert low.status_code == 422
    assert "四分之三" in low.text
    assert db.session.query(IssuingBody).one().percent_needed == 75


def test_an_editor_proposes_and_sees_what_is_missing_for_the_project(client, editor, body):
    answer = post(client, "/alliance-bodies/YANSHI/propose", {"title_zh": "演示智能门锁", "on": "2026-01-05"})
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "演示智能门锁" in page
    assert "轮到：<strong>负责人：决定是否立项</strong>" in page
    assert client.get("/alliance-standards").text.count("演示智能门锁") == 1


def test_a_proposal_is_not_public_and_an_approved_project_is(client, body):
    hidden = make_work_item(body, "演示甲", stage=Stage.PROPOSAL)
    shown = make_work_item(body, "演示乙", stage=Stage.APPROVED)
    assert client.get(f"/alliance-standards/{hidden.id}").status_code == 404
    assert client.get(f"/alliance-standards/{shown.id}").status_code == 200
    board = client.get("/alliance-standards").text
    assert "演示乙" in board
    assert "演示甲" not in board


def test_a_step_says_what_is_missing_and_is_taken_once_nothing_is(client, editor, body):
    item = make_work_item(body, stage=Stage.DRAFTING)
    address = f"/alliance-standards/{item.id}/steps/open_comment"
    typed = {"on": "2026-02-01", "comment_from": "2026-02-01", "last_comment_day": "2026-03-02"}
    refused = post(client, address, typed)
    assert refused.status_code == 422
    for said in ("为主", "起草人", "专利", "征求意见稿"):
        assert said in refused.text
    make_unit(item, make_organization("演示锁厂"), role=DraftingRole.LEAD)
    make_named_drafter(item, "张三")
    make_patent_call(item)
    make_document(DocumentKind.COMMENT_DRAFT, item=item)
    assert post(client, address, typed).status_code == 303
    db.session.rollback()
    assert db.session.get(WorkItem, item.id).stage is Stage.COMMENT


def test_a_shorter_period_needs_a_reason(client, editor, body):
    item = make_work_item(body, stage=Stage.DRAFTING)
    make_unit(item, make_organization("演示锁厂"), role=DraftingRole.LEAD)
    make_named_drafter(item, "张三")
    make_patent_call(item)
    make_document(DocumentKind.COMMENT_DRAFT, item=item)
    address = f"/alliance-standards/{item.id}/steps/open_comment"
    typed = {"on": "2026-02-01", "comment_from": "2026-02-01", "last_comment_day": "2026-03-01"}  # 29 days
    refused = post(client, address, typed)
    assert refused.status_code == 422
    assert "现为 29 天" in refused.text
    assert post(client, address, typed | {"comment_short_reason": "汛期急用"}).status_code == 303
    assert "期限较短：汛期急用" in client.get(f"/alliance-standards/{item.id}").text
