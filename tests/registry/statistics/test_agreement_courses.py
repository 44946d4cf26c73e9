"""What became of awards, and every metric of a plan by quarter, is what the plain rules find day by day."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.database import db
from app.registry.dates import PartialDate
from app.registry.models import Plan, Target
from app.registry.rates.bodies import reached
from app.registry.rates.forecast import FEWEST, forecast
from app.registry.rates.innovation import Award
from app.registry.statistics import innovation_changes, targets_on
from app.registry.statistics.courses import courses
from app.registry.statistics.plans import settings_of
from tests.examples import examples
from tests.registry.statistics import random_registers as random
from tests.registry.statistics.registers import Holding, Records

schemes = st.sampled_from([(), ("1",), ("2",), ("1", "2"), ("none",)])


@settings(max_examples=examples(100))
@given(records=random.awarded_registers(), days=random.periods, counting=schemes)
def test_changes_of_a_period_agree(
    holding: Holding, records: Records, days: tuple[date, date], counting: tuple[str, ...]
) -> None:
    since, until = days
    ends = {scheme.code: scheme.until for scheme in records.schemes}
    awards = [each for each in records.awards if not counting or each.scheme in counting]

    def runs_out(award: Award) -> PartialDate | None:
        return min(
            (end for end in (award.valid_until, ends[award.scheme]) if end), key=lambda end: end.first_day, default=None
        )

    def within(day: PartialDate | None) -> bool:
        return reached(day, until - timedelta(1)) and not reached(day, since - timedelta(1)) if until > since else False

    assume(since > date.min)
    expired = {
        each.body
        for each in awards
        if (end := runs_out(each)) and within(end) and not reached(each.revoked_on, end.first_day - timedelta(1))
    }
    revoked = {
        each.body
        for each in awards
        if each.revoked_on and within(each.revoked_on) and not reached(runs_out(each), each.revoked_on.first_day)
    }
    with holding(records):
        found = innovation_changes(since, until, schemes=counting)
    assert found.awarded == len({each.body for each in awards if within(each.awarded_on)})
    assert (found.expired, found.revoked) == (len(expired), len(revoked))


@settings(max_examples=examples(20))
@given(
    records=random.whole_registers(),
    begins=st.sampled_from([PartialDate(2010), PartialDate(2011, 6), PartialDate(2012)]),
    lasts=st.integers(1, 5),
    day=random.days,
    counting=schemes,
    lead_rank=st.integers(1, 2),
    threshold=st.integers(1, 2),
    through_national=st.booleans(),
)
def test_every_metric_by_quarter_is_that_of_its_day(
    holding: Holding,
    records: Records,
    begins: PartialDate,
    lasts: int,
    day: date,
    counting: tuple[str, ...],
    lead_rank: int,
    threshold: int,
    through_national: bool,
) -> None:
    assume(day >= begins.first_day)
    plan = Plan(
        code="P",
        name="P",
        from_on=begins,
        until_on=PartialDate(begins.year + lasts),
        schemes=counting,
        lead_rank=lead_rank,
        implementing_threshold=threshold,
        adopts_through_national=through_national,
        targets=[Target(metric=metric, value=1.0) for metric in random.RECORDED],
    )
    with holding(records):
        db.session.add(plan)
        db.session.flush()
        found = courses(settings_of(plan), random.RECORDED, day, city=random.CITY)
        by_day = {
            each: {metric.metric: metric.value for metric in targets_on(each, city=random.CITY).metrics}
            for each in found["committees"].days
        }
    assert list(by_day)[-1] == day
    for place, (each, values) in enumerate(by_day.items()):
        assert {name: course.values[place] for name, course in found.items()} == values, each


days_apart = st.lists(st.integers(1, 400), min_size=FEWEST, max_size=24)


@settings(max_examples=examples(100))
@given(steps=days_apart, data=st.data(), ahead=st.integers(1, 2000))
def test_a_line_is_the_one_from_which_all_squares_are_least(steps: list[int], data: st.DataObject, ahead: int) -> None:
    values = data.draw(st.lists(st.integers(0, 1000), min_size=len(steps), max_size=len(steps)))
    places = [sum(steps[:place]) for place in range(len(steps))]
    first = date(2011, 1, 1)
    days = [first + timedelta(place) for place in places]
    # the normal equations, solved in exact fractions
    count, x, y = len(places), sum(places), sum(values)
    slope = Fraction(
        count * sum(place * value for place, value in zip(places, values, strict=True)) - x * y,
        count * sum(place * place for place in places) - x * x,
    )
    expected = (y - slope * x) / count + slope * (places[-1] + ahead)
    found = forecast([(day, float(value)) for day, value in zip(days, values, strict=True)], days[-1] + timedelta(ahead))
    assert found is not None
    assert abs(found.value - expected) <= Fraction(1, 10**6)
    assert found.low <= found.value <= found.high
    held = found.bounded(0.0, 1000.0)
    assert 0.0 <= held.low <= held.value <= held.high <= 1000.0
