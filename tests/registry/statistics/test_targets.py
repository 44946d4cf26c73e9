"""Plans and their targets on a day: docs/rules.md section 4, by hand."""

from datetime import date
from fractions import Fraction

import pytest

from app.registry.statistics import MetricOn, TargetsOn, committees_on, flow_period, plan_on, target_of, targets_on
from app.registry.words import CommitteeLevel, Metric
from tests import worked_example as example
from tests.factories import day as day_of
from tests.factories import make_committee, make_organization, make_plan
from tests.registry.statistics.loading import load

TARGETS = {
    "implementation_rate": 0.3,
    "implementing_block_industries": 2,
    "innovation_enterprises": 2,
    "lead_drafted_standards": 2,
    "quality_award_enterprises": 100,
}
FIRST, LAST = date(2011, 1, 1), date(2015, 12, 31)


def code_on(day: date) -> str | None:
    plan = plan_on(day)
    return plan.code if plan else None


def values(found: TargetsOn) -> dict[str, Fraction | int | None]:
    return {metric.metric: metric.value for metric in found.metrics}


def test_the_plan_of_a_day_is_the_one_it_lies_in_else_the_last_begun(app):
    make_plan("2011-2015", *example.PLAN_PERIOD)
    make_plan("2012", "2012", "2013")
    make_plan("2021", "2021-06", "2022-01-01")
    for day, expected in {
        date.min: None,
        date(2010, 12, 31): None,
        FIRST: "2011-2015",
        date(2012, 1, 1): "2012",
        date(2012, 12, 31): "2012",
        date(2013, 1, 1): "2011-2015",
        LAST: "2011-2015",
        date(2016, 1, 1): "2012",
        date(2021, 5, 31): "2012",
        date(2021, 6, 1): "2021",
        date.max: "2021",
    }.items():
        assert code_on(day) == expected, day
    assert targets_on(LAST, city=example.CITY).inside
    assert not targets_on(date(2016, 1, 1), city=example.CITY).inside
    assert targets_on(date.min, city=example.CITY) == TargetsOn(date.min, None, ())


def test_flows_are_counted_up_to_the_day_included_and_never_beyond_the_plan(app):
    plan = make_plan("2011-2015", *example.PLAN_PERIOD)
    assert flow_period(plan, FIRST) == (FIRST, date(2011, 1, 2))
    assert flow_period(plan, date(2015, 12, 30)) == (FIRST, LAST)
    assert flow_period(plan, LAST) == flow_period(plan, date(2030, 1, 1)) == (FIRST, date(2016, 1, 1))
    endless = make_plan("endless", "2016", "9999-12-31")
    assert flow_period(endless, date.max) == (date(2016, 1, 1), date.max)


@pytest.mark.parametrize(
    ("written", "exact"),
    [(0.3, Fraction(3, 10)), (0.1, Fraction(1, 10)), (50.0, Fraction(50)), (1e-07, Fraction(1, 10**7)), (None, None)],
)
def test_a_target_is_the_number_that_was_written(app, written: float | None, exact: Fraction | None):
    plan = make_plan("2011-2015", *example.PLAN_PERIOD, {"implementation_rate": written})
    assert target_of(plan, "implementation_rate") == exact
    assert target_of(plan, "innovation_enterprises") is None
    assert target_of(None, "implementation_rate") is None


def test_a_target_is_met_exactly_at_its_number():
    def met(value: Fraction | int | None, target: float | None) -> bool | None:
        return MetricOn("m", value, None if target is None else Fraction(repr(target)), True, {}).met

    assert met(Fraction(3, 10), 0.3) is True
    assert met(Fraction(299_999_999, 1_000_000_000), 0.3) is False
    assert (met(50, 50.0), met(49, 50.0)) == (True, False)
    assert met(None, 0.3) is met(50, None) is None


