"""Block industries (块状产业), their members, their standards, and who implements which."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Code, Day, Division, Id, Instant, LongText, Name, Texts, not_before
from app.registry.models.bodies import Organization
from app.registry.models.files import StoredFile
from app.registry.models.standards import Standard


class BlockIndustry(Base):
    """An industrial cluster of the city with its association and its member enterprises."""

    __tablename__ = "block_industry"

    id: Mapped[Id]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    county: Mapped[Division | None]
    gbt4754: Mapped[Texts]                         # classes of GB/T 4754-2017
    association_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)

    association: Mapped[Organization | None] = relationship()


class Membership(Base):
    """An enterprise belongs to a block industry from a day until a day."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("block_industry_id", "organization_id", "from_on"),
        not_before("from_on", "until_on", "ends_after_start"),
    )

    id: Mapped[Id]
    block_industry_id: Mapped[int] = mapped_column(ForeignKey("block_industry.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    from_on: Mapped[Day | None]                    # None: undated; it counts on no day and is reported
    until_on: Mapped[Day | None]                   # first day no longer a member; None: open

    block_industry: Mapped[BlockIndustry] = relationship()
    organization: Mapped[Organization] = relationship()


class StandardBlockIndustry(Base):
    """A standard is tied to a block industry, always or for a term."""

    __tablename__ = "standard_block_industry"
    __table_args__ = (
        UniqueConstraint("standard_id", "block_industry_id"),
        not_before("from_on", "until_on", "ends_after_start"),
    )

    id: Mapped[Id]
    standard_id: Mapped[int] = mapped_column(ForeignKey("standard.id", ondelete="CASCADE"))
    block_industry_id: Mapped[int] = mapped_column(ForeignKey("block_industry.id"), index=True)
    from_on: Mapped[Day | None]                    # None: always
    until_on: Mapped[Day | None]

    standard: Mapped[Standard] = relationship()
    block_industry: Mapped[BlockIndustry] = relationship()


class Implementation(Base):
    """An enterprise implements an alliance standard (推广实施) from a day until a day.

    It counts as verified from `verified_on`, as declared from `declared_on` where given, and never from `revoked_on` on.
    """

    __tablename__ = "implementation"
    __table_args__ = (
        UniqueConstraint("organization_id", "standard_id", "from_on"),
        not_before("from_on", "until_on", "ends_after_start"),
    )

    id: Mapped[Id]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    standard_id: Mapped[int] = mapped_column(ForeignKey("standard.id"), index=True)
    from_on: Mapped[Day]
    until_on: Mapped[Day | None]
    declared_on: Mapped[Day | None]
    verified_on: Mapped[Day | None]
    revoked_on: Mapped[Day | None]
    products: Mapped[LongText | None]
    evidence: Mapped[str | None] = mapped_column(String(400))  # in words, or the number of the public self-declaration
    evidence_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    declared_by: Mapped[Name | None]               # the enterprise, its association, or staff for it
    verified_by: Mapped[Name | None]               # the association that verified, as it was called then
    returned_on: Mapped[Day | None]                # sent back for mending on this day; None: nothing is asked of it
    return_reason: Mapped[LongText | None]
    revocation_reason: Mapped[LongText | None]

    organization: Mapped[Organization] = relationship()
    standard: Mapped[Standard] = relationship()
    evidence_file: Mapped[StoredFile | None] = relationship()


class DeclarationLink(Base):
    """A link by which an enterprise declares without an account: once, until it expires, unless it is taken back."""

    __tablename__ = "declaration_link"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(32), unique=True)  # random; what is given out is this with a signature
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    standard_id: Mapped[int] = mapped_column(ForeignKey("standard.id"), index=True)
    association_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)  # who asks; None: staff
    made_at: Mapped[Instant]
    made_by: Mapped[Name]
    expires_on: Mapped[Day]                        # first day on which it opens nothing
    reminded_at: Mapped[Instant | None]
    revoked_at: Mapped[Instant | None]
    used_at: Mapped[Instant | None]
    implementation_id: Mapped[int | None] = mapped_column(ForeignKey("implementation.id"), index=True)

    organization: Mapped[Organization] = relationship(foreign_keys=organization_id)
    association: Mapped[Organization | None] = relationship(foreign_keys=association_id)
    standard: Mapped[Standard] = relationship()
    implementation: Mapped[Implementation | None] = relationship()
