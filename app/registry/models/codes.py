"""Code tables: ICS, CCS, GB/T 4754, number prefixes, administrative divisions."""

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Code, Day, Id, Key, Name


class Classification(Base):
    """One code of one scheme; a parent code matches everything below it."""

    __tablename__ = "classification"
    __table_args__ = (UniqueConstraint("scheme", "code"),)

    id: Mapped[Id]
    scheme: Mapped[str] = mapped_column(String(16))
    code: Mapped[Key]
    name_zh: Mapped[Name | None]
    name_en: Mapped[Name | None]
    parent: Mapped[Code | None]
    authority: Mapped[Name | None]                 # of a prefix: who approves standards under it
    from_on: Mapped[Day | None]
    until_on: Mapped[Day | None]
