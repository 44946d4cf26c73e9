"""What waits for whom, the oldest first."""

from datetime import date, timedelta

from app.accounts.permissions import NOBODY
from app.clock import today
from app.registry.dates import PartialDate
from app.registry.queries.declaration_links import Asked
from app.registry.services.declaration_links import make_links
from app.registry.services.waiting import waiting_for
from tests.factories import (
    make_award,
    make_implementation,
    make_membership,
    make_organization,
    make_scheme,
    make_standard,
    tie,
)
from tests.registry.services.acting import STAFF, editor_of


def test_what_a_merged_enterprise_has_to_mend_waits_for_its_survivor_from_the_day_of_the_merger(locks):
    survivor = make_organization("演示合并后锁厂")
    locks.member.merged_into_id, locks.member.merged_on = survivor.id, PartialDate.of(date(2025, 5, 1))
    back = make_implementation(locks.member, locks.standard, "2021-03-01", returned_on="2025-04-01", return_reason="缺证明")
    before, after = (waiting_for(editor_of(survivor), day).returned for day in (date(2025, 4, 30), date(2025, 5, 1)))
    assert ([*before], [each.id for each in after]) == ([], [back.id])


def test_the_association_sees_what_to_verify_and_which_links_nobody_answered(locks):
    second = make_organization("演示二厂")
    make_membership(second, locks.block)
    late = make_implementation(locks.member, locks.standard, "2021-03-01", declared_on="2021-04-01")
    early = make_implementation(second, locks.standard, "2021-03-01", declared_on="2021-03-02")
    third = make_organization("演示三厂")
    make_membership(third, locks.block)
    make_implementation(third, locks.standard, "2021-03-01", verified_on="2021-05-01")
    fourth = make_organization("演示四厂")
    make_membership(fourth, locks.block)
    (link,) = make_links([Asked(fourth.id, locks.standard.id)], actor=editor_of(locks.association))
    waiting = waiting_for(editor_of(locks.association), today())
    assert [each.id for each in waiting.to_verify] == [early.id, late.id]
    # the fourth is the standard itself, published in 2020 and not reviewed since
    assert (waiting.count, waiting.since) == (4, date(2021, 3, 2))
    assert [each.id for each in waiting.unanswered] == [link.id]
    assert [each.id for each in waiting_for(editor_of(fourth), today()).to_answer] == [link.id]


def test_a_link_waits_no_more_once_it_was_declared_in_another_way(locks):
    make_links([Asked(locks.member.id, locks.standard.id)], actor=editor_of(locks.association))
    make_implementation(locks.member, locks.standard, verified_on="2021-05-01")
    assert waiting_for(editor_of(locks.association), today()).unanswered == []
    assert waiting_for(editor_of(locks.member), today()).to_answer == []


def test_the_enterprise_sees_what_came_back(locks):
    back = make_implementation(locks.member, locks.standard, returned_on="2021-03-01", return_reason="缺少证明")
    waiting = waiting_for(editor_of(locks.member), today())
    assert [each.id for each in waiting.returned] == [back.id]
    assert waiting_for(editor_of(locks.association), today()).to_verify == []


def test_reviews_due_in_ninety_days(locks):
    soon = make_standard("T/YANSHI 3-2021", published_on="2021-06-01", implemented_on="2021-07-01")
    later = make_standard("T/YANSHI 4-2021", published_on="2021-06-02", implemented_on="2021-07-01")
    again = make_standard("T/YANSHI 5-2015", published_on="2015-01-01", implemented_on="2015-02-01")
    for standard in (soon, later, again):
        tie(standard, locks.block)
    waiting = waiting_for(editor_of(locks.association), date(2026, 3, 1))
    assert [(each.standard.number, str(each.by)) for each in waiting.standards_due] == [
        ("T/YANSHI 5-2015", "2020-01-01"),
        ("T/YANSHI 1-2020", "2025-04-28"),
        ("T/YANSHI 3-2021", "2026-06-01"),
    ]


def test_awards_due_are_the_enterprises_own_and_all_for_staff(locks):
    scheme = make_scheme("YANSHI", "初级")
    soon = str(today() + timedelta(days=30))
    mine = make_award(locks.member, scheme, "2023-01-01", valid_until=soon)
    others = make_award(make_organization(), scheme, "2023-01-01", valid_until=soon)
    assert [each.id for each in waiting_for(editor_of(locks.member), today()).awards_due] == [mine.id]
    assert [each.id for each in waiting_for(STAFF, today()).awards_due] == [mine.id, others.id]


def test_nothing_waits_for_nobody(locks):
    make_implementation(locks.member, locks.standard)
    assert waiting_for(NOBODY, today()).count == 0
