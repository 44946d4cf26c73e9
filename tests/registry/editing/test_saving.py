"""One record at a time: created, changed from a known version, ended, taken out, put back."""

import threading
from datetime import date

import pytest
from sqlalchemy import func, select

from app.accounts.permissions import Actor, Permission
from app.database import db
from app.errors import Conflict, Invalid, NotAllowed, NotFound
from app.registry.editing.kept import kept
from app.registry.editing.past import put_back, record_history
from app.registry.editing.saving import AlreadyThere, StaleEdit, change, create
from app.registry.editing.withdrawing import remove, withdraw
from app.registry.history import Author
from app.registry.importing.outcomes import Done
from app.registry.models import Change, Drafting, Organization, Relation, Stale, Standard
from app.registry.words import Deed, RelationKind, Through
from tests.factories import make_drafting, make_membership, make_organization, make_standard, relate
from tests.registry.importing.taking import code

STAFF = Actor("演示人员", frozenset({Permission.REGISTER_EDIT, Permission.HISTORY_READ}))
BY_STAFF = Author(STAFF, Through.PAGE, "核对纸本")


@pytest.fixture(autouse=True)
def _application(app):
    yield
    db.session.rollback()


def test_a_record_is_created_from_what_is_typed(app):
    saved = create("standards", {"number": "gb/t 1.1－2020", "title_zh": "导则", "published_on": "2020-03"}, author=BY_STAFF)
    assert saved.done is Done.CREATED
    assert saved.record.key == "GB/T 1.1-2020"
    assert saved.record.row["published_on"] == "2020-03"
    assert db.session.scalar(select(func.count(Stale.id)).where(Stale.standard_id == saved.record.id)) == 1
    assert db.session.scalar(select(Change.reason)) == "核对纸本"


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_written(app):
    with pytest.raises(Invalid) as refused:
        create("standards", {"number": "GB/T 1-2020", "published_on": "昨天", "pages": "很多", "x": "1"}, author=BY_STAFF)
    assert [each.field for each in refused.value.fields] == ["published_on", "pages", "x"]
    assert db.session.scalar(select(func.count(Standard.id))) == 0


@pytest.mark.parametrize(
    ("table", "given", "field"),
    [
        ("standards", {"number": "GB/T 1-2020"}, "title_zh"),
        ("standards", {"title_zh": "断路器"}, "number"),
        ("organizations", {"county": "330302"}, "name"),
        ("organizations", {"name": "甲", "established_on": "2020-02-01", "dissolved_on": "2020-01-01"}, "dissolved_on"),
        ("memberships", {"block_industry": "XIE", "uscc": "甲@330302"}, "block_industry"),
    ],
)
def test_what_the_table_refuses_names_its_field(app, table, given, field):
    with pytest.raises(Invalid) as refused:
        create(table, given, author=BY_STAFF)
    assert [each.field for each in refused.value.fields] == [field]


def test_what_is_there_is_not_created_again(app):
    standard = make_standard("GB/T 1-2020", "断路器")
    with pytest.raises(AlreadyThere) as refused:
        create("standards", {"number": "GB/T 1-2020", "title_zh": "别的名称"}, author=BY_STAFF)
    assert refused.value.standing.id == standard.id
    db.session.expire_all()
    assert db.session.get(Standard, standard.id).title_zh == "断路器"


def test_only_what_is_given_changes(app):
    standard = make_standard("GB/T 1-2020", "断路器", title_en="Circuit breakers")
    saved = change("standards", standard.id, {"title_zh": "断路器 第1部分", "published_on": ""}, author=BY_STAFF)
    assert saved.record.row["title_zh"] == "断路器 第1部分"
    assert saved.record.row["title_en"] == "Circuit breakers"
    assert saved.record.row["published_on"] is None


def test_a_body_keeps_its_record_when_its_name_or_code_changes(app):
    body = make_organization("甲公司")
    saved = change("organizations", body.id, {"name": "甲集团", "uscc": code(1)}, author=BY_STAFF)
    assert (saved.record.id, saved.record.row["name"]) == (body.id, "甲集团")
    assert db.session.scalar(select(func.count(Organization.id))) == 1


