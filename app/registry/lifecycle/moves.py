"""The steps of a work item: from which stage into which, and what each asks for. Pure.

Source: 团体标准管理规定 (2019); docs/rules.md section 2.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from app.registry.lifecycle.words import DocumentKind, Stage, Whose
from app.registry.words import Word


class Move(Word):
    """What is done to a work item."""

    APPROVE_PROJECT = "approve_project", "立项"
    START_DRAFTING = "start_drafting", "启动起草"
    OPEN_COMMENT = "open_comment", "公开征求意见"
    EXTEND_COMMENT = "extend_comment", "延长征求意见"
    START_REVIEW = "start_review", "送审"
    SUBMIT = "submit", "报批"
    APPROVE = "approve", "批准"
    PUBLISH = "publish", "编号发布"
    RETURN = "return", "退回"
    TERMINATE = "terminate", "终止"


@dataclass(frozen=True)
class Step:
    """From which stages a step may be taken, into which it leads, the document it rests on, and whether it decides.

    `to` is None where it depends on what is asked (退回). `decides`: it is the association's decision, not the work of an editor.
    """

    starts: frozenset[Stage]
    to: Stage | None
    document: DocumentKind | None = None
    decides: bool = False


OPEN_STAGES = (Stage.PROPOSAL, Stage.APPROVED, Stage.DRAFTING, Stage.COMMENT, Stage.REVIEW, Stage.APPROVAL)
"""The stages of a work item that is under way, in their order."""

PUBLIC_STAGES = (Stage.APPROVED, Stage.DRAFTING, Stage.COMMENT, Stage.REVIEW, Stage.APPROVAL, Stage.PUBLISHED)
"""From the approved project on anybody may know of a work item."""


def _from(*stages: Stage) -> frozenset[Stage]:
    return frozenset(stages)


STEPS: Mapping[Move, Step] = {
    Move.APPROVE_PROJECT: Step(_from(Stage.PROPOSAL), Stage.APPROVED, DocumentKind.PROPOSAL, decides=True),
    Move.START_DRAFTING: Step(_from(Stage.APPROVED), Stage.DRAFTING),
    Move.OPEN_COMMENT: Step(_from(Stage.DRAFTING), Stage.COMMENT, DocumentKind.COMMENT_DRAFT),
    Move.EXTEND_COMMENT: Step(_from(Stage.COMMENT), Stage.COMMENT),
    Move.START_REVIEW: Step(_from(Stage.COMMENT), Stage.REVIEW, DocumentKind.REVIEW_DRAFT),
    Move.SUBMIT: Step(_from(Stage.REVIEW), Stage.APPROVAL, DocumentKind.APPROVAL_DRAFT),
    Move.APPROVE: Step(_from(Stage.APPROVAL), Stage.APPROVAL, DocumentKind.DECISION, decides=True),
    Move.PUBLISH: Step(_from(Stage.APPROVAL), Stage.PUBLISHED, DocumentKind.TEXT, decides=True),
    Move.RETURN: Step(_from(*OPEN_STAGES[1:]), None),
    Move.TERMINATE: Step(_from(*OPEN_STAGES), Stage.TERMINATED, decides=True),
}

DRAFTS = frozenset(
    {DocumentKind.COMMENT_DRAFT, DocumentKind.REVIEW_DRAFT, DocumentKind.APPROVAL_DRAFT, DocumentKind.TEXT, DocumentKind.DECISION}
)
"""Documents that a return makes old: after it a new one is asked for."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What is known of a work item when a step is asked for.

    `documents`: kinds there are, of drafts only those that came after the last return. `last_comment_day`: included, None: no
    period. `review_passed`: of the last review since it entered the stage; None: none was closed. `approved`: the decision to
    approve it was taken. `called`: stages at which a call for patents was made.
    """

    stage: Stage
    has_purpose: bool = False
    has_scope: bool = False
    units: int = 0
    leads: int = 0
    drafters: int = 0
    documents: frozenset[DocumentKind] = frozenset()
    called: frozenset[Stage] = field(default_factory=frozenset)
    last_comment_day: date | None = None
    unanswered: int = 0
    review_passed: bool | None = None
    has_minutes: bool = False
    approved: bool = False


def moves_from(stage: Stage) -> tuple[Move, ...]:
    """The steps that a stage knows, in the order of the life."""
    return tuple(move for move, step in STEPS.items() if stage in step.starts)


def returns_to(stage: Stage) -> tuple[Stage, ...]:
    """The stages into which a work item may be returned."""
    return OPEN_STAGES[: OPEN_STAGES.index(stage)] if stage in OPEN_STAGES else ()


def missing(move: Move, known: Situation, day: date) -> tuple[str, ...]:
    """What is missing for a step on `day`, each a Chinese sentence with its remedy; empty where it may be taken."""
    step = STEPS[move]
    if known.stage not in step.starts:
        starts = "、".join(stage.label for stage in OPEN_STAGES if stage in step.starts)
        return (f"现在是“{known.stage.label}”阶段，“{move.label}”要在“{starts}”阶段办理",)
    lacking = [*_CONDITIONS.get(move, _nothing)(known, day)]
    if step.document and step.document not in known.documents:
        lacking.append(f"还缺“{step.document.label}”，请先上传（退回之后须重新上传）")
    return tuple(lacking)


def _nothing(_known: Situation, _day: date) -> Iterable[str]:
    return ()


def _approve_project(known: Situation, _day: date) -> Iterable[str]:
    if not known.has_purpose:
        yield "还没有写明目的意义，请先补充"
    if not known.has_scope:
        yield "还没有写明适用范围，请先补充"


def _start_drafting(known: Situation, _day: date) -> Iterable[str]:
    if not known.units:
        yield "还没有登记起草单位，请先登记"


def _open_comment(known: Situation, _day: date) -> Iterable[str]:
    if not known.leads:
        yield "起草单位里还没有“为主”的单位，请先指定"
    if not known.drafters:
        yield "还没有登记起草人，请先登记"
    if Stage.COMMENT not in known.called:
        yield "征求意见前还没有再次征集必要专利信息，请先登记征集情况（没有也要说明）"


def _start_review(known: Situation, day: date) -> Iterable[str]:
    if known.last_comment_day is None:
        yield "没有征求意见的起止日期"
    elif day <= known.last_comment_day:
        yield f"征求意见到 {known.last_comment_day}（含）为止，期满后才能送审"
    if known.unanswered:
        yield f"还有 {known.unanswered} 条意见没有处理，请逐条答复"


def _submit(known: Situation, _day: date) -> Iterable[str]:
    if known.review_passed is None:
        yield "还没有技术审查结论，请先登记审查并作出结论"
    elif not known.review_passed:
        yield "最近一次技术审查没有通过，请退回修改，或再次组织审查"
    if not known.has_minutes:
        yield "还缺审查的“会议纪要”，请先上传"


def _publish(known: Situation, _day: date) -> Iterable[str]:
    if not known.approved:
        yield "还没有批准，请先由负责人批准"


_CONDITIONS = {
    Move.APPROVE_PROJECT: _approve_project,
    Move.START_DRAFTING: _start_drafting,
    Move.OPEN_COMMENT: _open_comment,
    Move.START_REVIEW: _start_review,
    Move.SUBMIT: _submit,
    Move.PUBLISH: _publish,
}


def days_of(first: date, last: date) -> int:
    """Days of a comment period, both ends included."""
    return (last - first).days + 1


def shorter_than_rule(first: date, last: date, least: int) -> bool:
    """Whether a comment period is shorter than the rule asks, so that a reason has to be recorded."""
    return days_of(first, last) < least


def last_day_by_rule(first: date, least: int) -> date:
    """The last day, included, of a comment period of `least` days from `first`."""
    return first + timedelta(days=least - 1)


class Turn(NamedTuple):
    """Who is to do what."""

    whose: Whose
    what: str

    def __str__(self) -> str:
        return f"{self.whose.label}：{self.what}"


def turn_of(known: Situation, day: date) -> Turn | None:
    """Whose turn it is, and for what; None: nobody's."""
    match known.stage:
        case Stage.PROPOSAL:
            return Turn(Whose.HEAD, "决定是否立项")
        case Stage.APPROVED:
            return Turn(Whose.EDITOR, "组成起草组")
        case Stage.DRAFTING:
            return Turn(Whose.DRAFTERS, "完成征求意见稿")
        case Stage.COMMENT if known.last_comment_day and day <= known.last_comment_day:
            return Turn(Whose.PUBLIC, "提意见")
        case Stage.COMMENT:
            return Turn(Whose.EDITOR, f"答复 {known.unanswered} 条意见" if known.unanswered else "送审")
        case Stage.REVIEW if known.review_passed:
            return Turn(Whose.EDITOR, "报批")
        case Stage.REVIEW:
            return Turn(Whose.REVIEWERS, "作出结论")
        case Stage.APPROVAL:
            return Turn(Whose.HEAD, "编号发布" if known.approved else "批准")
        case _:
            return None
