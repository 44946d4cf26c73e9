"""Answers kept for whoever repeats a request with the same key."""

from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Code, Id, Instant


class KeptAnswer(Base):
    """What a creation by the API answered, under the Idempotency-Key that its sender gave."""

    __tablename__ = "kept_answer"
    __table_args__ = (UniqueConstraint("sender", "key"),)

    id: Mapped[Id]
    sender: Mapped[Code]                           # the account's id, else a name
    key: Mapped[str] = mapped_column(String(200))
    asked: Mapped[Code]                            # digest of what was asked
    table_name: Mapped[Code]
    record_id: Mapped[int]
    row: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[Instant] = mapped_column(index=True)
