"""The history of records that a service writes by itself: their rows before and after, in its own transaction."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from app.registry.history import Author, Changed, key_text, write_changes
from app.registry.importing.registered import records_of


@contextmanager
def recording(
    session: Session, author: Author, table_name: str, ids: Collection[int] = ()
) -> Iterator[Callable[[Any], None]]:
    """Within it, records of one exchange table are written: those of `ids`, and new ones handed to the function it gives.

        with recording(session, Author(actor, Through.PAGE, reason), "implementations", [declared.id]) as made:
            declared.revoked_on = day
            session.add(another)
            made(another)
        session.commit()

    On leaving it flushes, and keeps who changed what from what to what; a record that is gone then has been removed.
    Other tables than the exchange tables have no history here. Raises `Invalid` for an unknown table.
    """
    records = records_of(table_name)
    before = records.rows(session, ids)
    new: list[Any] = []
    yield new.append
    session.flush()
    made = {record.id for record in new}  # SQLite may give a new record the id of one that is gone
    after = records.rows(session, {*ids, *made})
    gone = [own for own in before if own in made or own not in after]
    changes = [Changed(own, key_text(records.table.key, before[own]), before[own]) for own in gone]
    changes += [
        Changed(own, key_text(records.table.key, row), None if own in made else before.get(own), row)
        for own, row in after.items()
    ]
    write_changes(session, table_name, changes, author)
