"""What every service does around its own write: be the only writer, leave a trace, say what can't be used."""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import select

from app.accounts.permissions import Actor
from app.database import Base, await_sqlite, db
from app.errors import FieldError, Invalid
from app.registry.history import Author
from app.registry.importing.recording import recording
from app.registry.models import Stale
from app.registry.words import Through

_WAY = "way of writing"


def written_through(way: Through) -> None:
    """Say by which way this request writes, for the history; a page where nobody says."""
    db.session().info[_WAY] = way


def author_of(actor: Actor, reason: str | None = None) -> Author:
    """Who writes in this request, and by which way, for the history."""
    return Author(actor, db.session().info.get(_WAY, Through.PAGE), reason)


def begin() -> None:
    """On SQLite, be the only writer from the first look at the register on; PostgreSQL locks the rows that `hold` asks for."""
    await_sqlite(db.session.connection())


def hold(model: type[Base], ids: Collection[int]) -> Sequence[Any]:
    """These records as they are now, in order of id; nobody else changes them until the transaction ends."""
    begin()
    key = model.id  # type: ignore[attr-defined]
    asked = select(model).where(key.in_(ids)).order_by(key)
    return db.session.scalars(asked.with_for_update(key_share=True), execution_options={"populate_existing": True}).all()


def recorded(
    table: str, ids: Collection[int], actor: Actor, *, reason: str | None = None
) -> AbstractContextManager[Callable[[Any], None]]:
    """Keep in the history what becomes of records of an exchange table: those of `ids`, and new ones handed to the
    function it gives. In the transaction under way, flushed, not committed.
    """
    return recording(db.session(), author_of(actor, reason), table, ids)


def mark_stale(standard_ids: Collection[int]) -> None:
    """Have the index take these standards up again."""
    db.session.add_all([Stale(standard_id=each) for each in sorted(standard_ids)])


def refuse_where(wrong: Sequence[FieldError]) -> None:
    """Raises `Invalid` with these entries where there are any."""
    if wrong:
        raise Invalid("；".join(each.reason for each in wrong), tuple(wrong))


def tidy(text: str | None, field: str, label: str, most: int, wrong: list[FieldError]) -> str | None:
    """Free text without blanks around it, None where nothing is left; too long or unprintable is added to `wrong`."""
    kept = (text or "").replace("\r\n", "\n").strip()
    if len(kept) > most:
        wrong.append(FieldError(field, f"{label}最多 {most} 字，现有 {len(kept)} 字，请精简", kept[:80]))
    elif any(ord(sign) < 32 and sign not in "\n\t" for sign in kept):
        wrong.append(FieldError(field, f"{label}含有不可见的控制字符，请重新输入", kept[:80]))
    return kept or None


def require_reason(reason: str | None, field: str = "reason") -> str:
    """A reason of at most 1,000 characters. Raises `Invalid` where there is none."""
    wrong: list[FieldError] = []
    kept = tidy(reason, field, "理由", 1_000, wrong)
    if kept is None:
        wrong.append(FieldError(field, "请写明理由，记录里会保留"))
    refuse_where(wrong)
    return kept or ""
