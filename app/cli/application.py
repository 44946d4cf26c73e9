"""The application for the length of one command."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from app import create_app
from app.config import Settings
from app.database import db


@contextmanager
def application(settings: Settings | None = None) -> Iterator[Flask]:
    """The application with its context; its connections are closed when the command is done."""
    opened = create_app(settings)
    with opened.app_context():
        try:
            yield opened
        finally:
            db.session.remove()
            db.engine.dispose()
