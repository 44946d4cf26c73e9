"""Links by which enterprises declare without an account: signed, for one declaration, expiring, taken back at any time.

What is given out is a random code with a signature of this instance's key, so a code can be printed again and none can be
made up. Only its first use declares.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.permissions import Actor, Permission
from app.clock import now, today
from app.database import db
from app.errors import Conflict, FieldError, NotAllowed, NotFound
from app.registry.dates import PartialDate
from app.registry.models import DeclarationLink, Organization, Standard
from app.registry.queries.declaration_links import Asked, LinkState, open_links, refusal_of, state_of
from app.registry.services.declaring import Declaration, Declared, take_declaration
from app.registry.services.reach import associations_beside
from app.registry.services.writing import begin, hold, refuse_where

DAYS = 60
DAYS_MOST = 366
_CODE_BYTES = 10
_SIGNATURE_BYTES = 15
_PURPOSE = b"declaration-link:"


def sealed(code: str, key: str) -> str:
    """The code with its signature, as it stands in an address: letters and digits, for people to type where they must."""
    return f"{code}-{_signature(code, key)}"


def opened(text: str, key: str) -> DeclarationLink:
    """The link of an address. Raises `NotFound` where nobody of this instance signed it."""
    code, _dash, signature = text.upper().strip().partition("-")
    if not (signature.isascii() and hmac.compare_digest(signature, _signature(code, key))):
        raise NotFound("这个声明链接无效：请核对是否抄写完整，或向协会索取新的链接")
    link = db.session.scalar(
        select(DeclarationLink)
        .where(DeclarationLink.code == code)
        .options(
            joinedload(DeclarationLink.organization),
            joinedload(DeclarationLink.standard),
            joinedload(DeclarationLink.association),
            joinedload(DeclarationLink.implementation),
        )
    )
    if link is None:
        raise NotFound("这个声明链接已不在系统中，请向协会索取新的链接")
    return link


def make_links(asked: Collection[Asked], *, days: int = DAYS, actor: Actor) -> list[DeclarationLink]:
    """A link for each enterprise and standard, good for `days`; where one is open already, that one.

    Associations ask their members, staff anybody. Raises `NotAllowed`, `Invalid`, `Conflict` where nobody is asked.
    """
    if not asked:
        raise Conflict("没有需要发出链接的企业")
    if not 1 <= days <= DAYS_MOST:
        refuse_where([FieldError("days", f"有效天数应为 1 至 {DAYS_MOST}", str(days))])
    association_of = _asking({each.organization_id for each in asked}, actor)
    begin()
    # whoever makes links for the same enterprises waits here, or both would make one
    hold(Organization, {each.organization_id for each in asked})
    open_ones = {Asked(link.organization_id, link.standard_id): link for link in open_links(asked)}
    for each in asked:
        if each not in open_ones:
            link = DeclarationLink(
                code=base64.b32encode(secrets.token_bytes(_CODE_BYTES)).decode(),
                organization_id=each.organization_id,
                standard_id=each.standard_id,
                association_id=association_of[each.organization_id],
                made_at=now(),
                made_by=actor.name,
                expires_on=PartialDate.of(today() + timedelta(days=days)),
            )
            db.session.add(link)
            open_ones[each] = link
    db.session.commit()
    return [open_ones[each] for each in asked]


def links_by_id(ids: Collection[int], *, actor: Actor) -> Sequence[DeclarationLink]:
    """These links with what they ask, by enterprise and standard. Raises `NotAllowed` where one is not the actor's to see."""
    links = db.session.scalars(
        select(DeclarationLink)
        .join(DeclarationLink.organization)
        .join(DeclarationLink.standard)
        .where(DeclarationLink.id.in_(ids))
        .options(
            joinedload(DeclarationLink.organization),
            joinedload(DeclarationLink.standard),
            joinedload(DeclarationLink.association),
        )
        .order_by(Organization.name, Standard.number_order)
    ).all()
    _require_own(links, actor)
    return links


def revoke_links(ids: Collection[int], *, actor: Actor) -> int:
    """Take back links that nobody used yet; gives how many. Raises `NotAllowed`."""
    held: Sequence[DeclarationLink] = hold(DeclarationLink, ids)
    _require_own(held, actor)
    taken = [link for link in held if state_of(link, today()) is LinkState.OPEN]
    for link in taken:
        link.revoked_at = now()
    db.session.commit()
    return len(taken)


def declare_by_link(link_id: int, asked: Declaration, *, by: str) -> Declared:
    """Declare what a link asks, once. `by`: the name of the person at the enterprise.

    Raises `Conflict`, saying when, where it was used, taken back or has expired, `Invalid` by field.
    """
    held: Sequence[DeclarationLink] = hold(DeclarationLink, [link_id])
    if not held:
        raise NotFound("这个声明链接已不在系统中，请向协会索取新的链接")
    link = held[0]
    refusal = refusal_of(link, today())
    if refusal:
        raise Conflict(refusal)
    person = " ".join(by.split())
    if not person or len(person) > 60 or not person.isprintable():
        refuse_where([FieldError("by", "请填写经办人姓名，1 至 60 个字", by[:80])])
    body = link.organization.name
    declared = take_declaration(asked, actor=Actor(f"{person}（{body}，凭链接）"), declared_by=f"{body}（凭链接）")
    link.used_at = now()
    link.implementation_id = declared.implementation.id
    db.session.commit()
    return declared


def _asking(enterprises: Collection[int], actor: Actor) -> dict[int, int | None]:
    """By enterprise, the association that asks; None: staff. Raises `NotAllowed`."""
    if Permission.IMPLEMENTATION_DECLARE in actor.everywhere:
        return dict.fromkeys(enterprises)
    mine = actor.organizations(Permission.IMPLEMENTATION_VERIFY)
    beside = associations_beside(enterprises, today())
    asking = {each: min(mine & beside.get(each, set()), default=None) for each in enterprises}
    if None in asking.values():
        raise NotAllowed("声明链接只能发给所在协会的成员企业，请先把企业登记为块状产业成员")
    return asking


def _require_own(links: Iterable[DeclarationLink], actor: Actor) -> None:
    if Permission.IMPLEMENTATION_DECLARE in actor.everywhere:
        return
    for link in links:
        if link.association_id is None or not actor.may(Permission.IMPLEMENTATION_VERIFY, link.association_id):
            raise NotAllowed("这些声明链接不是您所在协会发出的")


def _signature(code: str, key: str) -> str:
    made = hmac.new(key.encode(), _PURPOSE + code.encode(), hashlib.sha256).digest()
    return base64.b32encode(made[:_SIGNATURE_BYTES]).decode()
