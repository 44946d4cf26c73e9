"""Drafting units and drafters of a work item, from the stage in which they joined until they left."""

from datetime import date

from sqlalchemy import func, select

from app.accounts.permissions import Actor, Permission
from app.clock import today
from app.database import db
from app.errors import Conflict, FieldError, NotFound
from app.registry.dates import PartialDate
from app.registry.lifecycle.people import is_late
from app.registry.models import Organization, WorkItem, WorkItemDrafter, WorkItemUnit
from app.registry.services.alliance.items import held_item, require_of_body, require_open
from app.registry.services.writing import refuse_where, tidy
from app.registry.words import DraftingRole

MOST = 200


def add_unit(
    item_id: int,
    organization_id: int,
    *,
    actor: Actor,
    role: DraftingRole | None = None,
    rank: int | None = None,
    reason: str | None = None,
    on: date | None = None,
) -> WorkItemUnit:
    """Add a drafting unit, at the end where no rank is said. One that joins late needs a reason.

    Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict` where it is one already.
    """
    item = _held(item_id, actor)
    if db.session.get(Organization, organization_id) is None:
        raise NotFound("没有这个单位，请先登记")
    if any(each.organization_id == organization_id and each.left_on is None for each in item.units):
        raise Conflict("这个单位已在起草单位之列")
    day, why = _joining(item, reason, on)
    unit = WorkItemUnit(
        work_item_id=item.id,
        organization_id=organization_id,
        rank=_rank(WorkItemUnit, item.id, rank),
        role=role,
        joined_stage=item.stage,
        joined_on=PartialDate.of(day),
        reason=why,
    )
    db.session.add(unit)
    db.session.commit()
    return unit


def add_drafter(
    item_id: int,
    name: str,
    *,
    actor: Actor,
    unit: str | None = None,
    rank: int | None = None,
    reason: str | None = None,
    on: date | None = None,
) -> WorkItemDrafter:
    """Add a drafter, at the end where no rank is said. Raises as `add_unit`."""
    item = _held(item_id, actor)
    wrong: list[FieldError] = []
    kept = tidy(name, "name", "起草人姓名", 80, wrong)
    whose = tidy(unit, "unit", "单位", 200, wrong)
    if kept is None and not wrong:
        wrong.append(FieldError("name", "请填写起草人姓名"))
    refuse_where(wrong)
    if any((each.name, each.unit) == (kept, whose) and each.left_on is None for each in item.drafters):
        raise Conflict(f"{kept} 已在起草人之列")
    day, why = _joining(item, reason, on)
    drafter = WorkItemDrafter(
        work_item_id=item.id,
        name=kept or "",
        unit=whose,
        rank=_rank(WorkItemDrafter, item.id, rank),
        joined_stage=item.stage,
        joined_on=PartialDate.of(day),
        reason=why,
    )
    db.session.add(drafter)
    db.session.commit()
    return drafter


def leave(item_id: int, model: type[WorkItemUnit] | type[WorkItemDrafter], own: int, *, actor: Actor) -> None:
    """A unit or a drafter leaves; who they were stays on record. Raises `NotAllowed`, `NotFound`, `Conflict`."""
    item = _held(item_id, actor)
    found: WorkItemUnit | WorkItemDrafter | None = (
        db.session.get(WorkItemUnit, own) if model is WorkItemUnit else db.session.get(WorkItemDrafter, own)
    )
    if found is None or found.work_item_id != item.id or found.left_on is not None:
        raise NotFound("起草名单里没有这一项，可能已退出")
    found.left_on, found.left_stage = PartialDate.of(max(today(), found.joined_on.first_day)), item.stage
    db.session.commit()


def _held(item_id: int, actor: Actor) -> WorkItem:
    item = held_item(item_id)
    require_of_body(actor, Permission.ALLIANCE_DRAFT, item)
    require_open(item)
    return item


def _joining(item: WorkItem, reason: str | None, on: date | None) -> tuple[date, str | None]:
    """The day and the reason of somebody joining; a late one has to say why."""
    day, wrong = on or today(), list[FieldError]()
    why = tidy(reason, "reason", "理由", 1_000, wrong)
    if day > today():
        wrong.append(FieldError("on", f"加入日期不能晚于今天 {today()}", str(day)))
    elif day < item.stage_since.first_day:
        wrong.append(FieldError("on", f"加入日期不能早于进入本阶段的日期 {item.stage_since}", str(day)))
    if is_late(item.stage) and why is None:
        wrong.append(FieldError("reason", f"已到“{item.stage.label}”阶段，此时加入要写明理由，名单上会标明"))
    refuse_where(wrong)
    return day, why


def _rank(model: type[WorkItemUnit] | type[WorkItemDrafter], item_id: int, rank: int | None) -> int:
    if rank is not None:
        if not 1 <= rank <= MOST:
            refuse_where([FieldError("rank", f"排序应在 1 至 {MOST} 之间", str(rank))])
        return rank
    most = db.session.scalar(select(func.max(model.rank)).where(model.work_item_id == item_id))
    return (most or 0) + 1
