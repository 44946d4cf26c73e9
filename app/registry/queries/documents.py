"""Reading documents of standards and work items, and the text of their pages."""

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, lazyload

from app.database import db
from app.errors import NotFound
from app.registry.models import Document, DocumentPage, ReviewRepresentative, TechnicalReview, WorkItem, WorkItemUnit

_ORDER = (Document.dated_on.desc().nulls_last(), Document.id.desc())


def document_of(document_id: int) -> Document:
    """One document with its file and what it belongs to. Raises `NotFound`."""
    found = db.session.get(
        Document,
        document_id,
        options=[joinedload(Document.file), joinedload(Document.standard), joinedload(Document.work_item)],
    )
    if found is None:
        raise NotFound("没有这个文件")
    return found


def documents_of_standard(standard_id: int) -> Sequence[Document]:
    """The documents of a standard, those withdrawn among them, the latest first."""
    return _with_files(Document.standard_id == standard_id)


def documents_of_item(work_item_id: int) -> Sequence[Document]:
    """The documents of a work item, those withdrawn among them, the latest first."""
    return _with_files(Document.work_item_id == work_item_id)


def documents_of_editions(standard_ids: Collection[int]) -> dict[int, list[Document]]:
    """By standard, its documents that were not withdrawn."""
    found: dict[int, list[Document]] = {}
    for document in _with_files(Document.standard_id.in_(standard_ids), Document.withdrawn_at.is_(None)):
        if document.standard_id is not None:
            found.setdefault(document.standard_id, []).append(document)
    return found


def _with_files(*wanted: object) -> Sequence[Document]:
    asked = select(Document).where(*wanted).options(joinedload(Document.file)).order_by(*_ORDER)  # type: ignore[arg-type]
    return db.session.scalars(asked).all()


def pages_of(document_id: int) -> Sequence[DocumentPage]:
    """The text of a document, page by page."""
    return db.session.scalars(
        select(DocumentPage).where(DocumentPage.document_id == document_id).order_by(DocumentPage.page)
    ).all()


def pages_of_several(document_ids: Collection[int]) -> dict[int, list[DocumentPage]]:
    """The text of several documents, page by page."""
    found: dict[int, list[DocumentPage]] = {}
    asked = select(DocumentPage).where(DocumentPage.document_id.in_(document_ids))
    for page in db.session.scalars(asked.order_by(DocumentPage.document_id, DocumentPage.page)):
        found.setdefault(page.document_id, []).append(page)
    return found


def takes_part(work_item_id: int, organizations: Collection[int], user_id: int | None) -> bool:
    """Whether a work item is drafted by one of these bodies, or was given to this person to review."""
    drafts = select(WorkItemUnit.id).where(
        WorkItemUnit.work_item_id == work_item_id,
        WorkItemUnit.organization_id.in_(organizations),
        WorkItemUnit.left_on.is_(None),
    )
    reviews = (
        select(ReviewRepresentative.id)
        .join(ReviewRepresentative.review)
        .where(
            TechnicalReview.work_item_id == work_item_id,
            or_(
                ReviewRepresentative.user_id == user_id if user_id is not None else False,
                ReviewRepresentative.organization_id.in_(organizations),
            ),
        )
    )
    return db.session.scalar(select(drafts.exists() | reviews.exists())) or False


def held_document(document_id: int) -> Document:
    """A document, locked until the transaction ends. Raises `NotFound`."""
    asked = select(Document).where(Document.id == document_id).options(lazyload("*")).with_for_update(key_share=True)
    found = db.session.scalar(asked, execution_options={"populate_existing": True})
    if found is None:
        raise NotFound("没有这个文件")
    return found


def work_item_of(work_item_id: int) -> WorkItem:
    """A work item with its body. Raises `NotFound`."""
    found = db.session.get(WorkItem, work_item_id, options=[joinedload(WorkItem.issuing_body)])
    if found is None:
        raise NotFound("没有这个制修订项目")
    return found
