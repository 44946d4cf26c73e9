"""Patents that a standard needs: calls to name them, at the proposal and again at the comment stage, and what was named."""

from dataclasses import dataclass
from datetime import date

from app.accounts.permissions import Actor, Permission
from app.clock import now, today
from app.database import db
from app.errors import Conflict, FieldError
from app.registry.dates import PartialDate
from app.registry.lifecycle.words import Licensing, Stage
from app.registry.models import PatentCall, PatentDisclosure, WorkItem
from app.registry.queries.patents import patent_calls
from app.registry.services.alliance.items import held_item, require_of_body, require_open
from app.registry.services.writing import refuse_where, tidy

CALLED_FOR = (Stage.PROPOSAL, Stage.COMMENT)
"""Stages at which patents are called for; the comment stage's call is made before it begins."""


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """A patent that is needed to meet the draft."""

    number: str
    holder: str
    title: str | None = None
    clause: str | None = None
    licensing: Licensing | None = None
    on: date | None = None


def call_for_patents(item_id: int, stage: Stage, *, actor: Actor, none_known: bool, on: date | None = None) -> PatentCall:
    """Record that patents were called for at a stage, and whether none is known.

    Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict` where it was recorded, or where none is said to be known beside some.
    """
    item = _held(item_id, actor)
    day = _day(item, on, "on")
    if stage not in CALLED_FOR:
        refuse_where([FieldError("stage", "请选择提案或征求意见")])
    calls, disclosed = patent_calls(item.id)
    if any(each.stage is stage for each in calls):
        raise Conflict(f"“{stage.label}”阶段的专利征集已登记")
    if none_known and disclosed:
        refuse_where([FieldError("none_known", f"已披露 {len(disclosed)} 项专利，不能登记为没有")])
    made = PatentCall(
        work_item_id=item.id, stage=stage, called_on=PartialDate.of(day), none_known=none_known, at=now(), by_name=actor.name
    )
    db.session.add(made)
    db.session.commit()
    return made


def disclose(item_id: int, said: Disclosure, *, actor: Actor) -> PatentDisclosure:
    """Record a patent somebody says is needed. Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict`."""
    item = _held(item_id, actor)
    day = _day(item, said.on, "disclosed_on")
    wrong: list[FieldError] = []
    texts = {
        "number": tidy(said.number, "number", "专利号", 80, wrong),
        "holder": tidy(said.holder, "holder", "专利权人", 200, wrong),
        "title": tidy(said.title, "title", "专利名称", 200, wrong),
        "clause": tidy(said.clause, "clause", "涉及条款", 80, wrong),
    }
    for name, label in (("number", "专利号或申请号"), ("holder", "专利权人")):
        if texts[name] is None and not wrong:
            wrong.append(FieldError(name, f"请填写{label}"))
    refuse_where(wrong)
    _calls, disclosed = patent_calls(item.id)
    if any(each.number == texts["number"] for each in disclosed):
        raise Conflict(f"专利 {texts['number']} 已登记")
    made = PatentDisclosure(
        work_item_id=item.id,
        **texts,
        licensing=said.licensing,
        disclosed_on=PartialDate.of(day),
        stage=item.stage,
        at=now(),
        by_name=actor.name,
    )
    db.session.add(made)
    db.session.commit()
    return made


def _held(item_id: int, actor: Actor) -> WorkItem:
    item = held_item(item_id)
    require_of_body(actor, Permission.ALLIANCE_DRAFT, item)
    require_open(item)
    return item


def _day(item: WorkItem, on: date | None, field: str) -> date:
    day = on or today()
    first = min(step.done_on.first_day for step in item.steps) if item.steps else item.stage_since.first_day
    if not first <= day <= today():
        refuse_where([FieldError(field, f"日期应在提案日期 {first} 与今天 {today()} 之间", str(day))])
    return day
