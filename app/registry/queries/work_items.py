"""Reading work items: where each stands, whose turn it is, what is late."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.permissions import Actor, Permission
from app.database import db
from app.errors import NotFound
from app.registry.dates import PartialDate
from app.registry.lifecycle.moves import OPEN_STAGES, PUBLIC_STAGES, Situation, Turn, turn_of
from app.registry.lifecycle.words import Manner, Stage, Whose
from app.registry.models import (
    IssuingBody,
    ReviewRepresentative,
    TechnicalReview,
    WorkItem,
    WorkItemStep,
    WorkItemUnit,
)
from app.registry.queries.paging import Page, containing, page_of
from app.registry.queries.situations import last_comment_day, situations


@dataclass(frozen=True)
class Standing:
    """A work item with what is known of it on a day, whose turn it is, and since how many days it is late (0: it is not)."""

    item: WorkItem
    known: Situation
    turn: Turn | None
    days_late: int

    @property
    def due(self) -> date | None:
        """The last day on which it should leave its stage."""
        return due_of(self.item)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which work items: of a body (id), in these stages, of a text in title or number; `late` only those overdue."""

    body_id: int | None = None
    stages: Collection[Stage] = ()
    q: str = ""
    late: bool = False
    sort: str = "stage"


SORTS = ("stage", "-stage", "since", "-since", "due", "title", "body")


def may_see(actor: Actor, item: WorkItem) -> bool:
    """Whether somebody may look at a work item: everybody from the approved project on, before and after that its people."""
    if item.stage in PUBLIC_STAGES or _was_public(item):
        return True
    return sees_all_of(actor, item.issuing_body.organization_id) or (
        actor.user_id is not None and any(step.user_id == actor.user_id for step in item.steps)
    )


def sees_all_of(actor: Actor, organization_id: int) -> bool:
    """Whether somebody may see everything of an association's work: its own people, staff, auditors."""
    if organization_id in actor.within or actor.may(Permission.ALLIANCE_DRAFT):
        return True
    return actor.may(Permission.WORKLIST_READ)


def _was_public(item: WorkItem) -> bool:
    """One that was given up stays to be seen where it once was an approved project."""
    return item.stage is Stage.TERMINATED and any(step.to_stage is Stage.APPROVED for step in item.steps)


def work_item(work_item_id: int, actor: Actor) -> WorkItem:
    """One work item with all that stands beside it. Raises `NotFound`, also where the actor may not know of it."""
    item = db.session.scalar(
        select(WorkItem)
        .where(WorkItem.id == work_item_id)
        .options(
            joinedload(WorkItem.issuing_body).joinedload(IssuingBody.organization),
            joinedload(WorkItem.revises),
            joinedload(WorkItem.standard),
            selectinload(WorkItem.block_industries),
            selectinload(WorkItem.steps),
            selectinload(WorkItem.units).joinedload(WorkItemUnit.organization),
            selectinload(WorkItem.drafters),
            selectinload(WorkItem.reviews).selectinload(TechnicalReview.representatives),
        )
    )
    if item is None or not (may_see(actor, item) or _is_called(actor, item)):
        raise NotFound("没有这个制修订项目，或尚未公开")
    return item


def _is_called(actor: Actor, item: WorkItem) -> bool:
    """Whether somebody was called to a review of it."""
    return actor.user_id is not None and any(
        each.user_id == actor.user_id for review in item.reviews for each in review.representatives
    )


def work_items(asked: Asked, actor: Actor, day: date, *, page: int, per_page: int) -> Page[Standing]:
    """A page of the work items that the actor may see, each with where it stands on `day`."""
    found = page_of(_asked(asked, actor, day), page, per_page)
    return Page(found.total, found.page, found.per_page, standings(found.items, day))


def all_work_items(asked: Asked, actor: Actor, day: date) -> list[Standing]:
    """All of them, for a file."""
    return standings(db.session.scalars(_asked(asked, actor, day)).unique().all(), day)


def stage_counts(actor: Actor, body_id: int | None = None) -> Mapping[Stage, int]:
    """How many work items that the actor may see stand in each stage."""
    counted = select(WorkItem.stage, func.count()).join(WorkItem.issuing_body).group_by(WorkItem.stage)
    query: Any = _visible(counted, actor)  # type: ignore[arg-type]  # any columns
    if body_id is not None:
        query = query.where(WorkItem.issuing_body_id == body_id)
    return dict(db.session.execute(query).all())


def standings(items: Sequence[WorkItem], day: date) -> list[Standing]:
    """Where work items stand on `day`; a few statements for all of them."""
    known = situations(items)
    return [Standing(item, known[item.id], turn_of(known[item.id], day), _days_late(item, day)) for item in items]


def due_of(item: WorkItem) -> date | None:
    """The last day on which a work item should leave its stage: as planned, else the end of its comment period."""
    if item.stage not in OPEN_STAGES:
        return None
    if item.stage_due:
        return item.stage_due.last_day
    return last_comment_day(item) if item.stage is Stage.COMMENT else None


