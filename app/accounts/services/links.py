"""One-time links: invitations to an office, and the setting of a password. What is kept is the digest of the code alone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select, update

from app.accounts.models import EventKind, LinkKind, Office, OneTimeLink, User
from app.accounts.permissions import Actor, OfficeKind, Permission, require
from app.accounts.secrets import digest, new_code, read_code
from app.accounts.services import outbox, throttling
from app.accounts.services.events import note
from app.accounts.services.people import add_user, offices_held, read_email, read_name, require_may_give, the_user
from app.accounts.services.signing_in import keep_password
from app.clock import now, today
from app.database import db
from app.errors import Conflict, FieldError, Invalid, NotFound
from app.registry.dates import PartialDate

INVITATION_HOLDS = timedelta(days=14)
PASSWORD_HOLDS = timedelta(days=1)
_GONE = "链接或邀请码不对、已用过或已过期，请向发出的人再要一个"


@dataclass(frozen=True)
class Made:
    """A new link with its code, which can't be shown again."""

    link: OneTimeLink
    code: str


def path_of(kind: LinkKind, code: str) -> str:
    """The page that a code opens."""
    return f"/join/{code}" if kind is LinkKind.INVITATION else f"/password/{code}"


def invite(kind: OfficeKind, organization_id: int | None, name: str, email: str | None, *, where: str, actor: Actor) -> Made:
    """Invite somebody to an office, by e-mail where an address is given; the code can be printed in any case.

    `where`: what the office is held on, in words for the message. Raises `NotAllowed`, `Invalid`.
    """
    require_may_give(actor, kind, organization_id)
    if kind.on_organization != (organization_id is not None):
        raise Invalid("职务与单位不符", (FieldError("organization", "请选择在哪个单位任职"),))
    known = read_name(name)
    made = _made(LinkKind.INVITATION, INVITATION_HOLDS, actor, name=known, email=read_email(email))
    made.link.office_kind, made.link.organization_id = kind, organization_id
    if made.link.email:
        asks = f"{actor.name} 邀请您在标联担任{where}{kind.label}。请在 14 天内打开下面的链接接受邀请："
        body = f"{known}：\n\n{asks}\n\n{outbox.LINK}\n"
        outbox.post(made.link.email, known, "标联：邀请您加入", body, path_of(LinkKind.INVITATION, made.code))
    db.session.commit()
    return made


def open_invitations(*, actor: Actor) -> list[OneTimeLink]:
    """Invitations that still hold, newest first: all, or those to the organizations on which the actor may invite."""
    asked = (
        select(OneTimeLink)
        .where(OneTimeLink.kind == LinkKind.INVITATION, _holds())
        .order_by(OneTimeLink.id.desc())
    )
    if not actor.may(Permission.OFFICE_INVITE):
        mine = actor.organizations(Permission.OFFICE_INVITE)
        if not mine:
            require(actor, Permission.OFFICE_INVITE)
        asked = asked.where(OneTimeLink.organization_id.in_(mine))
    return list(db.session.scalars(asked))


def revoke_invitation(link_id: int, *, actor: Actor) -> None:
    """Let an invitation hold no longer. Raises `NotFound`, `NotAllowed`."""
    link = db.session.get(OneTimeLink, link_id)
    if link is None or link.kind is not LinkKind.INVITATION or link.office_kind is None:
        raise NotFound("没有这个邀请")
    require_may_give(actor, link.office_kind, link.organization_id)
    link.revoked_at = now()
    db.session.commit()


def find_link(kind: LinkKind, code: str, address: str) -> OneTimeLink:
    """The link of that code while it holds; looking doesn't use it up.

    Raises `NotFound`, and `TooMany` where codes are tried.
    """
    throttling.attempt(throttling.code(address))
    link = db.session.scalar(
        select(OneTimeLink).where(OneTimeLink.digest == digest(read_code(code)), OneTimeLink.kind == kind, _holds())
    )
    if link is None:
        raise NotFound(_GONE)
    throttling.succeeded(throttling.code(address))
    db.session.commit()
    return link


def accept_as_new(code: str, login: str, name: str, password: str, address: str) -> User:
    """Take up an invitation with a new account. Raises `NotFound`, `Invalid`; then nothing is used up."""
    link = find_link(LinkKind.INVITATION, code, address)
    user = add_user(login, name, link.email, password)
    note(user, EventKind.CREATED, user.name, address=address)
    _take_up(link, user)
    db.session.commit()
    return user


