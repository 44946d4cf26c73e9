"""Snapshots (报送快照): what was reported, frozen."""

from typing import Any

from sqlalchemy import JSON, Connection, String, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from app.database import Base, Day, Id, Instant, Name
from app.errors import Conflict


class Snapshot(Base):
    """Figures, definitions and rows as they stood when they were reported; later corrections never change it."""

    __tablename__ = "snapshot"

    id: Mapped[Id]
    title: Mapped[Name]
    as_of: Mapped[Day]
    taken_at: Mapped[Instant]
    taken_by: Mapped[Name]
    definition_version: Mapped[str] = mapped_column(String(16))
    content: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)


@event.listens_for(Snapshot, "before_update")
@event.listens_for(Snapshot, "before_delete")
def _stands(_mapper: Mapper[Any], _connection: Connection, snapshot: Snapshot) -> None:
    """A snapshot is written once."""
    raise Conflict(f"报送快照“{snapshot.title}”不能修改或删除，请另存一份")
