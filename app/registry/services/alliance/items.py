"""Work items (制修订项目): proposing one, changing what it says, and who may."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.accounts.permissions import Actor, Permission
from app.clock import now, today
from app.database import db
from app.errors import Conflict, FieldError, Invalid, NotAllowed, NotFound
from app.registry.dates import PartialDate
from app.registry.importing.columns import STANDARDS
from app.registry.lifecycle.moves import OPEN_STAGES
from app.registry.lifecycle.words import Stage
from app.registry.models import BlockIndustry, IssuingBody, Standard, WorkItem, WorkItemStep
from app.registry.numbers import parse_number
from app.registry.queries.lives import statuses
from app.registry.services.reach import associations_beside
from app.registry.services.writing import begin, refuse_where, tidy
from app.registry.status import ENDED
from app.registry.words import Action, Kind

TITLE_MOST = 200
TEXT_MOST = 4_000
SHORT_MOST = 80
CODES_MOST = 10
_YEARS_AHEAD = 10
_TEXTS = (
    ("title_zh", "名称", TITLE_MOST),
    ("title_en", "英文名称", TITLE_MOST),
    ("purpose", "目的意义", TEXT_MOST),
    ("scope", "适用范围", TEXT_MOST),
    ("contact", "联系人", 200),
    ("plan_number", "立项编号", SHORT_MOST),
)


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a work item says: `part` of a document in parts, `part_of` the serial of that document where there is one."""

    title_zh: str | None = None
    title_en: str | None = None
    purpose: str | None = None
    scope: str | None = None
    contact: str | None = None
    plan_number: str | None = None
    ics: Collection[str] = ()
    ccs: Collection[str] = ()
    part: str | None = None
    part_of: str | None = None
    block_industries: Collection[int] = ()
    takes_over_on: date | None = None
    stage_due: date | None = None


def propose(
    body: IssuingBody, contents: Contents, *, actor: Actor, revises: Standard | None = None, on: date | None = None
) -> WorkItem:
    """Propose a standard, or the revision of one. By the association, a member enterprise, or staff for them.

    Raises `NotAllowed`, `Invalid` by field, `Conflict` where the standard revised is none of the body's or under revision.
    """
    require_proposer(actor, body)
    begin()
    day = on or today()
    item = WorkItem(
        issuing_body_id=body.id,
        issuing_body=body,
        action=Action.REVISED if revises else Action.FORMULATED,
        revises_id=revises.id if revises else None,
        stage=Stage.PROPOSAL,
        stage_since=PartialDate.of(day),
        created_at=now(),
        created_by=actor.name,
    )
    wrong: list[FieldError] = []
    if day > today():
        wrong.append(FieldError("on", f"提案日期不能晚于今天 {today()}", str(day)))
    _fill(item, contents, wrong)
    if revises:
        _check_revision(body, revises, day)
    refuse_where(wrong)
    db.session.add(item)
    item.steps.append(step_of(None, Stage.PROPOSAL, day, actor))
    db.session.commit()
    return item


def revision_contents(standard: Standard, block_industries: Collection[int] = ()) -> Contents:
    """What a revision begins with: what the last edition says."""
    return Contents(
        title_zh=standard.title_zh,
        title_en=standard.title_en,
        scope=standard.scope,
        ics=standard.ics,
        ccs=standard.ccs,
        block_industries=block_industries,
    )


def change_item(item_id: int, contents: Contents, *, actor: Actor, version: int | None = None) -> WorkItem:
    """Change what a work item says, while it is under way. Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict`."""
    item = held_item(item_id)
    require_of_body(actor, Permission.ALLIANCE_DRAFT, item)
    require_open(item)
    require_version(item, version)
    wrong: list[FieldError] = []
    _fill(item, contents, wrong)
    if item.plan_number is None and item.stage is not Stage.PROPOSAL:
        wrong.append(FieldError("plan_number", "已立项的项目要有立项编号"))
    refuse_where(wrong)
    db.session.commit()
    return item


