"""Before publishing: what is to mend in the draft of a work item, what it cites, what like it there is."""

from flask import render_template

from app.accounts.auth import current_actor
from app.accounts.permissions import Actor
from app.checking import check_before_publishing
from app.registry.lifecycle.words import DocumentKind
from app.registry.models import Document, WorkItem
from app.registry.queries.documents import documents_of_item, pages_of
from app.registry.queries.work_items import work_item
from app.registry.services.alliance.documents import may_read
from app.web.alliance.items import ITEM
from app.web.asked import OfDay, read
from app.web.blueprint import pages
from app.web.documents import document_address

_DRAFTS = (
    DocumentKind.TEXT,
    DocumentKind.APPROVAL_DRAFT,
    DocumentKind.REVIEW_DRAFT,
    DocumentKind.COMMENT_DRAFT,
    DocumentKind.WORKING_DRAFT,
)


@pages.get(f"{ITEM}/check")
def check_alliance_item(item_id: int) -> str:
    """The report on the draft that is furthest on of those the reader may read; without one, on title and scope alone."""
    actor = current_actor()
    item = work_item(item_id, actor)
    draft = _draft(item, actor)
    texts = [page.text for page in pages_of(draft.id)] if draft else []
    report = check_before_publishing(
        item.title_zh,
        item.scope,
        item.ics,
        texts,
        read(OfDay)["as_of"],
        own=item.standard.number if item.standard else item.revises.number if item.revises else None,
        industries=[industry.id for industry in item.block_industries],
    )
    return render_template(
        "alliance/check.html",
        item=item,
        draft=draft,
        report=report,
        is_read=any(map(str.strip, texts)),
        document_address=document_address,
    )


def _draft(item: WorkItem, actor: Actor) -> Document | None:
    """The latest document of the kind that stands nearest to publication."""
    readable = [each for each in documents_of_item(item.id) if each.withdrawn_at is None and may_read(each, actor)]
    return next((each for kind in _DRAFTS for each in readable if each.kind is kind), None)
