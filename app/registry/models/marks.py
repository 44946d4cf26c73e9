"""Marks of what the search index has yet to take up; written in the transaction of the change itself."""

from sqlalchemy.orm import Mapped

from app.database import Base, Id


class Stale(Base):
    """The index holds an older state of this standard, or still holds it though it is gone. One row a change."""

    __tablename__ = "stale"

    id: Mapped[Id]
    standard_id: Mapped[int]                       # no foreign key: the standard may be gone
