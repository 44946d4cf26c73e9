"""Migrations lead to exactly what the models say, there and back."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from app.config import MIGRATIONS
from app.database import Base, db


def test_models_and_migrations_agree(app):
    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_down_to_nothing_and_up_again(app):
    downgrade(directory=str(MIGRATIONS), revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    upgrade(directory=str(MIGRATIONS))
    assert set(inspect(db.engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}
