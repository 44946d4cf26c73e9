"""Associations that issue alliance standards, and their work items: from proposal to publication, and the reviews after."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Day, Id, Instant, Key, LongText, Name, Texts, not_before, word
from app.registry.lifecycle.words import Licensing, Manner, ReviewResult, SerialRule, Stage, Vote
from app.registry.models.bodies import Organization
from app.registry.models.files import StoredFile
from app.registry.models.industries import BlockIndustry
from app.registry.models.standards import Standard
from app.registry.words import Action, DraftingRole

LEAST_COMMENT_DAYS = 30
LEAST_PERCENT = 75
LONGEST_REVIEW_YEARS = 5


class IssuingBody(Base):
    """An association that issues alliance standards (发布团体): its code, registered once, and its own rules above the floor."""

    __tablename__ = "issuing_body"
    __table_args__ = (
        CheckConstraint(f"comment_days >= {LEAST_COMMENT_DAYS}", "comment_days_floor"),
        CheckConstraint(f"percent_needed BETWEEN {LEAST_PERCENT} AND 100", "percent_floor"),
        CheckConstraint(f"review_years BETWEEN 1 AND {LONGEST_REVIEW_YEARS}", "review_years_floor"),
        CheckConstraint("first_serial >= 1", "serials_from_one"),
        CheckConstraint("serial_width BETWEEN 1 AND 6", "width_of_serials"),
    )

    id: Mapped[Id]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), unique=True)
    code: Mapped[Key]                              # as it stands behind `T/`
    code_key: Mapped[Key] = mapped_column(unique=True)  # folded: two bodies never share one
    registered_on: Mapped[Day | None]              # when the code was registered; None: not recorded
    serial_rule: Mapped[SerialRule] = mapped_column(word(SerialRule), default=SerialRule.RUNNING)
    first_serial: Mapped[int] = mapped_column(default=1)  # serials below were given out before
    serial_width: Mapped[int] = mapped_column(default=1)  # digits, filled with leading zeros
    comment_days: Mapped[int] = mapped_column(default=LEAST_COMMENT_DAYS)  # least length of a comment period
    percent_needed: Mapped[int] = mapped_column(default=LEAST_PERCENT)  # of the representatives present
    review_years: Mapped[int] = mapped_column(default=LONGEST_REVIEW_YEARS)  # years to the next review

    organization: Mapped[Organization] = relationship()


class WorkItem(Base):
    """A standard in the making (制修订项目) of an issuing body; once published, its standard stands beside it."""

    __tablename__ = "work_item"
    __table_args__ = (
        UniqueConstraint("issuing_body_id", "plan_number"),
        CheckConstraint("(standard_id IS NOT NULL) = (stage = 'published')", "published_has_a_standard"),
        CheckConstraint("revises_id IS NOT NULL OR action <> 'revised'", "revises_something"),
        not_before("comment_from", "comment_until", "comment_ends_after_start"),
    )

    id: Mapped[Id]
    issuing_body_id: Mapped[int] = mapped_column(ForeignKey("issuing_body.id"), index=True)
    title_zh: Mapped[LongText]
    title_en: Mapped[LongText | None]
    action: Mapped[Action] = mapped_column(word(Action))
    revises_id: Mapped[int | None] = mapped_column(ForeignKey("standard.id"), index=True)  # the edition it will replace
    part: Mapped[str | None] = mapped_column(String(20))  # of a document in parts: `1` of `T/X 12.1`; None: not in parts
    part_of: Mapped[str | None] = mapped_column(String(40))  # serial of the document it is a part of; None: a new one
    purpose: Mapped[LongText | None]               # why it is needed (目的意义)
    scope: Mapped[LongText | None]
    ics: Mapped[Texts]
    ccs: Mapped[Texts]
    plan_number: Mapped[str | None] = mapped_column(String(80))  # of the approved project (立项编号)
    contact: Mapped[Name | None]                   # whom to ask, shown in public
    stage: Mapped[Stage] = mapped_column(word(Stage), index=True)
    stage_since: Mapped[Day]                       # day of the step that led into the stage
    stage_due: Mapped[Day | None]                  # day by which it should have left the stage
    comment_from: Mapped[Day | None]               # first day of the comment period
    comment_until: Mapped[Day | None]              # first day after it
    comment_short_reason: Mapped[LongText | None]  # why it is shorter than the body's rule
    takes_over_on: Mapped[Day | None]              # planned day of implementation
    created_at: Mapped[Instant]
    created_by: Mapped[Name]
    version: Mapped[int] = mapped_column(default=1)  # grows with every write
    standard_id: Mapped[int | None] = mapped_column(ForeignKey("standard.id"), unique=True)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- as SQLAlchemy reads it

    issuing_body: Mapped[IssuingBody] = relationship()
    revises: Mapped[Standard | None] = relationship(foreign_keys=revises_id)
    standard: Mapped[Standard | None] = relationship(foreign_keys=standard_id)
    block_industries: Mapped[list[BlockIndustry]] = relationship(
        secondary="work_item_block_industry", order_by="BlockIndustry.code"
    )
    steps: Mapped[list["WorkItemStep"]] = relationship(back_populates="work_item", order_by="WorkItemStep.id")
    units: Mapped[list["WorkItemUnit"]] = relationship(order_by="(WorkItemUnit.rank, WorkItemUnit.id)")
    drafters: Mapped[list["WorkItemDrafter"]] = relationship(order_by="(WorkItemDrafter.rank, WorkItemDrafter.id)")
    reviews: Mapped[list["TechnicalReview"]] = relationship(order_by="TechnicalReview.id")


class WorkItemBlockIndustry(Base):
    """A block industry that a work item is meant for; publication ties the standard to it."""

    __tablename__ = "work_item_block_industry"

    work_item_id: Mapped[int] = mapped_column(ForeignKey("work_item.id"), primary_key=True)
    block_industry_id: Mapped[int] = mapped_column(ForeignKey("block_industry.id"), primary_key=True, index=True)


class WorkItemStep(Base):
    """One step of a work item from a stage into another, or a change within one; never changed after."""

    __tablename__ = "work_item_step"

    id: Mapped[Id]
    work_item_id: Mapped[int] = mapped_column(ForeignKey("work_item.id"), index=True)
    from_stage: Mapped[Stage | None] = mapped_column(word(Stage, "from_stage_known"))  # None: the proposal itself
    to_stage: Mapped[Stage] = mapped_column(word(Stage))
    done_on: Mapped[Day]                           # the day on which it was done
    at: Mapped[Instant]                            # when it was entered
    by_name: Mapped[Name]
    user_id: Mapped[int | None]
    remark: Mapped[LongText | None]                # what was decided, or why
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))  # what it rests on

    work_item: Mapped[WorkItem] = relationship(back_populates="steps")


class WorkItemUnit(Base):
    """A drafting unit (起草单位) of a work item, from the stage in which it joined until it left."""

    __tablename__ = "work_item_unit"
    __table_args__ = (CheckConstraint("rank >= 1", "rank_from_one"),)

    id: Mapped[Id]
    work_item_id: Mapped[int] = mapped_column(ForeignKey("work_item.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    rank: Mapped[int]
    role: Mapped[DraftingRole | None] = mapped_column(word(DraftingRole))
    joined_stage: Mapped[Stage] = mapped_column(word(Stage))
    joined_on: Mapped[Day]
    left_stage: Mapped[Stage | None] = mapped_column(word(Stage, "left_stage_known"))
    left_on: Mapped[Day | None]
    reason: Mapped[LongText | None]                # why it joined late, or left

    organization: Mapped[Organization] = relationship()


class WorkItemDrafter(Base):
    """A drafter (起草人) of a work item, from the stage in which they joined until they left."""

    __tablename__ = "work_item_drafter"
    __table_args__ = (CheckConstraint("rank >= 1", "rank_from_one"),)

    id: Mapped[Id]
    work_item_id: Mapped[int] = mapped_column(ForeignKey("work_item.id"), index=True)
    name: Mapped[Name]
    unit: Mapped[Name | None]
    rank: Mapped[int]
    joined_stage: Mapped[Stage] = mapped_column(word(Stage))
    joined_on: Mapped[Day]
    left_stage: Mapped[Stage | None] = mapped_column(word(Stage, "left_stage_known"))
    left_on: Mapped[Day | None]
    reason: Mapped[LongText | None]


class TechnicalReview(Base):
    """A technical review (技术审查) of a work item: one meeting or one round by letter."""

    __tablename__ = "technical_review"

    id: Mapped[Id]
    work_item_id: Mapped[int] = mapped_column(ForeignKey("work_item.id"), index=True)
    held_on: Mapped[Day]
    manner: Mapped[Manner] = mapped_column(word(Manner))
    conclusion: Mapped[LongText | None]            # what was agreed, conditions
    closed_at: Mapped[Instant | None]              # None: votes are still taken
    passed: Mapped[bool | None]                    # None: not closed
    minutes_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))

    representatives: Mapped[list["ReviewRepresentative"]] = relationship(
        back_populates="review", order_by="ReviewRepresentative.id"
    )


class ReviewRepresentative(Base):
    """Somebody called to a technical review, with an account where they vote by themselves."""

    __tablename__ = "review_representative"
    __table_args__ = (UniqueConstraint("review_id", "user_id"),)

    id: Mapped[Id]
    review_id: Mapped[int] = mapped_column(ForeignKey("technical_review.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)  # None: entered by the secretary
    name: Mapped[Name]
    unit: Mapped[Name | None]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    present: Mapped[bool] = mapped_column(default=True)
    vote: Mapped[Vote | None] = mapped_column(word(Vote))  # None: has not voted, or may not
    opinion: Mapped[LongText | None]
    voted_at: Mapped[Instant | None]

    review: Mapped[TechnicalReview] = relationship(back_populates="representatives")


class StandardReview(Base):
    """A periodic review (复审) of a published alliance standard and what it came to."""

    __tablename__ = "standard_review"

    id: Mapped[Id]
    standard_id: Mapped[int] = mapped_column(ForeignKey("standard.id", ondelete="CASCADE"), index=True)
    reviewed_on: Mapped[Day]
    result: Mapped[ReviewResult] = mapped_column(word(ReviewResult))
    reason: Mapped[LongText]
    takes_effect_on: Mapped[Day | None]            # of a withdrawal
    at: Mapped[Instant]
    by_name: Mapped[Name]
    work_item_id: Mapped[int | None] = mapped_column(ForeignKey("work_item.id"))  # the revision it led to
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))

    standard: Mapped[Standard] = relationship()


class PatentDisclosure(Base):
    """A patent that somebody says is needed to meet a standard or a draft."""

    __tablename__ = "patent_disclosure"
    __table_args__ = (
        CheckConstraint("work_item_id IS NOT NULL OR standard_id IS NOT NULL", "of_something"),
        Index("ix_patent_disclosure_number", "number"),
    )

    id: Mapped[Id]
    work_item_id: Mapped[int | None] = mapped_column(ForeignKey("work_item.id"), index=True)
    standard_id: Mapped[int | None] = mapped_column(ForeignKey("standard.id", ondelete="CASCADE"), index=True)
    number: Mapped[str] = mapped_column(String(80))  # of the patent or the application
    title: Mapped[Name | None]
    holder: Mapped[Name]
    clause: Mapped[str | None] = mapped_column(String(80))
    licensing: Mapped[Licensing | None] = mapped_column(word(Licensing))  # None: no declaration yet
    disclosed_on: Mapped[Day]
    stage: Mapped[Stage | None] = mapped_column(word(Stage))  # in which it was disclosed; None: after publication
    at: Mapped[Instant]
    by_name: Mapped[Name]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))  # the holder's declaration

    file: Mapped[StoredFile | None] = relationship()


class PatentCall(Base):
    """A call to disclose patents, made at a stage; `none_known` where nobody knew any."""

    __tablename__ = "patent_call"
    __table_args__ = (UniqueConstraint("work_item_id", "stage"),)

    id: Mapped[Id]
    work_item_id: Mapped[int] = mapped_column(ForeignKey("work_item.id"))
    stage: Mapped[Stage] = mapped_column(word(Stage))
    called_on: Mapped[Day]
    none_known: Mapped[bool] = mapped_column(default=False)
    at: Mapped[Instant]
    by_name: Mapped[Name]
