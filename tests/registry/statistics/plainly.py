"""Figures told apart, by the plain rules: the rule over each group's own rows."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from app.registry.rates.bodies import Body, LeftOut, Ref, survivor_on
from app.registry.rates.drafting import Counts, DraftedStandard, DraftingCounts
from app.registry.rates.implementation import (
    BlockImplementation,
    Evidence,
    OverallImplementation,
    Register,
    Scope,
    implementation_in,
    overall,
)
from app.registry.statistics import GroupBy, ImplementationGroup
from app.registry.status import status_on
from app.registry.words import Kind, Status
from tests.registry.statistics.random_registers import CITY
from tests.registry.statistics.registers import Record, Records

TODAY = {"330322": "330305"}


def how_many(reasons: Iterable[Collection[LeftOut]]) -> Counter[LeftOut]:
    return Counter(reason for each in reasons for reason in each)


def only(register: Register, standard: Record) -> Register:
    return replace(register, implementations=[each for each in register.implementations if each.standard == standard.id])


def implementation_by(
    by: ImplementationGroup,
    records: Records,
    blocks: Sequence[BlockImplementation],
    day: date,
    evidence: Evidence,
    among: frozenset[Ref] | None,
) -> dict[str | None, BlockImplementation | OverallImplementation]:
    """The plain rule over the members of each group."""
    together = overall(blocks, Scope.ALL)
    found: dict[str | None, BlockImplementation | OverallImplementation] = {}
    if by is ImplementationGroup.ASSOCIATION:
        keeper = {block: ref and survivor_on(records.body, ref, day).ref for block, ref in records.kept_by.items()}
        for ref in {keeper.get(int(block.block_industry)) for block in blocks}:
            here = [block for block in blocks if keeper.get(int(block.block_industry)) == ref]
            found[ref and str(ref)] = overall(here, Scope.ALL)
    elif by is ImplementationGroup.COUNTY:
        county = {ref: TODAY.get(body.county or "", body.county) for ref, body in records.body.items()}
        for value in {county[ref] for ref in {*together.members, *together.left_out}}:
            own = {ref for ref, code in county.items() if code == value}
            left_out = {ref: why for ref, why in together.left_out.items() if ref in own}
            found[value] = replace(
                together, members=together.members & own, implementing=together.implementing & own, left_out=left_out
            )
    else:
        register = records.register()
        for standard in records.standards:
            if standard.kind is Kind.ALLIANCE and status_on(register.standards[standard.id].life, day).status is Status.CURRENT:
                tied = {tie.block_industry for tie in records.ties if tie.standard == standard.id and tie.covers(day)}
                alone = only(register, standard)
                here = [
                    implementation_in(alone, block.block_industry, day, evidence, among)
                    for block in blocks
                    if block.block_industry in tied
                ]
                found[standard.number] = overall(here, Scope.ALL)
    return {value: plain for value, plain in found.items() if plain.members or plain.left_out}


Plain = Callable[[Iterable[DraftedStandard], Mapping[Ref, Body], str], DraftingCounts]


def drafting_by(
    group_by: GroupBy, records: Records, asked: list[DraftedStandard], plain: Plain
) -> Mapping[str | None, Counts]:
    """What the plain rule finds for each group."""
    match group_by:
        case GroupBy.ORGANIZATION:
            return {str(ref): counts for ref, counts in plain(asked, records.body, CITY).bodies.items()}
        case GroupBy.COUNTY:
            return _of_counties(records, asked, plain)
        case GroupBy.KIND:
            return _of_each(records, asked, lambda record: [record.kind and record.kind.value], plain)
        case GroupBy.YEAR:
            return _of_each(records, asked, _year, plain)
        case GroupBy.COMMITTEE:
            return _of_each(records, asked, lambda record: [f"TC {each}" for each in record.committees], plain)
        case GroupBy.BLOCK_INDUSTRY:
            return _of_each(records, asked, lambda record: _tied(records, record), plain)


def _of_each(
    records: Records, asked: Iterable[DraftedStandard], values: Callable[[Record], list[str | None]], plain: Plain
) -> dict[str | None, Counts]:
    """The plain rule over the standards of each value; those without any under None."""
    of = {record.id: values(record) or [None] for record in records.standards}
    found = {}
    for value in {value for each in of.values() for value in each}:
        counts = plain([each for each in asked if value in of[int(each.ref)]], records.body, CITY).city
        if counts.taken_part:
            found[value] = counts
    return found


def _year(record: Record) -> list[str | None]:
    return [str(record.published_on.year) if record.published_on else None]


def _tied(records: Records, record: Record) -> list[str | None]:
    if record.published_on is None:
        return []
    day = record.published_on.first_day
    return [f"B{tie.block_industry}" for tie in records.ties if tie.standard == record.id and tie.covers(day)]


def _of_counties(records: Records, asked: list[DraftedStandard], plain: Plain) -> dict[str | None, Counts]:
    """The plain rule with each county for a city, 洞头 under the code it has today."""
    today = {body.ref: TODAY.get(body.county or "", body.county) for body in records.bodies}
    found = {}
    for county in set(today.values()) - {None, "330203"}:
        here = {ref: replace(body, county="here" if today[ref] == county else "there") for ref, body in records.body.items()}
        counts = plain(asked, here, "here").city
        if counts.taken_part:
            found[county] = counts
    return found
