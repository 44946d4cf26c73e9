"""Reading the text of documents, page by page, beside the requests; a reading that a crash broke off is begun again."""

from datetime import timedelta

from sqlalchemy import delete, or_, select, update

from app.clock import now
from app.database import db
from app.errors import BiaolianError, NotFound
from app.files import FileStore
from app.files.extracting import Extracted, extract
from app.registry.models import Document, DocumentPage
from app.registry.services.writing import begin, mark_stale

GIVEN_UP_SECONDS = 120
"""A reading that lasts longer has died with its process: one file is read in a much shorter time, or given up."""


def read_waiting(store: FileStore) -> int:
    """Read all documents whose text nobody has read yet. Returns how many."""
    done = 0
    while (document_id := _take_in_hand()) is not None:
        read_document(document_id, store)
        done += 1
    return done


def read_again(store: FileStore, document_id: int | None = None) -> int:
    """Read one document, or all, as if nobody had. Returns how many. Raises `NotFound`."""
    wanted = [Document.id == document_id] if document_id is not None else []
    found = db.session.execute(update(Document).where(*wanted).values(page_count=None, reading_since=None))
    db.session.commit()
    if document_id is not None and not found.rowcount:  # type: ignore[attr-defined]  # it is the result of an update
        raise NotFound("没有这个文件")
    return read_waiting(store)


def read_document(document_id: int, store: FileStore) -> None:
    """Read the text of a document; where that fails it keeps its file and says why."""
    document = db.session.get_one(Document, document_id)
    file = document.file
    digest, media_type, name = file.digest, file.media_type, file.name
    db.session.commit()  # nothing is held open meanwhile
    try:
        found = extract(store.path_of(digest), media_type, name)
    except BiaolianError as error:
        found = Extracted((), 0, is_paged=False, note=f"文字没有读出：{error}")
    begin()
    document = db.session.get_one(Document, document_id)
    db.session.execute(delete(DocumentPage).where(DocumentPage.document_id == document_id))
    db.session.add_all(
        [DocumentPage(document_id=document_id, page=page, text=text) for page, text in enumerate(found.pages, start=1)]
    )
    document.page_count, document.is_paged, document.reading_note = found.page_count, found.is_paged, found.note
    if document.standard_id is not None and document.is_open:
        mark_stale([document.standard_id])
    db.session.commit()


def _take_in_hand() -> int | None:
    """The next document to be read, which no other process reads now; None: none waits."""
    free = or_(Document.reading_since.is_(None), Document.reading_since < now() - timedelta(seconds=GIVEN_UP_SECONDS))
    waits = (Document.page_count.is_(None), free)
    while (found := db.session.scalar(select(Document.id).where(*waits).order_by(Document.id).limit(1))) is not None:
        taken = db.session.execute(update(Document).where(Document.id == found, *waits).values(reading_since=now()))
        db.session.commit()
        if taken.rowcount == 1:  # type: ignore[attr-defined]  # it is the result of an update
            return found
    db.session.rollback()
    return None
