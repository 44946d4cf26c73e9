"""What was computed once is kept as long as no table it was computed from has been written to.

Each process keeps its own. A key holds the stamps of the tables (models/stamps.py), so a change shows at once, in every
process; within a transaction that has written something nothing is kept, since nobody else can see it yet.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextvars import ContextVar
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select

from app.database import db
from app.registry.models.stamps import Stamp, is_written

MOST = 192
"""Figures kept; the one asked for longest ago goes first."""

_T = TypeVar("_T")


class _Kept:
    """What is kept of one database."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._values: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()

    def get(self, key: Hashable, stamps: Hashable) -> Any:
        """What was kept under the key at these stamps, in a tuple; None for nothing."""
        with self._lock:
            found = self._values.get(key)
            if found is None or found[0] != stamps:
                return None
            self._values.move_to_end(key)
            return found[1:]

    def put(self, key: Hashable, stamps: Hashable, value: Any) -> None:
        """Keep a value in place of an older one."""
        with self._lock:
            self._values[key] = (stamps, value)
            self._values.move_to_end(key)
            while len(self._values) > MOST:
                self._values.popitem(last=False)


_known: ContextVar[Mapping[str, str] | None] = ContextVar("stamps known to the figure being computed", default=None)
_of_engine: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()


def kept(key: Hashable, compute: Callable[[], _T], tables: tuple[str, ...] = ()) -> _T:
    """`compute()`, or what it gave before: for this key, with no write since to `tables` (none named: to any).

    What it gives must hold no record of the session and must not be changed by who gets it.
    """
    if is_written(db.session.connection()):
        return compute()
    known = _known.get()
    if known is not None:
        return _kept_at(known, key, compute, tables)
    # read before the figure: what is computed may be newer than its stamps, never older
    known = dict(db.session.execute(select(Stamp.table_name, Stamp.value)).all())
    token = _known.set(known)
    try:
        return _kept_at(known, key, compute, tables)
    finally:
        _known.reset(token)


def forget() -> None:
    """Keep nothing of what was kept, as in a process that has answered no question yet."""
    _of_engine.clear()


def _kept_at(known: Mapping[str, str], key: Hashable, compute: Callable[[], _T], tables: tuple[str, ...]) -> _T:
    stamps = tuple(known.get(name) for name in tables) if tables else frozenset(known.items())
    store = _of_engine.setdefault(db.engine, _Kept())
    found = store.get(key, stamps)
    if found is None:
        found = (compute(),)
        store.put(key, stamps, found[0])
    value: _T = found[0]
    return value
