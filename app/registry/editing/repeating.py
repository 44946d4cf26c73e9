"""Doing once, however often a request is repeated: a lost answer is no reason for a second record."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.permissions import Actor
from app.clock import now
from app.errors import FieldError, Invalid
from app.registry.editing.kept import Kept
from app.registry.editing.saving import alone, create_in
from app.registry.history import Author
from app.registry.importing.columns import table_of
from app.registry.models.answers import KeptAnswer

LONGEST_KEY = 200
_LONGEST_NAME = 40
KEPT_FOR = timedelta(days=7)
HEADER = "Idempotency-Key"


@dataclass(frozen=True)
class Once:
    """A record as the first of several equal requests left it."""

    record: Kept
    is_repeat: bool


def create_once(table_name: str, given: Mapping[str, object], *, author: Author, key: str | None) -> Once:
    """Create a record, or give what an earlier request of the same sender with this key created.

    Raises what `saving.create` does, and `Invalid` where the key is unfit or was used for something else.
    """
    _require_fit(key)
    with alone(author) as session:
        kept_answer = _kept(session, table_name, given, author.actor, key) if key else None
        if kept_answer is not None:
            table = table_of(table_name)
            row = {column: kept_answer.row.get(column) for column in table.written}
            return Once(Kept(table, kept_answer.record_id, row), is_repeat=True)
        saved = create_in(session, table_name, given, author=author)
        if key:
            record = saved.record
            _keep(session, table_name, record.id, dict(record.row), given, author.actor, key)
        session.commit()
    return Once(saved.record, is_repeat=False)


def answered_once(
    what: str, given: Mapping[str, object], answer: Callable[[], dict[str, Any]], *, actor: Actor, key: str | None
) -> dict[str, Any]:
    """What `answer` gives, or what it gave an earlier request of the same sender with this key for the same thing.

    `answer` commits what it does by itself and has to be harmless when done twice: a crash may come before its answer is
    kept. Raises what it raises, and `Invalid` where the key is unfit or was used for something else.
    """
    _require_fit(key)
    if key is None:
        return answer()
    author = Author(actor)
    with alone(author) as session:
        found = _kept(session, what, given, actor, key)
        session.commit()
    if found is not None:
        return found.row
    made = answer()
    with alone(author) as session:
        first = _kept(session, what, given, actor, key)
        if first is None:
            _keep(session, what, 0, made, given, actor, key)
        session.commit()
    return first.row if first else made


def _require_fit(key: str | None) -> None:
    if key is not None and not (0 < len(key) <= LONGEST_KEY and key.isprintable()):
        raise _unfit(f"应为 1 至 {LONGEST_KEY} 个可见字符", key)


def _kept(session: Session, what: str, given: Mapping[str, object], actor: Actor, key: str) -> KeptAnswer | None:
    session.execute(delete(KeptAnswer).where(KeptAnswer.at < now() - KEPT_FOR))
    asked = select(KeptAnswer).where(KeptAnswer.sender == _sender(actor), KeptAnswer.key == key)
    found = session.scalar(asked)
    if found is not None and found.asked != _digest(what, given):
        raise _unfit("这个键已用于另一个请求，内容不同；请为新的请求换一个键", key)
    return found


def _keep(
    session: Session,
    what: str,
    record_id: int,
    row: dict[str, Any],
    given: Mapping[str, object],
    actor: Actor,
    key: str,
) -> None:
    session.add(
        KeptAnswer(
            sender=_sender(actor),
            key=key,
            asked=_digest(what, given),
            table_name=what[:_LONGEST_NAME],
            record_id=record_id,
            row=row,
            at=now(),
        )
    )
    session.flush()


def _sender(actor: Actor) -> str:
    return str(actor.user_id) if actor.user_id is not None else actor.name[:40]


def _digest(what: str, given: Mapping[str, object]) -> str:
    content = json.dumps([what, given], ensure_ascii=False, sort_keys=True, default=str)
    return blake2b(content.encode(errors="surrogatepass"), digest_size=20).hexdigest()


def _unfit(reason: str, key: str) -> Invalid:
    return Invalid(f"{HEADER}：{reason}", (FieldError(HEADER, reason, key[:LONGEST_KEY]),))
