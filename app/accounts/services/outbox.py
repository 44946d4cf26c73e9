"""The outbox: messages are written here with what they tell of, and sent from here by whoever sends, with retries."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import func, select, update

from app.accounts.models import Message
from app.accounts.permissions import Actor, Permission, require
from app.clock import now
from app.database import db
from app.errors import Conflict, NotFound

LINK = "{link}"
"""Stands in a message's text where its link comes in."""
RETRY_AFTER = (1, 5, 15, 60, 240, 720)
"""Minutes from each failure to the next attempt; after the last it is given up until somebody asks for it."""
_CLAIM = timedelta(minutes=10)
"""For how long a message is its sender's alone; one that dies leaves it to others after that."""
_LONGEST_ERROR = 500

Deliver = Callable[[Message], None]
"""Hands one message to a mail server. Raises OSError (as do all errors of smtplib) where it can't."""


def post(to_address: str | None, to_name: str, subject: str, body: str, link: str | None = None) -> None:
    """Put a message into the outbox within the transaction under way; without an address it is there to be handed over."""
    moment = now()
    db.session.add(
        Message(
            to_address=to_address or "",
            to_name=to_name,
            subject=subject,
            body=body,
            link=link,
            created_at=moment,
            try_at=moment if to_address else None,
            error=None if to_address else "没有邮箱地址，请当面转交",
        )
    )


def messages(*, page: int, actor: Actor, per_page: int = 50) -> tuple[list[Message], int]:
    """A page of the outbox, newest first, and how many there are. Raises `NotAllowed`."""
    require(actor, Permission.MAIL_READ)
    asked = select(Message).order_by(Message.id.desc()).limit(per_page).offset((page - 1) * per_page)
    return list(db.session.scalars(asked)), db.session.scalar(select(func.count()).select_from(Message)) or 0


def send_due(deliver: Deliver) -> tuple[int, int]:
    """Send what is due; gives how many went out and how many failed. Several senders never take the same message."""
    sent = failed = 0
    for message_id in db.session.scalars(select(Message.id).where(Message.try_at <= now()).order_by(Message.try_at)).all():
        message = _claimed(message_id)
        if message is None:
            continue
        try:
            deliver(message)
        except OSError as error:
            failed += 1
            _put_off(message, error)
        else:
            sent += 1
            message.sent_at, message.try_at, message.error, message.link = now(), None, None, None
        db.session.commit()
    return sent, failed


def send_again(message_id: int, *, actor: Actor) -> None:
    """Let a message that was given up, or waits, be tried now. Raises `NotAllowed`, `NotFound`, `Conflict`."""
    require(actor, Permission.ACCOUNT_MANAGE)
    message = db.session.get(Message, message_id)
    if message is None:
        raise NotFound("没有这封邮件")
    if message.sent_at is not None or not message.to_address:
        raise Conflict("这封邮件已经发出" if message.sent_at else "这封邮件没有收件地址，请当面转交")
    message.attempts, message.try_at = 0, now()
    db.session.commit()


def _claimed(message_id: int) -> Message | None:
    moment = now()
    claim = update(Message).where(Message.id == message_id, Message.try_at <= moment).values(try_at=moment + _CLAIM)
    taken = db.session.execute(claim).rowcount  # type: ignore[attr-defined]  # of an update it has one
    db.session.commit()
    return db.session.get(Message, message_id) if taken else None


def _put_off(message: Message, error: OSError) -> None:
    message.error = f"{type(error).__name__}: {error}"[:_LONGEST_ERROR]
    wait = RETRY_AFTER[message.attempts] if message.attempts < len(RETRY_AFTER) else None
    message.attempts += 1
    message.try_at = None if wait is None else now() + timedelta(minutes=wait)
