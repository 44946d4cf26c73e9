"""The enterprises behind any number of the implementation rate are those that the plain rule counts in it."""

from collections.abc import Collection
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from app.registry.rates.bodies import LeftOut, Ref
from app.registry.rates.implementation import (
    BlockImplementation,
    Evidence,
    OverallImplementation,
    Population,
    Scope,
    implementation_in,
    overall,
)
from app.registry.rates.yearly import above_scale_on
from app.registry.statistics import (
    Asked,
    ImplementationGroup,
    Standing,
    Within,
    block_industry_courses,
    enterprises_behind,
    held_back,
)
from tests.examples import examples
from tests.registry.statistics import random_registers as random
from tests.registry.statistics.plainly import implementation_by
from tests.registry.statistics.registers import Holding, Records


def standing_so(plain: BlockImplementation | OverallImplementation, standing: Standing) -> Collection[Ref]:
    match standing:
        case Standing.MEMBER:
            return plain.members
        case Standing.IMPLEMENTING:
            return plain.implementing
        case Standing.NOT_IMPLEMENTING:
            return plain.members - plain.implementing
    return {ref for ref, why in plain.left_out.items() if LeftOut.read(standing.value) in why}


@settings(max_examples=examples(40))
@given(
    records=random.implementing_registers(),
    day=random.days,
    evidence=st.sampled_from(Evidence),
    scope=st.sampled_from(Scope),
    population=st.sampled_from(Population),
    standing=st.sampled_from(Standing),
    group_by=st.sampled_from(ImplementationGroup),
)
def test_agrees(
    holding: Holding,
    records: Records,
    day: date,
    evidence: Evidence,
    scope: Scope,
    population: Population,
    standing: Standing,
    group_by: ImplementationGroup,
) -> None:
    register, asked = records.register(), Asked(evidence, scope, population)
    among = above_scale_on(records.body, records.facts, day) if population is Population.ABOVE_SCALE else None
    blocks = [implementation_in(register, each, day, evidence, among) for each in records.block_industries]
    in_scope = [each for each in blocks if scope is Scope.ALL or each.has_standards]
    groups = implementation_by(group_by, records, in_scope, day, evidence, among)
    verified, declared = (
        [implementation_in(register, each, day, one) for each in records.block_industries] for one in Evidence
    )

    def behind(within: Within | None = None, value: str | None = None) -> set[Ref]:
        found = enterprises_behind(day, asked, 1, 10, standing=standing, within=within, value=value)
        assert found.total == len(found.items)
        return {row.enterprise.id for row in found.items}

    with holding(records):
        assert behind() == standing_so(overall(in_scope, Scope.ALL), standing)
        for block in blocks:
            assert behind(Within.BLOCK_INDUSTRY, f"B{block.block_industry}") == standing_so(block, standing)
        for value, plain in groups.items():
            assert behind(Within.read(group_by.value), value) == standing_so(plain, standing), value
        for sure, said in zip(verified, declared, strict=True):
            assert held_back(int(sure.block_industry), day) == said.implementing - sure.implementing
        assert block_industry_courses([day]) == {each.block_industry: [each.rate] for each in verified}
