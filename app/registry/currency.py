"""Whether a number that is cited may still be used (标准查新): docs/rules.md section 5 as pure functions.

A number is one record, the editions of a document, several things or nothing; of each the rule says verdict, flags, the
chain of what replaced it, what is current now, and one Chinese sentence in which the day is named.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from app.registry.dates import PartialDate
from app.registry.status import (
    ENDED,
    Beginning,
    Life,
    Mark,
    StatusOn,
    Successor,
    begins_after,
    later_in_force,
    status_on,
    undated_successors,
)
from app.registry.words import Status, Word

CONVERTED_FROM = date(2017, 1, 1)
"""Since the year in which mandatory standards became recommended with serial and year unchanged; before, GB was their number."""

MOST_NAMED = 5
"""Numbers that a sentence lists; more are counted."""


class Verdict(Word):
    """What a check says of one number."""

    CURRENT = "current", "现行"
    UPCOMING = "upcoming", "尚未实施"
    SUPERSEDED = "superseded", "被代替"
    WITHDRAWN = "withdrawn", "废止"
    EDITION_MISSING = "edition_missing", "版本未收录"
    AMBIGUOUS = "ambiguous", "所指不明"
    UNKNOWN = "unknown", "未知"


class Flag(Word):
    """What has to be looked at beside the verdict."""

    AMENDED = "amended", "有修改单"
    MAYBE_SUPERSEDED = "maybe_superseded", "疑似被代替"
    TRANSITION = "transition", "新旧版过渡"


@dataclass(frozen=True, kw_only=True)
class Amendment(Beginning):
    """What amends a standard: a 修改单, or a partial revision under the same number."""

    number: str


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the register knows of one record, as far as a check asks.

    `title` is that which readers are shown. `order` sorts as numbers do. `supplement`: it amends or contains its base.
    `regulation`: no standard, but cited like one. `replaced` are the numbers of the records that it replaces wholly.
    """

    number: str
    life: Life
    title_zh: str | None = None
    title: str = ""
    order: str = ""
    supplement: bool = False
    regulation: bool = False
    amendments: tuple[Amendment, ...] = ()
    replaced: tuple[str, ...] = ()


Register = Mapping[str, Known]
"""Records by number, also by the number under which a relation names them."""


