"""Sending a draft for comment: to members of its block industries and its drafting units, as far as they can be written to."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from app.accounts.permissions import Actor, OfficeKind
from app.accounts.services import outbox
from app.clock import now, today
from app.database import db
from app.errors import Conflict
from app.registry.dates import PartialDate
from app.registry.lifecycle.commenting import Standing
from app.registry.models import (
    CommentCall,
    Membership,
    Organization,
    PublicComment,
    WorkItem,
    WorkItemBlockIndustry,
    WorkItemUnit,
)
from app.registry.queries.comments import NOT_HIDDEN, draft_subject, period_of, standing_of
from app.registry.services.alliance.comments import require_answering
from app.registry.services.reminding import addressees
from app.registry.services.writing import hold

_KINDS = [kind for kind in OfficeKind if kind.on_organization]


def send_for_comment(work_item_id: int, *, link: str, actor: Actor) -> int:
    """Tell whoever it concerns, each once, that a draft is open for comment; gives how many organizations were written to.

    Raises `NotFound`, `NotAllowed`, and `Conflict` where it is not open.
    """
    item = _held_open(work_item_id, actor)
    before = set(db.session.scalars(select(CommentCall.organization_id).where(CommentCall.work_item_id == item.id)))
    people = addressees(_concerned(item) - before, _KINDS)
    for organization, users in people.items():
        db.session.add(
            CommentCall(work_item_id=item.id, organization_id=organization, called_at=now(), by_name=actor.name)
        )
        for user in users:
            outbox.post(user.email, user.name, *_text(item, "正在征求意见"), link=link)
    db.session.commit()
    return len(people)


def remind_of_draft(work_item_id: int, *, link: str, actor: Actor) -> int:
    """Remind those told of a draft who have said nothing of it; gives how many organizations were written to.

    Raises `NotFound`, `NotAllowed`, and `Conflict` where it is not open.
    """
    item = _held_open(work_item_id, actor)
    silent = _silent(item)
    people = addressees([call.organization_id for call in silent], _KINDS)
    for call in silent:
        for user in people.get(call.organization_id, ()):
            outbox.post(user.email, user.name, *_text(item, "征求意见即将截止"), link=link)
            call.reminded_at = now()
    db.session.commit()
    return len(people)


def _held_open(work_item_id: int, actor: Actor) -> WorkItem:
    """The work item, nobody else sending it meanwhile."""
    subject = draft_subject(work_item_id)
    require_answering(subject, actor=actor)
    held: Sequence[WorkItem] = hold(WorkItem, [work_item_id])
    if standing_of(subject, today()) is not Standing.OPEN:
        raise Conflict("项目不在征求意见期间，不能发送征求意见稿")
    return held[0]


def _concerned(item: WorkItem) -> set[int]:
    """Members of its block industries today, and its drafting units."""
    day = PartialDate.of(today())
    members = (
        select(Membership.organization_id)
        .join(WorkItemBlockIndustry, WorkItemBlockIndustry.block_industry_id == Membership.block_industry_id)
        .where(
            WorkItemBlockIndustry.work_item_id == item.id,
            or_(Membership.from_on.is_(None), Membership.from_on <= day),
            or_(Membership.until_on.is_(None), Membership.until_on > day),
        )
    )
    drafting = select(WorkItemUnit.organization_id).where(WorkItemUnit.work_item_id == item.id, WorkItemUnit.left_on.is_(None))
    return {*db.session.scalars(members), *db.session.scalars(drafting)}


def _silent(item: WorkItem) -> Sequence[CommentCall]:
    """The calls to organizations under whose name nobody has commented."""
    spoken = select(PublicComment.unit).where(
        PublicComment.work_item_id == item.id, PublicComment.unit.is_not(None), NOT_HIDDEN
    )
    return db.session.scalars(
        select(CommentCall)
        .join(Organization, Organization.id == CommentCall.organization_id)
        .where(CommentCall.work_item_id == item.id, Organization.name.not_in(spoken))
        .order_by(CommentCall.id)
    ).all()


def _text(item: WorkItem, what: str) -> tuple[str, str]:
    title = " ".join(item.title_zh.split())
    until = period_of(item).last_day
    last = f"，{until}（含）截止" if until else ""
    return (
        f"标联：《{title[:60]}》{what}",
        f"{item.issuing_body.organization.name}制定的团体标准《{title}》{what}{last}。\n\n"
        f"打开以下链接阅读征求意见稿，按条款提出意见：\n{outbox.LINK}\n",
    )