def test_a_name_that_another_bears_is_refused(app):
    make_organization("甲公司", uscc=code(1))
    other = make_organization("乙公司")
    with pytest.raises(Invalid) as refused:
        change("organizations", other.id, {"uscc": code(1)}, author=BY_STAFF)
    assert refused.value.fields[0].field == "uscc"


def test_the_number_of_a_standard_stays(app):
    standard = make_standard("GB/T 1-2020")
    with pytest.raises(Invalid) as refused:
        change("standards", standard.id, {"number": "GB/T 2-2020"}, author=BY_STAFF)
    assert refused.value.fields[0].field == "number"
    assert change("standards", standard.id, {"number": "GB/T 1—2020"}, author=BY_STAFF).done is Done.UNCHANGED


def test_a_change_from_another_state_is_refused_with_both(app):
    standard = make_standard("GB/T 1-2020", "断路器")
    opened = kept("standards", standard.id)
    change("standards", standard.id, {"title_zh": "断路器 甲"}, author=BY_STAFF, version=opened.version)
    with pytest.raises(StaleEdit) as refused:
        change("standards", standard.id, {"title_zh": "断路器 乙"}, author=BY_STAFF, version=opened.version)
    assert refused.value.current.row["title_zh"] == "断路器 甲"
    assert refused.value.given == {"title_zh": "断路器 乙"}
    change("standards", standard.id, {"title_zh": "断路器 乙"}, author=BY_STAFF, version=refused.value.current.version)


def test_of_two_who_write_at_once_one_is_told_and_nothing_is_lost(app):
    standard_id = make_standard("GB/T 1-2020", "断路器").id
    db.session.rollback()
    version = kept("standards", standard_id).version
    together = threading.Barrier(6)
    heard = []

    def write(number):
        with app.app_context():
            together.wait()
            try:
                change("standards", standard_id, {"title_zh": f"断路器 {number}"}, author=BY_STAFF, version=version)
                heard.append("写入")
            except StaleEdit as stale:
                heard.append(stale.current.row["title_zh"])
            finally:
                db.session.remove()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    now = kept("standards", standard_id).row["title_zh"]
    assert sorted(heard) == sorted(["写入", *[now] * 5])
    assert db.session.scalar(select(func.count(Change.id))) == 1


def test_who_types_a_loop_is_told_its_steps(app):
    old, middle = make_standard("GB/T 1-2000"), make_standard("GB/T 1-2010")
    new = make_standard("GB/T 1-2020")
    relate(new, RelationKind.REPLACES, middle)
    relate(middle, RelationKind.REPLACES, old)
    with pytest.raises(Invalid) as refused:
        change("standards", old.id, {"replaces": ["GB/T 1-2020"]}, author=BY_STAFF)
    assert "GB/T 1-2000 → GB/T 1-2020 → GB/T 1-2010 → GB/T 1-2000" in str(refused.value)
    assert refused.value.fields[0].field == "replaces"
    with pytest.raises(Invalid, match="自己"):
        change("standards", old.id, {"replaces": ["GB/T 1-2000"]}, author=BY_STAFF)
    assert db.session.scalar(select(func.count(Relation.id))) == 2


@pytest.mark.parametrize(
    "act",
    [
        lambda own, by: create("organizations", {"name": "乙", "county": "330302"}, author=by),
        lambda own, by: change("organizations", own, {"name": "乙"}, author=by),
        lambda own, by: withdraw("organizations", own, on=date(2020, 1, 1), author=by),
        lambda own, by: remove("organizations", own, author=by),
    ],
    ids=["create", "change", "withdraw", "remove"],
)
def test_only_who_may_edit_does(app, act):
    own = make_organization("甲").id
    db.session.rollback()
    with pytest.raises(NotAllowed):
        act(own, Author(Actor("读者")))
    assert db.session.scalar(select(func.count(Change.id))) == 0


def test_withdrawing_keeps_the_record_and_says_when(app):
    standard = make_standard("GB/T 1-2020")
    saved = withdraw("standards", standard.id, on=date(2023, 5, 1), author=BY_STAFF)
    assert saved.record.row["withdrawn_on"] == "2023-05-01"
    assert db.session.scalar(select(Change.deed)) is Deed.WITHDRAWN
    assert withdraw("standards", standard.id, on=date(2024, 1, 1), author=BY_STAFF).done is Done.UNCHANGED
    with pytest.raises(Invalid):
        withdraw("block-industries", 1, on=date(2023, 5, 1), author=BY_STAFF)


