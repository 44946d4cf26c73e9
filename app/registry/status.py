"""Where a standard stands on a day: docs/rules.md section 2 as pure functions over a few dates and links.

Dates and links are the truth; the source's own word is evidence that speaks only where they are silent. A date known to
the month or year counts from its first day, and every term is half open.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from app.registry.dates import PartialDate, Term
from app.registry.words import Status, Word

STATED = frozenset({Status.DRAFT, Status.UPCOMING, Status.CURRENT, Status.SUPERSEDED, Status.WITHDRAWN})
"""The words that say something: a source whose word is 未知 states no status."""

ENDED = frozenset({Status.SUPERSEDED, Status.WITHDRAWN})
"""A source that says 被代替 says, like 废止, that the standard has ended."""


class Mark(Word):
    """What has to be said beside a status, so that nobody takes it for more than it is."""

    STATUS_UNSTATED = "status_unstated", "状态未载"
    IMPLEMENTATION_UNDATED = "implementation_undated", "实施日期未载"
    END_UNDATED = "end_undated", "终止日期未载"
    PARTLY_REPLACED = "partly_replaced", "部分被代替"
    REPLACEMENT_UNDATED = "replacement_undated", "代替日期未载"
    MAYBE_SUPERSEDED = "maybe_superseded", "疑似被代替"


@dataclass(frozen=True)
class Remark:
    """A mark, with the numbers of the standards it speaks of."""

    mark: Mark
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """What tells when a standard begins; `recorded` is the source's own word for its status."""

    published_on: PartialDate | None = None
    implemented_on: PartialDate | None = None
    recorded: Status | None = None

    @cached_property
    def start(self) -> date | None:
        """First day in force: implemented_on, else published_on; None where neither tells, or the start is pending."""
        known = self.implemented_on or (None if self.pending else self.published_on)
        return known.first_day if known else None

    @property
    def pending(self) -> bool:
        """The source says 即将实施 and no implementation date is known: it will begin, nobody knows when."""
        return self.recorded is Status.UPCOMING and self.implemented_on is None

    @property
    def undated(self) -> bool:
        """No date tells when it begins, nor does the source say that it has yet to (未发布, 即将实施)."""
        return self.start is None and self.recorded not in (Status.DRAFT, Status.UPCOMING)


@dataclass(frozen=True, kw_only=True)
class Successor(Beginning):
    """A standard that replaces another, wholly or in part; a number not yet in the register has no dates."""

    number: str
    whole: bool = True


@dataclass(frozen=True)
class Edition:
    """Another edition of the same document: all that is asked of it is whether it is later, and when it is in force.

    `year` is that of its number; `in_force` is None where it never is.
    """

    number: str
    year: int | None
    start: date | None
    in_force: Term | None


@dataclass(frozen=True, kw_only=True)
class Life(Beginning):
    """What the register knows of the life of one standard.

    `chinese`: of a Chinese kind, where an implementation date is to be expected. `year`: that of its number.
    `recorded_as_of`: the day of the source's word, None: some day before the import.
    `editions`: the other editions of the same document (same serial and parts within one family) that no link joins to
    this one, later or not. The caller leaves out supplements (`StandardNumber.is_supplement`): a consolidated version
    or `(2018年版)` is no later edition of its base.
    """

    number: str
    year: int | None = None
    chinese: bool = True
    withdrawn_on: PartialDate | None = None
    recorded_as_of: PartialDate | None = None
    successors: tuple[Successor, ...] = ()
    editions: tuple[Edition, ...] = ()

    @property
    def stated(self) -> bool:
        """Whether a source stated a status."""
        return self.recorded in STATED

    @property
    def replaced(self) -> bool:
        """Whether a whole successor is recorded: by a link, or by the source's own word 被代替, which names none."""
        return self.recorded is Status.SUPERSEDED or any(successor.whole for successor in self.successors)

    @cached_property
    def end(self) -> date | None:
        """First day it no longer is in force: withdrawn_on or the first start of a whole successor, whichever is earlier.

        None: open, or not known. Who begins on an unknown day, or not after this one, ends nothing.
        """
        ends = [successor.start for successor in self.successors if successor.whole and begins_after(successor, self)]
        if self.withdrawn_on:
            ends.append(self.withdrawn_on.first_day)
        return min((end for end in ends if end), default=None)


