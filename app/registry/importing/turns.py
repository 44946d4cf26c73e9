"""One writer of the exchange tables at a time: what it looks at can't have changed by the time it writes."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.database import await_sqlite

_ONE_AT_A_TIME = 0x62_69_61_6F
"""Number of the advisory lock that writers into PostgreSQL wait for; SQLite has one writer anyway."""


def await_turn(session: Session) -> None:
    """Be the only writer from here to the end of the session's transaction, which this begins."""
    connection = session.connection()
    await_sqlite(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ONE_AT_A_TIME})
