"""Bringing an instance to where it can serve: database migrated, seed data in, index built. Safe to repeat."""

from collections.abc import Iterator

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import upgrade

from app.config import MIGRATIONS
from app.database import db


def prepare(*, demonstration: bool) -> Iterator[str]:
    """Do what is missing, and say what was done, a Chinese sentence each; nothing where nothing was missing."""
    if not _is_migrated():
        upgrade(directory=str(MIGRATIONS))
        yield "数据库已就绪"


def _is_migrated() -> bool:
    """Whether the database stands at the newest migration."""
    newest = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest
