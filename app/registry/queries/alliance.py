"""Reading issuing bodies and work items: where each stands, whose turn it is, what is late."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.permissions import Actor, Permission
from app.database import db
from app.errors import NotFound
from app.registry.dates import PartialDate
from app.registry.lifecycle.moves import DRAFTS, OPEN_STAGES, PUBLIC_STAGES, Situation, turn_of
from app.registry.lifecycle.words import DocumentKind, Manner, Stage
from app.registry.models import (
    Document,
    IssuingBody,
    Organization,
    PatentCall,
    PatentDisclosure,
    PublicComment,
    ReviewRepresentative,
    StandardReview,
    TechnicalReview,
    WorkItem,
    WorkItemDrafter,
    WorkItemStep,
    WorkItemUnit,
)
from app.registry.queries.paging import Page, containing, page_of
from app.registry.words import DraftingRole


@dataclass(frozen=True)
class Standing:
    """A work item with what is known of it on a day, whose turn it is, and since how many days it is late (0: it is not)."""

    item: WorkItem
    known: Situation
    turn: str
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


def last_comment_day(item: WorkItem) -> date | None:
    """The last day, included, of its comment period."""
    return item.comment_until.first_day - timedelta(days=1) if item.comment_until else None


def _days_late(item: WorkItem, day: date) -> int:
    due = due_of(item)
    return max(0, (day - due).days) if due else 0


def situations(items: Sequence[WorkItem]) -> dict[int, Situation]:
    """What the rules need to know of work items, by id."""
    ids = [item.id for item in items]
    steps = _grouped(select(WorkItemStep).where(WorkItemStep.work_item_id.in_(ids)).order_by(WorkItemStep.id))
    papers = _grouped(select(Document).where(Document.work_item_id.in_(ids), Document.withdrawn_at.is_(None)))
    units = _grouped(select(WorkItemUnit).where(WorkItemUnit.work_item_id.in_(ids), WorkItemUnit.left_on.is_(None)))
    drafters = _grouped(select(WorkItemDrafter).where(WorkItemDrafter.work_item_id.in_(ids), WorkItemDrafter.left_on.is_(None)))
    calls = _grouped(select(PatentCall).where(PatentCall.work_item_id.in_(ids)))
    reviews = _grouped(
        select(TechnicalReview)
        .where(TechnicalReview.work_item_id.in_(ids), TechnicalReview.closed_at.is_not(None))
        .order_by(TechnicalReview.id)
    )
    unanswered = unanswered_comments(ids)
    return {
        item.id: Situation(
            stage=item.stage,
            has_purpose=bool(item.purpose),
            has_scope=bool(item.scope),
            units=len(units[item.id]),
            leads=sum(unit.role is DraftingRole.LEAD for unit in units[item.id]),
            drafters=len(drafters[item.id]),
            documents=_counting(papers[item.id], steps[item.id]),
            called=frozenset(call.stage for call in calls[item.id]),
            last_comment_day=last_comment_day(item),
            unanswered=unanswered.get(item.id, 0),
            review_passed=_passed(reviews[item.id], steps[item.id]),
            has_minutes=_has_minutes(papers[item.id], steps[item.id]),
            approved=_is_approved(steps[item.id]),
        )
        for item in items
    }


def situation(item: WorkItem) -> Situation:
    """What the rules need to know of one work item."""
    return situations([item])[item.id]


def unanswered_comments(work_item_ids: Collection[int]) -> dict[int, int]:
    """By work item, how many comments wait for an answer; those hidden or not confirmed do not."""
    rows = db.session.execute(
        select(PublicComment.work_item_id, func.count())
        .where(
            PublicComment.work_item_id.in_(work_item_ids),
            PublicComment.answer.is_(None),
            PublicComment.hidden_at.is_(None),
            PublicComment.confirmed_at.is_not(None),
        )
        .group_by(PublicComment.work_item_id)
    )
    return {own: number for own, number in rows if own is not None}


def _grouped(query: Select[Any]) -> dict[int, list[Any]]:
    """Rows of any model that belongs to work items, by the work item."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.scalars(query):
        found[row.work_item_id].append(row)
    return found


