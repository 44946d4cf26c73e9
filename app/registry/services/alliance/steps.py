"""The steps of a work item up to its approval, each with who, conditions, day and document; publication is in `publishing`."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.accounts.permissions import Actor, Permission
from app.clock import today
from app.database import db
from app.errors import Conflict, FieldError, Invalid
from app.registry.dates import PartialDate
from app.registry.lifecycle.moves import STEPS, Move, missing, returns_to, shorter_than_rule
from app.registry.lifecycle.words import DocumentKind, Stage
from app.registry.models import Document, WorkItem
from app.registry.queries.situations import situation
from app.registry.services.alliance.items import SHORT_MOST, held_item, require_of_body, require_version, step_of
from app.registry.services.writing import refuse_where, require_reason, tidy

LONGEST_PERIOD = 365
_AHEAD = 60


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is said with a step. Each step heeds what it needs: `plan_number` 立项, the period 征求意见, `to` 退回.

    `on`: the day it was done, None: today. `last_comment_day` is included. `document_id`: what it rests on, None: the latest
    document of the kind that the step asks for.
    """

    on: date | None = None
    remark: str | None = None
    document_id: int | None = None
    plan_number: str | None = None
    comment_from: date | None = None
    last_comment_day: date | None = None
    comment_short_reason: str | None = None
    to: Stage | None = None
    due: date | None = None


class NotYet(Conflict):
    """A step can't be taken: `lacking` says what is missing, each with its remedy."""

    def __init__(self, move: Move, lacking: tuple[str, ...]) -> None:
        super().__init__(f"还不能“{move.label}”：{'；'.join(lacking)}")
        self.lacking = lacking


def take_step(item_id: int, move: Move, asked: Asked, *, actor: Actor, version: int | None = None) -> WorkItem:
    """Take one step, or refuse it with all that is missing.

    Raises `NotAllowed`, `NotFound`, `Invalid` by field, `NotYet`, `Conflict` where somebody else changed the work item.
    """
    if move is Move.PUBLISH:
        raise Invalid("编号发布要写明发布日期和实施日期，请用发布")
    item = held_item(item_id)
    day = prepare(item, move, asked.on, actor=actor, version=version)
    before = item.stage
    remark = _remark(item, move, asked, day)
    after = STEPS[move].to or asked.to or before
    if after is not before:
        item.stage = after
        item.stage_since = PartialDate.of(day)
        item.stage_due = None
    item.stage_due = _due(asked.due, day) or item.stage_due
    item.steps.append(step_of(before, after, day, actor, remark, rests_on(item, move, asked.document_id)))
    db.session.commit()
    return item


def prepare(item: WorkItem, move: Move, on: date | None, *, actor: Actor, version: int | None) -> date:
    """Check who, conditions and day of a step on an item that is held. Returns the day. Raises as `take_step`."""
    require_of_body(actor, Permission.ALLIANCE_PUBLISH if STEPS[move].decides else Permission.ALLIANCE_DRAFT, item)
    require_version(item, version)
    day = on or today()
    refuse_where(_wrong_day(item, day))
    lacking = missing(move, situation(item), day)
    if lacking:
        raise NotYet(move, lacking)
    return day


def rests_on(item: WorkItem, move: Move, document_id: int | None) -> int | None:
    """The document a step rests on: the one named, which has to be the work item's own, else the latest of its kind."""
    if document_id is None:
        return latest_document(item.id, STEPS[move].document)
    document = db.session.get(Document, document_id)
    if document is None or document.work_item_id != item.id or document.withdrawn_at is not None:
        raise Invalid("没有这份文件", (FieldError("document_id", "这个项目没有这份文件，请先上传或改选", str(document_id)),))
    return document.id


def latest_document(item_id: int, kind: DocumentKind | None) -> int | None:
    """Id of the newest document of a kind; None where there is none."""
    if kind is None:
        return None
    return db.session.scalar(
        select(Document.id)
        .where(Document.work_item_id == item_id, Document.kind == kind, Document.withdrawn_at.is_(None))
        .order_by(Document.id.desc())
        .limit(1)
    )


def last_step_day(item: WorkItem) -> date:
    """The day of the last step: no later step lies before it."""
    return max((step.done_on.last_day for step in item.steps), default=item.stage_since.first_day)


def _wrong_day(item: WorkItem, day: date) -> list[FieldError]:
    last = last_step_day(item)
    if day > today():
        return [FieldError("on", f"日期不能晚于今天 {today()}", str(day))]
    if day < last:
        return [FieldError("on", f"日期不能早于上一步的日期 {last}", str(day))]
    return []


