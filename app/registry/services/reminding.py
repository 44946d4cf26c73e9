"""Reminding enterprises of links they have not answered: a message to whoever holds an office there and has an address."""

from collections.abc import Callable, Collection, Sequence

from sqlalchemy import or_, select

from app.accounts.models import Office, User
from app.accounts.permissions import HELD, Actor, OfficeKind, Permission
from app.accounts.services import outbox
from app.clock import now, today
from app.database import db
from app.registry.dates import PartialDate
from app.registry.models import DeclarationLink
from app.registry.queries.declaration_links import LinkState, state_of
from app.registry.services.declaration_links import links_by_id

_DECLARING = [kind for kind, held in HELD.items() if kind.on_organization and Permission.IMPLEMENTATION_DECLARE in held]


def remind(link_ids: Collection[int], *, address_of: Callable[[DeclarationLink], str], actor: Actor) -> int:
    """Put a message for each open link into the outbox; gives how many enterprises were written to.

    `address_of` gives the path of a link. Enterprises without anybody to write to get none: their links are printed.
    Raises `NotAllowed` where a link is not the actor's.
    """
    links = [link for link in links_by_id(link_ids, actor=actor) if state_of(link, today()) is LinkState.OPEN]
    people = addressees({link.organization_id for link in links}, _DECLARING)
    written = set()
    for link in links:
        for user in people.get(link.organization_id, ()):
            outbox.post(user.email, user.name, *_text(link), link=address_of(link))
            link.reminded_at = now()
            written.add(link.organization_id)
    db.session.commit()
    return len(written)


def addressees(organizations: Collection[int], kinds: Collection[OfficeKind]) -> dict[int, Sequence[User]]:
    """Who holds one of these offices on these organizations today and can be written to."""
    day = PartialDate.of(today())
    rows = db.session.execute(
        select(Office.organization_id, User)
        .join(Office.user)
        .where(
            Office.organization_id.in_(organizations),
            Office.kind.in_(kinds),
            Office.from_on <= day,
            or_(Office.until_on.is_(None), Office.until_on > day),
            User.disabled_at.is_(None),
            User.email.is_not(None),
        )
        .order_by(User.id)
    )
    found: dict[int, list[User]] = {}
    for organization, user in rows:
        if organization is not None:
            found.setdefault(organization, []).append(user)
    return dict(found)


def _text(link: DeclarationLink) -> tuple[str, str]:
    asking = link.association.name if link.association else "标准化机构"
    standard = f"{link.standard.number} {link.standard.title}"
    return (
        f"请声明实施 {link.standard.number}",
        f"{asking}请{link.organization.name}声明实施联盟标准 {standard}。\n\n"
        f"打开以下链接核对并确认即可，不需要登录，{link.expires_on} 之前有效，只能使用一次：\n{{link}}\n\n"
        "如果企业没有实施这项标准，不必理会。",
    )
