"""Batches of evaluation while they are open: nominating enterprises and scoring them.

A batch goes one way: open (candidates and scores change), public (levels stand, objections are settled), decided (awards
are made). Every step is a day kept with the batch.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import exists, select

from app.accounts.permissions import Actor, Permission, require
from app.clock import today
from app.database import db
from app.errors import Conflict, FieldError
from app.registry.dates import PartialDate
from app.registry.models import AwardBatch, AwardCandidate, AwardScore, Organization
from app.registry.rates.evaluation import Threshold, proposed_level
from app.registry.services.awarding.held import held_batch, held_scheme, the_candidate
from app.registry.services.writing import recorded, refuse_where, tidy
from app.registry.words import OrganizationKind


def open_batch(scheme_id: int, name: str, *, actor: Actor) -> AwardBatch:
    """Begin a batch of a scheme. Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict` where the scheme has ended."""
    require(actor, Permission.AWARD_EVALUATE)
    scheme = held_scheme(scheme_id)
    wrong: list[FieldError] = []
    called = tidy(name, "name", "批次名称", 80, wrong)
    if called is None and not wrong:
        wrong.append(FieldError("name", "请填写批次名称，例如 2026 年"))
    elif db.session.scalar(select(exists().where(AwardBatch.scheme_id == scheme.id, AwardBatch.name == called))):
        wrong.append(FieldError("name", "这个办法已有同名批次，请换一个名称", name[:80]))
    refuse_where(wrong)
    if scheme.until_on and scheme.until_on.first_day <= today():
        raise Conflict(f"{scheme.name}已于 {scheme.until_on} 停止，不能再开新批次")
    with recorded("award-batches", [], actor) as made:
        batch = AwardBatch(scheme_id=scheme.id, name=called or "", opened_on=PartialDate.of(today()))
        db.session.add(batch)
        db.session.flush()
        made(batch)
    db.session.commit()
    return batch


def nominate(batch_id: int, organizations: Collection[int], *, actor: Actor) -> int:
    """Add enterprises to an open batch; gives how many were not in it yet.

    Raises `NotAllowed`, `NotFound`, `Invalid` for a body that is no enterprise, `Conflict` where the batch is no longer open.
    """
    require(actor, Permission.AWARD_EVALUATE)
    batch = held_batch(batch_id, open_only=True)
    bodies = db.session.scalars(select(Organization).where(Organization.id.in_(organizations))).all()
    if not bodies:
        refuse_where([FieldError("organization", "请选择要申报的企业")])
    for body in bodies:
        if body.kind not in (None, OrganizationKind.ENTERPRISE):
            refuse_where([FieldError("organization", f"{body.name}登记为{body.kind.label}，只有企业可以参评")])
    there = {candidate.organization_id for candidate in batch.candidates}
    new = [body for body in bodies if body.id not in there]
    with recorded("award-candidates", [], actor) as made:
        added = [AwardCandidate(batch_id=batch.id, organization_id=body.id) for body in new]
        db.session.add_all(added)
        db.session.flush()
        for each in added:
            made(each)
    db.session.commit()
    return len(new)


def withdraw_candidate(candidate_id: int, *, actor: Actor) -> None:
    """Take an enterprise out of an open batch, its scores with it. Raises `NotAllowed`, `NotFound`, `Conflict`."""
    require(actor, Permission.AWARD_EVALUATE)
    candidate = the_candidate(candidate_id)
    held_batch(candidate.batch_id, open_only=True)
    with recorded("award-candidates", [candidate.id], actor):
        db.session.delete(candidate)
    db.session.commit()


def score(batch_id: int, points: Mapping[tuple[int, int], float | None], *, actor: Actor) -> AwardBatch:
    """Set points by (candidate, criterion), None takes them away; each candidate's level becomes what its points propose.

    Fields in errors are called `points-<candidate>-<criterion>`. Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict`.
    """
    require(actor, Permission.AWARD_EVALUATE)
    batch = held_batch(batch_id, open_only=True)
    most = {each.id: each.most for each in batch.scheme.criteria}
    candidates = {each.id: each for each in batch.candidates}
    wrong = [
        FieldError(f"points-{own}-{criterion}", f"得分应在 0 至 {most[criterion]:g} 之间", f"{given:g}")
        for (own, criterion), given in points.items()
        if own in candidates and criterion in most and given is not None and not 0 <= given <= most[criterion]
    ]
    refuse_where(wrong)
    with recorded("award-candidates", list(candidates), actor):
        for (own, criterion), given in points.items():
            if own in candidates and criterion in most:
                _put(candidates[own], criterion, given)
        db.session.flush()
        propose(batch)
    db.session.commit()
    return batch


def propose(batch: AwardBatch) -> None:
    """Set each candidate's level to what its points propose."""
    levels = {level.name: level for level in batch.scheme.levels}
    thresholds = [Threshold(level.name, level.least_score) for level in batch.scheme.levels]
    for candidate in batch.candidates:
        name = proposed_level(total_of(candidate), thresholds)
        candidate.level = levels[name] if name else None


def total_of(candidate: AwardCandidate) -> float:
    """The points of a candidate."""
    return sum(each.points for each in candidate.scores)


def _put(candidate: AwardCandidate, criterion: int, points: float | None) -> None:
    known = next((each for each in candidate.scores if each.criterion_id == criterion), None)
    if points is None:
        if known:
            candidate.scores.remove(known)
    elif known:
        known.points = points
    else:
        candidate.scores.append(AwardScore(criterion_id=criterion, points=points))