def test_what_others_name_is_not_removed(app):
    body = make_organization("甲公司")
    make_drafting(make_standard(), body)
    with pytest.raises(Conflict, match="起草 1 条"):
        remove("organizations", body.id, author=BY_STAFF)
    assert db.session.get(Organization, body.id) is not None


def test_what_was_entered_by_mistake_goes_with_a_trace_and_can_come_back(app):
    standard, successor = make_standard("GB/T 1-2020", "断路器"), make_standard("GB/T 1-2024")
    relate(successor, RelationKind.REPLACES, standard)
    relate(standard, RelationKind.REPLACES, "GB/T 1-2008")
    make_drafting(standard, make_organization("甲公司"))
    own = standard.id
    remove("standards", own, author=BY_STAFF)
    db.session.expire_all()
    assert db.session.scalar(select(func.count(Drafting.id))) == 0
    [left] = db.session.scalars(select(Relation)).all()
    assert (left.subject_number, left.object_number, left.object_id) == ("GB/T 1-2024", "GB/T 1-2020", None)
    gone = db.session.scalar(select(Change).where(Change.table_name == "standards"))
    assert (gone.deed, gone.before["replaces"], gone.after) == (Deed.REMOVED, ["GB/T 1-2008"], None)
    with pytest.raises(NotFound):
        kept("standards", own)

    back = put_back(gone.id, author=BY_STAFF).record
    assert (back.row["title_zh"], list(back.row["replaces"])) == ("断路器", ["GB/T 1-2008"])
    db.session.expire_all()
    assert db.session.get(Relation, left.id).object_id == back.id


def test_a_record_is_put_back_to_an_earlier_state(app):
    body = make_organization("甲公司", established_on="2001-01-01")
    first = kept("organizations", body.id)
    change("organizations", body.id, {"name": "乙公司", "established_on": None, "kind": "association"}, author=BY_STAFF)
    made = db.session.scalar(select(Change.id))
    saved = put_back(made, author=BY_STAFF)
    assert saved.record.row == first.row
    assert [past.change.deed for past in record_history("organizations", body.id, actor=STAFF)] == [
        Deed.RESTORED,
        Deed.CHANGED,
    ]


def test_the_history_of_a_record_reads_back_to_its_beginning(app):
    saved = create("organizations", {"name": "甲公司", "county": "330302"}, author=BY_STAFF)
    change("organizations", saved.record.id, {"name": "乙公司"}, author=BY_STAFF)
    changed, created = record_history("organizations", saved.record.id, actor=STAFF)
    assert changed.differences == [("单位名称", "甲公司", "乙公司")]
    assert created.differences == [("单位名称", None, "甲公司"), ("所在县区", None, "330302")]
    with pytest.raises(NotAllowed):
        record_history("organizations", saved.record.id, actor=Actor("读者"))


def test_terms_end_on_the_last_day_included_where_that_is_typed(app):
    body = make_organization("甲公司")
    membership = make_membership(body, _block())
    saved = change("memberships", membership.id, {"to_included": "2020-12-31"}, author=BY_STAFF)
    assert saved.record.row["to"] == "2021-01-01"


def _block():
    from tests.factories import make_block_industry

    return make_block_industry("XIE", "鞋")


def test_what_is_put_back_never_falls_on_another_record_of_the_same_id(app):
    old = create("organizations", {"name": "甲厂", "county": "330302"}, author=BY_STAFF).record
    change("organizations", old.id, {"name": "甲锁厂"}, author=BY_STAFF)
    renamed = db.session.scalar(select(Change.id).order_by(Change.id.desc()))
    remove("organizations", old.id, author=BY_STAFF)
    db.session.rollback()
    # SQLite gives the id anew; on PostgreSQL it is asked for
    other = make_organization("乙厂", id=old.id)
    assert other.id == old.id
    back = put_back(renamed, author=BY_STAFF).record
    db.session.expire_all()
    assert (back.row["name"], back.id != other.id) == ("甲厂", True)
    assert db.session.get(Organization, other.id).name == "乙厂"
