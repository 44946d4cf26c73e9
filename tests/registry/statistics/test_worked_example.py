"""The worked examples of docs/rules.md section 4, row by row through SQL, on a register that was imported."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from flask import Flask

from app.database import db
from app.registry.models import AwardLevel, BlockIndustry, Organization, Standard
from app.registry.rates.drafting import Counts
from app.registry.rates.implementation import Evidence, Rate, Scope
from app.registry.statistics import (
    GroupBy,
    ImplementationFigure,
    drafting_counts,
    drafting_rows,
    implementation_rate,
    implementation_rows,
    innovation_enterprises,
)
from app.registry.words import Kind
from tests import worked_example as example
from tests.registry.statistics.loading import load

SINCE, UNTIL = (date.fromisoformat(day) for day in example.PLAN_PERIOD)
PLANNED_KINDS = (Kind.NATIONAL, Kind.INDUSTRY)


@pytest.fixture
def register(app: Flask) -> Flask:
    load(example.TABLES)
    return app


@pytest.fixture
def merge(register: Flask) -> Callable[[], None]:
    return lambda: load({"organizations": [example.MERGER]})


def figure(rate: Rate) -> example.Figure:
    return (rate.count, rate.of) if rate.share is not None else None


def rates(found: ImplementationFigure) -> dict[str, example.Figure]:
    return {block.block_industry.code: figure(block.rate) for block in found.block_industries}


def code_of(body: Organization) -> str:
    assert body.uscc is not None
    return body.uscc


class TestImplementationRate:
    @pytest.mark.usefixtures("register")
    def test_every_row(self, merge: Callable[[], None]) -> None:
        for row in sorted(example.RATES, key=lambda row: row.merged):
            if row.merged:
                merge()
            day = date.fromisoformat(row.day)
            verified, declared = (implementation_rate(day, evidence=evidence) for evidence in Evidence)
            assert rates(verified) == {example.SHOES: row.shoes_verified, example.LOCKS: row.locks_verified}, row.day
            assert rates(declared)[example.SHOES] == row.shoes_declared, row.day
            assert figure(verified.overall) == row.overall, row.day
            if row.mean is not None:
                assert verified.mean == row.mean, row.day

    @pytest.mark.usefixtures("register")
    def test_over_block_industries_with_standards(self) -> None:
        for day, expected in example.WITH_STANDARDS.items():
            found = implementation_rate(date.fromisoformat(day), scope=Scope.WITH_STANDARDS)
            assert figure(found.overall) == expected
            assert found.mean == Fraction(*expected)
            assert {block.block_industry.code: block.has_standards for block in found.block_industries} == {
                example.SHOES: True, example.LOCKS: False,
            }

    @pytest.mark.usefixtures("register")
    def test_rows_say_who_is_left_out_and_why(self) -> None:
        for day, expected in example.LEFT_OUT.items():
            found = {
                block.code: {
                    code_of(row.enterprise): {reason.value for reason in row.left_out}
                    for row in implementation_rows(block.id, date.fromisoformat(day))
                    if row.left_out
                }
                for block in db.session.query(BlockIndustry)
            }
            assert found == expected

    @pytest.mark.usefixtures("register")
    def test_the_figure_says_how_many_are_left_out(self) -> None:
        found = implementation_rate(date(2014, 6, 1))
        assert {block.block_industry.code: block.left_out for block in found.block_industries} == {
            example.SHOES: {"unverified": 1, "edition_superseded": 2},
            example.LOCKS: {"standard_withdrawn": 1},
        }
        assert found.left_out == {"unverified": 1, "edition_superseded": 2, "standard_withdrawn": 1}

    @pytest.mark.usefixtures("register")
    def test_rows_name_the_standards_that_each_member_implements(self) -> None:
        shoes = db.session.query(BlockIndustry).filter_by(code=example.SHOES).one()
        rows = implementation_rows(shoes.id, date(2012, 6, 30))
        assert [(row.enterprise.name, row.is_member, row.implements, row.standards) for row in rows] == [
            ("E1", True, True, (example.S1,)),
            ("E2", True, True, (example.S1,)),
            ("E3", True, False, ()),
            ("E4", True, True, (example.S1,)),
            ("E5", True, False, ()),
        ]

    @pytest.mark.usefixtures("register")
    def test_implementing_block_industries(self) -> None:
        expected = {
            ("2009-01-01", 1): 0, ("2012-06-30", 1): 2, ("2012-06-30", 2): 1, ("2012-06-30", 4): 0, ("2013-01-01", 1): 1,
        }
        for (day, threshold), count in expected.items():
            found = implementation_rate(date.fromisoformat(day))
            assert found.implementing_block_industries(threshold) == count, (day, threshold)

    @pytest.mark.usefixtures("register")
    def test_at_the_ends_of_the_calendar(self) -> None:
        for day in (date.min, date(999, 12, 31), date(1000, 1, 1)):
            found = implementation_rate(day)
            assert rates(found) == {example.SHOES: None, example.LOCKS: None}
            assert (found.overall, found.mean, found.left_out) == (Rate(0, 0), None, {})
        assert rates(implementation_rate(date.max)) == {example.SHOES: (1, 3), example.LOCKS: (0, 2)}


class TestDraftingCounts:
    @pytest.mark.usefixtures("register")
    def test_of_the_period(self) -> None:
        found = drafting_counts(SINCE, UNTIL, city=example.CITY, kinds=PLANNED_KINDS)
        assert found.total == Counts(**example.DRAFTING_TOTAL)
        assert {group.value: group.counts for group in found.groups} == {
            "national": Counts(lead=2, formulated=1, revised=1),
            "industry": Counts(participate=1),
        }
        assert found.left_out == {}
        # S1, S2 and S3 bear no day of publication: nobody can tell whether they are of the period
        of_all_kinds = drafting_counts(SINCE, UNTIL, city=example.CITY)
        assert (of_all_kinds.total, of_all_kinds.left_out) == (found.total, {})

    @pytest.mark.usefixtures("register")
    def test_by_body(self) -> None:
        found = drafting_counts(SINCE, UNTIL, city=example.CITY, group_by=GroupBy.ORGANIZATION)
        assert [(group.label, group.counts) for group in found.groups] == [
            ("A", Counts(lead=2, participate=1, formulated=1, revised=1)),
            ("B", Counts(participate=2)),
        ]

    @pytest.mark.usefixtures("register")
    def test_standard_by_standard(self) -> None:
        rows = drafting_rows(SINCE, UNTIL, city=example.CITY)
        assert [row.standard.number for row in rows] == [example.N3, example.N2, example.N1]
        assert {row.standard.number: "lead" if row.lead else "participate" for row in rows} == example.DRAFTING_CITY
        assert {row.standard.number: {code_of(part.organization) for part in row.bodies} for row in rows} == {
            number: set(bodies) for number, bodies in example.DRAFTING_BODIES.items()
        }
        assert [row.standard.number for row in rows if row.revised] == [example.N3]

    @pytest.mark.usefixtures("register")
    def test_day_by_day_each_standard_is_of_the_day_it_was_published(self) -> None:
        for standard in db.session.query(Standard).filter(Standard.number.in_(example.DRAFTING_CITY)):
            assert standard.published_on is not None
            day = standard.published_on.first_day
            rows = drafting_rows(day, day.replace(day=day.day + 1), city=example.CITY)
            assert [row.standard.number for row in rows] == [standard.number]
            assert drafting_rows(day, day, city=example.CITY) == []


class TestInnovationEnterprises:
    @pytest.mark.usefixtures("register")
    def test_every_day(self, merge: Callable[[], None]) -> None:
        merge()
        for day, expected in example.INNOVATION.items():
            found = innovation_enterprises(date.fromisoformat(day))
            assert {code_of(row.enterprise): _level(row.award.level) for row in found.rows} == expected, day
            assert found.count == len(expected)
        (row,) = found.rows
        assert (row.enterprise.name, row.award.organization.name) == ("E1", "E3")

    @pytest.mark.usefixtures("register")
    def test_by_level_county_and_block_industry(self) -> None:
        found = innovation_enterprises(date(2014, 6, 1))
        assert {_level(level): count for level, count in found.by_level.items()} == {example.HIGH: 1, example.LOW: 1}
        assert found.by_county == {"330302": 2}
        assert {block and block.code: count for block, count in found.by_block_industry.items()} == {example.SHOES: 2}


def _level(level: AwardLevel | None) -> str | None:
    return level.name if level else None
