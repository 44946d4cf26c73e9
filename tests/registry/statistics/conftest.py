"""What tests of figures share: random registers held in one database."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from app.database import db
from tests.registry.statistics.registers import Holding, Records, write


@pytest.fixture
def holding(app: Flask) -> Holding:
    """Within `with holding(records):` they are in the database, in a transaction that is rolled back."""

    @contextmanager
    def held(records: Records) -> Iterator[Records]:
        try:
            write(records)
            yield records
        finally:
            # detached, what was found can still be looked at
            db.session.expunge_all()
            db.session.rollback()

    return held
