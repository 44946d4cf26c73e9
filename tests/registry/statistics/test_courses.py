"""The course of every metric is what the targets say on each of its days, and a line drawn on says what it rests on."""

from datetime import date
from fractions import Fraction

import pytest

from app.registry.rates.forecast import forecast
from app.registry.statistics import plan_on, targets_on
from app.registry.statistics.courses import courses, quarter_days
from app.registry.statistics.plans import settings_of
from tests import worked_example as example
from tests.factories import make_committee, make_organization, make_plan
from tests.registry.statistics.loading import load


def test_quarters_end_on_their_last_days_and_the_last_is_the_day_itself():
    assert quarter_days(date(2011, 1, 1), date(2011, 8, 15)) == [date(2011, 3, 31), date(2011, 6, 30), date(2011, 8, 15)]
    assert quarter_days(date(2011, 1, 1), date(2011, 6, 30)) == [date(2011, 3, 31), date(2011, 6, 30)]
    assert len(quarter_days(date.min, date(2030, 12, 31))) == 21
    assert quarter_days(date.min, date(1, 2, 1)) == [date(1, 2, 1)]


def test_every_value_is_that_of_the_targets_on_its_day(app):
    load(example.TABLES)
    load({"observations": [{"metric": "quality_award_enterprises", "on": "2012-06", "value": "60"}]})
    keeper = make_organization("秘书处", county="330382")
    make_committee("SAC/TC 189/SC 9", secretariat_id=keeper.id)
    plan = make_plan("2011-2015", *example.PLAN_PERIOD, {"quality_award_enterprises": 100.0})
    found = courses(settings_of(plan), ["quality_award_enterprises"], date(2014, 7, 15), city=example.CITY)
    days = found["committees"].days
    assert len(days) == 15
    for at, day in enumerate(days):
        assert {name: course.values[at] for name, course in found.items()} == {
            each.metric: each.value for each in targets_on(day, city=example.CITY).metrics
        }, day
    assert plan_on(days[0]).code == "2011-2015"
    assert found["implementation_rate"].values[-1] == Fraction(1, 4)


class TestForecast:
    DAYS = (date(2011, 1, 1), date(2011, 1, 11), date(2011, 1, 21), date(2011, 1, 31))

    def test_on_a_straight_line_is_the_line_and_leaves_no_doubt(self):
        found = forecast([(day, 1.0 + at) for at, day in enumerate(self.DAYS)], date(2011, 2, 20))
        assert found is not None
        assert (found.value, found.low, found.high) == pytest.approx((6.0, 6.0, 6.0))
        assert (found.points, found.since, found.until) == (4, self.DAYS[0], self.DAYS[-1])

    def test_doubt_grows_with_how_far_values_lie_from_it(self):
        # values 1, 3, 3, 5 at 0, 10, 20, 30: slope 0.12, mean 3 at 15; residuals ±0.2, ±0.6: sum of squares 0.8;
        # at 50: 7.2; margin 4.303 * sqrt(0.4 * (1 + 1/4 + 35² / 500)) = 4.303 * sqrt(1.48)
        found = forecast(list(zip(self.DAYS, (1.0, 3.0, 3.0, 5.0), strict=True)), date(2011, 2, 20))
        assert found is not None
        assert (found.value, found.high - found.value) == pytest.approx((7.2, 4.303 * 1.48**0.5))
        bounded = found.bounded(5.0, 8.0)
        assert (bounded.low, bounded.value, bounded.high) == pytest.approx((5.0, 7.2, 8.0))

    def test_of_too_few_points_there_is_none(self):
        assert forecast([(day, 1.0) for day in self.DAYS[:3]], date(2012, 1, 1)) is None
        assert forecast([(self.DAYS[0], 1.0)] * 4, date(2012, 1, 1)) is None
