"""Documents of standards and work items: adding one, what is known of it with its text, its file, opening and withdrawing it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.accounts.auth import current_actor, signed_in
from app.accounts.permissions import Actor
from app.api.files import file_store
from app.api.schemas.fields import LARGEST_ID, Controlled, Day, Plain, Query
from app.errors import BiaolianError, FieldError, Invalid, NotFound
from app.files.kinds import DOCUMENTS
from app.registry.lifecycle.words import DocumentKind, Stage
from app.registry.models import Document, Standard, WorkItem
from app.registry.queries.documents import documents_of_editions, documents_of_item, documents_of_standard, pages_of
from app.registry.services.alliance.documents import (
    About,
    add_document,
    document_file,
    kinds_for,
    may_keep,
    may_read,
    readable_document,
    require_keeper,
    set_open,
    target_of,
    withdraw_document,
)
from app.web.asked import read
from app.web.blueprint import pages
from app.web.document_reading import read_soon
from app.web.forms import Form, FormSchema
from app.web.presentation import printed, standard_url
from app.web.uploads import shown_file

ONE = f"/documents/<int(max={LARGEST_ID}):document_id>"


class KindAsked(Query):
    """Of which kind the document will be."""

    kind = Controlled(DocumentKind, load_default=None)


class DocumentForm(FormSchema):
    """A document as it is handed in."""

    file = Plain(load_default=None)
    kind = Controlled(DocumentKind, required=True)
    title = Plain(load_default=None)
    dated_on = Day(load_default=None)
    number = Plain(load_default=None)
    is_open = fields.Boolean(load_default=False)


class WithdrawalForm(FormSchema):
    """Why a document is taken back."""

    reason = Plain(load_default="")


class OpeningForm(FormSchema):
    """Whether everybody may read it."""

    is_open = fields.Boolean(load_default=False)


@dataclass(frozen=True)
class Shelf:
    """The documents that somebody may see of a standard or a work item, and whether they may add to them."""

    documents: Collection[Document]
    withdrawn: Collection[Document]
    closed: int
    may_keep: bool
    add_address: str
    revised: Document | None = None  # the text of the edition that a work item revises, to compare drafts with

    def of_stage(self, stage: Stage | None) -> list[Document]:
        """Those that came in a stage."""
        return [each for each in self.documents if each.stage is stage]

    @property
    def stages(self) -> list[Stage | None]:
        """The stages in which documents came, in their order; None: after publication."""
        held = {each.stage for each in self.documents}
        return [*(stage for stage in Stage if stage in held), *([None] if None in held else [])]


def shelf_of(target: WorkItem | Standard) -> Shelf:
    """What the reader of this request may see of the documents of a standard or a work item."""
    actor = current_actor()
    if isinstance(target, WorkItem):
        held, address = documents_of_item(target.id), url_for("web.new_document", item_id=target.id)
    else:
        held, address = documents_of_standard(target.id), url_for("web.new_document", standard_id=target.id)
    keeps = may_keep(target, actor)
    standing = [each for each in held if each.withdrawn_at is None]
    seen = [each for each in standing if each.is_open or may_read(each, actor)]
    withdrawn = [each for each in held if each.withdrawn_at is not None] if keeps else []
    revised = _revised_text(target, actor) if isinstance(target, WorkItem) else None
    return Shelf(seen, withdrawn, len(standing) - len(seen), keeps, address, revised)


@pages.route(f"/documents/new/work-item/<int(max={LARGEST_ID}):item_id>", methods=["GET", "POST"])
@pages.route(f"/documents/new/standard/<int(max={LARGEST_ID}):standard_id>", methods=["GET", "POST"])
def new_document(item_id: int | None = None, standard_id: int | None = None) -> ResponseReturnValue:
    """Hand in a document of a work item or a standard."""
    actor = signed_in()
    target = target_of(work_item_id=item_id, standard_id=standard_id)
    require_keeper(target, actor)
    kind = read(KindAsked)["kind"]
    form = Form(DocumentForm, {"kind": kind.value if kind else ""})
    given = form.load()
    if given is not None:
        try:
            document = _added(target, given, actor)
        except BiaolianError as refused:
            form.refuse(refused)
            if "file" in form.errors:
                form.message = None
        else:
            read_soon()
            return redirect(url_for("web.document", document_id=document.id), 303)
    kinds = [(each.value, each.label) for each in kinds_for(target)]
    page = render_template(
        "documents/new.html", form=form, target=target, back=_back(target), kinds=kinds, largest=DOCUMENTS.largest >> 20
    )
    return page, *form.answer


@pages.get(ONE)
def document(document_id: int) -> ResponseReturnValue:
    """What is known of a document, and its text page by page."""
    return _document_page(document_id)


@pages.get(f"{ONE}/<name>")
def document_content(document_id: int, name: str) -> Response:
    """The file itself; its name stands in the address for people only."""
    found, path = document_file(document_id, file_store(), actor=current_actor())
    if name != found.file.name:
        raise NotFound("没有这个名称的文件，请从它所属的标准或项目打开")
    return shown_file(found, path)


@pages.post(f"{ONE}/open")
def open_document(document_id: int) -> ResponseReturnValue:
    """Let everybody read it, or no longer."""
    actor = signed_in()
    given = Form(OpeningForm).load()
    set_open(document_id, is_open=bool(given and given["is_open"]), actor=actor)
    return redirect(url_for("web.document", document_id=document_id), 303)


@pages.post(f"{ONE}/withdraw")
def take_back_document(document_id: int) -> ResponseReturnValue:
    """Take it back, with the reason."""
    actor = signed_in()
    form = Form(WithdrawalForm)
    given = form.load()
    if given is None:
        return _document_page(document_id, form)
    try:
        withdraw_document(document_id, given["reason"], actor=actor)
    except Invalid as refused:
        form.refuse(refused)
        return _document_page(document_id, form)
    return redirect(url_for("web.document", document_id=document_id), 303)


def document_address(found: Document, page: int | None = None) -> str:
    """Where a document is read: a PDF itself, at a page where one is named; of others the page that shows their text."""
    if found.file.media_type == "application/pdf":
        anchor = f"page={page}" if page else None
        return url_for("web.document_content", document_id=found.id, name=found.file.name, _anchor=anchor)
    return url_for("web.document", document_id=found.id, _anchor=f"page-{page}" if page else None)


def text_of(documents: Sequence[Document], actor: Actor) -> Document | None:
    """The newest text among the documents of a standard that the actor may read, one whose pages were read before others."""
    texts = [each for each in documents if each.kind is DocumentKind.TEXT and may_read(each, actor)]
    return next((each for each in texts if each.page_count), texts[0] if texts else None)


def _revised_text(item: WorkItem, actor: Actor) -> Document | None:
    if item.revises_id is None:
        return None
    return text_of(documents_of_editions([item.revises_id]).get(item.revises_id, []), actor)


def _document_page(document_id: int, withdrawal: Form | None = None) -> ResponseReturnValue:
    actor = current_actor()
    found = readable_document(document_id, actor=actor)
    target = found.work_item or found.standard
    form = withdrawal or Form(WithdrawalForm)
    page = render_template(
        "documents/one.html",
        document=found,
        target=target,
        back=_back(target) if target else None,
        form=form,
        texts=pages_of(document_id),
        may_keep=target is not None and may_keep(target, actor),
    )
    return page, *form.answer


def _added(target: WorkItem | Standard, given: dict[str, object], actor: Actor) -> Document:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise Invalid("请选择文件", (FieldError("file", "请选择要上传的文件"),))
    about = About(**{name: value for name, value in given.items() if name != "file"})  # type: ignore[arg-type]  # by its schema
    return add_document(target, upload.stream, upload.filename, about, store=file_store(), actor=actor)


def _back(target: WorkItem | Standard) -> tuple[str, str]:
    """What a document belongs to, and its address."""
    if isinstance(target, Standard):
        return printed(target.number), standard_url(target.number, _anchor="documents")
    return target.title_zh, url_for("web.alliance_item", item_id=target.id, _anchor="documents")
