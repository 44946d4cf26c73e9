"""Reading comments: of one draft or published standard, what waits for an answer, and what is open for comment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.database import db
from app.errors import NotFound
from app.registry.dates import PartialDate
from app.registry.lifecycle.commenting import CommentPeriod, Standing, clause_order
from app.registry.lifecycle.words import CommentAnswer, DocumentKind, Stage
from app.registry.models import CommentCall, Document, IssuingBody, PublicComment, Standard, WorkItem
from app.registry.queries.issuing_bodies import issuer_of
from app.registry.queries.paging import Page, containing, page_of
from app.registry.words import Kind

Record = TypeVar("Record", WorkItem, Standard)

NOT_HIDDEN = PublicComment.hidden_at.is_(None)
SHOWN = and_(NOT_HIDDEN, PublicComment.confirmed_at.is_not(None))
"""What everybody may read: not hidden, and by somebody whose address is proven."""
COUNTS = and_(NOT_HIDDEN, or_(PublicComment.confirmed_at.is_not(None), PublicComment.answer.is_not(None)))
"""What stands in the table of comments: an address that nobody proved can't hold a draft up, but an answer is kept."""
_UNANSWERED = and_(SHOWN, PublicComment.answer.is_(None))


@dataclass(frozen=True)
class Subject:
    """What is commented on: a draft, by its work item, or a published standard; and the body whose it is."""

    item: WorkItem | None
    standard: Standard | None
    body: IssuingBody | None

    @property
    def where(self) -> ColumnElement[bool]:
        """Which comments are on it."""
        if self.item is not None:
            return PublicComment.work_item_id == self.item.id
        return PublicComment.standard_id == (self.standard.id if self.standard else None)

    @property
    def title(self) -> str:
        """Its title, with the number of a standard that has one."""
        if self.item is not None:
            return self.item.title_zh
        return f"{self.standard.number} {self.standard.title}" if self.standard else ""

    @property
    def organization_id(self) -> int | None:
        """The association that answers; None: none is registered for it."""
        return self.body.organization_id if self.body else None

    def period(self) -> CommentPeriod | None:
        """The comment period of a draft; None: a published standard can be commented on at any time."""
        if self.item is None:
            return None
        return period_of(self.item)


@dataclass(frozen=True)
class Counts:
    """How many comments there are on one thing: that count, by answer, unanswered, and by how many units."""

    total: int
    unanswered: int
    answers: dict[CommentAnswer, int]
    units: int
    unproven: int
    hidden: int


@dataclass(frozen=True)
class Waiting:
    """Comments on one thing that wait for an answer, and since when."""

    item: WorkItem | None
    standard: Standard | None
    count: int
    since: datetime


def period_of(item: WorkItem) -> CommentPeriod:
    """The comment period of a work item."""
    first, until = item.comment_from, item.comment_until
    return CommentPeriod(item.stage, first.first_day if first else None, until.first_day if until else None)


def draft_subject(work_item_id: int) -> Subject:
    """A draft. Raises `NotFound`."""
    with_body = joinedload(WorkItem.issuing_body).joinedload(IssuingBody.organization)
    item = db.session.get(WorkItem, work_item_id, options=[with_body])
    if item is None:
        raise NotFound("没有这个制修订项目")
    return Subject(item, None, item.issuing_body)


def standard_subject(standard_id: int, day: date) -> Subject:
    """An alliance standard published by `day`. Raises `NotFound`."""
    standard = db.session.get(Standard, standard_id)
    if standard is None or standard.kind is not Kind.ALLIANCE:
        raise NotFound("没有这项联盟标准；只有联盟标准可以在这里提意见")
    if standard.published_on is not None and standard.published_on.first_day > day:
        raise NotFound("这项标准还没有发布")
    return Subject(None, standard, issuer_of(standard))


def subject_of(comment: PublicComment, day: date) -> Subject:
    """What a comment is on. Raises `NotFound`."""
    if comment.work_item_id is not None:
        return draft_subject(comment.work_item_id)
    return standard_subject(comment.standard_id or 0, day)


def unanswered_comments(work_item_ids: Collection[int]) -> dict[int, int]:
    """By work item, how many comments on its draft wait for an answer; those without any are absent."""
    asked = select(PublicComment.work_item_id, func.count()).where(PublicComment.work_item_id.in_(work_item_ids), _UNANSWERED)
    rows = db.session.execute(asked.group_by(PublicComment.work_item_id))
    return {own: count for own, count in rows if own is not None}


def the_comment(comment_id: int) -> PublicComment:
    """One comment. Raises `NotFound`."""
    found = db.session.get(PublicComment, comment_id)
    if found is None:
        raise NotFound("没有这条意见")
    return found


def public_comments(subject: Subject, *, page: int, per_page: int) -> Page[PublicComment]:
    """A page of what everybody may read, in the order of clauses."""
    return page_of(_in_order(select(PublicComment).where(subject.where, SHOWN)), page, per_page)


def comments_to_answer(
    subject: Subject, *, unanswered: bool, clause: str | None, page: int, per_page: int
) -> Page[PublicComment]:
    """A page of all comments with what was done with them, in the order of clauses.

    `unanswered`: only those that wait. `clause`: only those on that clause or within it.
    """
    asked = select(PublicComment).where(subject.where).options(selectinload(PublicComment.trace))
    if unanswered:
        asked = asked.where(PublicComment.answer.is_(None), NOT_HIDDEN)
    if clause:
        within = containing(clause_order(clause))[1:]
        asked = asked.where(PublicComment.clause_order.like(within, escape="\\"))
    return page_of(_in_order(asked), page, per_page)