class TestWorkedExample:
    def test_stocks_on_the_day_and_flows_up_to_it(self, app):
        load(example.TABLES)
        make_plan("2011-2015", *example.PLAN_PERIOD, TARGETS)
        expected = {
            date(2012, 6, 30): (Fraction(4, 6), 2, 1, 0),
            date(2012, 9, 2): (Fraction(4, 6), 2, 1, 0),
            date(2012, 9, 3): (Fraction(4, 6), 2, 1, 1),
            date(2013, 1, 1): (Fraction(2, 6), 1, 2, 1),
            date(2014, 6, 1): (Fraction(0), 0, 2, 2),
            date(2020, 1, 1): (Fraction(1, 4), 1, 1, 2),
        }
        for day, (rate, industries, enterprises, led) in expected.items():
            assert values(targets_on(day, city=example.CITY)) == {
                "implementation_rate": rate,
                "implementing_block_industries": industries,
                "innovation_enterprises": enterprises,
                "lead_drafted_standards": led,
                "international_standards": 0,
                "committees": 0,
                "international_adoption_rate": None,
                "quality_award_enterprises": None,
            }, day

    def test_each_says_whether_it_is_met_and_who_is_left_out(self, app):
        load(example.TABLES)
        make_plan("2011-2015", *example.PLAN_PERIOD, TARGETS)
        found = {metric.metric: metric for metric in targets_on(date(2014, 6, 1), city=example.CITY).metrics}
        assert list(found) == [*(metric.value for metric in Metric), "quality_award_enterprises"]
        assert {name: metric.met for name, metric in found.items()} == {
            "implementation_rate": False,
            "implementing_block_industries": False,
            "innovation_enterprises": True,
            "lead_drafted_standards": True,
            "international_standards": None,
            "committees": None,
            "international_adoption_rate": None,
            "quality_award_enterprises": None,
        }
        assert found["implementation_rate"].left_out == {
            "unverified": 1, "edition_superseded": 2, "standard_withdrawn": 1,
        }
        assert {name for name, metric in found.items() if metric.is_rate} == {
            "implementation_rate", "international_adoption_rate",
        }
        assert not found["quality_award_enterprises"].computed

    def test_the_plan_sets_how_its_figures_are_counted(self, app):
        load(example.TABLES)
        make_plan(
            "strict", *example.PLAN_PERIOD, lead_rank=3, implementing_threshold=2, schemes=("GUOJIA",),
        )
        found = values(targets_on(date(2013, 3, 1), city=example.CITY))
        assert found["implementing_block_industries"] == 1
        assert found["innovation_enterprises"] == 0
        # with the first three places for leaders N2 is led by B and A
        assert found["lead_drafted_standards"] == 2


class TestCommittees:
    def test_sit_where_their_secretariat_sits(self, app):
        here, elsewhere, nowhere = (make_organization(county=county) for county in ("330382", "330203", None))
        moved = make_organization(county="330382", merged_into_id=elsewhere.id, merged_on="2014-01-01")
        for secretariat, county in ((here, None), (elsewhere, "330302"), (nowhere, "330302"), (None, None), (moved, None)):
            make_committee(secretariat_id=secretariat and secretariat.id, county=county)
        before, after = (committees_on(day, city=example.CITY) for day in (date(2013, 12, 31), date(2014, 1, 1)))
        assert (before.count, before.left_out) == (3, {"county_unknown": 1})
        assert (after.count, after.left_out) == (2, {"county_unknown": 1})

    def test_count_from_establishment_to_dissolution_if_national_or_provincial(self, app):
        lived = {"county": "330302", "established_on": day_of("2012"), "dissolved_on": day_of("2013-07-01")}
        for level in CommitteeLevel:
            make_committee(level=level, **lived)
        make_committee(level=None, **lived)
        counts = [
            committees_on(date.fromisoformat(day), city=example.CITY).count
            for day in ("2011-12-31", "2012-01-01", "2013-06-30", "2013-07-01")
        ]
        assert counts == [0, 2, 2, 0]
