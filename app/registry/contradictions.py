"""What in a record contradicts itself: kept as imported and listed for staff with the reason. Pure.

The one thing refused is a loop of replacements, and only where a person enters it (docs/rules.md section 2).
"""

from collections import deque
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from app.registry.status import (
    ENDED,
    Life,
    Mark,
    begins_after,
    by_dates_and_links,
    status_on,
    turning_days,
    undated_successors,
)
from app.registry.words import Status, Word

N = TypeVar("N", bound=Hashable)


class Flaw(Word):
    """Why staff should look at a record."""

    STATUS_CONTRADICTED = "status_contradicted", "来源状态与日期、代替关系不符"
    STATUS_UNKNOWN = "status_unknown", "状态未知"
    MAYBE_SUPERSEDED = "maybe_superseded", "疑似被代替"
    WITHDRAWN_BEFORE_IMPLEMENTED = "withdrawn_before_implemented", "废止早于实施"
    WITHDRAWN_BEFORE_PUBLISHED = "withdrawn_before_published", "废止早于发布"
    IMPLEMENTED_BEFORE_PUBLISHED = "implemented_before_published", "实施早于发布"
    SUCCESSOR_NOT_AFTER = "successor_not_after", "代替标准不晚于本标准"
    SUCCESSOR_UNDATED = "successor_undated", "代替标准日期未载"
    LINK_LEFT_OUT = "link_left_out", "代替关系指向自身或成环"

    @property
    def next_step(self) -> str:
        """What staff do about it, a Chinese phrase."""
        return _NEXT_STEPS[self]


_NEXT_STEPS = {
    Flaw.STATUS_CONTRADICTED: "对照原文更正日期或代替关系，或更新来源状态及其日期",
    Flaw.STATUS_UNKNOWN: "查官方平台，补填状态或日期",
    Flaw.MAYBE_SUPERSEDED: "核对较新版本，补登代替关系或废止日期",
    Flaw.WITHDRAWN_BEFORE_IMPLEMENTED: "对照原文更正两个日期中错的一个",
    Flaw.WITHDRAWN_BEFORE_PUBLISHED: "对照原文更正两个日期中错的一个",
    Flaw.IMPLEMENTED_BEFORE_PUBLISHED: "对照原文更正两个日期中错的一个",
    Flaw.SUCCESSOR_NOT_AFTER: "更正两项标准的日期，或去掉代替关系",
    Flaw.SUCCESSOR_UNDATED: "补填代替标准的发布、实施日期",
    Flaw.LINK_LEFT_OUT: "对照原文更正代替关系",
}


@dataclass(frozen=True)
class Finding:
    """One thing to look at, with the reason as a Chinese sentence."""

    flaw: Flaw
    reason: str


def findings(life: Life, *, day: date, imported_on: date) -> tuple[Finding, ...]:
    """What staff should look at in a record on `day`; `imported_on` bounds evidence whose own day is not recorded."""
    return (
        *_of_evidence(life, imported_on),
        *_of_dates(life),
        *_of_successors(life, day),
        *_of_status(life, day),
    )


def _of_evidence(life: Life, imported_on: date) -> Iterator[Finding]:
    """The source's word against dates and links: a contradiction only where it fits on no day of the evidence.

    An old 即将实施 is none, since before its implementation there was a day on which it was true.
    """
    if life.recorded is None or not life.stated:
        return
    first, last = date.min, imported_on
    if life.recorded_as_of:
        first, last = life.recorded_as_of.first_day, life.recorded_as_of.last_day
    days = [first, *(day for day in turning_days(life) if first < day <= last)]
    if any(_fits(life, day) for day in days):
        return
    shown = by_dates_and_links(life, last).label
    when = f"（{life.recorded_as_of}）" if life.recorded_as_of else f"（导入于 {imported_on}）"
    yield Finding(
        Flaw.STATUS_CONTRADICTED,
        f"来源载明“{life.recorded.label}”{when}，按日期与代替关系其时应为“{shown}”，来源所指期间没有一天相符",
    )


def _fits(life: Life, day: date) -> bool:
    """Whether the recorded word can be true on `day`.

    废止 and 被代替 both say that it has ended; sources use either for the other. 未发布 fits a start that lies ahead
    where the day of publication is not known.
    """
    status = by_dates_and_links(life, day)
    if life.recorded in ENDED:
        return status in ENDED
    if life.recorded is Status.DRAFT and life.published_on is None:
        return status in (Status.DRAFT, Status.UPCOMING)
    return status is life.recorded


def _of_dates(life: Life) -> Iterator[Finding]:
    """Dates in an order that no reading of them allows: `2020` is not before `2020-05-01`, it may be after it."""
    published, implemented, withdrawn = life.published_on, life.implemented_on, life.withdrawn_on
    if implemented and published and implemented.last_day < published.first_day:
        yield Finding(Flaw.IMPLEMENTED_BEFORE_PUBLISHED, f"实施日期 {implemented} 早于发布日期 {published}")
    if withdrawn and implemented and withdrawn.last_day < implemented.first_day:
        yield Finding(Flaw.WITHDRAWN_BEFORE_IMPLEMENTED, f"废止日期 {withdrawn} 早于实施日期 {implemented}")
    if withdrawn and published and withdrawn.last_day < published.first_day:
        yield Finding(Flaw.WITHDRAWN_BEFORE_PUBLISHED, f"废止日期 {withdrawn} 早于发布日期 {published}")


def _of_successors(life: Life, day: date) -> Iterator[Finding]:
    """Links that end nothing, though they say they should."""
    for successor in life.successors:
        if successor.start and not begins_after(successor, life):
            yield Finding(
                Flaw.SUCCESSOR_NOT_AFTER,
                f"{successor.number} 自 {successor.start} 起算，不晚于本标准的 {life.start}，代替不生效",
            )
    if by_dates_and_links(life, day) not in ENDED:
        for number in undated_successors(life):
            yield Finding(Flaw.SUCCESSOR_UNDATED, f"已载明被 {number} 代替，但该标准没有任何日期，本标准何日终止不详")


def _of_status(life: Life, day: date) -> Iterator[Finding]:
    """What is not known of the status on `day`."""
    found = status_on(life, day)
    maybe = found.remark(Mark.MAYBE_SUPERSEDED)
    if maybe:
        yield Finding(Flaw.MAYBE_SUPERSEDED, f"同一文件另有较新的 {maybe.numbers[0]} 有效，两者之间没有代替关系")
    if found.status is Status.UNKNOWN:
        why = "来源未载状态，且另有较新版本有效" if maybe else "日期与来源状态都不足以判断"
        yield Finding(Flaw.STATUS_UNKNOWN, f"{day} 的状态未知：{why}")


def replaces_loop(replaces: Mapping[N, Collection[N]], replacing: N, replaced: N) -> tuple[N, ...] | None:
    """The loop that a new link `replacing` → `replaced` would close, spelled out from `replacing` back to itself.

    `replaces` holds what each standard already replaces, wholly or in part. None where the link closes no loop; the
    shortest where it would close several.
    """
    came_from = {replaced: replacing}
    waiting = deque([replaced])
    while waiting and replacing not in came_from:
        reached = waiting.popleft()
        for following in replaces.get(reached, ()):
            if following not in came_from:
                came_from[following] = reached
                waiting.append(following)
    if replacing not in came_from:
        return None
    loop = [replacing, came_from[replacing]]
    while loop[-1] != replacing:
        loop.append(came_from[loop[-1]])
    return tuple(reversed(loop))
