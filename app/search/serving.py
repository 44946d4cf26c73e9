"""Searching for those who ask: where the index is missing or damaged it is rebuilt on the way, and the answer says so."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock, Thread
from time import monotonic, sleep

from flask import Flask, current_app

from app.errors import BiaolianError, Unavailable, Unready
from app.search.engine import Completion, Engine, Found
from app.search.query import Asked
from app.search.sync import rebuild, registered, search_engine

PATIENCE = 15.0
"""Seconds that a search waits for a rebuild; a register of some ten thousand standards needs no more."""
GLANCE = 3.0
"""Seconds after which a search waits no longer for a rebuild that is too slow to end in time."""
ASK_AGAIN = 5
"""Seconds after which to look again how far a rebuild is."""

_REBUILT = "检索索引缺失或损坏，已按登记的内容重新建立"
_REBUILDING = "检索索引缺失或损坏，正在重新建立；以下按损坏前的索引检索，可能不含最近的变更"

_log = logging.getLogger(__name__)
_beginning = Lock()


def find(asked: Asked) -> Found:
    """Answer a search. Raises `Unready` where the index is being rebuilt and that takes longer than `PATIENCE`."""
    engine = search_engine()
    try:
        found = engine.find(asked)
    except Unavailable:
        _wait_for(engine)
        return replace(engine.find(asked), warning=_REBUILT)
    if engine.sound():
        return found
    mend(engine)
    return replace(found, warning=_REBUILDING)


def ids(asked: Asked) -> Sequence[int]:
    """All that a search finds, in order. Raises `Unready` as `find` does."""
    engine = search_engine()
    try:
        return engine.ids(asked)
    except Unavailable:
        _wait_for(engine)
        return engine.ids(asked)


def suggest(typed: str, limit: int) -> Sequence[Completion]:
    """Complete what is being typed. Raises `Unavailable` where the index can't be read; it is then being rebuilt."""
    engine = search_engine()
    try:
        return engine.suggest(typed, limit)
    except Unavailable:
        mend(engine)
        raise


def mend(engine: Engine) -> None:
    """Begin to rebuild the index beside the work of this process, if it is not at it yet. Another process may be first."""
    application = current_app._get_current_object()  # type: ignore[attr-defined]  # the thread outlives the request
    with _beginning:
        running: Thread | None = application.extensions.get("search_mending")
        if (running is None or not running.is_alive()) and engine.rebuilding() is None:
            thread = Thread(target=_rebuild, args=(application, engine), name="search-mending", daemon=True)
            application.extensions["search_mending"] = thread
            thread.start()


def _rebuild(application: Flask, engine: Engine) -> None:
    with application.app_context():
        try:
            if not engine.sound():
                _log.warning("the search index is missing or damaged: rebuilding it")
                _log.warning("the search index is rebuilt: %d standards", rebuild(engine))
        except (BiaolianError, OSError) as error:
            _log.error("the search index can't be rebuilt: %s", error)


def _wait_for(engine: Engine) -> None:
    began = monotonic()
    while not engine.ready():
        mend(engine)
        waited = monotonic() - began
        if waited > min(GLANCE, PATIENCE):
            done, total = engine.rebuilding() or 0, registered()
            if waited > PATIENCE or 0 < done * PATIENCE < total * waited:
                raise Unready("检索索引缺失或损坏，正在按登记的内容重新建立，请稍候再试", ASK_AGAIN, done, total)
        sleep(0.05)
