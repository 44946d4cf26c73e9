"""Snapshots (报送快照): what was reported, frozen."""

import json
from datetime import UTC
from hashlib import sha256
from typing import Any

from sqlalchemy import JSON, Connection, String, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from app.database import Base, Day, Id, Instant, Name
from app.errors import Conflict


class Snapshot(Base):
    """Figures, definitions and rows as they stood when they were reported; later corrections never change it.

    `checksum` is over all else, so that whoever holds a printed report can tell that nothing was altered since, by whatever way.
    """

    __tablename__ = "snapshot"

    id: Mapped[Id]
    title: Mapped[Name]
    as_of: Mapped[Day]
    taken_at: Mapped[Instant]
    taken_by: Mapped[Name]
    definition_version: Mapped[str] = mapped_column(String(16))
    content: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    checksum: Mapped[str] = mapped_column(String(64))    # SHA-256, hexadecimal

    def summed(self) -> str:
        """The checksum that what it holds now would have."""
        taken_at = self.taken_at.astimezone(UTC).isoformat(timespec="seconds")
        held = [self.title, str(self.as_of), taken_at, self.taken_by, self.definition_version, self.content]
        return sha256(json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@event.listens_for(Snapshot, "before_update")
@event.listens_for(Snapshot, "before_delete")
def _stands(_mapper: Mapper[Any], _connection: Connection, snapshot: Snapshot) -> None:
    """A snapshot is written once."""
    raise Conflict(f"报送快照“{snapshot.title}”不能修改或删除，请另存一份")
