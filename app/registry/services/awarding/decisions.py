"""From publicity to awards: proposed levels are made public, objections settled, awards decided, and revoked."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from app.accounts.permissions import Actor, Permission, require
from app.clock import today
from app.database import db
from app.errors import Conflict, FieldError, NotFound
from app.registry.dates import PartialDate, months_later
from app.registry.models import Award, AwardBatch, AwardCandidate, Organization
from app.registry.services.awarding.held import TERM_YEARS, TERM_YEARS_MOST, held_batch, the_candidate, unreasonable
from app.registry.services.writing import hold, recorded, refuse_where, require_reason, tidy


def publish(batch_id: int, *, since: date, last_day: date, actor: Actor) -> AwardBatch:
    """Make the proposed levels public from `since` up to and including `last_day`; from then on scores stand.

    Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict` where the batch is not open, somebody is not scored in full, or
    nobody reaches a level.
    """
    require(actor, Permission.AWARD_EVALUATE)
    batch = held_batch(batch_id, open_only=True)
    wrong = [FieldError("last", f"公示截止不能早于公示开始 {since}", str(last_day))] if last_day < since else []
    wrong += unreasonable(since, "from") + unreasonable(last_day, "last")
    refuse_where(wrong)
    if not batch.candidates:
        raise Conflict("批次里还没有企业，不能公示")
    criteria = {each.id for each in batch.scheme.criteria}
    unscored = [each for each in batch.candidates if criteria - {score.criterion_id for score in each.scores}]
    if unscored:
        names = "、".join(each.organization.name for each in unscored[:5])
        raise Conflict(f"{names} 等 {len(unscored)} 家的评分还不完整，请先补齐或撤回申报")
    if not any(each.level_id for each in batch.candidates):
        raise Conflict("没有企业达到任何等级的分数线，不能公示")
    with recorded("award-batches", [batch.id], actor):
        batch.publicity_from = PartialDate.of(since)
        batch.publicity_until = PartialDate.of(last_day + timedelta(days=1))
    db.session.commit()
    return batch


def settle(candidate_id: int, *, level_id: int | None, left_out_reason: str | None, actor: Actor) -> AwardCandidate:
    """Before the decision, set a candidate's level by hand, or leave it out with a reason (an objection upheld).

    Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict` where it is decided already.
    """
    require(actor, Permission.AWARD_EVALUATE)
    candidate = the_candidate(candidate_id)
    batch = held_batch(candidate.batch_id)
    if batch.decided_on:
        raise Conflict(f"这一批次已于 {batch.decided_on} 认定；如需纠正，请撤销认定")
    wrong: list[FieldError] = []
    why = tidy(left_out_reason, "left_out_reason", "不予认定的理由", 1_000, wrong)
    if level_id is not None and level_id not in {level.id for level in batch.scheme.levels}:
        wrong.append(FieldError("level", "这个办法没有这个等级"))
    if level_id is None and why is None and not wrong:
        wrong.append(FieldError("left_out_reason", "不予认定请写明理由"))
    refuse_where(wrong)
    with recorded("award-candidates", [candidate.id], actor, reason=why):
        candidate.level_id = level_id if level_id is not None else candidate.level_id
        candidate.left_out_reason = why
    db.session.commit()
    return candidate


def decide(batch_id: int, *, on: date, years: int = TERM_YEARS, actor: Actor) -> list[Award]:
    """After the publicity, make an award of every candidate with a level that is not left out, for `years` from `on`.

    Raises `NotAllowed`, `NotFound`, `Invalid` for a day in the future or before the publicity was over, `Conflict`.
    """
    require(actor, Permission.AWARD_EVALUATE)
    batch = held_batch(batch_id)
    _decidable(batch, on, years)
    chosen = [each for each in batch.candidates if each.level_id and each.left_out_reason is None]
    if not chosen:
        raise Conflict("没有可以认定的企业")
    _not_awarded_that_day(batch, chosen, on)
    with (
        recorded("awards", [], actor) as made,
        recorded("award-candidates", [each.id for each in chosen], actor),
        recorded("award-batches", [batch.id], actor),
    ):
        awards = []
        for candidate in chosen:
            award = Award(
                organization_id=candidate.organization_id,
                scheme_id=batch.scheme_id,
                level_id=candidate.level_id,
                batch=batch.name,
                awarded_on=PartialDate.of(on),
                valid_until=PartialDate.of(months_later(on, 12 * years)),
            )
            candidate.award = award
            awards.append(award)
        db.session.add_all(awards)
        batch.decided_on = PartialDate.of(on)
        db.session.flush()
        for each in awards:
            made(each)
    db.session.commit()
    return awards


def revoke_award(award_id: int, *, on: date, reason: str | None, actor: Actor) -> Award:
    """Revoke an award from `on`, with a reason. Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict`."""
    require(actor, Permission.AWARD_EVALUATE)
    why = require_reason(reason)
    held: Sequence[Award] = hold(Award, [award_id])
    if not held:
        raise NotFound("没有这项认定")
    (award,) = held
    if award.revoked_on:
        raise Conflict(f"这项认定已于 {award.revoked_on} 撤销")
    if not award.awarded_on.first_day <= on <= today():
        refuse_where([FieldError("on", f"撤销日期应在认定日期 {award.awarded_on} 与今天 {today()} 之间", str(on))])
    with recorded("awards", [award.id], actor, reason=why):
        award.revoked_on = PartialDate.of(on)
        award.revocation_reason = why
    db.session.commit()
    return award


def _decidable(batch: AwardBatch, on: date, years: int) -> None:
    if batch.decided_on:
        raise Conflict(f"这一批次已于 {batch.decided_on} 认定")
    if batch.publicity_until is None:
        raise Conflict("请先公示，公示期满后再认定")
    over = batch.publicity_until.first_day
    if today() < over:
        raise Conflict(f"公示到 {over - timedelta(days=1)}（含）为止，期满后再认定")
    wrong = []
    if not over <= on <= today():
        wrong.append(FieldError("on", f"认定日期应在公示期满之日 {over} 与今天 {today()} 之间", str(on)))
    if not 1 <= years <= TERM_YEARS_MOST:
        wrong.append(FieldError("years", f"有效期应为 1 至 {TERM_YEARS_MOST} 年", str(years)))
    scheme_end = batch.scheme.until_on
    if scheme_end and scheme_end.first_day <= on:
        wrong.append(FieldError("on", f"{batch.scheme.name}已于 {scheme_end} 停止，不能在此之后认定", str(on)))
    refuse_where(wrong)


def _not_awarded_that_day(batch: AwardBatch, chosen: Sequence[AwardCandidate], on: date) -> None:
    """Raises `Conflict` where an enterprise holds an award of the scheme from that very day already."""
    taken = db.session.scalars(
        select(Organization.name)
        .join(Award, Award.organization_id == Organization.id)
        .where(
            Award.scheme_id == batch.scheme_id,
            Award.awarded_on == PartialDate.of(on),
            Award.organization_id.in_([each.organization_id for each in chosen]),
        )
    ).all()
    if taken:
        raise Conflict(f"{'、'.join(taken[:5])} 在 {on} 已有同一办法的认定，请换一个认定日期或不予重复认定")
