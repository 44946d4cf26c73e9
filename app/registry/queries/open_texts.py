"""The text of open documents of standards, whole for the index, and the page that answers a search best."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from app.database import db
from app.registry.lifecycle.words import DocumentKind
from app.registry.models import Document, DocumentPage

LONGEST = 200_000
"""Characters of the text of one standard that the index takes: some two hundred pages."""

MOST_TERMS = 12
_KINDS = (DocumentKind.TEXT, DocumentKind.AMENDMENT, DocumentKind.CORRECTION)
_BROKEN = re.compile(r"(?<=[\u3400-\u9fff])[ \t]*\n[ \t]*(?=[\u3400-\u9fff])")
"""Where a line ends within a Chinese sentence."""


@dataclass(frozen=True)
class TextHit:
    """The page of a standard's open documents that holds most of what was searched; `pages` is how many hold some of it."""

    document: Document
    page: int
    text: str
    pages: int


def joined_lines(text: str) -> str:
    """The text without the ends of lines that only the width of a page puts within a sentence."""
    return _BROKEN.sub("", text)


def open_texts(standard_ids: Collection[int], session: Session) -> dict[int, str]:
    """By standard, the text of its open documents, up to `LONGEST` characters."""
    parts: dict[int, list[str]] = {}
    room: dict[int, int] = {}
    asked = (
        select(Document.standard_id, DocumentPage.text)
        .join(DocumentPage, DocumentPage.document_id == Document.id)
        .where(Document.standard_id.in_(standard_ids), *_open())
        .order_by(Document.standard_id, Document.id, DocumentPage.page)
        .execution_options(yield_per=200)
    )
    for standard_id, text in session.execute(asked):
        if standard_id is None:
            continue
        left = room.get(standard_id, LONGEST)
        if left > 0:
            parts.setdefault(standard_id, []).append(joined_lines(text)[:left])
            room[standard_id] = left - len(parts[standard_id][-1])
    return {standard_id: "\n".join(pages) for standard_id, pages in parts.items()}


def text_hits(standard_ids: Sequence[int], terms: Sequence[str]) -> dict[int, TextHit]:
    """By standard, the page of its open documents that holds most of the terms; those without any are absent.

    Two statements, and one where no text of them is open, which is the rule among standards of other bodies.
    """
    wanted = [term for term in dict.fromkeys(terms) if len(term) > 1 or not term.isascii()][:MOST_TERMS]
    if not wanted or not standard_ids:
        return {}
    with_text = db.session.scalars(_WITH_OPEN_TEXT, {"ids": standard_ids}).all()
    if not with_text:
        return {}
    document, page, pages = aliased(Document), DocumentPage.page, func.count().over(partition_by=Document.standard_id)
    found = _pages_with(wanted, with_text, page, pages)
    asked = (
        select(document, found.c.page, found.c.text, found.c.pages)
        .join(found, found.c.document_id == document.id)
        .where(found.c.place == 1)
        .options(joinedload(document.file))
    )
    hits = db.session.execute(asked).all()
    return {
        each.standard_id: TextHit(each, number, joined_lines(text), count)
        for each, number, text, count in hits
        if each.standard_id is not None
    }


def _pages_with(wanted: Sequence[str], standard_ids: Sequence[int | None], page: Any, pages: ColumnElement[int]) -> Any:
    """Pages that hold one of the terms at least, `place` 1 being the one of its standard that holds most of them."""
    plain = func.replace(DocumentPage.text, "\n", "")
    holds = [plain.icontains(term, autoescape=True) for term in wanted]
    worth = sum((case((each, 1), else_=0) for each in holds[1:]), case((holds[0], 1), else_=0))
    place = func.row_number().over(partition_by=Document.standard_id, order_by=(worth.desc(), Document.id.desc(), page))
    asked: Select[Any] = (
        select(Document.id.label("document_id"), page, DocumentPage.text, place.label("place"), pages.label("pages"))
        .join(DocumentPage, DocumentPage.document_id == Document.id)
        .where(and_(Document.standard_id.in_(standard_ids), *_open()), or_(*holds))
    )
    return asked.subquery()


def _open() -> tuple[ColumnElement[bool], ...]:
    return (Document.is_open.is_(True), Document.withdrawn_at.is_(None), Document.kind.in_(_KINDS))


_WITH_OPEN_TEXT = (
    select(Document.standard_id).where(Document.standard_id.in_(bindparam("ids", expanding=True)), *_open()).distinct()
)
"""Made once: every search asks it."""
