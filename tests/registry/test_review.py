"""What the register holds for staff to look at: as it stands, and brought up to date by what has changed since."""

from datetime import date

import pytest

from app.accounts.permissions import OPERATOR
from app.database import db
from app.registry.contradictions import Flaw
from app.registry.editing.saving import change, create
from app.registry.editing.withdrawing import remove
from app.registry.history import Author
from app.registry.lifecycle.words import Stage
from app.registry.models import IssuingBody
from app.registry.queries.awarding import reviews_due as awards_due
from app.registry.queries.review import review_page, reviews_due
from app.registry.queries.reviewed import review_on
from app.registry.words import Kind
from tests.factories import make_issuing_body, make_standard, make_work_item

DAY = date(2026, 11, 25)
AUTHOR = Author(OPERATOR)


def found() -> dict[str, set[Flaw]]:
    db.session.rollback()
    return {each.standard.number: {one.flaw for one in each.findings} for each in review_page(DAY).items}


@pytest.fixture
def judged_wholly(app, monkeypatch):
    """Counts how often the whole register is judged."""
    from app.registry.queries import reviewed

    whole, calls = reviewed._whole, []
    monkeypatch.setattr(reviewed, "_whole", lambda day: calls.append(day) or whole(day))
    return calls


def test_a_change_is_taken_up_with_all_it_touches_and_nothing_else_is_judged_again(judged_wholly):
    make_standard("GB/T 1-2010", published_on="2010-01-01", implemented_on="2010-06-01")
    assert found() == {}
    new = create(
        "standards", {"number": "GB/T 1-2020", "title_zh": "新版", "published_on": "2020-01-01"}, author=AUTHOR
    ).record
    # no word of a status was stated, and the later edition is in force: unknown, and perhaps superseded
    assert found() == {"GB/T 1-2010": {Flaw.STATUS_UNKNOWN, Flaw.MAYBE_SUPERSEDED}}
    change("standards", new.id, {"replaces": "GB/T 1-2010"}, author=AUTHOR)
    assert found() == {}
    change("standards", new.id, {"published_on": "2009-01-01", "replaces": "GB/T 1-2010"}, author=AUTHOR)
    assert found() == {"GB/T 1-2010": {Flaw.SUCCESSOR_NOT_AFTER}}
    change("standards", new.id, {"published_on": "2020-01-01", "replaces": ""}, author=AUTHOR)
    assert found() == {"GB/T 1-2010": {Flaw.STATUS_UNKNOWN, Flaw.MAYBE_SUPERSEDED}}
    remove("standards", new.id, author=Author(OPERATOR, reason="重复"))
    assert found() == {}
    assert len(judged_wholly) == 1


def test_what_the_history_does_not_tell_of_is_found_all_the_same(app):
    assert found() == {}
    make_standard("GB/T 2-2020", published_on="2020-05-01", implemented_on="2020-01-01")
    assert found() == {"GB/T 2-2020": {Flaw.IMPLEMENTED_BEFORE_PUBLISHED}}


def test_counts_say_since_when(app):
    made = create("standards", {"number": "GB/T 3-2020", "title_zh": "不知"}, author=AUTHOR).record
    db.session.rollback()
    (unknown,) = review_on(DAY).counts()
    assert (unknown.flaw, unknown.count, unknown.since) == (Flaw.STATUS_UNKNOWN, 1, review_on(DAY).since[made.id])
    assert unknown.since is not None


def test_reviews_fall_due_five_years_after_publication_or_the_last_review(app):
    def alliance(number: str, published_on: str, **more: object) -> None:
        make_standard(number, kind=Kind.ALLIANCE, published_on=published_on, implemented_on=None, **more)

    alliance("T/YANSHI 1-2022", "2022-02-25")  # due 2027-02-25: within three months of 2026-11-25
    alliance("T/YANSHI 2-2022", "2022-02-26")  # a day later
    alliance("T/YANSHI 3-2015", "2015-01-01", withdrawn_on="2020-01-01")
    alliance("T/YANSHI 4-2020", "2020-03-01")
    make_standard("GB/T 4-2015", published_on="2015-01-01", implemented_on=None)
    page = reviews_due(DAY, 1)
    assert [(each.standard.number, each.by) for each in page.items] == [
        ("T/YANSHI 4-2020", date(2025, 3, 1)),
        ("T/YANSHI 1-2022", date(2027, 2, 25)),
    ]
    assert page.total == 2


def test_a_body_that_reviews_sooner_is_told_sooner_on_every_list(app):
    sooner = make_issuing_body(code="YANSHI", review_years=3)
    make_issuing_body(code="YAN")
    for number in ("T/YANSHI 1-2024", "T/YAN 1-2024", "T/YANSHIX 1-2024"):
        make_standard(number, kind=Kind.ALLIANCE, published_on="2024-02-01", implemented_on=None)
    here = make_standard("T/BIE 7-2024", kind=Kind.ALLIANCE, published_on="2024-02-02", implemented_on=None)
    make_work_item(sooner, stage=Stage.PUBLISHED, standard_id=here.id)  # numbered otherwise since
    assert [(each.standard.number, each.by) for each in reviews_due(DAY, 1).items] == [
        ("T/YANSHI 1-2024", date(2027, 2, 1)),
        ("T/BIE 7-2024", date(2027, 2, 2)),
    ]
    db.session.rollback()
    db.session.get(IssuingBody, sooner.id).review_years = 5
    db.session.commit()
    assert reviews_due(DAY, 1).total == 0


def test_the_last_day_there_is_can_be_asked_for(app):
    make_standard("T/YANSHI 1-2020")
    assert review_on(date.max).due
    assert awards_due(date.max) == []