def _remark(item: WorkItem, move: Move, asked: Asked, day: date) -> str | None:
    """What a step changes of the work item beside its stage; returns what is kept with it."""
    match move:
        case Move.APPROVE_PROJECT:
            _number_project(item, asked.plan_number)
        case Move.OPEN_COMMENT:
            return _open_comment(item, asked, day)
        case Move.EXTEND_COMMENT:
            return _extend_comment(item, asked)
        case Move.RETURN:
            return _return(item, asked)
        case Move.TERMINATE:
            return require_reason(asked.remark, "remark")
        case _:
            pass
    wrong: list[FieldError] = []
    kept = tidy(asked.remark, "remark", "说明", 1_000, wrong)
    refuse_where(wrong)
    return kept


def _number_project(item: WorkItem, given: str | None) -> None:
    wrong: list[FieldError] = []
    number = tidy(given, "plan_number", "立项编号", SHORT_MOST, wrong) or item.plan_number
    if number is None and not wrong:
        wrong.append(FieldError("plan_number", "请填写立项编号"))
    elif number is not None and db.session.scalar(
        select(WorkItem.id).where(
            WorkItem.issuing_body_id == item.issuing_body_id, WorkItem.plan_number == number, WorkItem.id != item.id
        )
    ):
        wrong.append(FieldError("plan_number", f"立项编号 {number} 已用于另一个项目，请核对", number))
    refuse_where(wrong)
    item.plan_number = number


def _open_comment(item: WorkItem, asked: Asked, day: date) -> str | None:
    first, last = asked.comment_from or day, asked.last_comment_day
    wrong: list[FieldError] = []
    if last is None:
        refuse_where([FieldError("last_comment_day", "请填写征求意见到哪一天为止（含）")])
        return None
    if first < day:
        wrong.append(FieldError("comment_from", f"开始日期不能早于办理日期 {day}", str(first)))
    if first > day + timedelta(days=_AHEAD):
        wrong.append(FieldError("comment_from", f"开始日期应在办理之后 {_AHEAD} 天以内", str(first)))
    wrong += _wrong_period(first, last)
    refuse_where(wrong)
    least = item.issuing_body.comment_days
    reason = tidy(asked.comment_short_reason, "comment_short_reason", "期限较短的理由", 1_000, wrong)
    if shorter_than_rule(first, last, least) and reason is None and not wrong:
        said = f"征求意见一般不少于 {least} 天，现为 {(last - first).days + 1} 天；请延长，或写明期限较短的理由"
        wrong.append(FieldError("comment_short_reason", said))
    refuse_where(wrong)
    item.comment_from, item.comment_until = PartialDate.of(first), PartialDate.of(last + timedelta(days=1))
    item.comment_short_reason = reason if shorter_than_rule(first, last, least) else None
    return f"征求意见 {first} 至 {last}（含）" + (f"；期限较短：{reason}" if item.comment_short_reason else "")


def _extend_comment(item: WorkItem, asked: Asked) -> str | None:
    last, begun, until = asked.last_comment_day, item.comment_from, item.comment_until
    if last is None or begun is None or until is None:
        refuse_where([FieldError("last_comment_day", "请填写延长到哪一天为止（含）")])
        return None
    wrong = _wrong_period(begun.first_day, last)
    if last < until.first_day:
        now_last = until.first_day - timedelta(days=1)
        wrong.append(FieldError("last_comment_day", f"只能延长：现在到 {now_last}（含）为止", str(last)))
    refuse_where(wrong)
    item.comment_until = PartialDate.of(last + timedelta(days=1))
    if not shorter_than_rule(begun.first_day, last, item.issuing_body.comment_days):
        item.comment_short_reason = None
    why = tidy(asked.remark, "remark", "说明", 1_000, wrong)
    refuse_where(wrong)
    return f"延长到 {last}（含）" + (f"：{why}" if why else "")


def _wrong_period(first: date, last: date) -> list[FieldError]:
    if last < first:
        return [FieldError("last_comment_day", f"截止日期不能早于开始日期 {first}", str(last))]
    if (last - first).days >= LONGEST_PERIOD:
        return [FieldError("last_comment_day", f"征求意见最多 {LONGEST_PERIOD} 天，请核对", str(last))]
    return []


def _return(item: WorkItem, asked: Asked) -> str:
    allowed = returns_to(item.stage)
    if asked.to not in allowed:
        choices = "、".join(stage.label for stage in allowed)
        refuse_where([FieldError("to", f"请选择退回到哪个阶段：{choices}", asked.to.value if asked.to else None)])
    reason = require_reason(asked.remark, "remark")
    if asked.to not in (Stage.COMMENT, Stage.REVIEW):
        item.comment_from = item.comment_until = item.comment_short_reason = None
    return reason


def _due(due: date | None, day: date) -> PartialDate | None:
    if due is None:
        return None
    if not day <= due <= day + timedelta(days=3_660):
        refuse_where([FieldError("due", f"本阶段应完成日期应在 {day} 之后十年以内", str(due))])
    return PartialDate.of(due)
