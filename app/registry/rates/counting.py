"""From which day a declaration counts, and what stands against the day from which it was declared. Pure.

A declaration outside the life of the enterprise, the standard or the membership is taken all the same; the rule of
implementation.py decides on each day, so the first day is found by asking it on the days on which something changes.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.registry.dates import PartialDate
from app.registry.rates.bodies import enterprise_on
from app.registry.rates.implementation import Evidence, Register, implementation_in
from app.registry.status import status_on
from app.registry.words import Status


@dataclass(frozen=True)
class Counting:
    """`begins`: first day on which the declaration counts once it is verified, None: on no day by what is recorded now.

    `against`: Chinese clauses, what speaks against the day from which it was declared; empty where that day counts.
    """

    begins: date | None
    against: tuple[str, ...]


def counting(register: Register) -> Counting:
    """When the one implementation in `register` counts, in any block industry its standard is tied to."""
    (implementation,) = register.implementations
    start = implementation.since.first_day
    begins = next((day for day in _turning_days(register) if day >= start and _counts(register, day)), None)
    return Counting(begins, () if begins == start else tuple(_against(register, start)))


def _counts(register: Register, day: date) -> bool:
    return any(
        implementation_in(register, block, day, Evidence.DECLARED).implementing
        for block in {tie.block_industry for tie in register.ties}
    )


def _turning_days(register: Register) -> Collection[date]:
    """The days on which an answer can change, in order."""
    (implementation,) = register.implementations
    life = register.standards[implementation.standard].life
    dates: list[PartialDate | None] = [implementation.since, life.published_on, life.implemented_on]
    for tie in register.ties:
        dates += [tie.since, tie.until]
    for membership in register.memberships:
        dates += [membership.since, membership.until]
    for body in register.bodies.values():
        dates += [body.established_on, body.dissolved_on, body.merged_on]
    days = {known.first_day for known in dates if known}
    return sorted(days | {end for end in (life.start, life.end) if end})


def _against(register: Register, day: date) -> Iterator[str]:
    (implementation,) = register.implementations
    standard = register.standards[implementation.standard]
    word = status_on(standard.life, day).status
    if word in (Status.UPCOMING, Status.DRAFT) and standard.life.start:
        yield f"标准 {standard.life.start} 起才实施"
    elif word is not Status.CURRENT:
        yield f"标准当日{word.label}"
    enterprise = enterprise_on(register.bodies, implementation.body, day)
    if enterprise is None:
        yield _absence(register, implementation.body, day)
    tied = {tie.block_industry for tie in register.ties if tie.covers(day)}
    if not tied:
        yield "标准当日没有关联的块状产业"
        return
    members = {
        each.block_industry for each in register.memberships if each.covers(day) and each.block_industry in tied
    }
    if not members:
        yield "企业当日不是所关联块状产业的成员"


def _absence(register: Register, ref: int | str, day: date) -> str:
    body = register.bodies[ref]
    if body.established_on and body.established_on.first_day > day:
        return f"企业 {body.established_on} 才成立"
    if body.dissolved_on and body.dissolved_on.first_day <= day:
        return f"企业已于 {body.dissolved_on.first_day - timedelta(days=1)} 之后注销"
    return "当日该单位不作为企业存续"
