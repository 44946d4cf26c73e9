"""Documents of work items and standards: handed in, opened to the public or closed, taken back with a reason, never deleted."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from sqlalchemy import select

from app.accounts.permissions import NOBODY, Actor, Permission
from app.clock import now, today
from app.database import db
from app.errors import Conflict, FieldError, Invalid, NotAllowed, NotFound, NotSignedIn
from app.files import FileStore, plain_name
from app.files.kinds import DOCUMENTS
from app.registry.dates import PartialDate
from app.registry.lifecycle.words import DocumentKind
from app.registry.models import Document, Standard, StoredFile, WorkItem
from app.registry.queries.documents import document_of, held_document, takes_part, work_item_of
from app.registry.queries.issuing_bodies import issuer_of
from app.registry.services.alliance.amending import enter_amendment, next_amendment
from app.registry.services.writing import begin, hold, mark_stale, refuse_where, tidy
from app.registry.words import Kind

TITLE_MOST = 200
REASON_MOST = 500
_AMENDMENT_NUMBER = re.compile(r"XG[1-9][0-9]?-[12][0-9]{3}")

ITEM_KINDS: Collection[DocumentKind] = tuple(each for each in DocumentKind if each is not DocumentKind.AMENDMENT)
STANDARD_KINDS: Collection[DocumentKind] = (
    DocumentKind.TEXT,
    DocumentKind.AMENDMENT,
    DocumentKind.CORRECTION,
    DocumentKind.EXPLANATION,
    DocumentKind.DECISION,
    DocumentKind.PATENT,
    DocumentKind.OTHER,
)


@dataclass(frozen=True, kw_only=True)
class About:
    """What is said of a document; `number` of an amendment (`XG1-2026`), where none is given the next one."""

    kind: DocumentKind
    title: str | None = None
    dated_on: date | None = None
    number: str | None = None
    is_open: bool = False


def add_document(
    target: WorkItem | Standard, content: IO[bytes], given_name: str | None, about: About, *, store: FileStore, actor: Actor
) -> Document:
    """Take in a document of a work item or a standard; an amendment enters the register as a record of its own with it.

    Raises `NotAllowed`, `Invalid` by field where file or words can't be used, `Conflict` where it is there already.
    """
    require_keeper(target, actor)
    title = _checked(target, about)
    try:
        kept = store.keep(content, given_name, DOCUMENTS)
    except Invalid as error:
        raise Invalid(str(error), (FieldError("file", str(error), plain_name(given_name)),)) from None
    hold(type(target), [target.id])  # else two at once would take the same content, or number of an amendment
    _refuse_twice(target, about, kept.digest)
    file = StoredFile(
        digest=kept.digest, name=kept.name, media_type=kept.media_type, size=kept.size, kept_at=now(), kept_by=actor.name
    )
    item = target if isinstance(target, WorkItem) else None
    document = Document(
        work_item_id=item.id if item else None,
        standard_id=item.standard_id if item else target.id,
        kind=about.kind,
        stage=item.stage if item else None,
        title=title,
        dated_on=PartialDate.of(about.dated_on) if about.dated_on else None,
        is_open=about.is_open,
        file=file,
        added_at=now(),
        added_by=actor.name,
    )
    if isinstance(target, Standard) and about.kind is DocumentKind.AMENDMENT:
        document.number = about.number or next_amendment(target, about.dated_on or today())
        enter_amendment(target, document, actor=actor)
    db.session.add(document)
    _tell_index(document)
    db.session.commit()
    return document


def set_open(document_id: int, *, is_open: bool, actor: Actor) -> Document:
    """Let everybody read a document, or no longer. Raises `NotFound`, `NotAllowed`, `Conflict` where it was withdrawn."""
    document = _held(document_id, actor)
    if document.is_open is not is_open:
        document.is_open = is_open
        _tell_index(document)
    db.session.commit()
    return document


def withdraw_document(document_id: int, reason: str, *, actor: Actor) -> Document:
    """Take a document back: it stays, with the reason, for those who keep it. Raises as `set_open`, and `Invalid`."""
    wrong: list[FieldError] = []
    said = tidy(reason, "reason", "撤回原因", REASON_MOST, wrong)
    if not said and not wrong:
        wrong.append(FieldError("reason", "请写明撤回原因，撤回后文件与原因仍留存备查"))
    refuse_where(wrong)
    document = _held(document_id, actor)
    document.withdrawn_at, document.withdrawn_reason = now(), said
    _tell_index(document)
    db.session.commit()
    return document


def readable_document(document_id: int, *, actor: Actor) -> Document:
    """A document that the actor may read. Raises `NotFound`, `NotAllowed`, of somebody unknown `NotSignedIn`."""
    document = document_of(document_id)
    if not may_read(document, actor):
        if actor is NOBODY:
            raise NotSignedIn("这个文件没有公开，请先登录")
        raise NotAllowed("这个文件没有公开：只有发布团体、起草单位、审查代表和标准化院可以查看")
    return document


def document_file(document_id: int, store: FileStore, *, actor: Actor) -> tuple[Document, Path]:
    """A document that the actor may read, and where its file lies. Raises `NotFound`, `NotAllowed`."""
    document = readable_document(document_id, actor=actor)
    return document, store.path_of(document.file.digest)


def may_read(document: Document, actor: Actor) -> bool:
    """Whether the actor may read a document: everybody where it is open, its keepers always, and who works on a closed one."""
    if document.is_open and document.withdrawn_at is None:
        return True
    if actor.everywhere & {Permission.REGISTER_EDIT, Permission.WORKLIST_READ}:
        return True
    target = document.work_item or document.standard
    if target is None:
        return False
    body = _organization_of(target)
    if document.withdrawn_at is not None:
        return actor.may(_needed(target), body)
    if body in actor.within:
        return True
    return document.work_item_id is not None and takes_part(document.work_item_id, set(actor.within), actor.user_id)


def may_keep(target: WorkItem | Standard, actor: Actor) -> bool:
    """Whether the actor may add documents to it, open, close and withdraw them."""
    if Permission.REGISTER_EDIT in actor.everywhere:
        return True
    return bool(actor.within) and actor.may(_needed(target), _organization_of(target))


def require_keeper(target: WorkItem | Standard, actor: Actor) -> None:
    """Raises `NotAllowed` where `may_keep` says no."""
    if not may_keep(target, actor):
        what = "这个项目的文件由发布团体的经办人" if isinstance(target, WorkItem) else "标准的文件由发布团体的负责人"
        raise NotAllowed(f"{what}和标准化院工作人员维护")


def target_of(*, work_item_id: int | None = None, standard_id: int | None = None) -> WorkItem | Standard:
    """What documents are to belong to. Raises `NotFound`."""
    if work_item_id is not None:
        return work_item_of(work_item_id)
    standard = db.session.get(Standard, standard_id) if standard_id is not None else None
    if standard is None:
        raise NotFound("没有这个标准，请从标准的页面添加文件")
    return standard


def kinds_for(target: WorkItem | Standard) -> Collection[DocumentKind]:
    """The kinds of document that it may have."""
    return ITEM_KINDS if isinstance(target, WorkItem) else STANDARD_KINDS


def _needed(target: WorkItem | Standard) -> Permission:
    return Permission.ALLIANCE_DRAFT if isinstance(target, WorkItem) else Permission.ALLIANCE_PUBLISH


def _organization_of(target: WorkItem | Standard) -> int | None:
    if isinstance(target, WorkItem):
        return target.issuing_body.organization_id
    body = issuer_of(target) if target.kind is Kind.ALLIANCE else None
    return body.organization_id if body else None


def _checked(target: WorkItem | Standard, about: About) -> str | None:
    """The title as kept. Raises `Invalid` by field."""
    wrong: list[FieldError] = []
    title = tidy(about.title, "title", "文件名称", TITLE_MOST, wrong)
    if about.kind not in kinds_for(target):
        choices = "、".join(each.label for each in kinds_for(target))
        wrong.append(FieldError("kind", f"这里不能添加{about.kind.label}，可选：{choices}", about.kind.value))
    if about.dated_on and about.dated_on > today() and about.kind is not DocumentKind.AMENDMENT:
        wrong.append(FieldError("dated_on", f"文件日期不能晚于今天 {today()}", str(about.dated_on)))
    if about.kind is DocumentKind.AMENDMENT:
        wrong += _wrong_amendment(target, about)
    refuse_where(wrong)
    return title


def _wrong_amendment(target: WorkItem | Standard, about: About) -> list[FieldError]:
    if about.dated_on is None:
        return [FieldError("dated_on", "请填写修改单的实施日期，查新从这一天起提示“有修改单”")]
    published = target.published_on if isinstance(target, Standard) else None
    if published and about.dated_on < published.first_day:
        return [FieldError("dated_on", f"修改单不能早于标准发布日期 {published}", str(about.dated_on))]
    if about.number and not _AMENDMENT_NUMBER.fullmatch(about.number):
        return [FieldError("number", "修改单编号应为 XG1-2026 的样子：第几号修改单和年份", about.number)]
    return []


def _refuse_twice(target: WorkItem | Standard, about: About, digest: str) -> None:
    of = Document.work_item_id == target.id if isinstance(target, WorkItem) else Document.standard_id == target.id
    there = db.session.scalar(
        select(Document)
        .join(Document.file)
        .where(of, Document.kind == about.kind, Document.withdrawn_at.is_(None), StoredFile.digest == digest)
    )
    if there is not None:
        reason = f"同样内容的{about.kind.label}已在 {there.added_at:%Y-%m-%d} 添加（{there.added_by}），不必重复上传"
        raise Conflict(reason)


def _held(document_id: int, actor: Actor) -> Document:
    begin()
    document = held_document(document_id)
    target = document.work_item or document.standard
    if target is None:
        raise NotFound("没有这个文件")
    require_keeper(target, actor)
    if document.withdrawn_at is not None:
        raise Conflict("这个文件已经撤回")
    return document


def _tell_index(document: Document) -> None:
    if document.standard_id is not None:
        mark_stale([document.standard_id])