def accept_as(code: str, user_id: int, address: str) -> User:
    """Take up an invitation with the account one has. Raises `NotFound`, and `Conflict` where the office is held already."""
    link = find_link(LinkKind.INVITATION, code, address)
    user = the_user(user_id)
    if any((held.kind, held.organization_id) == (link.office_kind, link.organization_id) for held in offices_held(user)):
        raise Conflict("您已担任这一职务，请把邀请转交给应当接受的人")
    _take_up(link, user)
    db.session.commit()
    return user


def password_link(user_id: int, *, actor: Actor) -> Made:
    """A link by which somebody sets a new password, for the administrator to hand over; sent too where there is an address.

    Raises `NotAllowed`, `NotFound`.
    """
    require(actor, Permission.ACCOUNT_MANAGE)
    user = the_user(user_id)
    made = _made(LinkKind.PASSWORD, PASSWORD_HOLDS, actor, user_id=user.id)
    if user.email:
        _post_password_link(user, made.code)
    note(user, EventKind.PASSWORD_ASKED, actor.name)
    db.session.commit()
    return made


def ask_for_password(asked: str, address: str) -> None:
    """Ask for a link to set a new password, by login name or e-mail address. Whether there is such an account isn't told.

    Raises `TooMany`.
    """
    guarded = throttling.Guarded(f"password:{digest(asked.strip().casefold())}", 3)
    throttling.attempt(guarded, throttling.network(address))
    known = asked.strip().casefold()
    people = select(User).where(or_(User.login == known, User.email == asked.strip()), User.disabled_at.is_(None)).limit(3)
    for user in db.session.scalars(people).all():
        made = _made(LinkKind.PASSWORD, PASSWORD_HOLDS, None, user_id=user.id)
        _post_password_link(user, made.code)
        note(user, EventKind.PASSWORD_ASKED, user.name, address=address)
    throttling.linger(guarded)


def use_password_link(code: str, password: str, address: str) -> User:
    """Set the password that a link was made for, which ends all sessions.

    Raises `NotFound`, `Invalid`; then nothing is used up.
    """
    link = find_link(LinkKind.PASSWORD, code, address)
    user = the_user(link.user_id or 0)
    if user.disabled_at is not None:
        raise NotFound(_GONE)
    _use_up(link)
    keep_password(user, password, user.name, address=address)
    db.session.commit()
    return user


def _holds() -> Any:
    return OneTimeLink.used_at.is_(None) & OneTimeLink.revoked_at.is_(None) & (OneTimeLink.expires_at > now())


def _made(kind: LinkKind, holds: timedelta, actor: Actor | None, **more: Any) -> Made:
    code = new_code()
    moment = now()
    made_by = actor.user_id if actor else None
    link = OneTimeLink(
        kind=kind, digest=digest(code), made_by_id=made_by, created_at=moment, expires_at=moment + holds, **more
    )
    db.session.add(link)
    return Made(link, code)


def _post_password_link(user: User, code: str) -> None:
    body = (
        f"{user.name}：\n\n请在 24 小时内打开下面的链接，为账户 {user.login} 设置新密码：\n\n{outbox.LINK}\n\n"
        "如果不是您本人申请，请忽略这封邮件，密码不会改变。\n"
    )
    outbox.post(user.email, user.name, "标联：设置新密码", body, path_of(LinkKind.PASSWORD, code))


def _take_up(link: OneTimeLink, user: User) -> None:
    """Use an invitation up, and give the office it is for."""
    db.session.flush()
    _use_up(link)
    link.user_id = user.id
    kind = link.office_kind or OfficeKind.MEMBER
    office = Office(user_id=user.id, kind=kind, organization_id=link.organization_id, from_on=PartialDate.of(today()))
    db.session.add(office)
    inviter = db.session.get(User, link.made_by_id) if link.made_by_id else None
    note(user, EventKind.OFFICE_GIVEN, inviter.name if inviter else "命令行", detail=kind.label)


def _use_up(link: OneTimeLink) -> None:
    """Mark a link as used, for one request alone. Raises `NotFound` where another was quicker."""
    used = update(OneTimeLink).where(OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None)).values(used_at=now())
    if not db.session.execute(used).rowcount:  # type: ignore[attr-defined]  # of an update it has one
        db.session.rollback()
        raise NotFound(_GONE)
