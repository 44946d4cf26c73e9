"""Counters of rate limits in a small file of their own, shared by all serving processes of the machine.

Apart from the registry's database: counting never waits for an import, and may be lost with the machine's power.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from limits.storage import Storage

SCHEME = "biaolian-file"
_PATIENCE_SECONDS = 2.0
_KEPT = 10_000
"""Counters from which those run out are cleared away."""


class LimitsFile(Storage):
    """What the library asks of a store of fixed windows."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012  the library's own form

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self._path = Path((uri or "").removeprefix(f"{SCHEME}://"))
        with self._open() as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("CREATE TABLE IF NOT EXISTS counter (key TEXT PRIMARY KEY, hits INTEGER, until REAL)")

    @property
    def base_exceptions(self) -> type[Exception]:
        """What can go wrong here."""
        return sqlite3.Error

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count, in a window that ends `expiry` seconds after its first hit; gives how many there are now."""
        moment = time.time()
        with self._open() as connection:
            hits: int = connection.execute(
                "INSERT INTO counter VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET "
                "hits = CASE WHEN until > ? THEN hits + excluded.hits ELSE excluded.hits END, "
                "until = CASE WHEN until > ? THEN until ELSE excluded.until END RETURNING hits",
                (key, amount, moment + expiry, moment, moment),
            ).fetchone()[0]
            if hits == amount and connection.execute("SELECT count(*) FROM counter").fetchone()[0] > _KEPT:
                connection.execute("DELETE FROM counter WHERE until <= ?", (moment,))
        return hits

    def get(self, key: str) -> int:
        """How many hits the window under way has."""
        return int(self._read(key, "hits", 0))

    def get_expiry(self, key: str) -> float:
        """When the window under way ends, in seconds of the epoch; now where there is none."""
        return self._read(key, "until", time.time())

    def check(self) -> bool:
        """Whether the file can be used."""
        self.get("")
        return True

    def reset(self) -> int | None:
        """Forget everything; gives how much that was."""
        with self._open() as connection:
            return connection.execute("DELETE FROM counter").rowcount

    def clear(self, key: str) -> None:
        """Forget one counter."""
        with self._open() as connection:
            connection.execute("DELETE FROM counter WHERE key = ?", (key,))

    def _read(self, key: str, column: str, otherwise: float) -> float:
        with self._open() as connection:
            asked = f"SELECT {column} FROM counter WHERE key = ? AND until > ?"  # noqa: S608  a column of ours
            found = connection.execute(asked, (key, time.time())).fetchone()
        return otherwise if found is None else found[0]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=_PATIENCE_SECONDS, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous=OFF")
            yield connection
