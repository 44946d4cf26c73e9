"""Sessions: how long they last, and who ends them."""

from datetime import timedelta

import pytest

from app.accounts.models import UserSession
from app.accounts.permissions import OfficeKind
from app.accounts.services.acting import actor_of
from app.accounts.services.signing_in import set_password
from app.database import db
from tests.signing import PASSWORD, make_user, post, sign_in
from tests.web.reading import read


def is_signed_in(client):
    return client.get("/account").status_code == 200


def age(**by):
    for row in db.session.query(UserSession):
        row.created_at -= timedelta(**by)
        row.seen_at -= timedelta(**by)
    db.session.commit()


def seen_just_now():
    for row in db.session.query(UserSession):
        row.seen_at += timedelta(days=1)
    db.session.commit()


@pytest.mark.parametrize(("minutes", "lasts"), [(119, True), (121, False)])
def test_a_session_ends_two_hours_after_the_last_request(app, client, minutes, lasts):
    sign_in(client, make_user())
    age(minutes=minutes)
    assert is_signed_in(client) is lasts
    assert is_signed_in(client) is lasts


@pytest.mark.parametrize(("hours", "lasts"), [(11, True), (13, False)])
def test_a_session_ends_twelve_hours_after_signing_in_however_busy(app, client, hours, lasts):
    sign_in(client, make_user())
    age(hours=hours)
    seen_just_now()
    assert is_signed_in(client) is lasts


def test_one_ends_a_session_elsewhere_and_nobody_elses(app):
    user = make_user()
    here, there, stranger = app.test_client(), app.test_client(), app.test_client()
    sign_in(here, user)
    sign_in(there, user)
    sign_in(stranger, make_user())
    other = db.session.query(UserSession).order_by(UserSession.id).all()[1].id
    assert post(stranger, f"/account/sessions/{other}/end").status_code == 403
    assert is_signed_in(there)
    assert post(here, f"/account/sessions/{other}/end").status_code == 303
    assert (is_signed_in(here), is_signed_in(there)) == (True, False)


def test_the_account_lists_where_one_is_signed_in(app, client):
    user = make_user()
    sign_in(app.test_client(), user)
    sign_in(client, user)
    rows = read(client.get("/account").text).rows("认识")
    assert len(rows) == 2
    assert [row[-1] for row in rows].count("结束") == 1


def test_changing_the_password_ends_the_other_sessions(app):
    user = make_user()
    here, there = sign_in(app.test_client(), user), sign_in(app.test_client(), user)
    typed = {"current": PASSWORD, "password": "ein anderer Satz"}
    assert post(here, "/account/password", typed).status_code == 303
    assert (is_signed_in(here), is_signed_in(there)) == (True, False)


def test_the_present_password_is_asked_for(app, client):
    sign_in(client, make_user())
    shown = post(client, "/account/password", {"current": "wrong guess", "password": "ein anderer Satz"})
    assert shown.status_code == 422
    assert read(shown.text).main.one("p", id="current-wrong").text == "当前密码不对，请核对后再试"


def test_an_administrator_who_sets_a_password_ends_all_sessions(app, client):
    user = make_user()
    sign_in(client, user)
    set_password(user.id, "ein anderer Satz", actor=actor_of(make_user(office=OfficeKind.ADMINISTRATOR)))
    assert not is_signed_in(client)


def test_what_is_kept_does_not_open_a_session(app, client):
    sign_in(client, make_user())
    with client.session_transaction() as cookie:
        cookie["_user_id"] = db.session.query(UserSession).one().digest
    assert not is_signed_in(client)
