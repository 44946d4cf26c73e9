"""Bodies: organizations and committees."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Day, Division, Id, Key, Name, Texts, Uscc, not_before, word
from app.registry.words import CommitteeKind, CommitteeLevel, OrganizationKind


class Organization(Base):
    """A body (单位): enterprise, association, institute, authority …

    Its natural key is the unified social credit code, else name and county; bodies known by name alone (drafting units
    of imported records) have no county and stay unconfirmed (待核) until staff say who they are.
    """

    __tablename__ = "organization"
    __table_args__ = (
        not_before("established_on", "dissolved_on", "dissolved_after_established"),
        CheckConstraint("merged_into_id <> id", "not_merged_into_itself"),
        CheckConstraint("merged_on IS NULL OR merged_into_id IS NOT NULL", "merged_into_somebody"),
    )

    id: Mapped[Id]
    key: Mapped[Key] = mapped_column(unique=True)  # the code, else `name@county`, with nothing behind @ where unknown
    uscc: Mapped[Uscc | None] = mapped_column(unique=True)
    name: Mapped[Name] = mapped_column(index=True)
    kind: Mapped[OrganizationKind | None] = mapped_column(word(OrganizationKind))  # None: not known
    county: Mapped[Division | None] = mapped_column(index=True)  # None: not known, so not local and reported
    established_on: Mapped[Day | None]             # None: it exists
    dissolved_on: Mapped[Day | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    merged_on: Mapped[Day | None]                  # from this day the survivor stands for it; None: always
    former_names: Mapped[Texts]
    unconfirmed: Mapped[bool] = mapped_column(default=False)  # 待核

    merged_into: Mapped[Organization | None] = relationship(remote_side="Organization.id")


class Committee(Base):
    """A technical committee (标准化技术委员会), subcommittee or working group; `SAC/TC 189/SC 1` lies under `SAC/TC 189`."""

    __tablename__ = "committee"
    __table_args__ = (
        not_before("established_on", "dissolved_on", "dissolved_after_established"),
        CheckConstraint("parent_id <> id", "not_its_own_parent"),
    )

    id: Mapped[Id]
    number: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[Name | None]                      # None: known by its number alone
    level: Mapped[CommitteeLevel | None] = mapped_column(word(CommitteeLevel))
    kind: Mapped[CommitteeKind | None] = mapped_column(word(CommitteeKind))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("committee.id"), index=True)
    secretariat_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    county: Mapped[Division | None]                # its seat, where no secretariat with a county is known
    established_on: Mapped[Day | None]
    dissolved_on: Mapped[Day | None]

    parent: Mapped[Committee | None] = relationship(remote_side="Committee.id", back_populates="children")
    children: Mapped[list[Committee]] = relationship(back_populates="parent", order_by="Committee.number")
    secretariat: Mapped[Organization | None] = relationship()

    @property
    def seat(self) -> str | None:
        """Division code of its seat: the secretariat's county, else its own."""
        return (self.secretariat.county if self.secretariat else None) or self.county
