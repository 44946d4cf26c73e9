"""Reading award schemes, their batches and candidates, and awards whose review falls due."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.database import db
from app.errors import NotFound
from app.registry.dates import PartialDate, months_later
from app.registry.models import Award, AwardBatch, AwardCandidate, AwardScheme
from app.registry.rates.evaluation import REVIEW_MONTHS, review_window


def award_schemes() -> Sequence[AwardScheme]:
    """All schemes with levels and criteria, the latest first."""
    asked = select(AwardScheme).options(selectinload(AwardScheme.levels), selectinload(AwardScheme.criteria))
    return db.session.scalars(asked.order_by(AwardScheme.from_on.desc().nulls_last(), AwardScheme.code)).all()


def award_scheme(scheme_id: int) -> AwardScheme:
    """One scheme. Raises `NotFound`."""
    scheme = db.session.get(AwardScheme, scheme_id)
    if scheme is None:
        raise NotFound("没有这个评定办法")
    return scheme


def batches_of(scheme_id: int) -> Sequence[AwardBatch]:
    """The batches of a scheme, the latest first."""
    asked = select(AwardBatch).where(AwardBatch.scheme_id == scheme_id).options(selectinload(AwardBatch.candidates))
    return db.session.scalars(asked.order_by(AwardBatch.opened_on.desc(), AwardBatch.id.desc())).all()


def award_batch(batch_id: int) -> AwardBatch:
    """One batch with its scheme, candidates and scores. Raises `NotFound`."""
    batch = db.session.get(
        AwardBatch,
        batch_id,
        options=[
            joinedload(AwardBatch.scheme).selectinload(AwardScheme.criteria),
            joinedload(AwardBatch.scheme).selectinload(AwardScheme.levels),
            selectinload(AwardBatch.candidates).joinedload(AwardCandidate.organization),
            selectinload(AwardBatch.candidates).joinedload(AwardCandidate.level),
            selectinload(AwardBatch.candidates).joinedload(AwardCandidate.award),
            selectinload(AwardBatch.candidates).selectinload(AwardCandidate.scores),
        ],
    )
    if batch is None:
        raise NotFound("没有这个批次")
    return batch


def reviews_due(day: date, *, scheme_id: int | None = None, enterprises: Collection[int] | None = None) -> Sequence[Award]:
    """Awards that are to be reviewed on `day`, in the last three months of their term, the first to end first.

    None where the enterprise holds one of the same scheme that lasts longer; of `enterprises` alone where they are given.
    """
    today = PartialDate.of(day)
    asked = (
        select(Award)
        .join(Award.scheme)
        .where(
            Award.awarded_on <= today,
            Award.valid_until > today,
            Award.valid_until <= PartialDate.of(months_later(day, REVIEW_MONTHS + 1)),
            Award.revoked_on.is_(None) | (Award.revoked_on > today),
            AwardScheme.until_on.is_(None) | (AwardScheme.until_on > today),
        )
        .options(joinedload(Award.organization), joinedload(Award.scheme), joinedload(Award.level))
        .order_by(Award.valid_until, Award.id)
    )
    if scheme_id is not None:
        asked = asked.where(Award.scheme_id == scheme_id)
    if enterprises is not None:
        asked = asked.where(Award.organization_id.in_(enterprises))
    due = [award for award in db.session.scalars(asked) if _in_review(award.valid_until, day)]
    longer = _lasting_longer({award.organization_id for award in due}, day)
    return [award for award in due if (award.organization_id, award.scheme_id) not in longer]


def _in_review(valid_until: PartialDate | None, day: date) -> bool:
    return valid_until is not None and review_window(valid_until.first_day).covers(day)


def _lasting_longer(organizations: Collection[int], day: date) -> set[tuple[int, int]]:
    """The organizations, by scheme, that hold an award which is not yet to be reviewed."""
    rows = db.session.execute(
        select(Award.organization_id, Award.scheme_id, Award.valid_until).where(
            Award.organization_id.in_(organizations),
            Award.valid_until.is_(None) | (Award.valid_until > PartialDate.of(day)),
            Award.revoked_on.is_(None),
        )
    )
    return {(organization, scheme) for organization, scheme, end in rows if not _in_review(end, day)}
