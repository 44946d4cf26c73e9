"""Whatever the register, SQL finds what the plain rule finds: every number, every row, every reason."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

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
from app.registry.words import Kind
from tests.examples import examples
from tests.registry.statistics import random_registers as random
from tests.registry.statistics.plainly import TODAY, drafting_by, how_many, implementation_by, only
from tests.registry.statistics.registers import Holding, Records

# one database serves all examples: each is written into a transaction that is rolled back
many = settings(max_examples=examples(100))


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
            value: told(plain) for value, plain in implementation_by(group_by, records, in_scope, day, evidence, among).items()
        }
        plain = blocks[looked_into]
        assert course == [implementation_in(register, looked_into, day, evidence).rate]
        assert {row.enterprise.id for row in rows} == plain.members | plain.left_out.keys()
        assert {row.enterprise.id for row in rows if row.is_member} == plain.members
        assert {row.enterprise.id for row in rows if row.implements} == plain.implementing
        assert {row.enterprise.id: row.left_out for row in rows if row.left_out} == plain.left_out
        for standard in records.standards:
            alone = implementation_in(only(register, standard), looked_into, day, evidence, among)
            assert {row.enterprise.id for row in rows if standard.number in row.standards} == alone.implementing


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
        assert {group.value: group.counts for group in found.groups} == drafting_by(group_by, records, asked, plain)
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
