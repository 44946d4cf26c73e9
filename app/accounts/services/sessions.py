"""Sessions: who is signed in where. The browser keeps a secret, the database its digest, so a session can be ended here."""

from datetime import timedelta

from sqlalchemy import delete, select

from app.accounts.models import EventKind, User, UserSession
from app.accounts.permissions import Actor, Permission, require
from app.accounts.secrets import digest, new_secret
from app.accounts.services.events import note
from app.clock import now
from app.config import Settings
from app.database import db
from app.errors import NotFound

_SEEN_TO_WITHIN = timedelta(minutes=5)
"""A request writes only where the last one noted lies further back."""
_LONGEST_AGENT = 200


def open_session(user: User, address: str, agent: str) -> str:
    """Open a session within the transaction under way and give its secret."""
    secret = new_secret()
    moment = now()
    row = UserSession(user_id=user.id, digest=digest(secret), created_at=moment, seen_at=moment, address=address)
    row.agent = agent[:_LONGEST_AGENT]
    db.session.add(row)
    return secret


def find_session(secret: str, settings: Settings, address: str) -> UserSession | None:
    """The session of that secret while it lasts; None where it was ended, or ends now: idle, too old, or the account disabled."""
    row = db.session.scalar(select(UserSession).where(UserSession.digest == digest(secret)))
    if row is None:
        return None
    moment = now()
    too_old = row.created_at + timedelta(hours=settings.session_hours) <= moment
    idle = row.seen_at + timedelta(minutes=settings.session_idle_minutes) <= moment
    if too_old or idle or row.user.disabled_at is not None:
        db.session.delete(row)
        db.session.commit()
        return None
    if moment - row.seen_at >= _SEEN_TO_WITHIN:
        row.seen_at, row.address = moment, address
        db.session.commit()
    return row


def close_session(row_id: int) -> None:
    """End one session."""
    db.session.execute(delete(UserSession).where(UserSession.id == row_id))
    db.session.commit()


def close_sessions(user: User, *, but: int | None = None) -> None:
    """End all sessions of somebody, but one where asked, within the transaction under way."""
    db.session.execute(delete(UserSession).where(UserSession.user_id == user.id, UserSession.id.is_distinct_from(but)))


def sessions_of(user_id: int) -> list[UserSession]:
    """Where somebody is signed in, the latest seen first."""
    asked = select(UserSession).where(UserSession.user_id == user_id).order_by(UserSession.seen_at.desc())
    return list(db.session.scalars(asked))


def end_session(session_id: int, *, actor: Actor) -> int:
    """End a session from elsewhere: one's own, or anybody's with the permission; gives whose it was.

    Raises `NotFound`, `NotAllowed`.
    """
    row = db.session.get(UserSession, session_id)
    if row is None:
        raise NotFound("这个会话已经结束")
    if row.user_id != actor.user_id:
        require(actor, Permission.ACCOUNT_MANAGE)
    user_id = row.user_id
    note(row.user, EventKind.SESSION_ENDED, actor.name, detail=row.address)
    db.session.delete(row)
    db.session.commit()
    return user_id
