"""Two records of one body become one, and nothing of either is lost."""

import pytest
from sqlalchemy import func, select

from app.accounts.permissions import Actor, Permission
from app.database import db
from app.errors import Conflict, Invalid, NotAllowed
from app.registry.editing.merging import merge, preview
from app.registry.history import Author
from app.registry.models import Change, Committee, Drafting, Implementation, Membership, Organization, Stale
from app.registry.words import Deed, DraftingRole
from tests.factories import (
    make_award,
    make_block_industry,
    make_committee,
    make_drafting,
    make_implementation,
    make_membership,
    make_organization,
    make_scheme,
    make_standard,
)
from tests.registry.importing.taking import code

BY_STAFF = Author(Actor("演示人员", frozenset({Permission.REGISTER_EDIT})), reason="同一家")


def test_everything_that_named_the_one_names_the_other(app):
    real = make_organization("正泰电器（演示）", uscc=code(1))
    double = make_organization("正泰（演示）", county=None, unconfirmed=True)
    shoes, locks = make_block_industry("XIE"), make_block_industry("SUO")
    both, only = make_standard("GB/T 1-2020"), make_standard("GB/T 2-2020")
    make_drafting(both, real, rank=None)
    make_drafting(both, double, rank=1, role=DraftingRole.LEAD)
    make_drafting(only, double, rank=2)
    make_membership(real, shoes, "2011-01-01")
    make_membership(double, shoes, "2011-01-01", "2015-01-01")
    make_membership(double, locks, "2012-01-01")
    make_implementation(double, only)
    make_award(double, make_scheme())
    make_committee("SAC/TC 189", secretariat_id=double.id)
    make_organization("子公司（演示）", merged_into_id=double.id)
    gone, stays = double.id, real.id
    db.session.expire_all()

    shown = preview(gone, stays)
    assert {each.label: (len(each.moving), len(each.double)) for each in shown.tables} == {
        "起草": (1, 1),
        "块状产业成员": (1, 1),
        "联盟标准实施": (1, 0),
        "标准创新型企业": (1, 0),
        "标准化技术委员会": (1, 0),
        "单位": (1, 0),
    }
    assert shown.completed == {"former_names": ["正泰（演示）"]}

    after = merge(gone, stays, author=BY_STAFF)
    db.session.expire_all()
    assert after.row["former_names"] == ("正泰（演示）",)
    assert db.session.get(Organization, gone) is None
    assert {entry.standard_id: (entry.rank, entry.role) for entry in db.session.scalars(select(Drafting))} == {
        both.id: (1, DraftingRole.LEAD),
        only.id: (2, None),
    }
    members = db.session.scalars(select(Membership).order_by(Membership.from_on)).all()
    assert [(each.organization_id, str(each.until_on)) for each in members] == [(stays, "2015-01-01"), (stays, "None")]
    assert db.session.scalar(select(Implementation.organization_id)) == stays
    assert db.session.scalar(select(Committee.secretariat_id)) == stays
    assert db.session.scalar(select(func.count(Organization.id)).where(Organization.merged_into_id == stays)) == 1
    assert set(db.session.scalars(select(Stale.standard_id))) == {both.id, only.id}

    deeds = db.session.execute(select(Change.table_name, Change.deed, Change.after.is_(None))).all()
    assert {each.deed for each in deeds} == {Deed.MERGED}
    assert sorted((each[0], each[2]) for each in deeds if each[2]) == [
        ("draftings", True),
        ("memberships", True),
        ("organizations", True),
    ]


def test_the_survivor_takes_over_what_only_the_other_knew(app):
    survivor = make_organization("甲公司", county=None, unconfirmed=True)
    known = make_organization("甲公司（旧）", uscc=code(1), established_on="2001-05")
    after = merge(known.id, survivor.id, author=BY_STAFF)
    assert (after.row["uscc"], after.row["county"], after.row["established_on"]) == (code(1), "330302", "2001-05")
    db.session.expire_all()
    body = db.session.get(Organization, survivor.id)
    assert (body.key, body.unconfirmed) == (code(1), False)


def test_two_bodies_with_codes_of_their_own_are_two(app):
    one, other = make_organization("甲", uscc=code(1)), make_organization("乙", uscc=code(2))
    with pytest.raises(Conflict, match="不是同一单位"):
        merge(one.id, other.id, author=BY_STAFF)
    with pytest.raises(Invalid):
        preview(one.id, one.id)


def test_only_who_may_edit_merges(app):
    one, other = make_organization("甲"), make_organization("乙")
    with pytest.raises(NotAllowed):
        merge(one.id, other.id, author=Author(Actor("读者")))
    assert db.session.scalar(select(func.count(Organization.id))) == 2
