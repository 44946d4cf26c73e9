"""Files that people handed in: what is known of each; the content lies in the file store under its digest."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Id, Instant, Name


class StoredFile(Base):
    """One file as one person handed it in; the same content handed in twice is two rows of one digest."""

    __tablename__ = "stored_file"

    id: Mapped[Id]
    digest: Mapped[str] = mapped_column(String(64), index=True)  # SHA-256 of the content, hexadecimal
    name: Mapped[Name]                             # a label, never a path
    media_type: Mapped[str] = mapped_column(String(120))  # by content
    size: Mapped[int]                              # bytes
    kept_at: Mapped[Instant]
    kept_by: Mapped[Name]