def counting_comments(subject: Subject) -> Sequence[PublicComment]:
    """All comments of the table, in the order of clauses."""
    return db.session.scalars(_in_order(select(PublicComment).where(subject.where, COUNTS))).all()


def counts_of(subject: Subject) -> Counts:
    """How many there are."""
    answered = select(PublicComment.answer, func.count()).where(subject.where, COUNTS).group_by(PublicComment.answer)
    by_answer = {row[0]: row[1] for row in db.session.execute(answered)}
    unit = func.coalesce(PublicComment.unit, PublicComment.name)
    units = db.session.scalar(select(func.count(func.distinct(unit))).where(subject.where, COUNTS)) or 0
    unproven = PublicComment.confirmed_at.is_(None) & PublicComment.answer.is_(None) & NOT_HIDDEN
    return Counts(
        total=sum(by_answer.values()),
        unanswered=by_answer.get(None, 0),
        answers={answer: by_answer.get(answer, 0) for answer in CommentAnswer},
        units=units,
        unproven=_count(subject, unproven),
        hidden=_count(subject, PublicComment.hidden_at.is_not(None)),
    )


def units_called(work_item_id: int) -> int:
    """How many organizations a draft was sent to for comment."""
    asked = select(func.count()).select_from(CommentCall).where(CommentCall.work_item_id == work_item_id)
    return db.session.scalar(asked) or 0


def open_drafts(day: date) -> Sequence[WorkItem]:
    """Work items that anybody may comment on that day, those that end first at the head."""
    on = PartialDate.of(day)
    return db.session.scalars(
        select(WorkItem)
        .where(
            WorkItem.stage == Stage.COMMENT,
            WorkItem.comment_from <= on,
            or_(WorkItem.comment_until.is_(None), WorkItem.comment_until > on),
        )
        .options(joinedload(WorkItem.issuing_body).joinedload(IssuingBody.organization))
        .order_by(WorkItem.comment_until, WorkItem.id)
    ).all()


def shown_counts(work_item_ids: Collection[int]) -> dict[int, int]:
    """How many comments everybody may read, by work item."""
    rows = db.session.execute(
        select(PublicComment.work_item_id, func.count())
        .where(PublicComment.work_item_id.in_(work_item_ids), SHOWN)
        .group_by(PublicComment.work_item_id)
    ).all()
    return {item: count for item, count in rows if item is not None}


def draft_documents(work_item_id: int) -> Sequence[Document]:
    """The drafts for comment and their explanations that anybody may read, the newest first."""
    kinds = (DocumentKind.COMMENT_DRAFT, DocumentKind.EXPLANATION)
    return db.session.scalars(
        select(Document)
        .where(
            Document.work_item_id == work_item_id,
            Document.kind.in_(kinds),
            Document.is_open,
            Document.withdrawn_at.is_(None),
        )
        .options(joinedload(Document.file))
        .order_by(Document.kind, Document.id.desc())
    ).all()


def waiting_comments(organizations: Collection[int]) -> Sequence[Waiting]:
    """What waits for an answer by these associations, what waits longest first; five statements."""
    mine = IssuingBody.organization_id.in_(organizations)
    counted = select(
        PublicComment.work_item_id, PublicComment.standard_id, func.count(), func.min(PublicComment.made_at)
    ).where(_UNANSWERED)
    drafts = counted.join(WorkItem, WorkItem.id == PublicComment.work_item_id).join(WorkItem.issuing_body).where(mine)
    codes = db.session.scalars(select(IssuingBody.code).where(mine)).all()
    published = select(WorkItem.standard_id).join(WorkItem.issuing_body).where(mine)
    theirs = or_(Standard.id.in_(published), *(Standard.number.startswith(f"T/{code} ", autoescape=True) for code in codes))
    standards = counted.join(Standard, Standard.id == PublicComment.standard_id).where(theirs)
    by_subject = (PublicComment.work_item_id, PublicComment.standard_id)
    rows = [row for asked in (drafts, standards) for row in db.session.execute(asked.group_by(*by_subject)).all()]
    items = _by_id(WorkItem, {row[0] for row in rows if row[0]})
    held = _by_id(Standard, {row[1] for row in rows if row[1]})
    found = [Waiting(items.get(item or 0), held.get(standard or 0), count, since) for item, standard, count, since in rows]
    return sorted(found, key=lambda each: each.since)


def kept_for_review(standard_id: int) -> Sequence[PublicComment]:
    """Comments on a published standard that its next review takes up, in the order of clauses."""
    asked = select(PublicComment).where(PublicComment.standard_id == standard_id, PublicComment.for_review, NOT_HIDDEN)
    return db.session.scalars(_in_order(asked)).all()


def standing_of(subject: Subject, day: date) -> Standing:
    """Whether anybody may comment on it that day."""
    period = subject.period()
    return Standing.OPEN if period is None else period.standing(day)


def _by_id(model: type[Record], ids: Collection[int]) -> dict[int, Record]:
    key = model.id
    return {each.id: each for each in db.session.scalars(select(model).where(key.in_(ids)))}


def _in_order(asked: Select[PublicComment]) -> Select[PublicComment]:
    return asked.order_by(PublicComment.clause_order, PublicComment.serial)


def _count(subject: Subject, which: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(PublicComment).where(subject.where, which)) or 0
