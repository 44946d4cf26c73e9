"""Publication: number, standard, drafting, ties, documents and the step, in one transaction; whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select, update

from app.accounts.permissions import Actor
from app.database import db
from app.errors import Conflict, FieldError, Invalid, NotFound
from app.registry.dates import PartialDate
from app.registry.history import sign
from app.registry.importing.columns import STANDARDS
from app.registry.importing.outcomes import Done, Taken
from app.registry.importing.reading import read_given
from app.registry.importing.registered import records_of
from app.registry.importing.turns import await_turn
from app.registry.lifecycle.moves import Move
from app.registry.lifecycle.words import DocumentKind, Stage
from app.registry.models import (
    Document,
    Drafting,
    IssuingBody,
    PatentDisclosure,
    Relation,
    Standard,
    StandardBlockIndustry,
    WorkItem,
)
from app.registry.queries.lives import lives, statuses
from app.registry.services.alliance.bodies import held_body
from app.registry.services.alliance.items import held_item, step_of
from app.registry.services.alliance.numbering import number_for
from app.registry.services.alliance.steps import latest_document, prepare, rests_on
from app.registry.services.writing import author_of, mark_stale, recorded, refuse_where, tidy
from app.registry.status import ENDED
from app.registry.words import Form, Status

LONGEST_WAIT_DAYS = 3 * 366
CARRIED = (DocumentKind.TEXT, DocumentKind.EXPLANATION)
"""Documents of the work item that become the standard's too: the newest of each kind."""


@dataclass(frozen=True, kw_only=True)
class Issue:
    """When it is published (None: today) and from when it is in force (None: as planned); `document_id` is its text."""

    on: date | None = None
    implemented_on: date | None = None
    remark: str | None = None
    document_id: int | None = None


def publish(item_id: int, issue: Issue, *, actor: Actor, version: int | None = None) -> Standard:
    """Give a work item its number and publish it as a standard.

    Raises `NotAllowed`, `NotFound`, `Invalid` by field, `NotYet` with what is missing, `Conflict` where no number can be
    given or the edition revised has ended.
    """
    await_turn(db.session())
    body_id = db.session.scalar(select(WorkItem.issuing_body_id).where(WorkItem.id == item_id))
    if body_id is None:
        raise NotFound("没有这个制修订项目")
    body = held_body(body_id)
    item = held_item(item_id)
    day = prepare(item, Move.PUBLISH, issue.on, actor=actor, version=version)
    start = _start(item, issue, day)
    wrong: list[FieldError] = []
    remark = tidy(issue.remark, "remark", "说明", 1_000, wrong)
    refuse_where(wrong)
    text_id = rests_on(item, Move.PUBLISH, issue.document_id)
    number = str(number_for(body, item, day.year))
    standard = _write(body, item, number, day, start, actor)
    _write_drafting(item, standard, actor)
    _tie(item, standard, actor)
    _carry(item, standard, text_id)
    item.stage, item.stage_since, item.stage_due = Stage.PUBLISHED, PartialDate.of(day), None
    item.standard_id = standard.id
    said = f"{number}，自 {start} 起实施" + (f"；{remark}" if remark else "")
    item.steps.append(step_of(Stage.APPROVAL, Stage.PUBLISHED, day, actor, said, text_id))
    mark_stale({standard.id})
    db.session.commit()
    return standard


