"""When the text of documents is read: soon after they came, by a thread of each serving process; elsewhere at once."""

import logging
import threading

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from app.api.files import file_store
from app.database import db
from app.errors import Unavailable
from app.registry.services.alliance.reading import read_waiting
from app.search import sync

EVERY_SECONDS = 15
"""How often a process looks by itself: what another one left when it died is read so."""

_WAKING = "document_reading"
_log = logging.getLogger(__name__)


def keep_reading(application: Flask) -> None:
    """Read what waits beside the requests, for as long as the process lives."""
    waking = application.extensions[_WAKING] = threading.Event()
    threading.Thread(target=_keep_reading, args=(application, waking), daemon=True, name="document-reading").start()


def read_soon() -> None:
    """Have what waits read: by the thread that does so, or where there is none before this returns."""
    waking = current_app.extensions.get(_WAKING)
    if waking is None:
        _read()
    else:
        waking.set()


def _keep_reading(application: Flask, waking: threading.Event) -> None:
    while True:
        waking.wait(EVERY_SECONDS)
        waking.clear()
        with application.app_context():
            try:
                _read()
            except (SQLAlchemyError, OSError) as error:
                _log.warning("documents can't be read: %s", error)
            finally:
                db.session.remove()


def _read() -> None:
    if not read_waiting(file_store()):
        return
    try:
        sync.catch_up(sync.search_engine())
    except Unavailable as busy:
        _log.info("the index is taken up by another process: %s", busy)
