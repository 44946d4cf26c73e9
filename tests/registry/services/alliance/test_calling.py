"""Who is told that a draft is open for comment, and who is reminded."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import Message
from app.accounts.permissions import OfficeKind
from app.accounts.services.acting import actor_of
from app.clock import today
from app.database import db
from app.errors import Conflict, NotAllowed
from app.registry.lifecycle.words import Stage
from app.registry.models import WorkItemUnit
from app.registry.queries.comments import draft_subject, units_called
from app.registry.services.alliance.calling import remind_of_draft, send_for_comment
from app.registry.services.alliance.comments import Commenter, Remark, give_comments
from tests.factories import day, make_block_industry, make_membership, make_organization, make_work_item
from tests.signing import make_actor, make_user

LINK = "/alliance-standards/1/comments"


@pytest.fixture
def world(app):
    """A draft for locks: two members with an address, one without, one that left, and a drafting unit from elsewhere."""
    block = make_block_industry("SUO")
    item = make_work_item(
        stage=Stage.COMMENT, comment_from=str(today()), comment_until=str(today() + timedelta(days=30)), block_industries=[block]
    )
    names = ("演示甲锁厂", "演示乙锁厂", "演示无邮箱锁厂", "演示退出锁厂", "演示起草院")
    bodies = {name: make_organization(name) for name in names}
    for name in names[:3]:
        make_membership(bodies[name], block)
    make_membership(bodies["演示退出锁厂"], block, until="2020-01-01")
    joined = {"joined_stage": Stage.PROPOSAL, "joined_on": day("2026-01-05")}
    db.session.add(WorkItemUnit(work_item_id=item.id, organization_id=bodies["演示起草院"].id, rank=1, **joined))
    db.session.commit()
    for place, name in enumerate(names):
        email = None if "无邮箱" in name else f"u{place}@example.com"
        make_user(office=OfficeKind.MEMBER, organization=bodies[name], name=name, email=email)
    return item


def secretary(item):
    return make_actor(OfficeKind.EDITOR, item.issuing_body.organization)


def written_to():
    return sorted(db.session.scalars(select(Message.to_name)))


def test_members_and_drafting_units_are_told_once(world):
    actor = secretary(world)
    assert send_for_comment(world.id, link=LINK, actor=actor) == 3
    assert written_to() == ["演示乙锁厂", "演示甲锁厂", "演示起草院"]
    assert send_for_comment(world.id, link=LINK, actor=actor) == 0
    assert (len(written_to()), units_called(world.id)) == (3, 3)


def test_who_has_commented_is_not_reminded(world):
    actor = secretary(world)
    send_for_comment(world.id, link=LINK, actor=actor)
    user = actor_of(make_user(email="li@example.com"))
    give_comments(
        draft_subject(world.id), [Remark("1", "好")], Commenter("李四", None, "演示甲锁厂"), actor=user, address="", link_of=str
    )
    assert remind_of_draft(world.id, link=LINK, actor=actor) == 2
    assert written_to() == ["演示乙锁厂", "演示乙锁厂", "演示甲锁厂", "演示起草院", "演示起草院"]


def test_nobody_is_told_of_what_is_not_open(world):
    world.comment_until = day(str(today()))
    db.session.commit()
    with pytest.raises(Conflict, match="不在征求意见期间"):
        send_for_comment(world.id, link=LINK, actor=secretary(world))


def test_only_the_association_sends_its_draft(world):
    with pytest.raises(NotAllowed):
        send_for_comment(world.id, link=LINK, actor=make_actor(OfficeKind.AUDITOR))