def _start(item: WorkItem, issue: Issue, day: date) -> date:
    """The first day in force. Of a revision it lies after that of the edition before, or it would end nothing."""
    start = issue.implemented_on or (item.takes_over_on.first_day if item.takes_over_on else None)
    if start is None:
        raise Invalid("请填写实施日期", (FieldError("implemented_on", "请填写实施日期"),))
    wrong = []
    if start < day:
        wrong.append(FieldError("implemented_on", f"实施日期不能早于发布日期 {day}", str(start)))
    elif start > day + timedelta(days=LONGEST_WAIT_DAYS):
        wrong.append(FieldError("implemented_on", "实施日期应在发布之后三年以内，请核对", str(start)))
    if item.revises_id is not None:
        before = lives([item.revises_id])[item.revises_id]
        if statuses([item.revises_id], day)[item.revises_id].status in ENDED:
            raise Conflict(f"{before.number} 已经终止，不能再由修订代替；请终止本项目，另提制定项目")
        if before.start and start <= before.start:
            wrong.append(FieldError("implemented_on", f"实施日期要晚于 {before.number} 的实施日期 {before.start}", str(start)))
    refuse_where(wrong)
    return start


def _write(body: IssuingBody, item: WorkItem, number: str, day: date, start: date, actor: Actor) -> Standard:
    """The standard's own record, by the rules of any other, with its history."""
    session = db.session()
    sign(session, author_of(actor, f"发布：{item.plan_number}"))
    cells: Mapping[str, object] = {
        "number": number,
        "title_zh": item.title_zh,
        "title_en": item.title_en,
        "form": Form.ASSOCIATION.value,
        "status": (Status.UPCOMING if start > day else Status.CURRENT).value,
        "status_as_of": str(day),
        "published_on": str(day),
        "implemented_on": str(start),
        "ics": list(item.ics),
        "ccs": list(item.ccs),
        "issuer": body.organization.name,
        "plan_number": item.plan_number,
        "action": item.action.value,
        "scope": item.scope,
        "replaces": [item.revises.number] if item.revises else [],
        "drafters": [each.name for each in item.drafters if each.left_on is None],
        "source": [f"{body.organization.name}发布"],
    }
    [outcome] = records_of(STANDARDS.name).apply(session, [read_given(STANDARDS, cells)])
    if not isinstance(outcome, Taken):
        raise Conflict(f"{number} 写不进登记：{getattr(outcome, 'reason', '请核对名称与分类')}")
    if outcome.done is not Done.CREATED:
        raise Conflict(f"{number} 已在登记中，没有发布")
    idle = db.session.scalar(
        select(Relation.object_number).where(Relation.subject_id == outcome.record_id, Relation.left_out.is_not(None))
    )
    if idle is not None:
        raise Conflict(f"{number} 代替 {idle} 会使代替关系成环，请先核对登记")
    standard = db.session.get(Standard, outcome.record_id)
    if standard is None:
        raise NotFound(f"{number} 没有写入")
    return standard


def _write_drafting(item: WorkItem, standard: Standard, actor: Actor) -> None:
    """The units that drafted to the end, in their order."""
    with recorded("draftings", [], actor) as made:
        rows = [
            Drafting(standard_id=standard.id, organization_id=unit.organization_id, rank=place, role=unit.role)
            for place, unit in enumerate((each for each in item.units if each.left_on is None), 1)
        ]
        db.session.add_all(rows)
        db.session.flush()
        for row in rows:
            made(row)


def _tie(item: WorkItem, standard: Standard, actor: Actor) -> None:
    """The block industries it is meant for."""
    with recorded("standard-block-industries", [], actor) as made:
        rows = [StandardBlockIndustry(standard_id=standard.id, block_industry_id=each.id) for each in item.block_industries]
        db.session.add_all(rows)
        db.session.flush()
        for row in rows:
            made(row)


def _carry(item: WorkItem, standard: Standard, text_id: int | None) -> None:
    """Text, explanation and patents go with the standard; the rest stays with the work item."""
    newest = {latest_document(item.id, kind) for kind in CARRIED if kind is not DocumentKind.TEXT} | {text_id}
    carried = [each for each in newest if each is not None]
    db.session.execute(update(Document).where(Document.id.in_(carried)).values(standard_id=standard.id))
    patents = update(PatentDisclosure).where(PatentDisclosure.work_item_id == item.id)
    db.session.execute(patents.values(standard_id=standard.id))