def last_return(steps: Sequence[WorkItemStep]) -> datetime | None:
    """When a work item was last returned to an earlier stage; None: never."""
    order = {stage: place for place, stage in enumerate(Stage)}
    backward = [step.at for step in steps if step.from_stage and order[step.to_stage] < order[step.from_stage]]
    return max(backward, default=None)


def entered(steps: Sequence[WorkItemStep], stage: Stage) -> datetime | None:
    """When a work item last came into a stage from another one; None: never."""
    return max((step.at for step in steps if step.to_stage is stage and step.from_stage is not stage), default=None)


def _counting(papers: Sequence[Document], steps: Sequence[WorkItemStep]) -> frozenset[DocumentKind]:
    since = last_return(steps)
    return frozenset(paper.kind for paper in papers if paper.kind not in DRAFTS or since is None or paper.added_at >= since)


def _passed(reviews: Sequence[TechnicalReview], steps: Sequence[WorkItemStep]) -> bool | None:
    """Whether the last review closed since the item came into the stage was passed; None: none was closed."""
    since = entered(steps, Stage.REVIEW)
    closed = [each for each in reviews if since and each.closed_at and each.closed_at >= since]
    return closed[-1].passed if closed else None


def _has_minutes(papers: Sequence[Document], steps: Sequence[WorkItemStep]) -> bool:
    since = entered(steps, Stage.REVIEW)
    return any(paper.kind is DocumentKind.MINUTES and since is not None and paper.added_at >= since for paper in papers)


def _is_approved(steps: Sequence[WorkItemStep]) -> bool:
    since = entered(steps, Stage.APPROVAL)
    return any(step.from_stage is step.to_stage is Stage.APPROVAL and since and step.at >= since for step in steps)


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


def issuing_bodies() -> Sequence[IssuingBody]:
    """All issuing bodies by code."""
    return db.session.scalars(
        select(IssuingBody).options(joinedload(IssuingBody.organization)).order_by(IssuingBody.code_key)
    ).all()


def bodies_of(actor: Actor) -> Sequence[IssuingBody]:
    """The issuing bodies for which the actor may run work items; all of them for whoever may everywhere."""
    query = select(IssuingBody).options(joinedload(IssuingBody.organization)).order_by(IssuingBody.code_key)
    if not actor.may(Permission.ALLIANCE_DRAFT):
        query = query.where(IssuingBody.organization_id.in_(actor.organizations(Permission.ALLIANCE_DRAFT)))
    return db.session.scalars(query).all()


def body_of_organization(organization_id: int) -> IssuingBody | None:
    """The issuing body that an organization is; None: it is none."""
    return db.session.scalar(select(IssuingBody).join(Organization).where(Organization.id == organization_id))


def patent_calls(work_item_id: int) -> tuple[Sequence[PatentCall], Sequence[PatentDisclosure]]:
    """The calls for patents of a work item, and the patents disclosed."""
    calls = db.session.scalars(select(PatentCall).where(PatentCall.work_item_id == work_item_id).order_by(PatentCall.id)).all()
    disclosed = db.session.scalars(
        select(PatentDisclosure).where(PatentDisclosure.work_item_id == work_item_id).order_by(PatentDisclosure.id)
    ).all()
    return calls, disclosed


def patents_of(standard_id: int) -> Sequence[PatentDisclosure]:
    """The patents disclosed for a published standard, as they came."""
    asked = select(PatentDisclosure).where(PatentDisclosure.standard_id == standard_id).order_by(PatentDisclosure.id)
    return db.session.scalars(asked).all()


def coming_for(standard_id: int) -> WorkItem | None:
    """The revision of a standard that is under way and public; None: there is none."""
    return db.session.scalar(
        select(WorkItem)
        .where(WorkItem.revises_id == standard_id, WorkItem.stage.in_(PUBLIC_STAGES), WorkItem.standard_id.is_(None))
        .options(joinedload(WorkItem.issuing_body))
        .order_by(WorkItem.id.desc())
        .limit(1)
    )


def reviews_of(standard_id: int) -> Sequence[StandardReview]:
    """The periodic reviews of a standard, the latest first."""
    return db.session.scalars(
        select(StandardReview).where(StandardReview.standard_id == standard_id).order_by(StandardReview.id.desc())
    ).all()


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
        if not each.turn.startswith("公众")
        and (each.item.issuing_body.organization_id in decides or not each.turn.startswith("负责人"))
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
