"""What others do with a declaration: the association verifies it or sends it back, staff audit and revoke."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.permissions import Actor, Permission, require
from app.clock import today
from app.database import db
from app.errors import Conflict, FieldError, NotAllowed, NotFound
from app.registry.dates import PartialDate
from app.registry.models import Implementation, Organization
from app.registry.services.declaring import the_declaration
from app.registry.services.reach import verifiers_of, verifying_within
from app.registry.services.writing import hold, recorded, refuse_where, require_reason

_NOT_HERS = "这项声明应由企业所在块状产业的协会核实，您没有这一权限"


@dataclass(frozen=True)
class Verified:
    """What became of declarations that were to be verified: done, done before, and those refused with the reason."""

    done: Sequence[Implementation]
    before: Sequence[Implementation]
    refused: Sequence[tuple[Implementation, str]]


def verify(implementation_ids: Collection[int], *, on: date, actor: Actor) -> Verified:
    """Verify declarations as of a day, which is neither in the future nor before they were declared.

    Each is verified or refused for itself; what was verified before stays as it was. Raises `Invalid` for a day that can't
    be, `Conflict` where none is named, `NotAllowed` where the actor may verify none of them, `NotFound` where there are none.
    """
    if not implementation_ids:
        raise Conflict("还没有选择声明，请先勾选要核实的声明")
    if on > today():
        refuse_where([FieldError("on", f"核实日期不能晚于今天 {today()}", str(on))])
    held = _held(implementation_ids)
    within = _verifying(held, actor)
    if not any(within.values()):
        raise NotAllowed(_NOT_HERS)
    refused = [(each, why) for each in held if (why := _against(each, on, within[each.id]))]
    out = {each.id for each, _why in refused}
    before = [each for each in held if each.id not in out and each.verified_on]
    ready = [each for each in held if each.id not in out and not each.verified_on]
    with recorded("implementations", [each.id for each in ready], actor):
        for each in ready:
            each.verified_on = PartialDate.of(on)
            each.verified_by = within[each.id]
    db.session.commit()
    return Verified(ready, before, refused)


def send_back(implementation_ids: Collection[int], *, reason: str | None, actor: Actor) -> Sequence[Implementation]:
    """Send declarations back to be mended, with a reason; they stay declared meanwhile.

    Raises `NotAllowed`, `NotFound`, `Invalid` without a reason, `Conflict` where one is verified or revoked already, or none
    is named.
    """
    why = require_reason(reason)
    if not implementation_ids:
        raise Conflict("还没有选择声明，请先勾选要退回的声明")
    held = _held(implementation_ids)
    if not all(_verifying(held, actor).values()):
        raise NotAllowed(_NOT_HERS)
    settled = [each for each in held if each.verified_on or each.revoked_on]
    if settled:
        names = "、".join(each.organization.name for each in settled[:5])
        raise Conflict(f"{names} 的声明已核实或已撤销，不能退回；如有问题，请告知标准化院抽查")
    with recorded("implementations", [each.id for each in held], actor, reason=why):
        for each in held:
            each.returned_on = PartialDate.of(today())
            each.return_reason = why
    db.session.commit()
    return held


def revoke(implementation_id: int, *, on: date, reason: str | None, actor: Actor) -> Implementation:
    """Revoke a declaration after an audit: from `on` it no longer counts.

    Raises `NotAllowed`, `NotFound`, `Invalid` without a reason or for a day in the future, `Conflict` where it was revoked.
    """
    require(actor, Permission.IMPLEMENTATION_AUDIT)
    why = require_reason(reason)
    if on > today():
        refuse_where([FieldError("on", f"撤销日期不能晚于今天 {today()}", str(on))])
    implementation = the_declaration(implementation_id)
    if implementation.revoked_on:
        raise Conflict(f"这项声明已于 {implementation.revoked_on} 撤销")
    if on < implementation.from_on.first_day:
        refuse_where([FieldError("on", f"撤销日期不能早于起始日期 {implementation.from_on}", str(on))])
    with recorded("implementations", [implementation.id], actor, reason=why):
        implementation.revoked_on = PartialDate.of(on)
        implementation.revocation_reason = why
    db.session.commit()
    return implementation


def _held(implementation_ids: Collection[int]) -> Sequence[Implementation]:
    held: Sequence[Implementation] = hold(Implementation, implementation_ids)
    if not held:
        raise NotFound("没有这条实施记录")
    return held


def _verifying(held: Sequence[Implementation], actor: Actor) -> dict[int, str | None]:
    """By id, the name of the association for which the actor may verify a declaration; None where they may not."""
    verifiers = verifiers_of(held)
    within = {each.id: verifying_within(actor, verifiers[each.id]) for each in held}
    everywhere = actor.name if Permission.IMPLEMENTATION_VERIFY in actor.everywhere else None
    asked = {each for each in within.values() if each is not None}
    names = {body.id: body.name for body in db.session.scalars(select(Organization).where(Organization.id.in_(asked)))}
    return {own: everywhere if body is None else names[body] for own, body in within.items()}


def _against(implementation: Implementation, on: date, verifier: str | None) -> str | None:
    """Why a declaration can't be verified as of that day; None where it can, or was."""
    if verifier is None:
        return _NOT_HERS
    if implementation.revoked_on:
        return f"已于 {implementation.revoked_on} 撤销"
    if implementation.returned_on and not implementation.verified_on:
        return f"已于 {implementation.returned_on} 退回，等待企业补正"
    declared = implementation.declared_on
    if declared and on < declared.first_day and not implementation.verified_on:
        return f"核实日期不能早于声明日期 {declared}"
    return None
