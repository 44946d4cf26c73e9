"""Pages of the life of alliance standards: the board, one work item, its steps, issuing bodies."""

import pytest
from sqlalchemy import select

from app.accounts.permissions import OfficeKind
from app.clock import now
from app.database import db
from app.registry.lifecycle.words import DocumentKind, Licensing, Stage
from app.registry.models import Change, IssuingBody, PatentDisclosure, Standard, WorkItem, WorkItemStep
from app.registry.queries.work_items import SORTS
from app.registry.words import Action, Deed, DraftingRole, OrganizationKind
from tests.factories import (
    day,
    make_document,
    make_issuing_body,
    make_named_drafter,
    make_organization,
    make_patent_call,
    make_standard,
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


def test_a_published_standard_names_the_patents_disclosed_for_it(client, body):
    standard = make_standard("T/YANSHI 7-2026", "演示智能门锁")
    disclosed = PatentDisclosure(
        standard_id=standard.id, number="ZL202610000001.1", holder="演示锁厂", licensing=Licensing.REASONABLE,
        disclosed_on=day("2026-02-01"), at=now(), by_name="演示",
    )
    db.session.add(disclosed)
    db.session.commit()
    page = client.get("/standards/T/YANSHI 7-2026").text
    assert "涉及的专利" in page
    assert "ZL202610000001.1" in page
    assert "合理无歧视收费许可" in page
    other = make_standard("T/YANSHI 8-2026", "演示挂锁")
    assert "涉及的专利" not in client.get(f"/standards/{other.number}").text


def test_votes_of_a_review_count_without_those_who_drafted(client, body):
    """Four present and voting, three agree: exactly three quarters; the drafter beside them has no vote."""
    item = make_work_item(body, stage=Stage.REVIEW)
    make_unit(item, make_organization("演示锁厂"), role=DraftingRole.LEAD)
    manager = make_user(office=OfficeKind.MANAGER, organization=body.organization)
    voter = make_user("voter", name="孙专家")
    sign_in(client, manager)
    begun = post(client, f"/alliance-standards/{item.id}/reviews", {"manner": "vote", "held_on": "2026-02-01"})
    assert begun.status_code == 303
    review = begun.location
    for name, unit in (("甲", "甲所"), ("乙", "乙所"), ("丙", "丙所"), ("丁", "演示锁厂")):
        assert post(client, f"{review}/representatives", {"name": name, "unit": unit}).status_code == 303
    assert post(client, f"{review}/representatives", {"login": "voter"}).status_code == 303
    people = {each.name: each.id for each in db.session.get(WorkItem, item.id).reviews[0].representatives}

    def says(name, said):
        return post(client, f"{review}/representatives/{people[name]}/vote", {"said": said})

    assert says("丁", "agree").status_code == 422
    assert "不参加表决" in says("丁", "agree").text
    assert [says("甲", "agree").status_code, says("乙", "agree").status_code, says("丙", "against").status_code] == [303] * 3
    assert says("孙专家", "agree").status_code == 403
    early = post(client, f"{review}/conclusion", {"conclusion": "可以报批"})
    assert "孙专家 等 1 位出席代表还没有表决" in early.text
    sign_in(client, voter)
    assert says("孙专家", "agree").status_code == 303
    assert says("甲", "against").status_code == 403
    sign_in(client, manager)
    assert post(client, f"{review}/conclusion", {"conclusion": "可以报批"}).status_code == 303
    page = client.get(review).text
    assert "出席并有表决权 4 人：赞成 3，反对 1" in page
    assert "通过：可以报批" in page


def test_a_unit_that_joins_late_says_why_and_is_flagged(client, editor, body):
    item = make_work_item(body, stage=Stage.REVIEW)
    make_organization("演示锁厂")
    address = f"/alliance-standards/{item.id}/units"
    refused = post(client, address, {"organization": "演示锁厂", "role": "lead"})
    assert refused.status_code == 422
    assert "此时加入要写明理由" in refused.text
    assert post(client, address, {"organization": "演示锁厂", "role": "lead", "reason": "补充试验"}).status_code == 303
    page = client.get(f"/alliance-standards/{item.id}").text
    assert "后期加入" in page
    assert "补充试验" in page


def test_patents_are_called_for_again_before_comment(client, editor, body):
    item = make_work_item(body, stage=Stage.DRAFTING)
    patent = {"number": "ZL202610000001.1", "holder": "演示锁厂", "licensing": "reasonable", "on": "2026-02-01"}
    assert post(client, f"/alliance-standards/{item.id}/patents", patent).status_code == 303
    none = post(client, f"/alliance-standards/{item.id}/patent-calls", {"stage": "comment", "known": "none"})
    assert "不能登记为没有" in none.text
    assert post(client, f"/alliance-standards/{item.id}/patent-calls", {"stage": "comment", "known": "some"}).status_code == 303
    page = client.get(f"/alliance-standards/{item.id}").text
    assert "ZL202610000001.1" in page
    assert "合理无歧视收费许可" in page


@pytest.fixture
def manager(client, body):
    return sign_in(client, make_user(office=OfficeKind.MANAGER, organization=body.organization))


def published(number="T/YANSHI 3-2019"):
    return make_standard(number, "演示锁具", published_on="2019-05-06", implemented_on="2019-06-01")


def test_a_review_that_confirms_sets_its_day(client, manager, body):
    own = published().id
    profile = client.get("/alliance-bodies/YANSHI").text
    assert "复审超期 1 项" in profile
    assert "应在 2024-05-06 前" in profile
    typed = {"result": "confirmed", "reviewed_on": "2026-03-02", "reason": "仍适用"}
    assert post(client, f"/alliance-bodies/standards/{own}/review", typed).status_code == 303
    db.session.rollback()
    assert str(db.session.get(Standard, own).reviewed_on) == "2026-03-02"
    page = client.get("/standards/T/YANSHI 3-2019").text
    assert "2026-03-02 复审：继续有效。仍适用" in page
    assert "应在 2031-03-02 前复审" in page


def test_a_withdrawal_needs_its_reason_and_ends_the_standard_on_its_day(client, manager, body):
    own = published().id
    address = f"/alliance-bodies/standards/{own}/review"
    typed = {"result": "withdrawn", "reviewed_on": "2026-03-02", "takes_effect_on": "2026-04-01"}
    assert post(client, address, typed).status_code == 422
    assert post(client, address, typed | {"reason": "已无此类产品"}).status_code == 303
    db.session.rollback()
    assert str(db.session.get(Standard, own).withdrawn_on) == "2026-04-01"
    assert post(client, address, typed | {"reviewed_on": "2026-05-01", "reason": "再"}).status_code == 422
    change = db.session.scalars(select(Change).where(Change.table_name == "standards").order_by(Change.id.desc())).first()
    assert (change.deed, change.reason) == (Deed.WITHDRAWN, "已无此类产品")


def test_a_review_that_asks_for_a_revision_begins_one_that_the_current_edition_shows(client, manager, body):
    own = published().id
    typed = {"result": "revised", "reviewed_on": "2026-03-02", "reason": "指标落后"}
    begun = post(client, f"/alliance-bodies/standards/{own}/review", typed)
    assert begun.status_code == 303
    assert begun.location.startswith("/alliance-standards/")
    item = db.session.query(WorkItem).one()
    assert (item.action, item.revises_id, item.title_zh) == (Action.REVISED, own, "演示锁具")
    again = post(client, f"/alliance-bodies/standards/{own}/review", typed)
    assert "已有正在进行的修订项目" in again.text
    item.stage, item.plan_number, item.takes_over_on = Stage.APPROVED, "P-1", day("2027-01-01")
    item.steps.append(WorkItemStep(to_stage=Stage.APPROVED, done_on=day("2026-03-02"), at=now(), by_name="演示"))
    db.session.commit()
    page = client.get("/standards/T/YANSHI 3-2019").text
    assert "现在是“立项”阶段" in page
    assert "起代替本标准" in page
    assert "2027-01-01" in page


def test_a_renumbered_standard_is_found_by_its_former_number(client, manager, body):
    own = published().id
    address = f"/alliance-bodies/standards/{own}/number"
    assert "仍在 T/YANSHI 之下" in post(client, address, {"number": "T/QITA 3-2019", "reason": "改号"}).text
    assert post(client, address, {"number": "T/YANSHI 8-2019", "reason": "统一编号"}).status_code == 303
    page = client.get("/standards/T/YANSHI 3-2019").text
    assert "现在的标准号是" in page
    assert "T/YANSHI 8" in page


def test_an_editor_reviews_nothing(client, editor, body):
    own = published().id
    assert post(client, f"/alliance-bodies/standards/{own}/review", {"result": "confirmed", "reason": "可"}).status_code == 403


def test_the_workbench_shows_each_office_what_waits_for_it(client, app, body):
    """A decision waits for the manager alone; the open comment period for nobody here."""
    make_work_item(body, "演示待立项", stage=Stage.PROPOSAL)
    make_work_item(body, "演示待起草", stage=Stage.APPROVED)
    ahead = {"comment_from": "2026-01-05", "comment_until": "2999-01-01"}
    make_work_item(body, "演示征求中", stage=Stage.COMMENT, **ahead)
    sign_in(client, make_user(office=OfficeKind.EDITOR, organization=body.organization))
    page = client.get("/workbench").text
    assert "演示待起草" in page
    assert "演示待立项" not in page
    assert "演示征求中" not in page
    sign_in(client, make_user(office=OfficeKind.MANAGER, organization=body.organization))
    assert "演示待立项" in client.get("/workbench").text


@pytest.mark.parametrize("sort", SORTS)
def test_the_board_is_sorted_narrowed_and_taken_away(client, body, sort):
    """By the day it is due the one without a day comes last; a late one is told from the others."""
    make_work_item(body, "演示无期", stage=Stage.DRAFTING)
    make_work_item(body, "演示迟", stage=Stage.DRAFTING, stage_due="2026-02-01")
    make_work_item(body, "演示早", stage=Stage.APPROVED, stage_due="2999-01-01")
    page = client.get(f"/alliance-standards?sort={sort}").text
    assert all(title in page for title in ("演示无期", "演示迟", "演示早"))
    if sort == "due":
        assert page.index("演示迟") < page.index("演示早") < page.index("演示无期")
    late = client.get(f"/alliance-standards?sort={sort}&late=1&body=yanshi").text
    assert "演示迟" in late
    assert "演示早" not in late
    assert "演示迟" in client.get(f"/alliance-standards?sort={sort}&format=csv").text
    items = client.get(f"/api/v1/work-items?sort={sort}&late=true").json["items"]
    assert [each["title_zh"] for each in items] == ["演示迟"]
