"""The records that a step of evaluation changes, locked, and what its days have to be."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.clock import today
from app.database import db
from app.errors import Conflict, FieldError, NotFound
from app.registry.models import AwardBatch, AwardCandidate, AwardScheme
from app.registry.services.writing import begin, hold

TERM_YEARS = 3
TERM_YEARS_MOST = 20


def held_scheme(scheme_id: int) -> AwardScheme:
    """A scheme, locked. Raises `NotFound`."""
    held: Sequence[AwardScheme] = hold(AwardScheme, [scheme_id])
    if not held:
        raise NotFound("没有这个评定办法")
    return held[0]


def held_batch(batch_id: int, *, open_only: bool = False) -> AwardBatch:
    """A batch with its candidates, locked. Raises `NotFound`, `Conflict` where it has to be open and is not."""
    begin()
    batch = db.session.scalar(
        select(AwardBatch)
        .where(AwardBatch.id == batch_id)
        .options(
            joinedload(AwardBatch.scheme, innerjoin=True),
            selectinload(AwardBatch.candidates).selectinload(AwardCandidate.scores),
            selectinload(AwardBatch.candidates).joinedload(AwardCandidate.organization),
        )
        .with_for_update(of=AwardBatch)
        .execution_options(populate_existing=True)
    )
    if batch is None:
        raise NotFound("没有这个批次")
    if open_only and batch.publicity_from:
        raise Conflict("批次已经公示，名单与评分不能再改；可对单家企业调整等级或不予认定")
    return batch


def the_candidate(candidate_id: int) -> AwardCandidate:
    """One candidate. Raises `NotFound`."""
    candidate = db.session.get(AwardCandidate, candidate_id)
    if candidate is None:
        raise NotFound("没有这家参评企业，可能已撤回")
    return candidate


def unreasonable(day: date, field: str) -> list[FieldError]:
    """An entry for a day of a year that can only be a slip."""
    return [] if abs(day.year - today().year) <= TERM_YEARS_MOST else [FieldError(field, "日期的年份不合理，请核对", str(day))]
