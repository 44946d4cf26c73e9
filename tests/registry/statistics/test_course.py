"""A figure over many days is that of each day."""

from collections import Counter
from datetime import date

import pytest

from app.database import db
from app.registry.models import BlockIndustry
from app.registry.rates.implementation import Evidence
from app.registry.statistics import implementation_course, innovation_course, innovation_enterprises
from tests import worked_example as example
from tests.registry.statistics.loading import load


def counts(code, days, evidence):
    block = db.session.query(BlockIndustry).filter_by(code=code).one()
    rates = implementation_course(block.id, [date.fromisoformat(day) for day in days], evidence)
    return [None if rate.share is None else (rate.count, rate.of) for rate in rates]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("merged", [False, True])
def test_every_row_of_the_worked_example(merged):
    load(example.TABLES)
    if merged:
        load({"organizations": [example.MERGER]})
    # the merger holds from its day on, and leaves the days before it as they were
    rows = [row for row in example.RATES if merged or not row.merged]
    days = [row.day for row in rows]
    assert counts(example.SHOES, days, Evidence.VERIFIED) == [row.shoes_verified for row in rows]
    assert counts(example.SHOES, days, Evidence.DECLARED) == [row.shoes_declared for row in rows]
    assert counts(example.LOCKS, days, Evidence.VERIFIED) == [row.locks_verified for row in rows]


def test_statements_do_not_grow_with_the_days(app, statements):
    load(example.TABLES)
    block = db.session.query(BlockIndustry).filter_by(code=example.SHOES).one()
    with statements() as once:
        implementation_course(block.id, [date(2014, 7, 15)])
    # what was read for the first is kept: only whether it still holds is asked
    with statements() as often:
        implementation_course(block.id, [date(2014, 7, day) for day in range(1, 31)])
    assert len(once) < 12
    assert len(often) == 1


@pytest.mark.usefixtures("app")
def test_innovation_enterprises_of_every_day_of_the_worked_example():
    load(example.TABLES)
    load({"organizations": [example.MERGER]})
    course = innovation_course({date.fromisoformat(day): () for day in example.INNOVATION})
    assert course.levels == [example.LOW, example.HIGH]
    assert course.by_day == [Counter(held.values()) for held in example.INNOVATION.values()]


@pytest.mark.usefixtures("app")
def test_only_schemes_that_count_on_the_day_are_counted():
    load(example.TABLES)
    day = date(2013, 6, 1)
    assert innovation_course({day: ("OTHER",)}).by_day == [{}]
    counted = innovation_course({day: (example.SCHEME,)}).by_day[0]
    assert sum(counted.values()) == innovation_enterprises(day, schemes=(example.SCHEME,)).count == 2
