"""Award schemes (标准创新型企业) with ordered levels, and the awards made under them."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Code, Day, Id, LongText, Name, not_before
from app.registry.models.bodies import Organization


class AwardScheme(Base):
    """Under which rule an award is made; a scheme that ends ends its awards."""

    __tablename__ = "award_scheme"
    __table_args__ = (not_before("from_on", "until_on", "ends_after_start"),)

    id: Mapped[Id]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    issuer: Mapped[Name | None]
    from_on: Mapped[Day | None]
    until_on: Mapped[Day | None]

    levels: Mapped[list["AwardLevel"]] = relationship(order_by="AwardLevel.position", cascade="all, delete-orphan")
    criteria: Mapped[list["AwardCriterion"]] = relationship(order_by="AwardCriterion.position", cascade="all, delete-orphan")


class AwardLevel(Base):
    """A level of a scheme; the lowest has position 1."""

    __tablename__ = "award_level"
    __table_args__ = (
        UniqueConstraint("scheme_id", "name"),
        CheckConstraint("position >= 1", "position_from_one"),
    )

    id: Mapped[Id]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("award_scheme.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    least_score: Mapped[float | None]              # points that reach it; None: not reached by points


class AwardCriterion(Base):
    """What a scheme gives points for."""

    __tablename__ = "award_criterion"
    __table_args__ = (
        UniqueConstraint("scheme_id", "name"),
        CheckConstraint("position >= 1", "position_from_one"),
        CheckConstraint("most > 0", "gives_points"),
    )

    id: Mapped[Id]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("award_scheme.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    most: Mapped[float]                            # points at the most
    explanation: Mapped[LongText | None]


class AwardBatch(Base):
    """One round of evaluation under a scheme: candidates, scores, publicity, decision. Its days say how far it is."""

    __tablename__ = "award_batch"
    __table_args__ = (
        UniqueConstraint("scheme_id", "name"),
        not_before("publicity_from", "publicity_until", "publicity_ends_after_start"),
        CheckConstraint("(publicity_from IS NULL) = (publicity_until IS NULL)", "publicity_has_both_ends"),
        CheckConstraint("decided_on IS NULL OR publicity_until IS NOT NULL", "decided_after_publicity"),
    )

    id: Mapped[Id]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("award_scheme.id"))
    name: Mapped[str] = mapped_column(String(80))
    opened_on: Mapped[Day]
    publicity_from: Mapped[Day | None]             # None: candidates and scores can still change
    publicity_until: Mapped[Day | None]            # first day after the publicity
    decided_on: Mapped[Day | None]

    scheme: Mapped[AwardScheme] = relationship()
    candidates: Mapped[list["AwardCandidate"]] = relationship(back_populates="batch", order_by="AwardCandidate.id")


class AwardCandidate(Base):
    """An enterprise in a batch. `level` is what its points propose, or what staff set instead, until it is decided."""

    __tablename__ = "award_candidate"
    __table_args__ = (UniqueConstraint("batch_id", "organization_id"),)

    id: Mapped[Id]
    batch_id: Mapped[int] = mapped_column(ForeignKey("award_batch.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    level_id: Mapped[int | None] = mapped_column(ForeignKey("award_level.id"), index=True)
    left_out_reason: Mapped[LongText | None]       # why it is not awarded, such as an objection upheld; None: goes on
    award_id: Mapped[int | None] = mapped_column(ForeignKey("award.id"), index=True)  # what the decision made of it

    batch: Mapped[AwardBatch] = relationship(back_populates="candidates")
    organization: Mapped[Organization] = relationship()
    level: Mapped[AwardLevel | None] = relationship()
    award: Mapped["Award | None"] = relationship()
    scores: Mapped[list["AwardScore"]] = relationship(cascade="all, delete-orphan")

    @property
    def scheme_id(self) -> int:
        """Of which scheme the batch is."""
        return self.batch.scheme_id


class AwardScore(Base):
    """The points of a candidate for one criterion."""

    __tablename__ = "award_score"
    __table_args__ = (CheckConstraint("points >= 0", "points_from_zero"),)

    candidate_id: Mapped[int] = mapped_column(ForeignKey("award_candidate.id", ondelete="CASCADE"), primary_key=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("award_criterion.id"), primary_key=True, index=True)
    points: Mapped[float]


class Award(Base):
    """An organization holds an award from `awarded_on` until `valid_until` (the first day it no longer holds)."""

    __tablename__ = "award"
    __table_args__ = (
        UniqueConstraint("organization_id", "scheme_id", "awarded_on"),
        not_before("awarded_on", "valid_until", "ends_after_start"),
    )

    id: Mapped[Id]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    scheme_id: Mapped[int] = mapped_column(ForeignKey("award_scheme.id"), index=True)
    level_id: Mapped[int | None] = mapped_column(ForeignKey("award_level.id"), index=True)
    batch: Mapped[str | None] = mapped_column(String(80))
    awarded_on: Mapped[Day]
    valid_until: Mapped[Day | None]                # None: open
    revoked_on: Mapped[Day | None]
    revocation_reason: Mapped[LongText | None]

    organization: Mapped[Organization] = relationship()
    scheme: Mapped[AwardScheme] = relationship()
    level: Mapped[AwardLevel | None] = relationship()
