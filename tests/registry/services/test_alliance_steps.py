"""Who may propose, what a return undoes, and that a step is taken from the version that was read."""

from datetime import date

import pytest

from app.database import db
from app.errors import Conflict, Invalid, NotAllowed
from app.registry.lifecycle.moves import Move
from app.registry.lifecycle.words import DocumentKind, Stage
from app.registry.services.alliance.items import Contents, propose
from app.registry.services.alliance.steps import Asked, NotYet, take_step
from app.registry.words import DraftingRole, OrganizationKind
from tests.factories import (
    make_block_industry,
    make_document,
    make_issuing_body,
    make_membership,
    make_named_drafter,
    make_organization,
    make_patent_call,
    make_standard,
    make_unit,
    make_work_item,
)
from tests.registry.services.acting import STAFF, editor_of, member_of

DAY = date(2026, 2, 1)


@pytest.fixture
def body(app):
    return make_issuing_body(make_organization("演示锁业协会", kind=OrganizationKind.ASSOCIATION), "YANSHI")


def test_the_association_its_members_and_staff_propose_and_nobody_else(body):
    member, stranger = make_organization("演示锁厂"), make_organization("演示鞋厂")
    block = make_block_industry("SUO", "锁", association_id=body.organization_id)
    make_membership(member, block, "2015-01-01")
    for actor in (editor_of(body.organization), editor_of(member), STAFF):
        assert propose(body, Contents(title_zh="演示"), actor=actor).stage is Stage.PROPOSAL
    for actor in (editor_of(stranger), member_of(member), member_of(body.organization)):
        with pytest.raises(NotAllowed):
            propose(body, Contents(title_zh="演示"), actor=actor)


def test_only_its_own_standards_that_have_not_ended_are_revised(body):
    actor = editor_of(body.organization)
    own = make_standard("T/YANSHI 1-2020")
    ended = make_standard("T/YANSHI 2-2015", withdrawn_on="2018-01-01")
    for other in (make_standard("T/QITA 1-2020"), make_standard("GB/T 1.1-2020"), ended):
        with pytest.raises(Conflict):
            propose(body, Contents(title_zh="演示"), actor=actor, revises=other)
        db.session.rollback()
    propose(body, Contents(title_zh="演示"), actor=actor, revises=own)
    with pytest.raises(Conflict, match="已有正在进行的修订项目"):
        propose(body, Contents(title_zh="演示"), actor=actor, revises=own)


def test_a_return_says_why_and_asks_for_everything_behind_it_anew(body):
    actor = editor_of(body.organization)
    item = make_work_item(body, stage=Stage.REVIEW, comment_from="2026-01-05", comment_until="2026-02-04")
    make_unit(item, make_organization("演示锁厂"), role=DraftingRole.LEAD)
    make_named_drafter(item, "张三")
    make_patent_call(item)
    make_document(DocumentKind.COMMENT_DRAFT, item=item)
    with pytest.raises(Invalid):
        take_step(item.id, Move.RETURN, Asked(on=DAY, to=Stage.DRAFTING), actor=actor)
    db.session.rollback()
    with pytest.raises(Invalid):
        take_step(item.id, Move.RETURN, Asked(on=DAY, to=Stage.APPROVAL, remark="重写"), actor=actor)
    db.session.rollback()
    item = take_step(item.id, Move.RETURN, Asked(on=DAY, to=Stage.DRAFTING, remark="重写"), actor=actor)
    assert (item.stage, item.comment_from, item.steps[-1].remark) == (Stage.DRAFTING, None, "重写")
    again = Asked(on=DAY, last_comment_day=date(2026, 3, 2))
    with pytest.raises(NotYet) as refused:
        take_step(item.id, Move.OPEN_COMMENT, again, actor=actor)
    db.session.rollback()
    assert refused.value.lacking == ("还缺“征求意见稿”，请先上传（退回之后须重新上传）",)
    make_document(DocumentKind.COMMENT_DRAFT, item=item)
    assert take_step(item.id, Move.OPEN_COMMENT, again, actor=actor).stage is Stage.COMMENT


def test_a_step_from_an_older_version_is_refused(body):
    actor = editor_of(body.organization)
    item = make_work_item(body, stage=Stage.APPROVED)
    make_unit(item, make_organization("演示锁厂"))
    read = item.version
    take_step(item.id, Move.START_DRAFTING, Asked(on=DAY), actor=actor, version=read)
    with pytest.raises(Conflict, match="已被他人修改"):
        take_step(item.id, Move.RETURN, Asked(on=DAY, to=Stage.APPROVED, remark="重来"), actor=actor, version=read)
    db.session.rollback()
