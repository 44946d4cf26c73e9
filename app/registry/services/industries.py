"""Who belongs to a block industry and which standards are tied to it: dated lists that its association or staff keep."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from app.accounts.permissions import Actor, Permission
from app.clock import today
from app.database import db
from app.errors import Conflict, FieldError, NotAllowed, NotFound
from app.registry.dates import PartialDate
from app.registry.models import BlockIndustry, Membership, Organization, Standard, StandardBlockIndustry
from app.registry.services.writing import hold, mark_stale, recorded, refuse_where
from app.registry.words import Kind, OrganizationKind

_YEARS_AHEAD = 20


def may_keep(block: BlockIndustry, *, actor: Actor) -> bool:
    """Whether the actor keeps the lists of this block industry: its association's people, or staff."""
    if Permission.REGISTER_EDIT in actor.everywhere:
        return True
    return block.association_id is not None and actor.may(Permission.IMPLEMENTATION_VERIFY, block.association_id)


def add_member(block_id: int, organization_id: int, *, since: date, actor: Actor) -> Membership:
    """An enterprise belongs to a block industry from `since` on. The same again, or within a membership, is that one.

    Raises `NotAllowed`, `NotFound`, `Invalid` by field.
    """
    block = _kept(block_id, actor)
    enterprise = db.session.get(Organization, organization_id)
    if enterprise is None:
        raise NotFound("没有这家企业，请从列表中选择")
    if enterprise.kind not in (None, OrganizationKind.ENTERPRISE):
        reason = f"{enterprise.name}登记为{enterprise.kind.label}，只有企业可以是成员"
        refuse_where([FieldError("organization", reason)])
    refuse_where(_unreasonable(since, "from"))
    spells: Sequence[Membership] = db.session.scalars(
        select(Membership).where(Membership.block_industry_id == block.id, Membership.organization_id == enterprise.id)
    ).all()
    day = PartialDate.of(since)
    for spell in spells:
        if spell.from_on and spell.from_on <= day and (spell.until_on is None or spell.until_on > day):
            return spell
        if spell.from_on and day < spell.from_on:
            reason = f"{enterprise.name}自 {spell.from_on} 起已是成员；请改用更晚的日期，或由标准化院更正起始日期"
            refuse_where([FieldError("from", reason, str(since))])
    with recorded("memberships", [], actor) as made:
        membership = Membership(block_industry_id=block.id, organization_id=enterprise.id, from_on=day)
        db.session.add(membership)
        db.session.flush()
        made(membership)
    db.session.commit()
    return membership


def end_membership(membership_id: int, *, last_day: date, reason: str | None = None, actor: Actor) -> Membership:
    """The enterprise is a member up to and including `last_day`. Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict`."""
    held: Sequence[Membership] = hold(Membership, [membership_id])
    if not held:
        raise NotFound("没有这条成员记录")
    (membership,) = held
    _kept(membership.block_industry_id, actor)
    _may_end(membership, last_day)
    with recorded("memberships", [membership.id], actor, reason=reason or None):
        membership.until_on = PartialDate.of(last_day + timedelta(days=1))
    db.session.commit()
    return membership


def tie_standard(block_id: int, standard_id: int, *, since: date | None, actor: Actor) -> StandardBlockIndustry:
    """Tie an alliance standard to a block industry, always or from a day on; tied again, an ended tie goes on.

    Raises `NotAllowed`, `NotFound`, `Invalid` by field.
    """
    block = _kept(block_id, actor)
    standard = db.session.get(Standard, standard_id)
    if standard is None:
        raise NotFound("没有这项标准，请先由标准化院登记")
    if standard.kind is not Kind.ALLIANCE:
        reason = f"{standard.number} 不是联盟（团体）标准，不计入实施率；如需关联请由标准化院登记"
        refuse_where([FieldError("standard", reason)])
    if since:
        refuse_where(_unreasonable(since, "from"))
    known = db.session.scalar(
        select(StandardBlockIndustry)
        .where(StandardBlockIndustry.standard_id == standard.id, StandardBlockIndustry.block_industry_id == block.id)
        .with_for_update()
    )
    if known is not None and known.until_on is None:
        return known
    with recorded("standard-block-industries", [known.id] if known else [], actor) as made:
        tie = known or StandardBlockIndustry(
            standard_id=standard.id, block_industry_id=block.id, from_on=PartialDate.of(since) if since else None
        )
        tie.until_on = None
        db.session.add(tie)
        db.session.flush()
        if known is None:
            made(tie)
    mark_stale([standard.id])
    db.session.commit()
    return tie


def end_tie(tie_id: int, *, last_day: date, reason: str | None = None, actor: Actor) -> StandardBlockIndustry:
    """The standard is tied up to and including `last_day`. Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict`."""
    held: Sequence[StandardBlockIndustry] = hold(StandardBlockIndustry, [tie_id])
    if not held:
        raise NotFound("没有这条关联记录")
    (tie,) = held
    _kept(tie.block_industry_id, actor)
    _may_end(tie, last_day)
    with recorded("standard-block-industries", [tie.id], actor, reason=reason or None):
        tie.until_on = PartialDate.of(last_day + timedelta(days=1))
    mark_stale([tie.standard_id])
    db.session.commit()
    return tie


def _kept(block_id: int, actor: Actor) -> BlockIndustry:
    """The block industry, locked, whose lists the actor keeps. Raises `NotAllowed`, `NotFound`."""
    held: Sequence[BlockIndustry] = hold(BlockIndustry, [block_id])
    if not held:
        raise NotFound("没有这个块状产业")
    if not may_keep(held[0], actor=actor):
        raise NotAllowed(f"{held[0].name}的成员与标准由其牵头协会或标准化院维护")
    return held[0]


def _may_end(term: Membership | StandardBlockIndustry, last_day: date) -> None:
    if term.until_on and term.until_on.first_day <= today():
        raise Conflict(f"已登记在 {term.until_on} 之前结束")
    if term.from_on and last_day < term.from_on.first_day:
        refuse_where([FieldError("last", f"结束日期不能早于起始日期 {term.from_on}", str(last_day))])
    refuse_where(_unreasonable(last_day, "last"))


def _unreasonable(day: date, field: str) -> list[FieldError]:
    if 1949 <= day.year <= today().year + _YEARS_AHEAD:
        return []
    return [FieldError(field, "日期的年份不合理，请核对", str(day))]
