"""Signing in and out in the browser."""

import re
from urllib.parse import quote

import pytest

from app.accounts.permissions import OPERATOR
from app.accounts.services.signing_in import disable_user
from tests.signing import PASSWORD, csrf_token, make_user, post, sign_in
from tests.web.reading import read


def type_in(client, login, password, address="/login"):
    shown = read(client.get(address).text)
    token = shown.main.one("input", _name="csrf_token").attributes["value"]
    return client.post(address, data={"csrf_token": token, "login": login, "password": password})


def test_whoever_signs_in_is_named_on_every_page_and_signs_out(app, client):
    make_user("lihua", name="李华")
    answer = type_in(client, "LiHua ", PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/")
    shown = read(client.get("/").text)
    assert shown.one("details", _class="whose").one("summary").text == "李华"
    assert not shown.all("a", _class="to-login")
    assert post(client, "/logout").location == "/"
    assert read(client.get("/").text).one("a", _class="to-login").text == "登录"


def test_the_cookie_alone_is_worth_nothing_after_signing_out(app, client):
    sign_in(client, make_user(name="李华"))
    kept = client.get_cookie("biaolian").value
    post(client, "/logout")
    client.set_cookie("biaolian", kept)
    assert read(client.get("/").text).one("a", _class="to-login")


@pytest.mark.parametrize(("login", "password"), [("lihua", "not the password"), ("nobody", PASSWORD), ("off", PASSWORD)])
def test_a_refusal_says_the_same_whatever_is_wrong_and_keeps_the_name(app, client, login, password):
    make_user("lihua")
    disable_user(make_user("off").id, actor=OPERATOR)
    answer = type_in(client, login, password)
    shown = read(answer.text)
    assert answer.status_code == 422
    assert shown.main.one("p", id="password-wrong").text == "登录名或密码不对，请核对后再试"
    assert shown.main.one("input", id="login").attributes["value"] == login
    assert "value" not in shown.main.one("input", id="password").attributes
    assert "autofocus" in shown.main.one("input", id="password").attributes


def test_an_empty_form_says_which_field_is_missing(app, client):
    shown = read(type_in(client, "", "").text)
    assert [each.text for each in shown.main.all("p", _class="wrong")] == ["请填写这一项", "请填写这一项"]
    assert "autofocus" in shown.main.one("input", id="login").attributes


@pytest.mark.parametrize(
    ("onward", "leads"),
    [
        ("/workbench?as_of=2020-01-01", "/workbench?as_of=2020-01-01"),
        ("//evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("\\/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\tevil", "/"),
        ("", "/"),
    ],
    ids=["local", "double-slash", "absolute", "backslash", "backslash-first", "script", "tab", "empty"],
)
def test_signing_in_leads_on_within_the_house_alone(app, client, onward, leads):
    make_user("lihua")
    assert type_in(client, "lihua", PASSWORD, f"/login?next={quote(onward)}").location == leads


def test_a_form_from_elsewhere_is_refused(app, client):
    make_user("lihua")
    answer = client.post("/login", data={"login": "lihua", "password": PASSWORD})
    assert answer.status_code == 400
    assert "刷新页面" in read(answer.text).main.text


def test_signing_in_changes_all_that_the_cookie_carries(app, client):
    make_user("lihua")
    before = csrf_token(client)
    with client.session_transaction() as cookie:
        cookie["planted"] = "1"
    assert client.post("/login", data={"csrf_token": before, "login": "lihua", "password": PASSWORD}).status_code == 303
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != "0" * 40


def test_the_cookie_can_be_read_by_no_script_and_travels_with_our_own_pages(app, client):
    make_user("lihua")
    said = type_in(client, "lihua", PASSWORD).headers["Set-Cookie"]
    assert re.search(r"^biaolian=", said)
    assert "HttpOnly" in said
    assert "SameSite=Lax" in said


def test_guessing_is_slowed_down_for_the_account_alone(app, client):
    make_user("lihua")
    make_user("wang")
    for _guess in range(5):
        assert type_in(client, "lihua", "wrong guess").status_code == 422
    answer = type_in(client, "LiHua", PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 31
    shown = read(answer.text)
    assert "秒后再试" in shown.main.one("div", role="alert").text
    assert shown.main.one("input", id="login").attributes["value"] == "LiHua"
    assert type_in(app.test_client(), "wang", PASSWORD).status_code == 303


def test_a_name_that_nobody_has_is_slowed_down_alike(app, client):
    assert [type_in(client, "nobody", "wrong guess").status_code for _guess in range(6)] == [422] * 5 + [429]


def test_signing_in_forgets_earlier_slips(app, client):
    make_user("lihua")
    for _round in range(2):
        for _slip in range(4):
            type_in(client, "lihua", "wrong guess")
        assert type_in(app.test_client(), "lihua", PASSWORD).status_code == 303


def test_one_address_guesses_at_no_end_of_accounts(app, client):
    answers = [type_in(client, f"name{number}", "wrong guess").status_code for number in range(51)]
    assert answers == [422] * 50 + [429]


def test_what_was_typed_outlives_the_session(app, client):
    """The form is sent by a page of ours whose session has ended; who has signed in again sends it once more."""
    user = make_user("lihua", name="李华")
    typed = {"name": "李小华", "email": "a@example.com", "password": "not to be kept"}
    ours = {"headers": {"Sec-Fetch-Site": "same-origin"}}
    ended = post(client, "/account", typed, **ours)
    assert ended.status_code == 401
    assert "在新窗口登录" in read(ended.text).main.text
    assert "not to be kept" not in ended.text
    sign_in(client, user)
    stale = client.post("/account", data={"csrf_token": "x"} | typed, **ours)
    assert stale.status_code == 400
    again = read(stale.text).main.one("form", action="/account")
    sent = {each.attributes["name"]: each.attributes["value"] for each in again.all("input")}
    assert client.post("/account", data=sent).status_code == 303
    assert (user.name, user.email) == ("李小华", "a@example.com")


@pytest.mark.parametrize("site", [None, "cross-site", "same-site"])
def test_what_another_site_sent_is_never_offered_again(app, client, site):
    sign_in(client, make_user())
    headers = {"Sec-Fetch-Site": site} if site else {}
    answer = client.post("/account", data={"name": "改名"}, headers=headers)
    assert answer.status_code == 400
    assert "改名" not in answer.text
