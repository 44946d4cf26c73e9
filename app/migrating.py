"""Migrations of the database: whether any is due, and running them. The tool is loaded only where one runs."""

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from app.config import MIGRATIONS
from app.database import db

if TYPE_CHECKING:
    from alembic.config import Config


def is_current() -> bool:
    """Whether the database stands at the newest migration."""
    return revision() == revisions()[-1]


def revisions() -> list[str]:
    """All migrations, the oldest first; their files begin with ascending numbers."""
    return sorted(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("*.py"))


def revision() -> str | None:
    """The migration that the database stands at, None where it has no tables."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return None if found is None else str(found)


def upgrade(revision: str = "head") -> None:
    """Bring the database of the current application up to `revision`."""
    from alembic import command

    command.upgrade(_config(), revision)


def downgrade(revision: str) -> None:
    """Bring the database of the current application back to `revision`; `base` is an empty database."""
    from alembic import command

    command.downgrade(_config(), revision)


def _config() -> "Config":
    from alembic.config import Config

    return Config(MIGRATIONS / "alembic.ini")
