"""Signing in and setting passwords."""

from sqlalchemy import update

from app.accounts.models import EventKind, LinkKind, OneTimeLink, User
from app.accounts.passwords import fits, hashed, is_outdated, require_good
from app.accounts.permissions import Actor, OfficeKind, Permission, require
from app.accounts.services import throttling
from app.accounts.services.events import note
from app.accounts.services.people import find_user, offices_held, require_another_administrator, the_user
from app.accounts.services.sessions import close_sessions, open_session
from app.clock import now
from app.database import db
from app.errors import FieldError, Invalid

_REFUSED = Invalid("登录名或密码不对", (FieldError("password", "登录名或密码不对，请核对后再试"),))
"""The same whether the name, the password or the account is at fault."""


def check_password(login: str, password: str, address: str) -> User:
    """The person who signs in so.

    Raises `Invalid`, after the same work and in the same words whatever is wrong, and `TooMany` after too many failures.
    """
    throttling.attempt(throttling.account(login), throttling.network(address))
    user = find_user(login)
    right = fits(password, user.password_hash if user else None)
    if user is None or not right or user.disabled_at is not None:
        if user is None:
            throttling.linger(throttling.account(login))
        else:
            note(user, EventKind.REFUSED, user.name, address=address)
            db.session.commit()
        raise _REFUSED
    throttling.succeeded(throttling.account(login))
    if user.password_hash is not None and is_outdated(user.password_hash):
        user.password_hash = hashed(password)
    db.session.commit()
    return user


def begin_session(user: User, address: str, agent: str) -> str:
    """Sign somebody in who has shown who they are, and give the secret of the new session."""
    secret = open_session(user, address, agent)
    note(user, EventKind.SIGNED_IN, user.name, address=address)
    db.session.commit()
    return secret


def set_password(user_id: int, password: str, *, actor: Actor, but_session: int | None = None) -> None:
    """Give somebody a new password, which ends their sessions but the one named. Raises `Invalid`, `NotFound`, `NotAllowed`.

    One's own, or anybody's with the permission.
    """
    if actor.user_id != user_id:
        require(actor, Permission.ACCOUNT_MANAGE)
    user = the_user(user_id)
    keep_password(user, password, actor.name, but_session=but_session)
    db.session.commit()


def change_password(user: User, current: str, password: str, address: str, *, but_session: int | None) -> None:
    """Change one's own password, showing the present one; sessions elsewhere end. Raises `Invalid`, `TooMany`."""
    guarded = throttling.account(user.login)
    throttling.attempt(guarded)
    if not fits(current, user.password_hash):
        raise Invalid("当前密码不对", (FieldError("current", "当前密码不对，请核对后再试"),))
    throttling.succeeded(guarded)
    keep_password(user, password, user.name, but_session=but_session, address=address)
    db.session.commit()


def keep_password(user: User, password: str, by: str, *, but_session: int | None = None, address: str | None = None) -> None:
    """Set a password within the transaction under way; links to set one hold no longer.

    Raises `Invalid` where it is not good enough.
    """
    require_good(password, user.login, user.name)
    user.password_hash = hashed(password)
    close_sessions(user, but=but_session)
    open_links = (OneTimeLink.user_id == user.id) & OneTimeLink.used_at.is_(None) & (OneTimeLink.kind == LinkKind.PASSWORD)
    db.session.execute(update(OneTimeLink).where(open_links).values(revoked_at=now()))
    note(user, EventKind.PASSWORD_SET, by, address=address)


def disable_user(user_id: int, *, actor: Actor) -> None:
    """Let somebody sign in no longer, and end their sessions.

    Raises `NotAllowed`, `NotFound`, and `Conflict` for the last administrator.
    """
    require(actor, Permission.ACCOUNT_MANAGE)
    user = the_user(user_id)
    if any(office.kind is OfficeKind.ADMINISTRATOR for office in offices_held(user)):
        require_another_administrator(user.id)
    user.disabled_at = now()
    close_sessions(user)
    note(user, EventKind.DISABLED, actor.name)
    db.session.commit()


def enable_user(user_id: int, *, actor: Actor) -> None:
    """Let somebody sign in again. Raises `NotAllowed`, `NotFound`."""
    require(actor, Permission.ACCOUNT_MANAGE)
    user = the_user(user_id)
    user.disabled_at = None
    note(user, EventKind.ENABLED, actor.name)
    db.session.commit()
