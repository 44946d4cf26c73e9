"""An enterprise implements an alliance standard: who may say so, what is taken, and from when it counts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.permissions import NOBODY
from app.clock import today
from app.database import db
from app.errors import Conflict, Invalid, NotAllowed, NotFound
from app.registry.models import Implementation
from app.registry.rates.implementation import Evidence
from app.registry.services.declaring import Contents, Declaration, Outcome, declare, end, mend
from app.registry.services.verifying import send_back, verify
from app.registry.statistics import implementation_rate
from app.registry.words import OrganizationKind
from tests.factories import (
    day,
    make_block_industry,
    make_implementation,
    make_membership,
    make_organization,
    make_standard,
    tie,
)
from tests.registry.services.acting import AUDITOR, STAFF, editor_of, member_of


def asked(locks, since="2021-03-01", **more):
    return Declaration(
        organization_id=locks.member.id, standard_id=locks.standard.id, since=date.fromisoformat(since), **more
    )


def held() -> int:
    return db.session.scalar(select(func.count()).select_from(Implementation))


def test_an_enterprise_declares_and_is_counted_as_declared_from_that_day(locks):
    declared = declare(asked(locks, products="挂锁", evidence="Q/YS 1-2021"), actor=editor_of(locks.member))
    kept = declared.implementation
    assert (declared.outcome, declared.warning) == (Outcome.NEW, None)
    assert (kept.products, kept.evidence, kept.declared_by) == ("挂锁", "Q/YS 1-2021", "演示锁厂")
    assert (kept.declared_on, kept.verified_on) == (day(str(today())), None)
    rate = implementation_rate(today(), evidence=Evidence.DECLARED).overall
    assert (rate.count, rate.of) == (1, 1)
    assert implementation_rate(today()).overall.count == 0


def test_its_association_and_staff_declare_for_it(locks):
    other = make_organization("演示二厂")
    make_membership(other, locks.block)
    assert declare(asked(locks), actor=editor_of(locks.association)).implementation.declared_by == "演示锁业协会"
    by_staff = Declaration(organization_id=other.id, standard_id=locks.standard.id, since=date(2021, 1, 1))
    assert declare(by_staff, actor=STAFF).implementation.declared_by == "李工"


def test_nobody_else_declares_for_it(locks):
    stranger = make_organization("演示外厂")
    elsewhere = make_organization("演示鞋业协会", kind=OrganizationKind.ASSOCIATION)
    make_block_industry("XIE", "鞋", association_id=elsewhere.id)
    for actor in (editor_of(stranger), editor_of(elsewhere), member_of(locks.member), AUDITOR, NOBODY):
        with pytest.raises(NotAllowed):
            declare(asked(locks), actor=actor)
    assert held() == 0


def test_an_association_does_not_declare_for_who_has_left_it(locks):
    left = make_organization("演示退会厂")
    make_membership(left, locks.block, "2010-01-01", "2020-01-01")
    asked_of = Declaration(organization_id=left.id, standard_id=locks.standard.id, since=date(2021, 1, 1))
    with pytest.raises(NotAllowed):
        declare(asked_of, actor=editor_of(locks.association))
    assert declare(asked_of, actor=editor_of(left)).outcome is Outcome.NEW


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (("2021-01-01", None), ("2021-01-01", None), True),
        (("2021-01-01", None), ("2023-06-01", None), True),
        (("2021-01-01", "2021-12-31"), ("2021-12-31", None), True),
        (("2021-01-01", "2021-12-31"), ("2022-01-01", None), False),
        (("2022-01-01", None), ("2021-01-01", "2021-12-31"), False),
        (("2022-01-01", None), ("2021-01-01", "2022-01-01"), True),
    ],
    ids=["same", "later", "last-day", "day-after", "before", "touching"],
)
def test_the_same_again_is_answered_as_what_is_there(locks, first, second, same):
    def term(since, last):
        return asked(locks, since, last_day=last and date.fromisoformat(last))

    actor = editor_of(locks.member)
    one, two = declare(term(*first), actor=actor), declare(term(*second), actor=actor)
    assert (two.outcome is Outcome.KNOWN, held()) == (same, 1 if same else 2)
    assert (two.implementation.id == one.implementation.id) is same


@pytest.mark.parametrize(
    ("since", "begins", "word"),
    [("2018-05-01", "2020-11-01", "标准 2020-11-01 起才实施"), ("2014-05-01", "2020-11-01", "不是所关联块状产业的成员")],
    ids=["before-the-standard", "before-the-membership"],
)
def test_what_lies_outside_is_taken_and_says_from_when_it_counts(locks, since, begins, word):
    declared = declare(asked(locks, since), actor=editor_of(locks.member))
    assert word in declared.warning
    assert f"自 {begins} 起计入" in declared.warning
    verify([declared.implementation.id], on=today(), actor=editor_of(locks.association))
    assert implementation_rate(today()).overall.count == 1


def test_outside_the_life_of_the_enterprise(locks):
    young = make_organization("演示新厂", established_on="2024-02-01")
    make_membership(young, locks.block, "2024-01-01")
    young_one = Declaration(organization_id=young.id, standard_id=locks.standard.id, since=date(2024, 1, 1))
    warning = declare(young_one, actor=editor_of(young)).warning
    assert "企业 2024-02-01 才成立" in warning
    assert "自 2024-02-01 起计入" in warning


def test_a_standard_that_has_ended_never_counts_and_says_so(locks):
    ended = make_standard("T/YANSHI 9-2015", withdrawn_on="2020-01-01", implemented_on="2015-01-01")
    tie(ended, locks.block)
    late = Declaration(organization_id=locks.member.id, standard_id=ended.id, since=date(2021, 1, 1))
    warning = declare(late, actor=editor_of(locks.member)).warning
    assert "标准当日废止" in warning
    assert "不会计入" in warning


def test_a_membership_to_come_counts_from_its_first_day(locks):
    coming = make_organization("演示待入会厂")
    make_membership(coming, locks.block, "2030-01-01")
    declared = declare(
        Declaration(organization_id=coming.id, standard_id=locks.standard.id, since=date(2021, 1, 1)), actor=editor_of(coming)
    )
    assert "自 2030-01-01 起计入" in declared.warning
    verify([declared.implementation.id], on=today(), actor=editor_of(locks.association))
    assert implementation_rate(date(2029, 12, 31)).overall.count == 0
    assert implementation_rate(date(2030, 1, 1)).overall.count == 1


def test_what_can_not_be_is_refused_field_by_field_and_nothing_is_written(locks):
    loose = make_standard("T/YANSHI 8-2020")
    national = make_standard("GB/T 90000-2020")
    tie(national, locks.block)
    for wrong, field in (
        (asked(locks, last_day=date(2021, 2, 28)), "last"),
        (asked(locks, "1900-01-01"), "from"),
        (asked(locks, last_day=date.max), "last"),
        (asked(locks, products="长" * 2_001), "products"),
        (asked(locks, evidence="长" * 401), "evidence"),
        (asked(locks, products="\x07"), "products"),
        (asked(locks, file_id=987), "file"),
        (replace(asked(locks), standard_id=loose.id), "standard"),
        (replace(asked(locks), standard_id=national.id), "standard"),
        (replace(asked(locks), organization_id=locks.association.id), "organization"),
    ):
        with pytest.raises(Invalid) as refused:
            declare(wrong, actor=STAFF)
        assert [each.field for each in refused.value.fields] == [field]
        db.session.rollback()
    with pytest.raises(NotFound):
        declare(Declaration(organization_id=999_999, standard_id=locks.standard.id, since=date(2021, 1, 1)), actor=STAFF)
    assert held() == 0


def test_scripts_are_kept_as_the_text_they_are(locks):
    text = "<script>alert(1)</script>"
    assert declare(asked(locks, products=text), actor=editor_of(locks.member)).implementation.products == text


def test_what_was_sent_back_is_mended_by_declaring_again(locks):
    actor = editor_of(locks.member)
    first = declare(asked(locks, products="锁"), actor=actor).implementation
    send_back([first.id], reason="产品写得不明确", actor=editor_of(locks.association))
    again = declare(asked(locks, products="挂锁、门锁"), actor=actor)
    assert (again.outcome, again.implementation.id, held()) == (Outcome.MENDED, first.id, 1)
    kept = again.implementation
    assert (kept.products, kept.returned_on, kept.return_reason) == ("挂锁、门锁", None, None)


def test_it_is_mended_until_it_is_verified(locks):
    actor = editor_of(locks.member)
    declared = declare(asked(locks), actor=actor).implementation
    assert mend(declared.id, Contents(products="门锁", last_day=date(2022, 1, 31)), actor=actor).until_on == day("2022-02-01")
    with pytest.raises(Invalid):
        mend(declared.id, Contents(last_day=date(2020, 1, 1)), actor=actor)
    db.session.rollback()
    verify([declared.id], on=today(), actor=editor_of(locks.association))
    with pytest.raises(Conflict):
        mend(declared.id, Contents(products="别的"), actor=actor)


def test_it_ends_with_a_last_day_included(locks):
    declared = declare(asked(locks), actor=editor_of(locks.member)).implementation
    verify([declared.id], on=today(), actor=editor_of(locks.association))
    tomorrow = today() + timedelta(days=1)
    end(declared.id, last_day=today(), actor=editor_of(locks.member))
    assert implementation_rate(today()).overall.count == 1
    assert implementation_rate(tomorrow).overall.count == 0
    with pytest.raises(NotAllowed):
        end(declared.id, last_day=today(), actor=NOBODY)


def test_a_revoked_declaration_is_declared_anew_from_another_day(locks):
    make_implementation(locks.member, locks.standard, "2021-03-01", revoked_on="2022-01-01")
    with pytest.raises(Conflict, match="已被撤销"):
        declare(asked(locks), actor=editor_of(locks.member))
    db.session.rollback()
    assert declare(asked(locks, "2023-01-01"), actor=editor_of(locks.member)).outcome is Outcome.NEW