@dataclass(frozen=True)
class Step:
    """One step of a chain: the standard that took over, and since when; None where its start is not recorded."""

    number: str
    on: PartialDate | None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a check says of one number on a day.

    `number` is that of the record meant, the number read where there is none, None where no number was read. `chain`
    goes from the number asked to what stands in its place, nearest first; a split shows all of its branches.
    `current` are the editions in force that stand for it, itself where it is. `candidates` are never taken for it.
    """

    number: str | None
    verdict: Verdict
    message: str
    title_zh: str | None = None
    title: str = ""
    flags: tuple[Flag, ...] = ()
    chain: tuple[Step, ...] = ()
    current: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()

    def noting(self, notes: Iterable[str]) -> "Finding":
        """The finding with further sentences behind its own."""
        return replace(self, message="；".join((self.message, *notes)))

    def suggesting(self, numbers: Sequence[str]) -> "Finding":
        """The finding with further candidates, found by the title that stands beside the number."""
        more = [number for number in numbers if number not in self.candidates]
        if not more:
            return self
        return replace(self, candidates=(*self.candidates, *more)).noting([f"名称相近的有 {_listed(more)}"])


Item = TypeVar("Item")


def edition_of_the_day(
    editions: Sequence[Item], day: date, life_of: Callable[[Item], Life], rank: Callable[[Item], tuple[bool, str]]
) -> tuple[Item, Item | None]:
    """The edition that an undated number means on `day`, and the one that is to follow it, None where there is none.

    `editions` is not empty.

    The edition current on the day, else the last that was in force, else one whose status nobody knows, else the
    upcoming one. Of several the one that began last; `rank` gives whether it is a full edition (supplements come after),
    and its place in the order of numbers.
    """
    status_of = [status_on(life_of(edition), day).status for edition in editions]

    def latest(*statuses: Status) -> Item | None:
        found = [edition for edition, status in zip(editions, status_of, strict=True) if status in statuses]

        def late(edition: Item) -> tuple[bool, date, str]:
            full, order = rank(edition)
            return full, life_of(edition).start or date.min, order

        return max(found, key=late, default=None)

    upcoming = latest(Status.UPCOMING, Status.DRAFT)
    begun = latest(Status.CURRENT) or latest(*ENDED) or latest(Status.UNKNOWN)
    if begun is not None:
        return begun, upcoming
    if upcoming is not None:
        return upcoming, None
    raise ValueError("a document has at least one edition")


def judge_document(editions: Sequence[Known], day: date, register: Register) -> Finding:
    """An undated number: the edition it means on `day`, with the upcoming one named beside it."""
    chosen, upcoming = edition_of_the_day(editions, day, _life_of, _rank)
    finding = judge_record(chosen, day, register)
    notes = [f"未写年份，按当日版本 {chosen.number} 判断"]
    if upcoming is not None and upcoming.number not in finding.message:
        start = upcoming.life.start
        notes.append(f"新版 {upcoming.number} {f'将于 {start} 实施' if start else '即将实施（实施日期未载）'}")
    return finding.noting(notes)


def judge_record(known: Known, day: date, register: Register) -> Finding:
    """A number that is one record: its status on `day`, and what stands in its place."""
    status = status_on(known.life, day)
    verdict = _VERDICTS[status.status]
    followed = _follow(known, day, register) if status.status in ENDED else _Followed()
    amended = [] if verdict is Verdict.UPCOMING else [each for each in known.amendments if _has_begun(each, day)]
    maybe = status.remark(Mark.MAYBE_SUPERSEDED)
    doubted = maybe.numbers if maybe else followed.unlinked
    flags = [
        *([Flag.AMENDED] if amended else []),
        *([Flag.MAYBE_SUPERSEDED] if maybe else []),
        *([Flag.TRANSITION] if status.transition else []),
    ]
    if verdict is Verdict.CURRENT:
        current: tuple[str, ...] = (known.number,)
    elif verdict is Verdict.UPCOMING:
        current = tuple(dict.fromkeys(_in_force_until_then(known, day, register)))
    else:
        current = tuple(followed.current)
    sentences = [
        f"截至 {day} {_sentence(known, status, followed, current)}",
        *_remarks(known, status),
        *([f"同一文件另有版本 {_listed(doubted)}，没有代替关系的记载，请核实"] if followed.unlinked else []),
        *([f"有修改单或局部修订 {_listed([each.number for each in amended])}"] if amended else []),
        *(["属法规/规范，不是标准"] if known.regulation else []),
    ]
    return Finding(
        number=known.number,
        title_zh=known.title_zh,
        title=known.title,
        verdict=verdict,
        flags=tuple(flags),
        chain=tuple(followed.steps.values()),
        current=current,
        candidates=tuple(doubted),
        message="；".join(sentences),
    )


def judge_renumbered(asked: str, known: Known, day: date, register: Register, *, converted: bool) -> Finding:
    """A number that the record no longer bears; it leads on to the record, a chain like any other.

    `converted`: a mandatory standard that became a recommended one. When a number was given up is not recorded.
    """
    finding = judge_record(known, day, register)
    if converted and day < CONVERTED_FROM:
        return finding.noting([f"后来由 {asked} 转为推荐性标准 {known.number}"])
    what = "已转为推荐性标准" if converted else "已改号为"
    verdict = Verdict.SUPERSEDED if finding.verdict is Verdict.CURRENT else finding.verdict
    return replace(
        finding,
        number=asked,
        verdict=verdict,
        chain=(Step(known.number, None), *finding.chain),
        message=f"{asked} {what} {known.number}（日期未载）；{finding.message}",
    )


def judge_missing(asked: str, editions: Sequence[Known], day: date) -> Finding:
    """A dated number whose document is known but not that edition: those known are named."""
    in_order = sorted(editions, key=lambda known: known.order)
    current = [known.number for known in in_order if status_on(known.life, day).status is Status.CURRENT]
    newest = in_order[-1]
    standing = f"当日现行的是 {_listed(current)}" if current else "其中当日没有现行的"
    return Finding(
        number=asked,
        title_zh=newest.title_zh,
        title=newest.title,
        verdict=Verdict.EDITION_MISSING,
        current=tuple(current),
        candidates=tuple(known.number for known in in_order),
        message=f"截至 {day} 本库没有 {asked} 这一版，已收录 {_listed([known.number for known in in_order])}；{standing}",
    )


def judge_ambiguous(asked: str | None, numbers: Sequence[str], day: date) -> Finding:
    """A text that may mean several: all are named, none is taken."""
    return Finding(
        number=asked,
        verdict=Verdict.AMBIGUOUS,
        candidates=tuple(numbers),
        message=f"截至 {day} 不能确定：可能是 {_listed(numbers)}，请写明是哪一个",
    )


def judge_unread(reason: str, day: date) -> Finding:
    """A line in which no number could be read; `reason` says why."""
    return Finding(number=None, verdict=Verdict.UNKNOWN, message=f"截至 {day} 无法判断：{reason}")


def judge_nothing(asked: str, near: Sequence[str], day: date, *, regulation: bool = False) -> Finding:
    """A number that the register does not hold; `near` are numbers that may have been meant."""
    if regulation:
        message = f"截至 {day} 本库没有收录 {asked}；它属法规/规范，不是标准"
    else:
        message = f"截至 {day} 本库没有收录 {asked}，不能当作现行"
    if near:
        message += f"；相近的有 {_listed(near)}"
    return Finding(number=asked, verdict=Verdict.UNKNOWN, candidates=tuple(near), message=message)


def _life_of(known: Known) -> Life:
    return known.life


def _rank(known: Known) -> tuple[bool, str]:
    return not known.supplement, known.order


_VERDICTS = {
    Status.DRAFT: Verdict.UPCOMING,
    Status.UPCOMING: Verdict.UPCOMING,
    Status.CURRENT: Verdict.CURRENT,
    Status.SUPERSEDED: Verdict.SUPERSEDED,
    Status.WITHDRAWN: Verdict.WITHDRAWN,
    Status.UNKNOWN: Verdict.UNKNOWN,
}


class _Followed:
    """What a chain led to: its steps, the ends in force, those that are not, and unlinked editions that may follow."""

    def __init__(self) -> None:
        self.steps: dict[str, Step] = {}
        self.current: list[str] = []
        self.elsewhere: list[str] = []  # ends of which it is said why they don't count
        self.unlinked: list[str] = []


def _follow(known: Known, day: date, register: Register) -> _Followed:
    """Everything that took over from an ended standard by `day`, through whole successors, each once."""
    followed = _Followed()
    waiting = [known]
    for at in waiting:
        successors = [*_in_order(_taking_over(at.life, day))]
        if not successors and (later := later_in_force(at.life, day)):
            followed.unlinked.append(later.number)
        for successor in successors:
            record = register.get(successor.number)
            number = record.number if record else successor.number
            if number == known.number or number in followed.steps:
                continue
            followed.steps[number] = Step(number, _known_start(successor))
            status = status_on(record.life, day).status if record else None
            if status is Status.CURRENT:
                followed.current.append(number)
            elif record is not None and status in ENDED:
                waiting.append(record)
                if status is Status.WITHDRAWN:
                    followed.elsewhere.append(f"{number} 已废止")
            else:
                followed.elsewhere.append(f"{number} {'状态未知' if record else '本库没有收录'}")
    return followed


def _taking_over(life: Life, day: date) -> list[Successor]:
    """The whole successors that took over by `day`; where no date says so of any, those that no date speaks against."""
    whole = [each for each in life.successors if each.whole and not each.pending and each.recorded is not Status.DRAFT]
    begun = [each for each in whole if each.start is None or each.start <= day]
    acting = [each for each in begun if each.start is None or begins_after(each, life)]
    return acting or begun


def _in_order(successors: Iterable[Successor]) -> list[Successor]:
    return sorted(successors, key=lambda each: (each.start or date.max, each.number))


def _known_start(successor: Successor) -> PartialDate | None:
    return successor.implemented_on or (None if successor.pending else successor.published_on)


def _in_force_until_then(known: Known, day: date, register: Register) -> Iterator[str]:
    """What is in force while `known` has yet to begin: what it is to replace, and other editions of its document."""
    for number in known.replaced:
        if number in register and status_on(register[number].life, day).status is Status.CURRENT:
            yield number
    yield from (edition.number for edition in known.life.editions if edition.in_force and edition.in_force.covers(day))


def _has_begun(amendment: Amendment, day: date) -> bool:
    """Whether an amendment counts on `day`: since it began, or since an unknown day."""
    return amendment.undated if amendment.start is None else amendment.start <= day


def _sentence(known: Known, status: StatusOn, followed: _Followed, current: Sequence[str]) -> str:
    """What is said of the status itself."""
    life = known.life
    if status.status is Status.CURRENT:
        return f"现行，自 {_dated(life)} 起" if life.start else "现行"
    if status.status in (Status.UPCOMING, Status.DRAFT):
        what = "尚未发布" if status.status is Status.DRAFT else "已发布，尚未实施"
        start = f"自 {_dated(life)} 起实施" if life.start else "实施日期未载"
        either = "，新版自发布之日起可用" if status.status is Status.UPCOMING and current else ""
        return f"{what}，{start}" + (f"，在此之前现行的是 {_listed(current)}{either}" if current else "")
    if status.status is Status.UNKNOWN:
        return "状态未知，不能当作现行"
    ended = f"，{life.end} 起停止使用" if life.end else "，终止日期未载"
    if status.status is Status.WITHDRAWN:
        return f"已废止{ended}，没有代替标准的记载"
    chain = "、".join(f"{step.number}（{f'{step.on} 起' if step.on else '日期未载'}）" for step in followed.steps.values())
    by = f"，代替它的依次为 {chain}" if len(followed.steps) > 1 else f"，由 {chain} 代替" if chain else "，代替标准未载"
    if current:
        return f"已被代替{ended}{by}；现行的是 {_listed(current)}"
    why = f"（{'，'.join(followed.elsewhere)}）" if followed.elsewhere else ""
    return f"已被代替{ended}{by}；没有查到现行的代替标准{why}"


def _dated(life: Life) -> str:
    known = life.implemented_on or life.published_on
    return str(known) if life.implemented_on or not life.chinese else f"{known}（发布日期，实施日期未载）"


def _remarks(known: Known, status: StatusOn) -> Iterator[str]:
    """What has to be said beside the status."""
    if status.transition:
        successor = status.transition.successor
        start = f"{status.transition.old_until} 起实施" if status.transition.old_until else "实施日期未载"
        yield f"新版 {successor} 已于 {status.transition.published_on} 发布，{start}：{status.transition}"
    if maybe := status.remark(Mark.MAYBE_SUPERSEDED):
        yield f"疑似被 {_listed(maybe.numbers)} 代替（同一文件较新的版本，没有代替关系的记载），请核实"
    if partly := status.remark(Mark.PARTLY_REPLACED):
        yield f"部分内容已由 {_listed(partly.numbers)} 代替"
    if status.status is Status.CURRENT and (undated := undated_successors(known.life)):
        yield f"载有代替标准 {_listed(undated)} 而日期未载，请核实"
    if status.remark(Mark.STATUS_UNSTATED):
        yield "来源没有写明状态，按日期判断"


def _listed(numbers: Sequence[str]) -> str:
    shown = "、".join(numbers[:MOST_NAMED])
    return f"{shown} 等 {len(numbers)} 项" if len(numbers) > MOST_NAMED else shown
