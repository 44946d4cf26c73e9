"""A stamp says whether a table may hold other rows than it did, whichever way they came."""

import pytest
from sqlalchemy import insert, select, text, update

from app.database import db
from app.registry.models import Observation, Organization, Stamp
from app.registry.models.stamps import is_written
from tests.factories import make_organization


def stamps() -> dict[str, str]:
    db.session.rollback()
    return {row.table_name: row.value for row in db.session.scalars(select(Stamp))}


@pytest.mark.usefixtures("app")
class TestStamps:
    def test_every_commit_that_writes_renews_the_stamp_of_its_table_alone(self):
        body = make_organization()
        first = stamps()
        body.name = "新名"
        db.session.commit()
        second = stamps()
        db.session.execute(update(Organization).values(name="又一名"))
        db.session.commit()
        third = stamps()
        db.session.execute(text("DELETE FROM organization"))
        db.session.commit()
        fourth = stamps()
        db.session.execute(insert(Observation), [{"metric": "m", "observed_on": 2012_00_00, "value": 1.0}] * 2)
        db.session.commit()
        assert len({each["organization"] for each in (first, second, third, fourth, stamps())}) == 4
        assert "observation" not in fourth
        assert "observation" in stamps()

    def test_what_is_taken_back_or_only_read_renews_nothing(self):
        make_organization()
        before = stamps()
        db.session.add(Organization(key="甲@", name="甲"))
        db.session.flush()
        assert is_written(db.session.connection())
        db.session.rollback()
        assert not is_written(db.session.connection())
        assert db.session.scalars(select(Organization)).all()
        db.session.commit()
        assert stamps() == before
