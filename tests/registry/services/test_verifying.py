"""Associations verify what their members declare or send it back, staff revoke; the figures move on that day."""

from datetime import date, timedelta

import pytest

from app.accounts.permissions import OPERATOR
from app.clock import today
from app.database import db
from app.errors import Conflict, Invalid, NotAllowed, NotFound
from app.registry.rates.bodies import LeftOut
from app.registry.services.verifying import revoke, send_back, verify
from app.registry.statistics import implementation_rate, implementation_rows
from app.registry.words import OrganizationKind
from tests.factories import day, make_block_industry, make_implementation, make_membership, make_organization, tie
from tests.registry.services.acting import AUDITOR, STAFF, editor_of


@pytest.fixture
def declared(locks):
    return make_implementation(locks.member, locks.standard, "2021-03-01", declared_on="2021-03-05")


def test_the_association_verifies_and_its_name_is_kept(locks, declared):
    done = verify([declared.id], on=date(2021, 4, 1), actor=editor_of(locks.association))
    assert [each.id for each in done.done] == [declared.id]
    assert (declared.verified_on, declared.verified_by) == (day("2021-04-01"), "演示锁业协会")
    assert implementation_rate(date(2021, 3, 31)).overall.count == 0
    assert implementation_rate(date(2021, 4, 1)).overall.count == 1


def test_again_changes_nothing(locks, declared):
    actor = editor_of(locks.association)
    verify([declared.id], on=date(2021, 4, 1), actor=actor)
    again = verify([declared.id], on=today(), actor=actor)
    assert (len(again.done), len(again.before)) == (0, 1)
    assert declared.verified_on == day("2021-04-01")


@pytest.mark.parametrize("shift", [1, 400])
def test_not_in_the_future(locks, declared, shift):
    with pytest.raises(Invalid, match="不能晚于今天"):
        verify([declared.id], on=today() + timedelta(days=shift), actor=editor_of(locks.association))


def test_not_before_the_declaration(locks, declared):
    found = verify([declared.id], on=date(2021, 3, 4), actor=editor_of(locks.association))
    assert [why for _each, why in found.refused] == ["核实日期不能早于声明日期 2021-03-05"]
    assert declared.verified_on is None


def test_only_the_association_of_the_enterprise_and_the_standard(locks, declared):
    elsewhere = make_organization("演示鞋业协会", kind=OrganizationKind.ASSOCIATION)
    shoes = make_block_industry("XIE", "鞋", association_id=elsewhere.id)
    tie(locks.standard, shoes)
    for actor in (editor_of(elsewhere), editor_of(locks.member), STAFF, AUDITOR):
        with pytest.raises(NotAllowed):
            verify([declared.id], on=today(), actor=actor)
    make_membership(locks.member, shoes, "2022-01-01")
    assert len(verify([declared.id], on=today(), actor=editor_of(elsewhere)).done) == 1


def test_many_at_once_each_for_itself(locks, declared):
    others = [make_organization() for _ in range(3)]
    for body in others:
        make_membership(body, locks.block)
    good = make_implementation(others[0], locks.standard, "2021-01-01")
    late = make_implementation(others[1], locks.standard, "2021-01-01", declared_on="2024-01-01")
    gone = make_implementation(others[2], locks.standard, "2021-01-01", revoked_on="2022-01-01")
    ids = [declared.id, good.id, late.id, gone.id]
    found = verify(ids, on=date(2023, 1, 1), actor=editor_of(locks.association))
    assert {each.id for each in found.done} == {declared.id, good.id}
    assert {each.id for each, _why in found.refused} == {late.id, gone.id}


def test_nothing_chosen_is_said(locks):
    with pytest.raises(Conflict, match="先勾选"):
        verify([], on=today(), actor=editor_of(locks.association))


def test_sent_back_with_a_reason_and_not_verified_meanwhile(locks, declared):
    actor = editor_of(locks.association)
    with pytest.raises(Invalid):
        send_back([declared.id], reason="  ", actor=actor)
    send_back([declared.id], reason="缺少证明", actor=actor)
    assert (declared.returned_on, declared.return_reason) == (day(str(today())), "缺少证明")
    found = verify([declared.id], on=today(), actor=actor)
    assert "等待企业补正" in found.refused[0][1]


def test_what_is_verified_is_not_sent_back(locks, declared):
    actor = editor_of(locks.association)
    verify([declared.id], on=today(), actor=actor)
    with pytest.raises(Conflict):
        send_back([declared.id], reason="反悔", actor=actor)
    with pytest.raises(NotAllowed):
        send_back([declared.id], reason="越权", actor=editor_of(locks.member))


def test_staff_revoke_with_a_reason_from_a_day(locks, declared):
    verify([declared.id], on=date(2021, 4, 1), actor=editor_of(locks.association))
    with pytest.raises(NotAllowed):
        revoke(declared.id, on=today(), reason="抽查", actor=editor_of(locks.association))
    with pytest.raises(Invalid):
        revoke(declared.id, on=today(), reason="", actor=STAFF)
    with pytest.raises(Invalid):
        revoke(declared.id, on=today() + timedelta(days=1), reason="抽查", actor=STAFF)
    with pytest.raises(Invalid):
        revoke(declared.id, on=date(2021, 2, 28), reason="抽查", actor=STAFF)
    db.session.rollback()
    revoke(declared.id, on=date(2022, 6, 1), reason="抽查发现未按标准组织生产", actor=STAFF)
    assert implementation_rate(date(2022, 5, 31)).overall.count == 1
    assert implementation_rate(date(2022, 6, 1)).overall.count == 0
    (row,) = implementation_rows(locks.block.id, date(2022, 6, 1))
    assert row.left_out == {LeftOut.REVOKED}
    with pytest.raises(Conflict):
        revoke(declared.id, on=today(), reason="再次", actor=STAFF)
    with pytest.raises(NotFound):
        revoke(987_654, on=today(), reason="没有", actor=STAFF)


def test_the_operator_of_the_machine_may_verify(locks, declared):
    assert len(verify([declared.id], on=today(), actor=OPERATOR).done) == 1
