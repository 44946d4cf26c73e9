"""Award schemes (标准创新型企业) with ordered levels, and the awards made under them."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Code, Day, Id, Name, not_before
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

    organization: Mapped[Organization] = relationship()
    scheme: Mapped[AwardScheme] = relationship()
    level: Mapped[AwardLevel | None] = relationship()
