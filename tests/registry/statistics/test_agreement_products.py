"""采标率 of every year is what the plain rule finds, product by product."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.database import db
from app.registry.models import LeadingProduct, YearlyFact
from app.registry.rates.adoption import adoption_rate, by_reason, rising
from app.registry.rates.implementation import Rate
from app.registry.statistics import adoption_by_year, adoption_rows
from app.registry.words import Degree, Kind, RelationKind
from tests.examples import examples
from tests.factories import make_organization, make_standard, relate
from tests.registry.statistics import random_registers as random
from tests.registry.statistics.registers import Holding, Records


@settings(max_examples=examples(100))
@given(
    records=random.adopting_registers(),
    until=st.integers(2009, 2014),
    years=st.integers(1, 4),
    through_national=st.booleans(),
)
def test_agrees(holding: Holding, records: Records, until: int, years: int, through_national: bool) -> None:
    made = records.made()
    plain = {
        year: adoption_rate(made, records.facts, year, through_national)
        for year in sorted({product.year for product in made})
        if year <= until
    }
    rates = {year: each.rate for year, each in plain.items()}
    with holding(records):
        found = adoption_by_year(until, years, through_national=through_national)
        rows = {year: adoption_rows(year, through_national=through_national) for year in plain}
    assert [(each.year, each.list_year, each.rate, each.rising, each.left_out) for each in found] == [
        (year, each.list_year, each.rate, rising(rates, year), by_reason(each.left_out.values()))
        for year, each in list(plain.items())[-years:]
    ]
    for year, each in plain.items():
        assert {row.product.id for row in rows[year]} == each.products
        assert {row.product.id for row in rows[year] if row.adopting} == each.adopting
        assert {row.product.id: row.left_out for row in rows[year] if row.left_out} == each.left_out


def test_a_national_standard_adopts_what_the_record_of_the_adopted_says_it_is(app):
    national = make_standard("GB/T 1-2010")
    adopted = make_standard("XYZ 12-2000", kind=Kind.INTERNATIONAL)
    relate(national, RelationKind.ADOPTS, adopted, degree=Degree.IDT)
    enterprise = make_organization()
    db.session.add(YearlyFact(organization_id=enterprise.id, year=2012, above_scale=True))
    db.session.add(LeadingProduct(organization_id=enterprise.id, year=2012, product="锁", adopts="GB/T 1-2010"))
    db.session.commit()
    (found,) = adoption_by_year(2012, through_national=True)
    assert found.rate == Rate(1, 1)
