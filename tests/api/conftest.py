"""What tests of the API share."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask, g
from sqlalchemy import event

from app.database import db
from app.search import sync


@pytest.fixture
def index(app: Flask) -> Callable[[], object]:
    """Brings the search index to what the register holds."""
    return lambda: sync.rebuild(sync.search_engine())


@pytest.fixture
def statements(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """Records the statements that the database is asked within a `with`.

    Tests share one application context with their requests: what earlier ones read is forgotten first, or it would hide
    statements.
    """

    @contextmanager
    def recorded() -> Iterator[list[str]]:
        asked: list[str] = []

        def note(_connection, _cursor, statement, *_rest):
            asked.append(statement)

        db.session.remove()
        g.pop("code_names", None)
        event.listen(db.engine, "before_cursor_execute", note)
        yield asked
        event.remove(db.engine, "before_cursor_execute", note)

    return recorded
