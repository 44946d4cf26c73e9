"""Votes of a technical review: three quarters of the representatives present, without those who drafted."""

from fractions import Fraction

import pytest

from app.registry.lifecycle.votes import Drafting, Representative, count, still_to_vote, why_no_vote
from app.registry.lifecycle.words import Vote

NOBODY = Drafting()


def people(agree, against=0, abstain=0, silent=0):
    said = [Vote.AGREE] * agree + [Vote.AGAINST] * against + [Vote.ABSTAIN] * abstain + [None] * silent
    return [Representative(f"代表{place}", vote=vote) for place, vote in enumerate(said)]


@pytest.mark.parametrize(
    ("votes", "passes"),
    [
        (people(3, 1), True),  # 3/4
        (people(2, 1), False),  # 2/3
        (people(5, 0, 2), False),  # 5/7: an abstention is no agreement
        (people(6, 0, 2), True),  # 6/8
        (people(3, 0, 0, 1), True),  # silence counts as present
        (people(2, 0, 0, 1), False),
        ([], False),
    ],
)
def test_three_quarters_of_those_present_agree(votes, passes):
    assert count(votes, NOBODY).passes(75) is passes


def test_a_body_may_ask_for_more():
    assert count(people(8, 2), NOBODY).share == Fraction(4, 5)
    assert count(people(8, 2), NOBODY).passes(80)
    assert not count(people(8, 2), NOBODY).passes(81)


def test_who_is_absent_does_not_count():
    absent = Representative("缺席者", present=False, vote=None)
    assert count([*people(3, 1), absent], NOBODY).voters == 4


def test_neither_drafters_nor_experts_of_their_units_vote():
    drafting = Drafting(frozenset({7}), frozenset({"甲厂"}), frozenset({("张三", "乙所"), ("李四", None)}))
    apart = [
        Representative("王五", organization_id=7, vote=Vote.AGREE),
        Representative("赵六", unit="甲厂", vote=Vote.AGREE),
        Representative("张三", unit="乙所", vote=Vote.AGREE),
        Representative("李四", unit="丙所", vote=Vote.AGREE),
    ]
    assert all(why_no_vote(each, drafting) for each in apart)
    assert why_no_vote(Representative("张三", unit="丁所"), drafting) is None  # another of the same name
    counted = count([*apart, *people(2, 1)], drafting)
    assert (counted.agree, counted.voters, counted.apart) == (2, 3, 4)
    assert not counted.passes(75)


def test_who_is_still_to_vote():
    assert still_to_vote([*people(1, 0, 0, 1), Representative("缺席者", present=False)], NOBODY) == ["代表1"]