@dataclass(frozen=True)
class Transition:
    """From publication of the new edition to its implementation either edition may be used.

    `old_until` is the first day the old one may no longer be used, None where the new one's start is not known.
    Source: 《国家标准管理办法》 (2023), article 35.
    """

    successor: str
    published_on: PartialDate
    old_until: date | None

    def __str__(self) -> str:
        last = str(self.old_until - timedelta(days=1)) if self.old_until else "新版实施前一日（实施日期未载）"
        return f"旧版可用至 {last}，新版自发布之日起可用"


@dataclass(frozen=True)
class StatusOn:
    """The status of a standard on a day, with what has to be said beside it."""

    status: Status
    remarks: tuple[Remark, ...] = ()
    transition: Transition | None = None

    def remark(self, mark: Mark) -> Remark | None:
        """The remark with that mark, where there is one."""
        return next((remark for remark in self.remarks if remark.mark is mark), None)


def begins_after(successor: Successor, life: Life) -> bool:
    """Whether a successor's start is known and lies after that of the standard it replaces, or the latter is not known."""
    return successor.start is not None and (life.start is None or successor.start > life.start)


def by_dates_and_links(life: Life, day: date) -> Status:
    """The first of the six cases of docs/rules.md section 2 that holds on `day`, other editions of the document apart.

    Where no start is known the recorded word stands, but for a word of ending whose end is known to lie ahead: there
    the date wins over the word, and what it was until then nobody knows.
    """
    if life.published_on and day < life.published_on.first_day:
        return Status.DRAFT
    if has_ended(life, day):
        return Status.SUPERSEDED if life.replaced else Status.WITHDRAWN
    if life.pending:
        return Status.UPCOMING
    if life.start is None:
        return life.recorded if life.recorded and life.recorded not in ENDED else Status.UNKNOWN
    return Status.CURRENT if life.start <= day else Status.UPCOMING


def has_ended(life: Life, day: date) -> bool:
    """Whether it ended on or before `day`, or on a day nobody knows, because the source says so and no end is known."""
    return life.recorded in ENDED if life.end is None else life.end <= day


def status_on(life: Life, day: date) -> StatusOn:
    """The status of a standard on `day`, by docs/rules.md section 2 whole."""
    status, maybe = _status_with_doubt(life, day)
    remarks = [*_remarks(life, day, status)]
    if maybe:
        remarks.append(Remark(Mark.MAYBE_SUPERSEDED, (maybe.number,)))
    return StatusOn(status, tuple(remarks), _transition(life, day) if status is Status.CURRENT else None)


def _status_with_doubt(life: Life, day: date) -> tuple[Status, Edition | None]:
    """The status of a standard on `day`, with the later edition that doubts it, where there is one."""
    status = by_dates_and_links(life, day)
    maybe = None if status in ENDED or status is Status.DRAFT else later_in_force(life, day)
    return Status.UNKNOWN if maybe and not life.stated else status, maybe


def later_in_force(life: Life, day: date) -> Edition | None:
    """The latest of the later editions of the same document, joined by no link, that are in force on `day`.

    It doubts a standard that has not ended (疑似被代替): what a source stated stays, what none did becomes unknown.
    """
    found = [edition for edition in _later(life) if edition.in_force and edition.in_force.covers(day)]
    return max(found, key=lambda edition: (edition.start or date.min, edition.year or 0, edition.number), default=None)


