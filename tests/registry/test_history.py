"""Every way in leaves a trace: who, when, through what, from what to what."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.accounts.permissions import OPERATOR, Actor, Permission
from app.database import db
from app.registry.dates import PartialDate
from app.registry.history import Author
from app.registry.importing.recording import recording
from app.registry.importing.rows import Row
from app.registry.importing.service import import_rows
from app.registry.models import Change, Implementation
from app.registry.words import Deed, Through
from tests.factories import make_committee, make_implementation, make_organization, make_standard

STAFF = Actor("演示人员", frozenset(Permission), user_id=7)


def take(table, *rows, **more):
    refused = []
    given = [Row(line, row) for line, row in enumerate(rows, 1)]
    import_rows(table, given, actor=STAFF, on_refusal=refused.append, **more)
    db.session.expire_all()
    return refused


def changes(table_name=None):
    asked = select(Change).order_by(Change.id)
    return db.session.scalars(asked.where(Change.table_name == table_name) if table_name else asked).all()


def test_a_creation_says_who_when_how_and_why_and_keeps_no_row(app):
    before = datetime.now(UTC)
    take("standards", {"number": "GB/T 1-2020", "title_zh": "断路器"}, through=Through.PAGE, reason="导入 a.xlsx")
    [change] = changes()
    assert (change.by_name, change.user_id, change.through, change.reason) == ("演示人员", 7, Through.PAGE, "导入 a.xlsx")
    assert (change.table_name, change.key, change.deed) == ("standards", "GB/T 1-2020", Deed.CREATED)
    assert (change.before, change.after) == (None, None)
    assert timedelta(0) <= change.at - before < timedelta(minutes=5)


def test_an_update_keeps_the_row_as_it_was_and_as_it_became(app):
    take("standards", {"number": "GB/T 1-2020", "title_zh": "断路器", "ics": ["29.120.50"], "replaces": ["GB/T 1-2008"]})
    take("standards", {"number": "GB/T 1-2020", "title_zh": "断路器 第1部分", "published_on": "2020-04", "replaces": []})
    change = changes("standards")[-1]
    assert change.deed is Deed.CHANGED
    common = {"number": "GB/T 1-2020", "kind": "national", "obligation": "recommended", "ics": ["29.120.50"]}
    assert change.before == common | {"title_zh": "断路器", "replaces": ["GB/T 1-2008"]}
    assert change.after == common | {"title_zh": "断路器 第1部分", "published_on": "2020-04"}


def test_what_changes_nothing_or_is_refused_leaves_nothing(app):
    row = {"number": "GB/T 1-2020", "title_zh": "断路器"}
    take("standards", row)
    take("standards", row)
    assert take("standards", {"number": "GB/T 2-2020"}) != []
    take("standards", {"number": "GB/T 3-2020", "title_zh": "试"}, dry_run=True)
    assert len(changes()) == 1


def test_bodies_and_committees_that_a_standard_names_have_a_beginning_and_an_end(app):
    row = {"number": "GB/T 1-2020", "title_zh": "断路器", "drafting_units": ["甲公司"], "committee": ["SAC/TC 189"]}
    take("standards", row)
    take("standards", row | {"drafting_units": ["乙公司"], "committee": ["全国低压电器标准化技术委员会(SAC/TC 189)"]})
    assert [(each.key, each.deed, each.before) for each in changes("organizations")] == [
        ("甲公司", Deed.CREATED, None),
        ("甲公司", Deed.REMOVED, {"name": "甲公司"}),
        ("乙公司", Deed.CREATED, None),
    ]
    first, named = changes("committees")
    assert (first.key, first.deed, named.deed) == ("SAC/TC 189", Deed.CREATED, Deed.CHANGED)
    assert named.before == {"number": "SAC/TC 189", "level": "national", "kind": "TC"}
    assert named.after == named.before | {"name": "全国低压电器标准化技术委员会"}


@pytest.mark.parametrize(
    ("table", "first", "then", "key", "was", "became"),
    [
        (
            "organizations",
            {"name": "甲公司", "county": "330302"},
            {"name": "甲公司", "county": "330302", "dissolved_on": "2020-01-01"},
            "甲公司 330302",
            {"name": "甲公司", "county": "330302"},
            {"name": "甲公司", "county": "330302", "dissolved_on": "2020-01-01"},
        ),
        (
            "plans",
            {"code": "P", "name": "规划", "from": "2011", "to": "2016"},
            {"code": "P", "lead_rank": 2},
            "P",
            {"code": "P", "name": "规划", "from": "2011", "to": "2016", "lead_rank": 1, "implementing_threshold": 1},
            {"code": "P", "name": "规划", "from": "2011", "to": "2016", "lead_rank": 2, "implementing_threshold": 1},
        ),
    ],
    ids=["organizations", "plans"],
)
def test_every_table_keeps_its_changes(app, table, first, then, key, was, became):
    take(table, first)
    take(table, then)
    created, changed = changes(table)
    assert (created.deed, created.key, changed.key) == (Deed.CREATED, key, key)
    assert (changed.before, changed.after) == (was, became)


def test_references_stand_in_the_row_as_people_name_them(app):
    make_organization("甲公司", uscc="91330382MA00000012")
    make_committee("SAC/TC 189", "全国低压电器标准化技术委员会")
    take("committees", {"number": "SAC/TC 189", "secretariat_uscc": "甲公司@330302"})
    [change] = changes("committees")
    assert change.after["secretariat_uscc"] == "91330382MA00000012"


def test_a_service_of_its_own_keeps_what_it_changes_creates_and_removes(app):
    company, standard = make_organization("甲公司"), make_standard("T/ZZB 1-2020")
    standing, going = make_implementation(company, standard, "2021-01-01"), make_implementation(company, standard, "2022-01-01")
    ids = {standing.id, going.id}
    with recording(db.session(), Author(STAFF, Through.API, "核查不符"), "implementations", ids) as made:
        standing.revoked_on = PartialDate.read("2023-01-01")
        db.session.delete(going)
        new = Implementation(organization_id=company.id, standard_id=standard.id, from_on=PartialDate.read("2023-02-01"))
        db.session.add(new)
        made(new)
    db.session.commit()
    removed, changed, created = changes("implementations")
    row = {"uscc": "甲公司@330302", "number": "T/ZZB 1-2020"}
    assert (removed.deed, removed.record_id, removed.after) == (Deed.REMOVED, max(ids), None)
    assert removed.before == row | {"from": "2022-01-01"}
    assert (changed.deed, changed.record_id) == (Deed.CHANGED, min(ids))
    assert changed.after == row | {"from": "2021-01-01", "revoked_on": "2023-01-01"}
    assert (created.deed, created.record_id, created.before) == (Deed.CREATED, new.id, None)
    assert created.after == row | {"from": "2023-02-01"}
    assert {change.reason for change in (removed, changed, created)} == {"核查不符"}


def test_history_goes_with_the_transaction(app):
    company = make_organization("甲公司")
    with recording(db.session(), Author(OPERATOR), "organizations", {company.id}):
        company.name = "乙公司"
    db.session.rollback()
    assert changes() == []
