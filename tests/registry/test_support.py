"""Rules of schemes and subsidies over the standards of an enterprise, by hand."""

from datetime import date
from decimal import Decimal

import pytest

from app.registry.rates.support import Claimed, Hindrance, Rule, amount, judge
from app.registry.words import Kind, Status

DAY = date(2014, 6, 30)


def claimed(ref: str, **more) -> Claimed:
    told = {"kind": Kind.NATIONAL, "status": Status.CURRENT, "start": date(2012, 1, 1), "rank": 1, "series": ref}
    return Claimed(ref, **told | more)


def against(rule: Rule, *standards: Claimed) -> list[set[str]]:
    return [set(each.against) for each in judge(rule, standards, DAY)]


@pytest.mark.parametrize(
    ("rule", "more", "expected"),
    [
        (Rule(), {}, set()),
        (Rule(kinds=(Kind.NATIONAL, Kind.INDUSTRY)), {"kind": Kind.LOCAL}, {Hindrance.KIND}),
        (Rule(), {"status": Status.SUPERSEDED}, {Hindrance.NOT_IN_FORCE}),
        (Rule(rank=2), {"rank": 2}, set()),
        (Rule(rank=2), {"rank": 3}, {Hindrance.RANK}),
        (Rule(rank=2), {"rank": None}, {Hindrance.RANK_UNKNOWN}),
        (Rule(months_in_force=12), {"start": date(2013, 6, 30)}, set()),
        (Rule(months_in_force=12), {"start": date(2013, 7, 1)}, {Hindrance.TOO_YOUNG}),
        (Rule(months_in_force=4), {"start": date(2014, 2, 28)}, set()),
        (Rule(months_in_force=12), {"start": None}, {Hindrance.START_UNKNOWN}),
        (Rule(rank=1, kinds=(Kind.LOCAL,)), {"rank": 2}, {Hindrance.KIND, Hindrance.RANK}),
    ],
)
def test_each_condition(rule, more, expected):
    assert against(rule, claimed("a", **more)) == [expected]


def test_a_series_counts_once_and_no_more_than_the_cap():
    rule = Rule(cap=2, amount=Decimal("20.5"))
    found = judge(rule, [claimed("a"), claimed("b", series="a"), claimed("c"), claimed("d")], DAY)
    assert [each.against for each in found] == [(), (Hindrance.SAME_SERIES,), (), (Hindrance.OVER_CAP,)]
    assert amount(rule, found) == Decimal(41)
    assert against(Rule(series_once=False), claimed("a"), claimed("b", series="a")) == [set(), set()]


def test_what_only_lacks_proof_says_so():
    unproven, hopeless = judge(Rule(rank=1), [claimed("a", rank=None), claimed("b", rank=None, status=Status.WITHDRAWN)], DAY)
    assert (unproven.lacks_proof, hopeless.lacks_proof) == (True, False)
