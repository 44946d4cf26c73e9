"""Standards, and what is said of them: former numbers, relations, drafting bodies, drafters, committees in charge."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Day, Id, Key, LongText, Name, Texts, word
from app.registry.models.bodies import Committee, Organization
from app.registry.words import Action, Degree, DraftingRole, Form, Kind, Obligation, RelationKind, Status


class Standard(Base):
    """One edition of one document (标准). Its number is kept in canonical form, see registry/numbers."""

    __tablename__ = "standard"
    __table_args__ = (CheckConstraint("coalesce(title_zh, title_en, title_original) IS NOT NULL", "has_a_title"),)

    id: Mapped[Id]
    number: Mapped[Key] = mapped_column(unique=True)
    key: Mapped[Key] = mapped_column(index=True)           # number without width, case, blanks: what a look-up tries first
    bare_key: Mapped[Key] = mapped_column(index=True)      # the key without slashes: what it tries next
    document_key: Mapped[Key] = mapped_column(index=True)  # the same for every edition of one document
    loose_key: Mapped[Key] = mapped_column(index=True)     # the document key without leading zeros: for look-ups only
    number_year: Mapped[int | None]                        # the year in the number; None: undated
    number_order: Mapped[Key] = mapped_column(index=True)  # sorts as numbers do: GB/T 999 before GB/T 2828
    is_supplement: Mapped[bool] = mapped_column(default=False)  # consolidated or amending: no later edition of its base

    title_zh: Mapped[LongText | None]
    title_en: Mapped[LongText | None]
    title_original: Mapped[LongText | None]                # where neither Chinese nor English
    kind: Mapped[Kind | None] = mapped_column(word(Kind))  # None: no standard, but cited like one (法规/规范)
    obligation: Mapped[Obligation | None] = mapped_column(word(Obligation))
    form: Mapped[Form | None] = mapped_column(word(Form))  # of alliance standards
    action: Mapped[Action | None] = mapped_column(word(Action))  # as recorded; None: from the relations

    recorded_status: Mapped[Status | None] = mapped_column(word(Status))  # the source's word: evidence, never the truth
    status_as_of: Mapped[Day | None]                       # the day of that word; None: some day before the import
    published_on: Mapped[Day | None] = mapped_column(index=True)
    implemented_on: Mapped[Day | None] = mapped_column(index=True)  # first day in force (实施日期); None: not stated
    withdrawn_on: Mapped[Day | None] = mapped_column(index=True)  # first day no longer in force (废止日期); None: open
    reviewed_on: Mapped[Day | None]                        # last review that confirmed it (复审确认日期)

    ics: Mapped[Texts]
    ccs: Mapped[Texts]
    committee: Mapped[Texts]                               # in charge (归口), verbatim; those with a number are linked beside
    proposer: Mapped[Name | None]
    issuer: Mapped[Name | None]
    plan_number: Mapped[str | None] = mapped_column(String(80))
    record_number: Mapped[str | None] = mapped_column(String(80))
    pages: Mapped[int | None]
    language: Mapped[Texts]
    keywords: Mapped[Texts]
    scope: Mapped[LongText | None]
    category: Mapped[Name | None]
    lists_cut: Mapped[bool] = mapped_column(default=False)  # the source shows only part of drafting units and drafters
    source: Mapped[Texts]

    former_numbers: Mapped[list["FormerNumber"]] = relationship(order_by="FormerNumber.number", passive_deletes=True)
    drafters: Mapped[list["Drafter"]] = relationship(order_by="Drafter.rank", passive_deletes=True)
    draftings: Mapped[list["Drafting"]] = relationship(
        back_populates="standard", order_by="(Drafting.rank.is_(None), Drafting.rank, Drafting.id)", passive_deletes=True
    )
    committees: Mapped[list[Committee]] = relationship(secondary="standard_committee", order_by="Committee.number")

    @property
    def title(self) -> str:
        """The title that a Chinese reader is shown: Chinese, else English, else the original."""
        return self.title_zh or self.title_en or self.title_original or ""


class FormerNumber(Base):
    """A number under which a standard was known before its body renumbered it; it leads on to the standard."""

    __tablename__ = "former_number"
    __table_args__ = (UniqueConstraint("standard_id", "number"),)

    id: Mapped[Id]
    standard_id: Mapped[int] = mapped_column(ForeignKey("standard.id", ondelete="CASCADE"))
    number: Mapped[Key]
    key: Mapped[Key] = mapped_column(index=True)
    bare_key: Mapped[Key] = mapped_column(index=True)


class LeftOut(StrEnum):
    """Why a link that a source states does not act."""

    SELF = "self"  # it names the record itself
    LOOP = "loop"  # it would close a loop of replacements


class Relation(Base):
    """What the subject does to the object: replaces, amends, adopts, cites. Stored once, readable from both ends.

    Either end is a record, or a number not yet in the register that is joined when its record arrives.
    """

    __tablename__ = "relation"
    __table_args__ = (
        UniqueConstraint("kind", "subject_key", "object_key"),
        CheckConstraint("subject_id IS NOT NULL OR object_id IS NOT NULL", "has_a_record"),
        CheckConstraint("stated_by_subject OR stated_by_object", "is_stated"),
        CheckConstraint("degree IS NULL OR kind = 'adopts'", "degree_of_adoption"),
        Index("ix_relation_object_key", "object_key"),
        Index("ix_relation_subject_key", "subject_key"),
    )

    id: Mapped[Id]
    kind: Mapped[RelationKind] = mapped_column(word(RelationKind))
    subject_number: Mapped[Key]
    subject_key: Mapped[Key]
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("standard.id"), index=True)
    object_number: Mapped[Key]
    object_key: Mapped[Key]
    object_id: Mapped[int | None] = mapped_column(ForeignKey("standard.id"), index=True)
    degree: Mapped[Degree | None] = mapped_column(word(Degree))
    stated_by_subject: Mapped[bool] = mapped_column(default=False)  # it stands in the subject's own record
    stated_by_object: Mapped[bool] = mapped_column(default=False)   # it stands in the object's own record
    left_out: Mapped[LeftOut | None] = mapped_column(word(LeftOut))  # kept as stated, but it doesn't act

    subject: Mapped[Standard | None] = relationship(foreign_keys=subject_id)
    object: Mapped[Standard | None] = relationship(foreign_keys=object_id)


class Drafting(Base):
    """An organization's place among the drafting bodies (起草单位) of a standard."""

    __tablename__ = "drafting"
    __table_args__ = (
        UniqueConstraint("standard_id", "organization_id"),
        CheckConstraint("rank >= 1", "rank_from_one"),
    )

    id: Mapped[Id]
    standard_id: Mapped[int] = mapped_column(ForeignKey("standard.id", ondelete="CASCADE"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    rank: Mapped[int | None]                       # place in the printed list, from 1; None: not recorded
    role: Mapped[DraftingRole | None] = mapped_column(word(DraftingRole))  # None: not recorded
    source: Mapped[str | None] = mapped_column(String(400))  # where rank and role are printed: page of the foreword, scan

    standard: Mapped[Standard] = relationship(back_populates="draftings")
    organization: Mapped[Organization] = relationship()


class Drafter(Base):
    """A person named on a standard (起草人), in the printed order."""

    __tablename__ = "drafter"
    __table_args__ = (UniqueConstraint("standard_id", "rank"), CheckConstraint("rank >= 1", "rank_from_one"))

    id: Mapped[Id]
    standard_id: Mapped[int] = mapped_column(ForeignKey("standard.id", ondelete="CASCADE"))
    rank: Mapped[int]
    name: Mapped[Name]


class StandardCommittee(Base):
    """A committee in charge of a standard, where the source gives its number or its full name."""

    __tablename__ = "standard_committee"

    standard_id: Mapped[int] = mapped_column(ForeignKey("standard.id", ondelete="CASCADE"), primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"), primary_key=True, index=True)
