"""How two editions of a standard, or two documents, differ: the record field by field, the text clause by clause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.auth import current_actor
from app.accounts.permissions import Actor
from app.api.schemas.fields import LARGEST_ID, Plain, Query, Whole
from app.clock import today
from app.errors import FieldError, Invalid, NotFound
from app.registry.models import Document, Standard
from app.registry.queries.documents import documents_of_editions, pages_of_several
from app.registry.queries.lookup import find_standard
from app.registry.queries.standards import StandardRecord, standard_record
from app.registry.services.alliance.documents import readable_document
from app.registry.texts.clauses import clauses_of
from app.registry.texts.differences import Change, ClauseDifference, compare_fields, compare_texts
from app.registry.words import RelationKind
from app.web.asked import read
from app.web.blueprint import pages
from app.web.documents import text_of

MOST_CHARACTERS = 300_000
"""Of two texts together; larger ones take too long to be compared while somebody waits."""


class WithAsked(Query):
    """The edition to compare with."""

    other = Plain(data_key="with", load_default=None)


class WithDocument(Query):
    """The document to compare with."""

    other = Whole(least=1, most=LARGEST_ID, data_key="with", required=True)


@dataclass(frozen=True)
class TextDifference:
    """Two documents compared; `clauses` is None where `reason` says why they were not."""

    before: Document | None
    after: Document | None
    clauses: Sequence[ClauseDifference] | None = None
    reason: str = ""

    @property
    def changed(self) -> Sequence[ClauseDifference]:
        """The clauses in which something changed."""
        return [each for each in self.clauses or () if each.change is not Change.SAME]

    @property
    def same(self) -> int:
        """How many clauses did not change."""
        return len(self.clauses or ()) - len(self.changed)


@pages.get("/standards/<path:number>/difference")
def edition_difference(number: str) -> ResponseReturnValue:
    """Two editions compared, the earlier first; without another named, with the one before, the first with the one after."""
    day = today()
    asked = read(WithAsked)
    new = standard_record(_meant(number, day, "number").id, day)
    other = _meant(asked["other"], day, "with") if asked["other"] else _neighbour(new)
    if other is None:
        raise NotFound(f"{new.card.standard.number} 没有另一版可以比较，请在地址中用 with= 指定另一版")
    before, after = _in_order(standard_record(other.id, day), new)
    return render_template(
        "differences/editions.html",
        before=before.card.standard,
        after=after.card.standard,
        fields=compare_fields(_fields(before), _fields(after)),
        text=_texts_of(before.card.standard, after.card.standard, current_actor()),
        editions=[each.standard for each in new.editions],
        Change=Change,
    )


@pages.get(f"/documents/<int(max={LARGEST_ID}):document_id>/difference")
def document_difference(document_id: int) -> ResponseReturnValue:
    """The text of a document compared with that of another, named as the earlier one."""
    actor = current_actor()
    after = readable_document(document_id, actor=actor)
    before = readable_document(read(WithDocument)["other"], actor=actor)
    return render_template("differences/documents.html", text=_compared(before, after), Change=Change)


def _meant(text: str, day: date, field: str) -> Standard:
    found = find_standard(text, day)
    if found.standard is None:
        numbers = "、".join(each.number for each in found.candidates[:5])
        raise Invalid(f"“{text[:40]}”可能指多项标准，请写完整", (FieldError(field, f"请写完整，例如 {numbers}", text[:40]),))
    return found.standard


def _neighbour(record: StandardRecord) -> Standard | None:
    """What it replaces, else the edition before it; of the first edition the one after it."""
    replaced = [each.object for each in record.out if each.kind is RelationKind.REPLACES and each.object]
    if replaced:
        return replaced[0]
    editions = [each.standard for each in record.editions]
    at = [each.id for each in editions].index(record.card.standard.id)
    return editions[at - 1] if at else next(iter(editions[1:]), None)


def _in_order(one: StandardRecord, other: StandardRecord) -> tuple[StandardRecord, StandardRecord]:
    first, second = sorted((one, other), key=lambda each: (each.card.life.start or date.min, each.card.standard.number_order))
    return first, second


def _fields(record: StandardRecord) -> Mapping[str, str | Sequence[str] | None]:
    """The record as people compare it, each field under its Chinese name."""
    standard = record.card.standard
    of_kind: dict[RelationKind, list[str]] = {}
    for each in record.out:
        of_kind.setdefault(each.kind, []).append(f"{each.object_number}{f' {each.degree.value}' if each.degree else ''}")
    return {
        "标准号": standard.number,
        "名称": standard.title_zh,
        "英文名称": standard.title_en,
        "性质": standard.obligation.label if standard.obligation else None,
        "发布日期": _text(standard.published_on),
        "实施日期": _text(standard.implemented_on),
        "发布部门": standard.issuer,
        "归口": [each.name or each.number for each in standard.committees] or standard.committee,
        "国际分类 ICS": standard.ics,
        "中国分类 CCS": standard.ccs,
        "起草单位": [each.organization.name for each in standard.draftings],
        "起草人": [each.name for each in standard.drafters],
        "代替": of_kind.get(RelationKind.REPLACES),
        "采用": of_kind.get(RelationKind.ADOPTS),
        "引用": of_kind.get(RelationKind.CITES),
        "关键词": standard.keywords,
        "范围": standard.scope,
    }


def _text(value: object | None) -> str | None:
    return None if value is None else str(value)


def _texts_of(before: Standard, after: Standard, actor: Actor) -> TextDifference:
    documents = documents_of_editions([before.id, after.id])
    one, other = (text_of(documents.get(each.id, []), actor) for each in (before, after))
    if one is None or other is None:
        lacking = "、".join(each.number for each, text in ((before, one), (after, other)) if text is None)
        return TextDifference(one, other, reason=f"{lacking} 没有可以阅读的正文，只比较登记的各项。")
    return _compared(one, other)


def _compared(before: Document, after: Document) -> TextDifference:
    texts = pages_of_several([before.id, after.id])
    one, other = ([page.text for page in texts.get(each.id, [])] for each in (before, after))
    if not any(map(str.strip, one)) or not any(map(str.strip, other)):
        return TextDifference(before, after, reason="有一份文件没有读出文字（正在读取，或是扫描件），无法比较正文。")
    if sum(map(len, one)) + sum(map(len, other)) > MOST_CHARACTERS:
        return TextDifference(before, after, reason=f"两份文件共超过 {MOST_CHARACTERS // 10_000} 万字，请下载后比较。")
    return TextDifference(before, after, compare_texts(clauses_of(one), clauses_of(other)))
