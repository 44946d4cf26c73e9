"""Comments taken in, proven and answered, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.accounts.models import Message
from app.accounts.permissions import NOBODY, OfficeKind
from app.accounts.services.acting import actor_of
from app.clock import now, today
from app.database import db
from app.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from app.registry.lifecycle.words import CommentAnswer, CommentDeed, Stage
from app.registry.models import PublicComment
from app.registry.queries.comments import (
    counts_of,
    draft_subject,
    public_comments,
    standard_subject,
    unanswered_comments,
    waiting_comments,
)
from app.registry.services.alliance.answering import answer_comments
from app.registry.services.alliance.comments import Commenter, Remark, find_by_link, give_comments, hide, prove, show_again
from tests.factories import make_issuing_body, make_standard, make_work_item
from tests.signing import make_actor, make_user

ANYBODY = Commenter("李四", "li@example.com", "演示锁厂")
REMARK = Remark("4.2", "耐久性次数偏低", "改为 100 000 次")


@pytest.fixture
def item(app):
    """A draft open for comment for ten more days."""
    return open_item()


def open_item(**more):
    since, until = today() - timedelta(days=25), today() + timedelta(days=10)
    return make_work_item(**{"stage": Stage.COMMENT, "comment_from": str(since), "comment_until": str(until)} | more)


def secretary(item):
    return make_actor(OfficeKind.EDITOR, item.issuing_body.organization)


def give(item, *remarks, author=ANYBODY, actor=NOBODY):
    subject = draft_subject(item.id)
    rows = remarks or (REMARK,)
    return give_comments(subject, rows, author, actor=actor, address="192.0.2.1", link_of="/comments/confirm/{}".format)


def code_sent():
    link = db.session.scalars(select(Message.link).order_by(Message.id.desc())).first()
    return link.rpartition("/")[2]


def shown(item):
    return [each.body for each in public_comments(draft_subject(item.id), page=1, per_page=50).items]


def answer(ids, given=CommentAnswer.ACCEPTED, reason=None, *, actor, **more):
    return answer_comments(ids, given, reason, link="/alliance-standards/1/comments", actor=actor, **more)


def test_a_comment_is_shown_and_waits_once_its_address_is_proven(item):
    taken = give(item)
    assert taken.mailed
    assert (shown(item), unanswered_comments([item.id]).get(item.id, 0)) == ([], 0)
    prove(code_sent(), "192.0.2.1")
    assert (shown(item), unanswered_comments([item.id]).get(item.id, 0)) == (["耐久性次数偏低"], 1)


def test_a_link_proves_once(item):
    give(item)
    code = code_sent()
    prove(code, "192.0.2.1")
    with pytest.raises(Conflict, match="已经用过"):
        prove(code, "192.0.2.1")


def test_what_is_kept_does_not_open_the_link(item):
    give(item)
    kept = db.session.scalars(select(PublicComment.digest)).one()
    with pytest.raises(NotFound):
        find_by_link(kept, "192.0.2.1")


def test_an_old_link_proves_nothing_and_its_comment_can_be_sent_again(item):
    give(item)
    code = code_sent()
    db.session.scalars(select(PublicComment)).one().made_at = now() - timedelta(days=8)
    db.session.commit()
    with pytest.raises(NotFound, match="过期"):
        prove(code, "192.0.2.1")
    assert len(give(item).comments) == 1


def test_who_is_signed_in_needs_no_link(item):
    user = make_user(name="王五", email="wang@example.com")
    taken = give(item, author=Commenter(None, None), actor=actor_of(user))
    assert (taken.mailed, shown(item)) == (False, ["耐久性次数偏低"])
    assert (taken.comments[0].name, taken.comments[0].email) == ("王五", "wang@example.com")


def test_the_same_comment_sent_twice_is_taken_in_once_with_a_new_link(item):
    give(item)
    first = code_sent()
    again = give(item, REMARK, Remark("5", "缺少试验方法"))
    assert ([each.serial for each in again.comments], len(again.before)) == ([2], 1)
    with pytest.raises(NotFound):
        find_by_link(first, "192.0.2.1")
    assert len(find_by_link(code_sent(), "192.0.2.1")) == 2


@pytest.mark.parametrize(
    ("remark", "field"),
    [
        (Remark("4.2", "长" * 10_000), "body"),
        (Remark("4.2", "好", "长" * 4_001), "proposal"),
        (Remark("4" * 81, "好"), "clause"),
        (Remark("", "好"), "clause"),
        (Remark("4.2", " \n"), "body"),
        (Remark("4.2", "好\x07"), "body"),
        (Remark("4.2", "长" * 10_000, row="3"), "body-3"),
    ],
    ids=["long", "long proposal", "long clause", "no clause", "no comment", "control", "row"],
)
def test_what_cannot_be_used_is_named_and_nothing_kept(item, remark, field):
    with pytest.raises(Invalid) as refused:
        give(item, Remark("1", "好的意见"), remark)
    assert [each.field for each in refused.value.fields] == [field]
    assert db.session.scalar(select(func.count(PublicComment.id))) == 0


@pytest.mark.parametrize("email", ["", "li", "li@", "a@b.c\nBcc: d@e.f"])
def test_an_address_is_needed_where_nobody_is_signed_in(item, email):
    with pytest.raises(Invalid) as refused:
        give(item, author=Commenter("李四", email))
    assert [each.field for each in refused.value.fields] == ["email"]


def test_before_and_after_the_period_nobody_comments(app):
    coming = open_item(comment_from=str(today() + timedelta(days=1)))
    with pytest.raises(Conflict, match="请届时再提"):
        give(coming)
    ended = open_item(comment_until=str(today()))
    with pytest.raises(Conflict, match="已经截止"):
        give(ended)
    with pytest.raises(Conflict, match="已经截止"):
        give(ended, actor=make_actor(OfficeKind.EDITOR, make_issuing_body().organization))


def test_the_association_enters_a_late_comment_which_is_marked(app):
    ended = open_item(comment_until=str(today()))
    taken = give(ended, author=Commenter(None, None, "演示五金厂", on_behalf=True), actor=secretary(ended))
    kept = taken.comments[0]
    assert (kept.late, kept.name, kept.unit, kept.email, kept.entered_by) == (True, "演示五金厂", "演示五金厂", None, "演示用户")
    assert unanswered_comments([ended.id]).get(ended.id, 0) == 1


def test_only_the_association_enters_for_others(item):
    with pytest.raises(NotAllowed):
        give(item, author=Commenter(None, None, "演示五金厂", on_behalf=True), actor=make_actor(OfficeKind.AUDITOR))


def test_a_comment_waits_until_it_is_answered_and_its_author_is_told(item):
    taken = give(item)
    prove(code_sent(), "192.0.2.1")
    assert answer([taken.comments[0].id], actor=secretary(item)) == 1
    assert unanswered_comments([item.id]).get(item.id, 0) == 0
    told = db.session.scalars(select(Message).order_by(Message.id.desc())).first()
    assert (told.to_address, "答复：采纳" in told.body) == ("li@example.com", True)


def test_nothing_is_sent_to_an_address_that_nobody_proved(item):
    taken = give(item)
    answer([taken.comments[0].id], actor=secretary(item))
    assert db.session.scalar(select(func.count(Message.id))) == 1


@pytest.mark.parametrize("given", [CommentAnswer.PARTLY, CommentAnswer.REJECTED])
def test_a_comment_that_is_not_followed_is_told_why(item, given):
    taken = give(item)
    with pytest.raises(Invalid) as refused:
        answer([taken.comments[0].id], given, " ", actor=secretary(item))
    assert [each.field for each in refused.value.fields] == ["reason"]


def test_a_changed_answer_leaves_its_trace_and_the_same_answer_none(item):
    actor = secretary(item)
    ids = [each.id for each in give(item, REMARK, Remark("5", "缺少试验方法")).comments]
    assert answer(ids, CommentAnswer.REJECTED, "已有依据", actor=actor) == 2
    assert answer(ids, CommentAnswer.REJECTED, "已有依据", actor=actor) == 0
    assert answer(ids[:1], actor=actor) == 1
    kept = db.session.get(PublicComment, ids[0])
    assert [(each.answer, each.reason) for each in kept.trace] == [
        (CommentAnswer.REJECTED, "已有依据"),
        (CommentAnswer.ACCEPTED, None),
    ]


def test_only_its_association_answers(item):
    taken = give(item)
    with pytest.raises(NotAllowed):
        answer([taken.comments[0].id], actor=make_actor(OfficeKind.AUDITOR))
    with pytest.raises(NotAllowed):
        answer([taken.comments[0].id], actor=make_actor(OfficeKind.MANAGER, make_issuing_body().organization))


def test_comments_of_two_drafts_are_not_answered_together(item):
    other = open_item(body=item.issuing_body)
    ids = [give(each).comments[0].id for each in (item, other)]
    with pytest.raises(Invalid, match="同一项目"):
        answer(ids, actor=secretary(item))


def test_an_answer_stands_once_the_standard_is_published(item):
    taken = give(item)
    actor = secretary(item)
    item.stage, item.standard_id = Stage.PUBLISHED, make_standard("T/YANSHI 1-2026").id
    db.session.commit()
    with pytest.raises(Conflict, match="不再更改"):
        answer([taken.comments[0].id], actor=actor)


def test_a_hidden_comment_is_kept_and_waits_for_nothing(item):
    taken = give(item)
    prove(code_sent(), "192.0.2.1")
    actor = make_actor(OfficeKind.STAFF)
    hidden = hide(taken.comments[0].id, "人身攻击", actor=actor)
    assert (shown(item), unanswered_comments([item.id]).get(item.id, 0), counts_of(draft_subject(item.id)).hidden) == ([], 0, 1)
    with pytest.raises(Conflict):
        hide(hidden.id, "人身攻击", actor=actor)
    show_again(hidden.id, actor=actor)
    assert shown(item) == ["耐久性次数偏低"]
    assert [(each.deed, each.reason) for each in hidden.trace] == [(CommentDeed.HIDDEN, "人身攻击"), (CommentDeed.SHOWN, None)]


def test_counts_tell_answers_units_and_what_nobody_proved(item):
    actor = secretary(item)
    author = Commenter("李四", None, "演示锁厂", on_behalf=True)
    first = give(item, REMARK, Remark("5", "缺少试验方法"), author=author, actor=actor)
    give(item, author=Commenter("赵六", None, "演示五金厂", on_behalf=True), actor=actor)
    give(item, Remark("6", "未核实"), author=Commenter("孙七", "sun@example.com"))
    answer([first.comments[0].id], CommentAnswer.PARTLY, "部分合理", actor=actor)
    found = counts_of(draft_subject(item.id))
    assert (found.total, found.unanswered, found.units, found.unproven) == (3, 2, 2, 1)
    assert found.answers == {CommentAnswer.ACCEPTED: 0, CommentAnswer.PARTLY: 1, CommentAnswer.REJECTED: 0}


def test_a_published_standard_is_commented_on_at_any_time_and_an_answer_leads_to_its_review(app):
    body = make_issuing_body(code="YANSHI")
    standard = make_standard("T/YANSHI 7-2020")
    subject = standard_subject(standard.id, date(2026, 1, 1))
    user = make_user(name="王五", email="wang@example.com")
    taken = give_comments(
        subject, [REMARK], Commenter(None, None), actor=actor_of(user), address="192.0.2.1", link_of=str
    )
    actor = make_actor(OfficeKind.EDITOR, body.organization)
    answer([taken.comments[0].id], CommentAnswer.ACCEPTED, None, for_review=True, actor=actor)
    kept = db.session.get(PublicComment, taken.comments[0].id)
    assert (kept.for_review, kept.late, kept.serial) == (True, False, 1)


def test_a_national_standard_is_not_commented_on_here(app):
    with pytest.raises(NotFound, match="联盟标准"):
        standard_subject(make_standard("GB/T 9-2020").id, date(2026, 1, 1))


def test_what_waits_is_told_with_its_day(item):
    other = open_item()
    user = actor_of(make_user(email="wang@example.com"))
    first = give(item, REMARK, Remark("5", "缺少试验方法"), actor=user).comments[0]
    give(other, actor=user)
    [waiting] = waiting_comments([item.issuing_body.organization_id])
    assert (waiting.item.id, waiting.count, waiting.since) == (item.id, 2, first.made_at)


def test_two_hundred_comments_at_once_have_serials_without_gap(app, item):
    user = actor_of(make_user(email="wang@example.com"))
    start = Barrier(8)

    def several(worker):
        with app.app_context():
            start.wait()
            for number in range(25):
                remark = Remark(f"{worker}.{number}", "并发的意见")
                give(item, remark, author=Commenter(None, None), actor=user)
            db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(several, range(8)))
    db.session.rollback()
    serials = db.session.scalars(select(PublicComment.serial).where(PublicComment.work_item_id == item.id)).all()
    assert sorted(serials) == list(range(1, 201))


def test_one_comment_sent_ten_times_at_once_is_taken_in_once(app, item):
    user = actor_of(make_user(email="wang@example.com"))
    start = Barrier(10)

    def send(_worker):
        with app.app_context():
            start.wait()
            give(item, actor=user)
            db.session.remove()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(send, range(10)))
    db.session.rollback()
    assert db.session.scalar(select(func.count(PublicComment.id))) == 1


def test_a_sixth_link_to_one_address_has_to_wait_and_other_addresses_do_not(item):
    for number in range(5):
        give(item, Remark(str(number), "好"))
    with pytest.raises(TooMany):
        give(item, Remark("6", "好"))
    assert give(item, Remark("6", "好"), author=Commenter("王五", "wang@example.com")).mailed
