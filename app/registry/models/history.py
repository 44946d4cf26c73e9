"""Who changed what, when, through what and why."""

from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Code, Id, Instant, Key, LongText, Name, word
from app.registry.words import Deed, Through


class Change(Base):
    """One change of one record, written in the transaction of the change itself and never changed after.

    `before` and `after` are the record as an export writes it, without its empty cells. A creation need not keep what it
    made: the `before` of the change that follows it says so, or the record itself. There is no foreign key to the record,
    which may be gone.
    """

    __tablename__ = "change"
    __table_args__ = (
        Index("ix_change_record", "table_name", "record_id"),
        Index("ix_change_key", "key"),
        Index("ix_change_by_name", "by_name"),
    )

    id: Mapped[Id]
    at: Mapped[Instant] = mapped_column(index=True)
    by_name: Mapped[Name]
    user_id: Mapped[int | None]                    # None: nobody with an account, such as the command line
    through: Mapped[Through] = mapped_column(word(Through))
    deed: Mapped[Deed] = mapped_column(word(Deed))
    table_name: Mapped[Code]                       # the exchange table
    record_id: Mapped[int]
    key: Mapped[Key]                               # the cells of the table's key, for people
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    reason: Mapped[LongText | None]
