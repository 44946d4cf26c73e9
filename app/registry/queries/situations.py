"""What the rules of steps need to know of work items, read in a few statements for any number of them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from app.database import db
from app.registry.lifecycle.moves import DRAFTS, Situation
from app.registry.lifecycle.words import DocumentKind, Stage
from app.registry.models import Document, PatentCall, TechnicalReview, WorkItem, WorkItemDrafter, WorkItemStep, WorkItemUnit
from app.registry.queries.comments import unanswered_comments
from app.registry.words import DraftingRole


def last_comment_day(item: WorkItem) -> date | None:
    """The last day, included, of its comment period."""
    return item.comment_until.first_day - timedelta(days=1) if item.comment_until else None


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