def timeline(life: Life) -> tuple[tuple[date, Status], ...]:
    """(first day, status) in order of days, beginning with `date.min`; the status on D is that of the last day <= D."""
    entries: list[tuple[date, Status]] = []
    for day in sorted({date.min, *turning_days(life), *_doubtful_days(life)}):
        status, _ = _status_with_doubt(life, day)
        if not entries or entries[-1][1] is not status:
            entries.append((day, status))
    return tuple(entries)


def turning_days(life: Life) -> set[date]:
    """The days on which a standard's own dates and links can change its status."""
    published = life.published_on.first_day if life.published_on else None
    return {day for day in (published, life.start, life.end) if day}


def edition_of(life: Life) -> Edition:
    """What the other editions of its document need to know of a standard; made once, given to all of them.

    By dates and links alone: a later edition that is itself doubted is so because of one later still, which counts.
    """
    in_force = [day for day in (date.min, *sorted(turning_days(life))) if by_dates_and_links(life, day) is Status.CURRENT]
    term = Term(in_force[0], life.end) if in_force else None
    return Edition(life.number, life.year, life.start, term)


def _later(life: Life) -> Iterator[Edition]:
    """Later is: by a later start where both are known and differ, else by a later year of the number."""
    for edition in life.editions:
        if life.start and edition.start and life.start != edition.start:
            later = edition.start > life.start
        else:
            later = bool(life.year and edition.year and edition.year > life.year)
        if later:
            yield edition


def _doubtful_days(life: Life) -> Iterator[date]:
    """The days on which later editions come into force or leave it; none where a source stated a status, which stays.

    A document may have hundreds of editions, and mostly one follows on another: only the ends of what they cover
    together matter, so that a timeline takes a few steps and not one an edition.
    """
    if life.stated:
        return
    reached = date.min
    for since, until in _spans(edition.in_force for edition in _later(life) if edition.in_force):
        if since > reached:
            yield from (reached, since)
        reached = max(reached, until)
    yield reached


def _spans(terms: Iterable[Term]) -> list[tuple[date, date]]:
    """The terms as plain pairs of days in order, `date.max` for what is open."""
    return sorted((term.since or date.min, term.until or date.max) for term in terms)


def _remarks(life: Life, day: date, status: Status) -> Iterator[Remark]:
    """What to say beside `status` because of the life itself."""
    if status is Status.CURRENT and not life.stated:
        yield Remark(Mark.STATUS_UNSTATED)
    if life.chinese and life.implemented_on is None and status is not Status.DRAFT:
        yield Remark(Mark.IMPLEMENTATION_UNDATED)
    if status in ENDED and life.end is None:
        yield Remark(Mark.END_UNDATED)
    if status is not Status.CURRENT:
        return
    if parts := tuple(successor.number for successor in life.successors if _replaces_a_part(successor, life, day)):
        yield Remark(Mark.PARTLY_REPLACED, parts)
    if undated := undated_successors(life):
        yield Remark(Mark.REPLACEMENT_UNDATED, undated)


def undated_successors(life: Life) -> tuple[str, ...]:
    """Numbers of the whole successors that no date places at all: they end nothing, though they may well have begun."""
    return tuple(successor.number for successor in life.successors if successor.whole and successor.undated)


def _replaces_a_part(successor: Successor, life: Life, day: date) -> bool:
    """Whether a part of the standard is replaced on `day`: since a known day, or since one that is not recorded."""
    if successor.whole or successor.start is None:
        return not successor.whole and successor.undated
    return begins_after(successor, life) and successor.start <= day


def _transition(life: Life, day: date) -> Transition | None:
    """The window of article 35 that is open on `day`, for a standard current then.

    Of several whole successors the one that begins first counts. None has begun, or the standard would have ended; one
    that does not begin after it has no window, since it ends nothing.
    """
    waiting = [
        (successor.start or date.max, successor.number, successor.published_on)
        for successor in life.successors
        if successor.whole and successor.published_on and successor.published_on.first_day <= day
        if successor.pending or begins_after(successor, life)
    ]
    if not waiting:
        return None
    _, number, published_on = min(waiting)
    return Transition(number, published_on, life.end)
