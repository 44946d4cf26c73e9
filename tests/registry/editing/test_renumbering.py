"""Another number for the same record: typed wrong, or renumbered by its body."""

import pytest
from sqlalchemy import select

from app.accounts.permissions import Actor, Permission
from app.database import db
from app.errors import Conflict, Invalid, NotAllowed
from app.registry.editing.kept import kept
from app.registry.editing.past import record_history
from app.registry.editing.renumbering import NumberChange, renumber
from app.registry.editing.saving import StaleEdit, change, create
from app.registry.history import Author
from app.registry.models import Drafting, FormerNumber, Relation, Stale, Standard
from app.registry.queries.lives import lives
from app.registry.words import Kind, Obligation, Through
from tests.factories import make_drafting, make_organization

STAFF = Actor("演示人员", frozenset({Permission.REGISTER_EDIT, Permission.HISTORY_READ}))
AUTHOR = Author(STAFF, Through.PAGE, "对照纸本封面")
CORRECTED, RENUMBERED = NumberChange.CORRECTED, NumberChange.RENUMBERED


@pytest.fixture(autouse=True)
def _application(app):
    yield
    db.session.rollback()


def typed(number, **cells):
    return create("standards", {"number": number, "title_zh": "断路器", **cells}, author=AUTHOR).record


def test_a_correction_keeps_the_record_and_all_links_follow(app):
    old = typed("GB 1243-2008")
    wrong = typed("GB 1234-2020", replaces="GB 1243-2008", published_on="2020-01-01")
    later = typed("GB/T 7-2024", replaces="GB 1234-2020", published_on="2024-01-01")
    waiting = typed("GB/T 8-2024", cites="GB/T 1243-2020")
    make_drafting(db.session.get(Standard, wrong.id), make_organization("甲厂"))
    db.session.execute(Stale.__table__.delete())
    db.session.commit()
    saved = renumber(wrong.id, "gb/t 1243—2020", why=CORRECTED, author=AUTHOR)
    db.session.expire_all()
    standard = db.session.get(Standard, wrong.id)
    assert (saved.record.id, saved.record.key) == (wrong.id, "GB/T 1243-2020")
    # kind and obligation were those of the prefix, and follow it
    assert (standard.kind, standard.obligation, standard.number_year) == (Kind.NATIONAL, Obligation.RECOMMENDED, 2020)
    assert saved.record.row["replaces"] == ("GB 1243-2008",)
    assert saved.record.row["former_numbers"] == ()
    assert kept("standards", later.id).row["replaces"] == ("GB/T 1243-2020",)
    # what named the right number all along is joined now
    assert db.session.scalar(select(Relation.object_id).where(Relation.subject_id == waiting.id)) == wrong.id
    assert db.session.scalar(select(Drafting.standard_id)) == wrong.id
    assert lives([old.id])[old.id].end.isoformat() == "2020-01-01"
    assert [own.number for own in lives([wrong.id])[wrong.id].successors] == ["GB/T 7-2024"]
    marked = set(db.session.scalars(select(Stale.standard_id)))
    assert {old.id, wrong.id, later.id} <= marked
    past = record_history("standards", wrong.id, actor=STAFF)
    assert ("标准号", "GB 1234-2020", "GB/T 1243-2020") in past[0].differences
    assert past[0].change.reason == "对照纸本封面"
    assert record_history("standards", later.id, actor=STAFF)[0].change.before["replaces"] == ["GB 1234-2020"]


def test_after_a_renumbering_the_former_number_leads_on_and_others_keep_what_they_state(app, client):
    one = typed("DB33/T 5-2015", replaces="DB33/T 5-2010")
    citing = typed("GB/T 9-2020", cites="DB33/T 5-2015")
    renumber(one.id, "T/ZZB 5-2015", why=RENUMBERED, author=AUTHOR)
    row = kept("standards", one.id).row
    assert (row["number"], row["former_numbers"], row["replaces"]) == ("T/ZZB 5-2015", ("DB33/T 5-2015",), ("DB33/T 5-2010",))
    assert kept("standards", citing.id).row["cites"] == ("DB33/T 5-2015",)
    assert db.session.scalar(select(Relation.object_id).where(Relation.subject_id == citing.id)) == one.id
    answer = client.get("/api/v1/standards/DB33%2FT%205-2015")
    assert answer.json["number"] == "T/ZZB 5-2015"
    # the record states the same as before, once
    change("standards", one.id, {"replaces": "DB33/T 5-2010"}, author=AUTHOR)
    assert len(db.session.scalars(select(Relation).where(Relation.subject_id == one.id)).all()) == 1
    # and back: the number it bears is no former one
    renumber(one.id, "DB33/T 5-2015", why=RENUMBERED, author=AUTHOR)
    assert db.session.scalars(select(FormerNumber.number)).all() == ["T/ZZB 5-2015"]


def test_links_that_would_be_the_same_become_one(app):
    wrong = typed("GB/T 11-2020")
    citing = typed("GB/T 9-2021", cites="GB/T 11-2020; GB/T 12-2020")
    renumber(wrong.id, "GB/T 12-2020", why=CORRECTED, author=AUTHOR)
    assert kept("standards", citing.id).row["cites"] == ("GB/T 12-2020",)


@pytest.mark.parametrize("why", NumberChange)
def test_a_number_that_is_taken_is_refused_and_nothing_changes(app, why):
    one = typed("GB/T 1-2020")
    typed("GB/T 2-2020", former_numbers="GB 3-2020")
    for number in ("GB/T 2-2020", "GB 3-2020"):
        with pytest.raises(Conflict):
            renumber(one.id, number, why=why, author=AUTHOR)
    with pytest.raises(Invalid):
        renumber(one.id, "不是号 " * 60, why=why, author=AUTHOR)
    assert kept("standards", one.id).key == "GB/T 1-2020"


def test_a_loop_that_the_new_number_closes_is_refused_with_the_loop(app):
    one = typed("GB/T 1-2020", replaces="GB/T 2-2018")
    typed("GB/T 2-2018", replaces="GB/T 3-2020")
    with pytest.raises(Invalid, match="GB/T 3-2020 → GB/T 2-2018 → GB/T 3-2020"):
        renumber(one.id, "GB/T 3-2020", why=CORRECTED, author=AUTHOR)
    assert kept("standards", one.id).key == "GB/T 1-2020"


def test_only_staff_and_only_from_the_state_they_know(app):
    one = typed("GB/T 1-2020")
    with pytest.raises(NotAllowed):
        renumber(one.id, "GB/T 2-2020", why=CORRECTED, author=Author(Actor("路人"), Through.PAGE))
    change("standards", one.id, {"title_zh": "别的"}, author=AUTHOR)
    with pytest.raises(StaleEdit):
        renumber(one.id, "GB/T 2-2020", why=CORRECTED, author=AUTHOR, version=one.version)
