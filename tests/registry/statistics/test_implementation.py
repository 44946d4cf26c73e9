"""The implementation rate where the worked example says nothing and chance seldom leads."""

from datetime import date

from app.registry.dates import PartialDate
from app.registry.rates.implementation import Rate
from app.registry.statistics import (
    Asked,
    ImplementationGroup,
    Within,
    enterprises_behind,
    held_back,
    implementation_groups,
    implementation_rate,
    implementation_rows,
)
from tests.factories import (
    make_block_industry,
    make_implementation,
    make_membership,
    make_organization,
    make_standard,
    tie,
)


def test_an_implementation_counts_only_where_its_standard_is_tied_on_the_day(app):
    standard = make_standard("T/YANSHI 1-2010", published_on=None, implemented_on="2010")
    enterprise = make_organization()
    make_implementation(enterprise, standard, "2010", verified_on="2010")
    always, until_2012, never = (make_block_industry(code) for code in "ABC")
    for block in (always, until_2012, never):
        make_membership(enterprise, block)
    tie(standard, always)
    tie(standard, until_2012, until="2012")

    def rates(day: date) -> list[tuple[Rate, bool]]:
        return [(each.rate, each.has_standards) for each in implementation_rate(day).block_industries]

    yes, no = (Rate(1, 1), True), (Rate(0, 1), False)
    assert rates(date(2011, 12, 31)) == [yes, yes, no]
    assert rates(date(2012, 1, 1)) == [yes, no, no]
    assert implementation_rate(date(2012, 1, 1)).left_out == {}
    (row,) = implementation_rows(until_2012.id, date(2012, 1, 1))
    assert (row.implements, row.standards, row.left_out) == (False, (), frozenset())


def test_who_implements_in_one_block_industry_is_not_left_out_of_the_overall_rate_for_another(app):
    enterprise = make_organization()
    for code, days in (("A", {"verified_on": "2021-02-01"}), ("B", {})):
        block, standard = make_block_industry(code), make_standard(f"T/YANSHI {code}1-2020")
        tie(standard, block)
        make_membership(enterprise, block)
        make_implementation(enterprise, standard, **days)
    make_membership(enterprise, make_block_industry("C"), since=None)
    found = implementation_rate(date(2021, 6, 1))
    assert [each.left_out for each in found.block_industries] == [{}, {"unverified": 1}, {"membership_undated": 1}]
    assert (found.overall, found.left_out) == (Rate(1, 1), {})
    # on the day before it was verified it is in the rate, and nothing but the evidence is missing
    before = implementation_rate(date(2021, 1, 31))
    assert (before.overall, before.left_out) == (Rate(0, 1), {"unverified": 1})


def test_a_standard_that_nobody_can_be_counted_for_still_says_who_is_left_out(app):
    standard, block = make_standard("T/YANSHI 1-2010"), make_block_industry()
    tie(standard, block)
    make_membership(make_organization(), block, since=None)
    (group,) = implementation_groups(date(2021, 6, 1), ImplementationGroup.STANDARD)
    assert (group.value, group.rate, group.left_out) == ("T/YANSHI 1-2010", Rate(0, 0), {"membership_undated": 1})


def test_a_reason_belongs_to_the_standard_it_was_implemented_from(app):
    block, enterprise = make_block_industry(), make_organization()
    make_membership(enterprise, block)
    for serial, days in enumerate(({}, {"verified_on": "2021", "revoked_on": "2021-05"}, {"verified_on": "2021"}, None), 1):
        standard = make_standard(f"T/YANSHI {serial}-2020")
        tie(standard, block)
        if days is not None:
            make_implementation(enterprise, standard, **days)
    groups = implementation_groups(date(2021, 6, 1), ImplementationGroup.STANDARD)
    assert [(group.rate, group.left_out) for group in groups] == [
        (Rate(0, 1), {"unverified": 1}),
        (Rate(0, 1), {"revoked": 1}),
        (Rate(1, 1), {}),
        (Rate(0, 1), {}),
    ]


def test_bodies_merged_in_a_circle_stand_for_nobody(app):
    block, first, second = make_block_industry(), make_organization(), make_organization()
    first.merged_into_id, second.merged_into_id = second.id, first.id
    make_membership(first, block)
    make_membership(make_organization(), block)
    assert implementation_rate(date(2012, 1, 1)).overall == Rate(0, 1)


def test_associations_that_were_merged_are_one_from_that_day_on(app):
    first, second = make_organization("甲协会"), make_organization("乙协会")
    second.merged_into_id, second.merged_on = first.id, PartialDate(2012)
    one, two, of_nobody = (make_block_industry(code) for code in "ABC")
    one.association_id, two.association_id = first.id, second.id
    in_both = make_organization()
    for block in (one, two, of_nobody):
        make_membership(in_both, block)
    make_membership(make_organization(), two)

    def told(day: date) -> dict[str | None, tuple[str | None, Rate]]:
        return {each.value: (each.label, each.rate) for each in implementation_groups(day, ImplementationGroup.ASSOCIATION)}

    assert told(date(2011, 12, 31)) == {
        str(first.id): ("甲协会", Rate(0, 1)), str(second.id): ("乙协会", Rate(0, 2)), None: (None, Rate(0, 1)),
    }
    assert told(date(2012, 1, 1)) == {str(first.id): ("甲协会", Rate(0, 2)), None: (None, Rate(0, 1))}
    behind = enterprises_behind(date(2012, 1, 1), Asked(), 1, 10, within=Within.ASSOCIATION, value=str(first.id))
    assert behind.total == 2


def test_only_verification_holds_back_whoever_declared_one_standard_that_would_count(app):
    block, other = make_block_industry(), make_block_industry()
    waiting, superseded, implementing, elsewhere = (make_organization() for _ in range(4))
    for enterprise in (waiting, superseded, implementing, elsewhere):
        make_membership(enterprise, block)
    first, second = make_standard("T/YANSHI 1-2020"), make_standard("T/YANSHI 2-2020", withdrawn_on="2021-03-01")
    tie(first, block)
    tie(second, block)
    not_here = make_standard("T/YANSHI 3-2020")
    tie(not_here, other)
    make_implementation(waiting, first)
    # its other standard is gone; the first would count all the same
    make_implementation(waiting, second, verified_on="2021", revoked_on="2021-02")
    make_implementation(superseded, second)
    make_implementation(implementing, first, verified_on="2021")
    make_implementation(implementing, second)
    make_implementation(elsewhere, not_here)
    assert held_back(block.id, date(2021, 6, 1)) == {waiting.id}
