"""Drafting counts by group and period, where the worked example says nothing."""

from datetime import date

import pytest

from app.errors import Invalid
from app.registry.models import LeftOut
from app.registry.rates.drafting import Counts
from app.registry.statistics import GroupBy, drafting_counts, drafting_rows
from app.registry.words import DraftingRole, Kind, RelationKind
from tests.factories import make_block_industry, make_drafting, make_organization, make_standard, relate, tie

CITY = "3303"
LED = Counts(lead=1, formulated=1)


def led(published_on: str, county: str = "330302", **more):
    """A standard that a body of that county drafted alone."""
    standard = make_standard(published_on=published_on, **more)
    make_drafting(standard, make_organization(county=county))
    return standard


def grouped(since: date, until: date, group_by: GroupBy) -> dict[str | None, Counts]:
    found = drafting_counts(since, until, city=CITY, group_by=group_by)
    return {group.value: group.counts for group in found.groups}


def test_a_date_known_in_part_counts_from_its_first_day(app):
    for published_on in ("2012", "2012-06", "2012-06-02"):
        led(published_on)
    for since, until, expected in [
        (date(2011, 12, 31), date(2012, 1, 1), 0),
        (date(2012, 1, 1), date(2012, 1, 2), 1),
        (date(2012, 1, 2), date(2012, 6, 1), 0),
        (date(2012, 1, 2), date(2012, 6, 2), 1),
        (date(2012, 6, 1), date(2012, 6, 3), 2),
        (date.min, date.max, 3),
    ]:
        assert drafting_counts(since, until, city=CITY).total.lead == expected, (since, until)


def test_a_period_may_be_empty_and_must_not_end_before_it_begins(app):
    led("2012-06-02")
    day = date(2012, 6, 2)
    found = drafting_counts(day, day, city=CITY)
    assert (found.total, found.groups, found.left_out) == (Counts(), [], {})
    with pytest.raises(Invalid, match="终止日期 2012-06-01 早于起始日期 2012-06-02") as refused:
        drafting_counts(day, date(2012, 6, 1), city=CITY)
    assert [(field.field, field.value) for field in refused.value.fields] == [("to", "2012-06-01")]
    with pytest.raises(Invalid):
        drafting_rows(date.max, date.min, city=CITY)


def test_block_industries_are_those_of_the_day_of_publication(app):
    standard = led("2012-06")
    for code, since, until in [
        ("always", None, None),
        ("that-day", "2012-06-01", None),
        ("next-day", "2012-06-02", None),
        ("until-then", None, "2012-06-01"),
        ("until-next", None, "2012-06-02"),
        ("that-year", "2012", "2013"),
    ]:
        tie(standard, make_block_industry(code), since, until)
    led("2012-07-01")
    found = grouped(date(2012, 1, 1), date(2013, 1, 1), GroupBy.BLOCK_INDUSTRY)
    assert found == dict.fromkeys(["always", "that-day", "until-next", "that-year", None], LED)


def test_counties_are_todays(app):
    for county in ("330322", "330305", "330302"):
        led("2012-06-02", county)
    found = grouped(date(2012, 1, 1), date(2013, 1, 1), GroupBy.COUNTY)
    assert found == {"330302": LED, "330305": Counts(lead=2, formulated=2)}


def test_amendments_do_not_count(app):
    led("2012-06-02", number="GB 99903-2010/XG1-2012")
    relate(led("2012-06-02"), RelationKind.AMENDS, "GB 99904-2010")
    assert drafting_counts(date(2012, 1, 1), date(2013, 1, 1), city=CITY).total == Counts()


def test_what_replaces_a_number_that_is_not_in_the_register_is_a_revision(app):
    relate(led("2012-06-02"), RelationKind.PARTLY_REPLACES, "GB 99904-2010")
    found = drafting_counts(date(2012, 1, 1), date(2013, 1, 1), city=CITY)
    assert found.total == Counts(lead=1, revised=1)


def test_a_link_that_does_not_act_makes_no_revision_and_no_amendment(app):
    standard = led("2012-06-02")
    for kind in (RelationKind.REPLACES, RelationKind.PARTLY_REPLACES, RelationKind.AMENDS):
        relate(standard, kind, standard).left_out = LeftOut.SELF
    assert drafting_counts(date(2012, 1, 1), date(2013, 1, 1), city=CITY).total == LED


def test_where_any_body_has_a_role_the_place_in_the_list_says_nothing(app):
    first, last = make_organization(), make_organization(county="330203")
    standard = make_standard(published_on="2012-06-02")
    make_drafting(standard, first, rank=1)
    make_drafting(standard, last, rank=2, role=DraftingRole.PARTICIPATE)
    assert drafting_counts(date(2012, 1, 1), date(2013, 1, 1), city=CITY).total == Counts(participate=1)


def test_international_standards_count_whoever_led_them(app):
    standard = make_standard("ISO 99905:2012", published_on="2012-06", kind=Kind.INTERNATIONAL)
    make_drafting(standard, make_organization(county="330203"))
    make_drafting(standard, make_organization(), rank=7)
    found = drafting_counts(date(2012, 1, 1), date(2013, 1, 1), city=CITY, kinds=(Kind.INTERNATIONAL,))
    assert found.total.taken_part == 1
