"""County assessment: every cell is what the plain rules find in that county, now and a year before."""

from datetime import date
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.database import db
from app.registry.dates import PartialDate, Term
from app.registry.models import CountyTarget, Plan
from app.registry.rates.drafting import drafting_counts
from app.registry.rates.implementation import Evidence, implementation_in
from app.registry.rates.innovation import innovation_enterprises
from app.registry.statistics import GroupBy, ImplementationGroup
from app.registry.statistics.assessment import COMPUTED, assessment
from app.registry.words import Kind, Metric
from tests.examples import examples
from tests.registry.statistics import random_registers as random
from tests.registry.statistics.plainly import TODAY, drafting_by, implementation_by
from tests.registry.statistics.registers import Holding, Records

BEGINS, ENDS = PartialDate(2011, 6), PartialDate(2014)
Value = Fraction | int | None


def values(records: Records, day: date, counting: tuple[str, ...], lead_rank: int) -> dict[tuple[str | None, str], Value]:
    """By county and metric, by the plain rules."""
    register = records.register()
    blocks = [implementation_in(register, each, day, Evidence.VERIFIED) for each in records.block_industries]
    rates = implementation_by(ImplementationGroup.COUNTY, records, blocks, day, Evidence.VERIFIED, None)
    found: dict[tuple[str | None, str], Value] = {
        (county, Metric.IMPLEMENTATION_RATE): each.rate.share for county, each in rates.items()
    }
    for ref in innovation_enterprises(records.body, records.schemes, records.awards, day, counting):
        own = records.body[ref].county
        key = (TODAY.get(own or "", own), Metric.INNOVATION_ENTERPRISES)
        found[key] = (found.get(key) or 0) + 1
    if BEGINS.first_day <= day:
        until = min(date.fromordinal(min(day.toordinal() + 1, date.max.toordinal())), ENDS.first_day)
        asked = [each for each in records.drafted().values() if each.kind in (Kind.NATIONAL, Kind.INDUSTRY)]
        by_county = drafting_by(
            GroupBy.COUNTY,
            records,
            asked,
            lambda standards, bodies, city: drafting_counts(
                standards, bodies, Term(BEGINS.first_day, until), city, lead_rank
            ),
        )
        for county, counts in by_county.items():
            found[county, Metric.LEAD_DRAFTED_STANDARDS] = counts.lead
    for each in sorted(records.noted, key=lambda each: each.on.packed):
        if each.county not in (None, random.CITY) and each.on.first_day <= day:
            found[TODAY.get(each.county, each.county), each.metric] = None if each.value is None else Fraction(str(each.value))
    return found


@settings(max_examples=examples(20))
@given(
    records=random.whole_registers(),
    day=random.days,
    counting=st.sampled_from([(), ("1",), ("none",)]),
    lead_rank=st.integers(1, 2),
    share=st.sampled_from([0.3, 1.0, None]),
)
def test_agrees(
    holding: Holding, records: Records, day: date, counting: tuple[str, ...], lead_rank: int, share: float | None
) -> None:
    assume(day > date.min)
    plan = Plan(code="P", name="P", from_on=BEGINS, until_on=ENDS, schemes=counting, lead_rank=lead_rank)
    asked = [("330302", random.RECORDED[0]), ("330302", Metric.IMPLEMENTATION_RATE.value), ("330382", random.RECORDED[1])]
    with holding(records):
        db.session.add(plan)
        db.session.flush()
        db.session.add_all([CountyTarget(plan_id=plan.id, county=county, metric=name, value=share) for county, name in asked])
        db.session.flush()
        found = assessment(plan, day, city=random.CITY)
    before = day.replace(year=day.year - 1)
    now, then = (values(records, each, counting, lead_rank) for each in (day, before))
    assert found.year_before == before
    known = {county for county, _ in now if county and county.startswith(random.CITY)}
    assert set(found.counties) == {"330302", "330382", *known}
    assert list(found.metrics) == [*COMPUTED, *sorted(random.RECORDED)]
    nothing = [
        {Metric.INNOVATION_ENTERPRISES: 0, Metric.LEAD_DRAFTED_STANDARDS: 0 if BEGINS.first_day <= each else None}
        for each in (day, before)
    ]
    for (county, metric), cell in found.cells.items():
        assert cell.value == now.get((county, metric), nothing[0].get(metric))
        assert cell.before == then.get((county, metric), nothing[1].get(metric))
        expected = Fraction(str(share)) if share is not None and (county, metric) in asked else None
        assert cell.share == expected
