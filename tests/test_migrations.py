"""Migrations lead to exactly what the models say, there and back."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from app import migrating
from app.database import Base, db


def test_models_and_migrations_agree(app):
    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_down_to_nothing_and_up_again(app):
    migrating.downgrade("base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    migrating.upgrade()
    assert set(inspect(db.engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_it_is_known_without_the_tool_whether_a_migration_is_due(app):
    assert migrating.is_current()
    migrating.downgrade("base")
    assert not migrating.is_current()