def _days_late(item: WorkItem, day: date) -> int:
    due = due_of(item)
    return max(0, (day - due).days) if due else 0


def _asked(asked: Asked, actor: Actor, day: date) -> Select[Any]:
    query = _visible(
        select(WorkItem)
        .join(WorkItem.issuing_body)
        .join(IssuingBody.organization)
        .options(
            joinedload(WorkItem.issuing_body).joinedload(IssuingBody.organization),
            joinedload(WorkItem.revises),
            joinedload(WorkItem.standard),
        ),
        actor,
    )
    if asked.body_id is not None:
        query = query.where(WorkItem.issuing_body_id == asked.body_id)
    if asked.stages:
        query = query.where(WorkItem.stage.in_(asked.stages))
    if asked.q.strip():
        text = containing(asked.q.strip())
        query = query.where(or_(WorkItem.title_zh.ilike(text, escape="\\"), WorkItem.plan_number.ilike(text, escape="\\")))
    if asked.late:
        today = PartialDate.of(day)
        over = (WorkItem.stage == Stage.COMMENT) & WorkItem.stage_due.is_(None) & (WorkItem.comment_until <= today)
        query = query.where(WorkItem.stage.in_(OPEN_STAGES), or_(WorkItem.stage_due < today, over))
    return query.order_by(*_order(asked.sort), WorkItem.id)


def _order(sort: str) -> list[Any]:
    place = case({stage: number for number, stage in enumerate(Stage)}, value=WorkItem.stage)
    columns: dict[str, list[Any]] = {
        "stage": [place, WorkItem.stage_since],
        "-stage": [place.desc(), WorkItem.stage_since],
        "since": [WorkItem.stage_since],
        "-since": [WorkItem.stage_since.desc()],
        "due": [func.coalesce(WorkItem.stage_due, WorkItem.comment_until, 99991231)],
        "title": [WorkItem.title_zh],
        "body": [IssuingBody.code, place],
    }
    return columns[sort]


def _visible(query: Select[Any], actor: Actor) -> Select[Any]:
    """Leave out what the actor may not know of: proposals, and what was given up before it was a project."""
    if actor.may(Permission.ALLIANCE_DRAFT) or actor.may(Permission.WORKLIST_READ):
        return query
    approved = select(WorkItemStep.work_item_id).where(WorkItemStep.to_stage == Stage.APPROVED)
    seen = or_(
        WorkItem.stage.in_(PUBLIC_STAGES),
        (WorkItem.stage == Stage.TERMINATED) & WorkItem.id.in_(approved),
        IssuingBody.organization_id.in_(list(actor.within)),
    )
    if actor.user_id is not None:
        mine = select(WorkItemStep.work_item_id).where(WorkItemStep.user_id == actor.user_id)
        called = (
            select(TechnicalReview.work_item_id)
            .join(ReviewRepresentative, ReviewRepresentative.review_id == TechnicalReview.id)
            .where(ReviewRepresentative.user_id == actor.user_id)
        )
        seen = or_(seen, WorkItem.id.in_(mine), WorkItem.id.in_(called))
    return query.where(seen)


def coming_for(standard_id: int) -> WorkItem | None:
    """The revision of a standard that is under way and public; None: there is none."""
    return db.session.scalar(
        select(WorkItem)
        .where(WorkItem.revises_id == standard_id, WorkItem.stage.in_(PUBLIC_STAGES), WorkItem.standard_id.is_(None))
        .options(joinedload(WorkItem.issuing_body))
        .order_by(WorkItem.id.desc())
        .limit(1)
    )


def waiting_items(actor: Actor, day: date) -> list[Standing]:
    """The work items under way of the actor's associations that wait for them, the longest waiting first."""
    mine = actor.organizations(Permission.ALLIANCE_DRAFT)
    decides = actor.organizations(Permission.ALLIANCE_PUBLISH)
    if not mine:
        return []
    found = db.session.scalars(
        select(WorkItem)
        .join(WorkItem.issuing_body)
        .where(IssuingBody.organization_id.in_(mine), WorkItem.stage.in_(OPEN_STAGES))
        .options(joinedload(WorkItem.issuing_body))
        .order_by(WorkItem.stage_since, WorkItem.id)
    ).all()
    return [
        each
        for each in standings(found, day)
        if each.turn is not None
        and each.turn.whose is not Whose.PUBLIC
        and (each.turn.whose is not Whose.HEAD or each.item.issuing_body.organization_id in decides)
    ]


def reviews_to_vote_in(actor: Actor) -> Sequence[ReviewRepresentative]:
    """The reviews that wait for the actor's own vote."""
    if actor.user_id is None:
        return ()
    return db.session.scalars(
        select(ReviewRepresentative)
        .join(ReviewRepresentative.review)
        .where(
            ReviewRepresentative.user_id == actor.user_id,
            ReviewRepresentative.vote.is_(None),
            TechnicalReview.closed_at.is_(None),
            TechnicalReview.manner == Manner.VOTE,
        )
        .options(joinedload(ReviewRepresentative.review))
        .order_by(ReviewRepresentative.id)
    ).all()
