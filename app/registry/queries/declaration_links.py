"""Reading links by which enterprises declare: which are open, what each still does, who has yet to declare."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from sqlalchemy import ColumnElement, or_, select

from app.clock import CHINA, today
from app.database import db
from app.registry.dates import PartialDate
from app.registry.models import DeclarationLink, Implementation


class LinkState(Enum):
    """What a link still does on a day."""

    OPEN = "未答复"
    USED = "已使用"
    REVOKED = "已作废"
    EXPIRED = "已过期"


@dataclass(frozen=True)
class Asked:
    """Which enterprise is asked to declare which standard."""

    organization_id: int
    standard_id: int


def state_of(link: DeclarationLink, day: date) -> LinkState:
    """What a link still does on `day`."""
    if link.used_at:
        return LinkState.USED
    if link.revoked_at:
        return LinkState.REVOKED
    return LinkState.EXPIRED if link.expires_on.first_day <= day else LinkState.OPEN


def open_links(asked: Iterable[Asked]) -> Sequence[DeclarationLink]:
    """The links that still open something today, of these enterprises and standards."""
    pairs = set(asked)
    found = db.session.scalars(
        select(DeclarationLink).where(
            DeclarationLink.organization_id.in_({each.organization_id for each in pairs}),
            DeclarationLink.standard_id.in_({each.standard_id for each in pairs}),
            *still_open(today()),
        )
    )
    return [link for link in found if Asked(link.organization_id, link.standard_id) in pairs]


def still_open(day: date) -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a link still opens something on `day`."""
    return (
        DeclarationLink.used_at.is_(None),
        DeclarationLink.revoked_at.is_(None),
        DeclarationLink.expires_on > PartialDate.of(day),
    )


def refusal_of(link: DeclarationLink, day: date) -> str | None:
    """Why a link opens nothing on `day`, None where it does."""
    match state_of(link, day):
        case LinkState.USED:
            used = link.used_at.astimezone(CHINA) if link.used_at else None
            return f"这个链接已于 {used:%Y-%m-%d %H:%M} 使用，声明已经登记，不必再次提交"
        case LinkState.REVOKED:
            revoked = link.revoked_at.astimezone(CHINA) if link.revoked_at else None
            return f"这个链接已于 {revoked:%Y-%m-%d %H:%M} 作废，请向协会索取新的链接"
        case LinkState.EXPIRED:
            return f"这个链接已于 {link.expires_on} 过期，请向协会索取新的链接"
    return None


def answered(implementation_ids: Collection[int]) -> dict[int, DeclarationLink]:
    """By id of the declaration, the link by which it was made."""
    found = db.session.scalars(select(DeclarationLink).where(DeclarationLink.implementation_id.in_(implementation_ids)))
    return {link.implementation_id: link for link in found if link.implementation_id is not None}


def undeclared(asked: Iterable[Asked]) -> list[Asked]:
    """Those of them of which no declaration is alive: neither ended by today nor revoked; in the order given."""
    pairs = list(asked)
    rows = db.session.execute(
        select(Implementation.organization_id, Implementation.standard_id).where(
            Implementation.organization_id.in_({each.organization_id for each in pairs}),
            Implementation.standard_id.in_({each.standard_id for each in pairs}),
            Implementation.revoked_on.is_(None),
            or_(Implementation.until_on.is_(None), Implementation.until_on > PartialDate.of(today())),
        )
    )
    declared = {Asked(organization, standard) for organization, standard in rows}
    return [each for each in dict.fromkeys(pairs) if each not in declared]
