"""What enterprises say is missing from the list of drafting bodies of a standard, until staff have looked it up in print."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Id, Instant, LongText, Name, word
from app.registry.models.bodies import Organization
from app.registry.models.files import StoredFile
from app.registry.models.standards import Standard
from app.registry.words import ClaimState, DraftingRole


class DraftingClaim(Base):
    """A body says that it drafted a standard; nothing counts before it is confirmed."""

    __tablename__ = "drafting_claim"
    __table_args__ = (CheckConstraint("rank >= 1", "rank_from_one"),)

    id: Mapped[Id]
    standard_id: Mapped[int] = mapped_column(ForeignKey("standard.id", ondelete="CASCADE"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    rank: Mapped[int | None]                       # place in the printed list, from 1
    role: Mapped[DraftingRole | None] = mapped_column(word(DraftingRole))
    source: Mapped[str] = mapped_column(String(400))  # where it is printed: page of the foreword, scan
    evidence_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)  # the page, scanned
    made_at: Mapped[Instant]
    by_name: Mapped[Name]
    state: Mapped[ClaimState] = mapped_column(word(ClaimState))
    settled_at: Mapped[Instant | None]
    settled_by: Mapped[Name | None]
    reason: Mapped[LongText | None]                # why it was rejected

    standard: Mapped[Standard] = relationship()
    organization: Mapped[Organization] = relationship()
    evidence_file: Mapped[StoredFile | None] = relationship()
