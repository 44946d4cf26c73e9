"""How Alembic reaches the application's database and models."""

from typing import Any, Literal

from alembic import context
from flask import has_app_context
from sqlalchemy import TypeDecorator

from app import create_app
from app.accounts import models as _accounts  # noqa: F401  the import fills the metadata
from app.database import Base, db
from app.registry import models  # noqa: F401  the import fills the metadata


def render_plain_type(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Write the database's own type for one of ours, so that a migration stands still when our types move on."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def run_migrations() -> None:
    """Run the asked migrations in one transaction on the application's database.

    SQLite can't alter most things in place: there Alembic copies the table, with foreign keys off while it does.
    """
    with db.engine.connect().execution_options(migrating=True) as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=sqlite,
            render_item=render_plain_type,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


if has_app_context():
    run_migrations()
else:
    with create_app().app_context():
        run_migrations()
