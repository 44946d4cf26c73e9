"""Health and coverage, standard by standard as the definition says it."""

from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from app.registry.dates import PartialDate
from app.registry.rates.bodies import reached
from app.registry.statistics.coverage import KindCoverage, coverage_on
from app.registry.words import RelationKind, Status
from tests.examples import examples
from tests.registry.statistics import random_registers as random
from tests.registry.statistics.registers import Holding, Record, Records


def begun(record: Record, day: date) -> bool:
    return reached(record.implemented_on or record.published_on, day)


def in_use(records: Records, record: Record, day: date) -> bool:
    by_id = {each.id: each for each in records.standards}
    replaced = any(
        link.acts and link.kind is RelationKind.REPLACES and link.object == record.id and begun(by_id[link.subject], day)
        for link in records.links
        if link.subject
    )
    ended = record.withdrawn_on is None and record.recorded_status in (Status.WITHDRAWN, Status.SUPERSEDED)
    return begun(record, day) and not reached(record.withdrawn_on, day) and not ended and not replaced


def years_since(known: PartialDate | None, day: date) -> int:
    """Whole years passed; of the 29th of February they are full on the 1st of March."""
    assert known is not None
    first = known.first_day
    return day.year - first.year - ((day.month, day.day) < (first.month, first.day))


def kind_coverage(records: Records, own: list[Record], day: date) -> KindCoverage:
    used = [each for each in own if in_use(records, each, day)]
    ages = [years_since(each.implemented_on or each.published_on, day) for each in used]
    checked = [known for each in used if (known := each.reviewed_on or each.published_on)]
    listed = {part.standard for part in records.parts}
    published = [each.published_on for each in own if each.published_on]
    return KindCoverage(
        kind=own[0].kind,
        records=len(own),
        with_drafters=sum(each.id in listed for each in own),
        without_published=len(own) - len(published),
        without_implemented=sum(each.implemented_on is None for each in own),
        in_use=len(used),
        up_to_five=sum(age < 5 for age in ages),
        up_to_ten=sum(5 <= age < 10 for age in ages),
        older=sum(age >= 10 for age in ages),
        review_overdue=sum(years_since(each, day) >= 5 for each in checked),
        newest=max(published, key=lambda each: each.packed, default=None),
    )


@settings(max_examples=examples(40))
@given(records=random.aging_registers(), day=random.days | st.dates(date(2014, 1, 1), date(2024, 1, 1)))
def test_agrees(holding: Holding, records: Records, day: date) -> None:
    with holding(records):
        found = coverage_on(day)
    kinds = {each.kind for each in records.standards}
    assert {each.kind: each for each in found.kinds} == {
        kind: kind_coverage(records, [each for each in records.standards if each.kind is kind], day) for kind in kinds
    }
    by_id = {each.id: each for each in records.standards}
    withdrawn = {
        each.id
        for each in records.standards
        if reached(each.withdrawn_on, day) or (each.withdrawn_on is None and each.recorded_status is Status.WITHDRAWN)
    }
    cites = [link for link in records.links if link.kind is RelationKind.CITES and link.acts]
    assert found.cited_withdrawn == len(
        {link.subject for link in cites if link.object in withdrawn and in_use(records, by_id[link.subject], day)}
    )
    assert {each.source: each.records for each in found.sources} == Counter(each.source for each in records.standards)
    assert dict(found.by_year) == Counter(each.published_on.year for each in records.standards if each.published_on)
