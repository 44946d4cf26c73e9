"""Whatever a request wrote is in the index when its answer goes out, or soon after where another process is writing there."""

from flask import Flask, Response, current_app, request
from sqlalchemy import select

from app.database import db
from app.errors import Unavailable
from app.registry.models import Stale
from app.search import sync

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def register(application: Flask) -> None:
    """Look for marks after every request that may have written."""
    application.after_request(_take_up)


def _take_up(response: Response) -> Response:
    if request.method not in _READING and response.status_code < 400 and request.url_rule is not None:
        db.session.rollback()
        if db.session.scalar(select(Stale.id).limit(1)) is not None:
            try:
                sync.catch_up(sync.search_engine())
            except Unavailable as busy:
                current_app.logger.info("the index is taken up by another process: %s", busy)
    return response