def held_item(work_item_id: int) -> WorkItem:
    """A work item, locked until the transaction ends. Raises `NotFound`."""
    begin()
    item = db.session.scalar(
        select(WorkItem)
        .where(WorkItem.id == work_item_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if item is None:
        raise NotFound("没有这个制修订项目")
    return item


def require_of_body(actor: Actor, permission: Permission, item: WorkItem) -> None:
    """Raises `NotAllowed` where the actor may not do it for the association of this work item."""
    organization = item.issuing_body.organization
    if not actor.may(permission, organization.id):
        who = "负责人" if permission is Permission.ALLIANCE_PUBLISH else "经办人或负责人"
        raise NotAllowed(f"这一步由{organization.name}的{who}办理，您没有“{permission.label}”的权限")


def require_open(item: WorkItem) -> None:
    """Raises `Conflict` where a work item is published or was given up."""
    if item.stage not in OPEN_STAGES:
        raise Conflict(f"项目已{item.stage.label}，不能再改")


def require_version(item: WorkItem, version: int | None) -> None:
    """Raises `Conflict` where it is another than the one that was read; None asks for none."""
    if version is not None and version != item.version:
        raise Conflict("这个项目在您打开之后已被他人修改，没有写入；请刷新后对照现在的内容再办理")


def step_of(
    before: Stage | None, after: Stage, on: date, actor: Actor, remark: str | None = None, document_id: int | None = None
) -> WorkItemStep:
    """The trace of a step."""
    return WorkItemStep(
        from_stage=before,
        to_stage=after,
        done_on=PartialDate.of(on),
        at=now(),
        by_name=actor.name,
        user_id=actor.user_id,
        remark=remark,
        document_id=document_id,
    )


def require_proposer(actor: Actor, body: IssuingBody) -> None:
    """The association itself, staff, or a member of one of the association's block industries. Raises `NotAllowed`."""
    if actor.may(Permission.ALLIANCE_DRAFT, body.organization_id):
        return
    mine = actor.organizations(Permission.ALLIANCE_DRAFT)
    beside = associations_beside(mine, today()) if mine else {}
    if not any(body.organization_id in each for each in beside.values()):
        raise NotAllowed(f"提案由{body.organization.name}或其成员企业的经办人、负责人提出")


def _check_revision(body: IssuingBody, revised: Standard, day: date) -> None:
    if revised.kind is not Kind.ALLIANCE:
        raise Conflict(f"{revised.number} 不是联盟标准，不能由协会修订")
    if parse_number(revised.number).prefix.upper() != f"T/{body.code}" and revised.issuer != body.organization.name:
        raise Conflict(f"{revised.number} 不是{body.organization.name}发布的标准")
    if statuses([revised.id], day)[revised.id].status in ENDED:
        raise Conflict(f"{revised.number} 已经终止，不能再修订；请修订它的现行版本，或提出新的制定项目")
    running = db.session.scalar(select(WorkItem).where(WorkItem.revises_id == revised.id, WorkItem.stage.in_(OPEN_STAGES)))
    if running is not None:
        raise Conflict(f"{revised.number} 已有正在进行的修订项目“{running.title_zh}”（{running.stage.label}）")


def _fill(item: WorkItem, contents: Contents, wrong: list[FieldError]) -> None:
    texts: Mapping[str, str | None] = {
        name: tidy(getattr(contents, name), name, label, most, wrong) for name, label, most in _TEXTS
    }
    if texts["title_zh"] is None:
        wrong.append(FieldError("title_zh", "请填写标准名称"))
    if item.stage is not Stage.PROPOSAL and not (texts["purpose"] and texts["scope"]):
        wrong.append(FieldError("purpose" if texts["purpose"] is None else "scope", "已立项的项目要有目的意义和适用范围"))
    for name, value in texts.items():
        setattr(item, name, value or ("" if name == "title_zh" else None))
    _fill_codes(item, contents, wrong)
    _fill_part(item, contents, wrong)
    _fill_days(item, contents, wrong)
    _fill_industries(item, contents, wrong)


def _fill_codes(item: WorkItem, contents: Contents, wrong: list[FieldError]) -> None:
    for name, label in (("ics", "ICS 号"), ("ccs", "CCS 号")):
        given = tuple(dict.fromkeys(each.strip() for each in getattr(contents, name) if each.strip()))
        try:
            read: Any = STANDARDS.column(name).read(";".join(given)) or ()
        except Invalid as error:
            wrong.append(FieldError(name, str(error), ";".join(given)[:80]))
            continue
        if len(read) > CODES_MOST:
            wrong.append(FieldError(name, f"{label}最多 {CODES_MOST} 个"))
        setattr(item, name, tuple(read))


def _fill_part(item: WorkItem, contents: Contents, wrong: list[FieldError]) -> None:
    part, part_of = (contents.part or "").strip() or None, (contents.part_of or "").strip() or None
    if item.revises_id is not None and (part or part_of):
        wrong.append(FieldError("part", "修订沿用原来的编号，不另填部分号"))
    if part and not (part.isascii() and part.isdigit() and 0 < int(part) <= 999):
        wrong.append(FieldError("part", "部分号应为 1 至 999 的数字", part[:40]))
    if part_of and not (part_of.isascii() and part_of.isdigit() and 0 < int(part_of) <= 999_999):
        wrong.append(FieldError("part_of", "所属标准的顺序号应为数字", part_of[:40]))
    if part_of and not part:
        wrong.append(FieldError("part", "填写了所属标准的顺序号，请写明是第几部分"))
    item.part, item.part_of = (part[:20] if part else None), (part_of[:40] if part_of else None)


def _fill_days(item: WorkItem, contents: Contents, wrong: list[FieldError]) -> None:
    for name, label in (("takes_over_on", "计划实施日期"), ("stage_due", "本阶段应完成日期")):
        day: date | None = getattr(contents, name)
        if day and abs(day.year - today().year) > _YEARS_AHEAD:
            wrong.append(FieldError(name, f"{label}的年份不合理，请核对", str(day)))
        elif day and day < item.stage_since.first_day:
            wrong.append(FieldError(name, f"{label}不能早于进入本阶段的日期 {item.stage_since}", str(day)))
        setattr(item, name, PartialDate.of(day) if day else None)


def _fill_industries(item: WorkItem, contents: Contents, wrong: list[FieldError]) -> None:
    asked = set(contents.block_industries)
    found = db.session.scalars(select(BlockIndustry).where(BlockIndustry.id.in_(asked)).order_by(BlockIndustry.code)).all()
    if len(found) != len(asked):
        wrong.append(FieldError("block_industries", "有不在登记中的块状产业，请从列表中选择"))
    item.block_industries = list(found)
