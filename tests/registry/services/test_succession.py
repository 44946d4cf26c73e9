"""A new edition takes over: what the rate will be on that day, and who is asked to declare again."""

from datetime import timedelta

import pytest

from app.clock import today
from app.errors import Conflict, NotAllowed
from app.registry.rates.implementation import Evidence, Rate
from app.registry.services.succession import ask_again, successions
from app.registry.words import RelationKind
from tests.factories import make_implementation, make_membership, make_organization, make_standard, relate, tie
from tests.registry.services.acting import editor_of


@pytest.fixture
def takeover(locks):
    """Two of three members implement the old edition, verified; one of them has declared the new one, of a month ahead."""
    second, third = make_organization("演示二厂"), make_organization("演示三厂")
    for body in (second, third):
        make_membership(body, locks.block)
    day = today() + timedelta(days=30)
    new = make_standard("T/YANSHI 1-2026", published_on=str(today()), implemented_on=str(day))
    relate(new, RelationKind.REPLACES, locks.standard)
    tie(new, locks.block)
    for body in (locks.member, second):
        make_implementation(body, locks.standard, "2021-01-01", verified_on="2021-02-01")
    make_implementation(second, new, str(day), declared_on=str(today()))
    return day, new


def test_the_rate_on_the_day_of_change_is_known_before(locks, takeover):
    day, new = takeover
    (found,) = successions(locks.block.id, today())
    assert (found.old.id, found.new.id, found.day, found.is_tied) == (locks.standard.id, new.id, day, True)
    assert found.rates_before[Evidence.VERIFIED] == Rate(2, 3)
    assert (found.rates[Evidence.VERIFIED], found.rates[Evidence.DECLARED]) == (Rate(0, 3), Rate(1, 3))
    assert len(found.implementers) == 2
    assert [each.organization_id for each in found.to_ask] == [locks.member.id]


def test_who_has_not_declared_the_new_one_is_asked_once(locks, takeover):
    _day, new = takeover
    actor = editor_of(locks.association)
    first = ask_again(locks.block.id, locks.standard.id, new.id, actor=actor)
    again = ask_again(locks.block.id, locks.standard.id, new.id, actor=actor)
    assert [(link.organization_id, link.standard_id) for link in first] == [(locks.member.id, new.id)]
    assert [link.id for link in again] == [link.id for link in first]


def test_when_all_have_declared_nobody_is_asked(locks, takeover):
    day, new = takeover
    make_implementation(locks.member, new, str(day))
    with pytest.raises(Conflict, match="都已声明"):
        ask_again(locks.block.id, locks.standard.id, new.id, actor=editor_of(locks.association))
    with pytest.raises(Conflict, match="没有新旧代替关系"):
        ask_again(locks.block.id, new.id, locks.standard.id, actor=editor_of(locks.association))


def test_others_ask_nobody(locks, takeover):
    _day, new = takeover
    with pytest.raises(NotAllowed):
        ask_again(locks.block.id, locks.standard.id, new.id, actor=editor_of(locks.member))
