"""Documents of standards and work items with the text read from them, and what the public says of them."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Day, Id, Instant, Key, LongText, Name, Texts, word
from app.registry.lifecycle.words import CommentAnswer, CommentDeed, DocumentKind, Stage
from app.registry.models.alliance import WorkItem
from app.registry.models.files import StoredFile
from app.registry.models.standards import Standard


class Document(Base):
    """A file as part of the record of a standard or a work item; nothing is replaced, a newer one stands beside it."""

    __tablename__ = "document"
    __table_args__ = (CheckConstraint("work_item_id IS NOT NULL OR standard_id IS NOT NULL", "of_something"),)

    id: Mapped[Id]
    work_item_id: Mapped[int | None] = mapped_column(ForeignKey("work_item.id"), index=True)
    standard_id: Mapped[int | None] = mapped_column(ForeignKey("standard.id", ondelete="CASCADE"), index=True)
    kind: Mapped[DocumentKind] = mapped_column(word(DocumentKind))
    stage: Mapped[Stage | None] = mapped_column(word(Stage))  # of the work item when it came; None: of a standard
    title: Mapped[Name | None]
    number: Mapped[str | None] = mapped_column(String(80))  # of an amendment: `XG1-2026`
    dated_on: Mapped[Day | None]                   # of the document; from when an amendment holds
    is_open: Mapped[bool] = mapped_column(default=False)  # anyone may read it
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    added_at: Mapped[Instant]
    added_by: Mapped[Name]
    withdrawn_at: Mapped[Instant | None]           # taken back, with its trace
    withdrawn_reason: Mapped[LongText | None]
    reading_since: Mapped[Instant | None]          # when a process took its reading in hand; None: none has
    page_count: Mapped[int | None]                 # None: its text was not read yet
    is_paged: Mapped[bool] = mapped_column(default=True)  # its pages are those people see, not mere portions
    reading_note: Mapped[LongText | None]          # what could not be read, such as scanned pages

    work_item: Mapped[WorkItem | None] = relationship()
    standard: Mapped[Standard | None] = relationship()
    file: Mapped[StoredFile] = relationship()


class DocumentPage(Base):
    """The text of one page of a document."""

    __tablename__ = "document_page"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)  # from 1
    text: Mapped[LongText]


class PublicComment(Base):
    """What somebody says of a draft or of a published standard, and what its body answers."""

    __tablename__ = "public_comment"
    __table_args__ = (
        CheckConstraint("(work_item_id IS NULL) <> (standard_id IS NULL)", "of_one_thing"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", "answered_at_some_time"),
        UniqueConstraint("work_item_id", "serial"),
        UniqueConstraint("standard_id", "serial"),
    )

    id: Mapped[Id]
    work_item_id: Mapped[int | None] = mapped_column(ForeignKey("work_item.id"))
    standard_id: Mapped[int | None] = mapped_column(ForeignKey("standard.id", ondelete="CASCADE"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))  # the draft it speaks of
    serial: Mapped[int]                            # among the comments on the same thing, from 1
    clause: Mapped[str] = mapped_column(String(80))  # number of the clause, or what else it speaks of
    clause_order: Mapped[Key]                      # where that clause stands among the others
    body: Mapped[LongText]                         # the comment
    proposal: Mapped[LongText | None]              # how it should read instead
    name: Mapped[Name]
    unit: Mapped[Name | None]
    email: Mapped[Name | None]                     # never shown in public; None: not known of a comment on paper
    user_id: Mapped[int | None]                    # of somebody signed in
    entered_by: Mapped[Name | None]                # of the association, for somebody who wrote or called
    made_at: Mapped[Instant]
    confirmed_at: Mapped[Instant | None]           # when the address was proven by its link
    digest: Mapped[str | None] = mapped_column(String(64), index=True)  # of the secret of that link; None: not needed
    late: Mapped[bool] = mapped_column(default=False)  # came after the comment period
    hidden_at: Mapped[Instant | None]              # not fit to be shown; kept
    hidden_reason: Mapped[LongText | None]
    answer: Mapped[CommentAnswer | None] = mapped_column(word(CommentAnswer))
    answer_reason: Mapped[LongText | None]
    answered_at: Mapped[Instant | None]
    answered_by: Mapped[Name | None]
    for_review: Mapped[bool] = mapped_column(default=False)  # of a published standard: kept for its next review
    told: Mapped[Texts]                            # what was sent to its author, by kind of message

    work_item: Mapped[WorkItem | None] = relationship()
    standard: Mapped[Standard | None] = relationship()
    trace: Mapped[list["CommentTrace"]] = relationship(order_by="CommentTrace.id")


class CommentTrace(Base):
    """One thing that its body did with a comment: answered it, hid it, showed it again; never changed after."""

    __tablename__ = "comment_trace"

    id: Mapped[Id]
    comment_id: Mapped[int] = mapped_column(ForeignKey("public_comment.id", ondelete="CASCADE"), index=True)
    deed: Mapped[CommentDeed] = mapped_column(word(CommentDeed))
    answer: Mapped[CommentAnswer | None] = mapped_column(word(CommentAnswer))
    reason: Mapped[LongText | None]
    at: Mapped[Instant]
    by_name: Mapped[Name]
    user_id: Mapped[int | None]


class CommentCall(Base):
    """An organization that a draft was sent to for comment (发送征求意见稿)."""

    __tablename__ = "comment_call"
    __table_args__ = (UniqueConstraint("work_item_id", "organization_id"),)

    id: Mapped[Id]
    work_item_id: Mapped[int] = mapped_column(ForeignKey("work_item.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    called_at: Mapped[Instant]
    by_name: Mapped[Name]
    reminded_at: Mapped[Instant | None]
