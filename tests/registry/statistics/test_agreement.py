"""Whatever the register, SQL finds what the plain rule finds: every number, every row, every reason."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.database import db
from app.registry.dates import Term
from app.registry.rates.bodies import Body, LeftOut, Ref, enterprise_on
from app.registry.rates.committees import committees_in
from app.registry.rates.drafting import Counts, DraftedStandard, DraftingCounts
from app.registry.rates.drafting import drafting_counts as plain_drafting
from app.registry.rates.implementation import (
    BlockImplementation,
    Evidence,
    OverallImplementation,
    Population,
    Rate,
    Register,
    Scope,
    Weight,
    implementation_in,
    implementing_block_industries,
    overall,
    weighed,
)
from app.registry.rates.innovation import innovation_enterprises as plain_innovation
from app.registry.rates.yearly import above_scale_on, list_year, outputs_on
from app.registry.statistics import (
    Asked,
    GroupBy,
    ImplementationGroup,
    committees_on,
    drafting_counts,
    drafting_rows,
    implementation_course,
    implementation_groups,
    implementation_rate,
    implementation_rows,
    innovation_course,
    innovation_enterprises,
)
from app.registry.status import status_on
from app.registry.words import Kind, Status
from tests.examples import examples
from tests.registry.statistics import random_registers as random
from tests.registry.statistics.registers import Record, Records, write

Holding = Callable[[Records], AbstractContextManager[Records]]

TODAY = {"330322": "330305"}

# one database serves all examples: each is written into a transaction that is rolled back
many = settings(max_examples=examples(100))


@pytest.fixture
def holding(app: Flask) -> Holding:
    @contextmanager
    def held(records: Records) -> Iterator[Records]:
        write(records)
        try:
            yield records
        finally:
            # detached, what was found can still be looked at
            db.session.expunge_all()
            db.session.rollback()

    return held


def how_many(reasons: Iterable[Collection[LeftOut]]) -> Counter[LeftOut]:
    return Counter(reason for each in reasons for reason in each)


class TestImplementationRate:
    @many
    @given(
        records=random.implementing_registers(),
        day=random.days,
        evidence=st.sampled_from(Evidence),
        scope=st.sampled_from(Scope),
        population=st.sampled_from(Population),
        weight=st.sampled_from(Weight),
        group_by=st.sampled_from(ImplementationGroup),
        threshold=st.integers(1, 2),
        looked_into=random.block_ids,
    )
    def test_agrees(
        self,
        holding: Holding,
        records: Records,
        day: date,
        evidence: Evidence,
        scope: Scope,
        population: Population,
        weight: Weight,
        group_by: ImplementationGroup,
        threshold: int,
        looked_into: int,
    ) -> None:
        register = records.register()
        outputs = outputs_on(records.body, records.facts, day)
        among = above_scale_on(records.body, records.facts, day) if population is Population.ABOVE_SCALE else None
        blocks = {each: implementation_in(register, each, day, evidence, among) for each in records.block_industries}
        together = overall(blocks.values(), scope)

        def told(plain: BlockImplementation | OverallImplementation) -> tuple[Rate, Rate, Counter[LeftOut]]:
            if weight is Weight.COUNT:
                return plain.rate, plain.rate, how_many(plain.left_out.values())
            by_output = weighed(plain, outputs)
            return by_output.counts, by_output.rate, how_many(by_output.left_out.values())

        with holding(records):
            asked = Asked(evidence, scope, population, weight)
            found = implementation_rate(day, **vars(asked))
            groups = implementation_groups(day, group_by, asked)
            rows = implementation_rows(looked_into, day, evidence, population)
            course = implementation_course(looked_into, [day], evidence)
        assert (found.total.counts, found.total.rate, found.left_out) == told(together)
        in_scope = [each for each in blocks.values() if scope is Scope.ALL or each.has_standards]
        shares = [share for each in in_scope if (share := told(each)[1].share) is not None]
        assert found.mean == (sum(shares) / len(shares) if shares else None)
        assert found.list_year == list_year(records.facts, day.year)
        assert found.implementing_block_industries(threshold) == implementing_block_industries(blocks.values(), threshold)
        assert [
            (each.block_industry.id, each.has_standards, each.counts, each.rate, each.left_out)
            for each in found.block_industries
        ] == [(each, plain.has_standards, *told(plain)) for each, plain in blocks.items()]
        assert {each.value: (each.counts, each.rate, each.left_out) for each in groups} == {
            value: told(plain) for value, plain in _grouped(group_by, records, in_scope, day, evidence, among).items()
        }
        plain = blocks[looked_into]
        assert course == [implementation_in(register, looked_into, day, evidence).rate]
        assert {row.enterprise.id for row in rows} == plain.members | plain.left_out.keys()
        assert {row.enterprise.id for row in rows if row.is_member} == plain.members
        assert {row.enterprise.id for row in rows if row.implements} == plain.implementing
        assert {row.enterprise.id: row.left_out for row in rows if row.left_out} == plain.left_out
        for standard in records.standards:
            alone = implementation_in(_only(register, standard), looked_into, day, evidence, among)
            assert {row.enterprise.id for row in rows if standard.number in row.standards} == alone.implementing


def _only(register: Register, standard: Record) -> Register:
    return replace(register, implementations=[each for each in register.implementations if each.standard == standard.id])


def _grouped(
    by: ImplementationGroup,
    records: Records,
    blocks: Sequence[BlockImplementation],
    day: date,
    evidence: Evidence,
    among: frozenset[Ref] | None,
) -> dict[str | None, BlockImplementation | OverallImplementation]:
    """The plain rule over the members of each group; nobody keeps the block industries of these registers."""
    together = overall(blocks, Scope.ALL)
    found: dict[str | None, BlockImplementation | OverallImplementation] = {}
    if by is ImplementationGroup.ASSOCIATION:
        found = {None: together}
    elif by is ImplementationGroup.COUNTY:
        county = {ref: TODAY.get(body.county or "", body.county) for ref, body in records.body.items()}
        for value in {county[ref] for ref in {*together.members, *together.left_out}}:
            here = {ref for ref, own in county.items() if own == value}
            left_out = {ref: why for ref, why in together.left_out.items() if ref in here}
            found[value] = replace(
                together, members=together.members & here, implementing=together.implementing & here, left_out=left_out
            )
    else:
        register = records.register()
        for standard in records.standards:
            if standard.kind is Kind.ALLIANCE and status_on(register.standards[standard.id].life, day).status is Status.CURRENT:
                tied = {tie.block_industry for tie in records.ties if tie.standard == standard.id and tie.covers(day)}
                alone = _only(register, standard)
                here = [
                    implementation_in(alone, block.block_industry, day, evidence, among)
                    for block in blocks
                    if block.block_industry in tied
                ]
                found[standard.number] = overall(here, Scope.ALL)
    return {value: plain for value, plain in found.items() if plain.members or plain.left_out}


class TestDraftingCounts:
    @many
    @given(
        records=random.drafted_registers(),
        days=random.periods,
        kinds=st.lists(st.sampled_from([Kind.NATIONAL, Kind.INDUSTRY, Kind.INTERNATIONAL]), unique=True),
        lead_rank=st.integers(1, 2),
        group_by=st.sampled_from(GroupBy),
    )
    def test_agrees(
        self,
        holding: Holding,
        records: Records,
        days: tuple[date, date],
        kinds: list[Kind],
        lead_rank: int,
        group_by: GroupBy,
    ) -> None:
        asked = [each for number, each in records.drafted().items() if not kinds or each.kind in kinds]

        def plain(standards: Iterable[DraftedStandard], bodies: Mapping[Ref, Body], city: str) -> DraftingCounts:
            return plain_drafting(standards, bodies, Term(*days), city, lead_rank)

        expected = plain(asked, records.body, random.CITY)
        with holding(records):
            found = drafting_counts(*days, city=random.CITY, kinds=kinds, lead_rank=lead_rank, group_by=group_by)
            rows = drafting_rows(*days, city=random.CITY, kinds=kinds, lead_rank=lead_rank)
            bodies = {row.standard.id: {part.organization_id for part in row.bodies} for row in rows}
        assert found.total == expected.city
        assert found.left_out == {reason: len(refs) for reason, refs in expected.left_out.items()}
        assert {group.value: group.counts for group in found.groups} == _by_value(group_by, records, asked, plain)
        assert Counts(
            lead=sum(row.lead for row in rows),
            participate=sum(not row.lead for row in rows),
            formulated=sum(row.lead and not row.revised for row in rows),
            revised=sum(row.lead and row.revised for row in rows),
        ) == expected.city
        local = {body.ref for body in records.bodies if body.is_local(random.CITY)}
        assert bodies == {
            row.standard.id: {part.body for part in records.parts if part.standard == row.standard.id} & local for row in rows
        }


Plain = Callable[[Iterable[DraftedStandard], Mapping[Ref, Body], str], DraftingCounts]


def _by_value(
    group_by: GroupBy, records: Records, asked: list[DraftedStandard], plain: Plain
) -> Mapping[str | None, Counts]:
    """What the plain rule finds for each group."""
    match group_by:
        case GroupBy.ORGANIZATION:
            return {str(ref): counts for ref, counts in plain(asked, records.body, random.CITY).bodies.items()}
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
        counts = plain([each for each in asked if value in of[int(each.ref)]], records.body, random.CITY).city
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


class TestInnovationEnterprises:
    @many
    @given(
        records=random.awarded_registers(),
        day=random.days,
        counting=st.sampled_from([(), ("1",), ("2",), ("1", "2"), ("none",)]),
    )
    def test_agrees(self, holding: Holding, records: Records, day: date, counting: tuple[str, ...]) -> None:
        expected = plain_innovation(records.body, records.schemes, records.awards, day, counting)
        with holding(records):
            found = innovation_enterprises(day, schemes=counting)
            course = innovation_course({day: counting})
        assert found.count == len(expected)
        assert course.by_day == [Counter(award.level for award in expected.values())]
        assert {row.enterprise.id: records.awards[row.award.id - 1] for row in found.rows} == expected
        counties = [records.body[ref].county for ref in expected]
        assert found.by_county == Counter(TODAY.get(county or "", county) for county in counties)
        assert found.left_out == ({LeftOut.COUNTY_UNKNOWN: counties.count(None)} if None in counties else {})
        levels = Counter((award.scheme, award.level) if award.level else None for award in expected.values())
        assert {level and (str(level.scheme_id), level.name): count for level, count in found.by_level.items()} == levels
        belongs = Counter(block for ref in expected for block in _block_industries(records, ref, day) or [None])
        assert {block and block.id: count for block, count in found.by_block_industry.items()} == belongs


def _block_industries(records: Records, ref: Ref, day: date) -> set[Ref | None]:
    found: set[Ref | None] = set()
    for membership in records.memberships:
        enterprise = enterprise_on(records.body, membership.body, day)
        if membership.covers(day) and enterprise and enterprise.ref == ref:
            found.add(membership.block_industry)
    return found


class TestCommittees:
    @many
    @given(records=random.seated_registers(), day=random.days)
    def test_agrees(self, holding: Holding, records: Records, day: date) -> None:
        expected = committees_in(records.committees, records.body, day, random.CITY)
        with holding(records):
            found = committees_on(day, city=random.CITY)
        assert found.count == len(expected.seated)
        unknown = len(expected.county_unknown)
        assert found.left_out == ({LeftOut.COUNTY_UNKNOWN: unknown} if unknown else {})
