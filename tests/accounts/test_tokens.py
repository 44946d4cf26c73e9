"""API tokens, and the guard of writes by session."""

from datetime import timedelta

import pytest

from app.accounts.auth import signed_in
from app.accounts.models import ApiToken
from app.accounts.permissions import OPERATOR, OfficeKind, Permission
from app.accounts.services.acting import actor_of
from app.accounts.services.signing_in import disable_user
from app.accounts.services.tokens import make_token, revoke_token
from app.clock import now
from app.database import db
from app.errors import Invalid, NotAllowed
from tests.signing import csrf_header, make_user, post, sign_in
from tests.web.reading import read

ACCOUNT = "/api/v1/account"
WRITE = "/api/v1/probe"


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def staff(app):
    return make_user("lihua", office=OfficeKind.STAFF)


def test_a_token_may_what_its_scope_and_its_person_may(client, staff):
    _token, secret = make_token("ERP", {Permission.REGISTER_EDIT}, 30, actor=actor_of(staff))
    told = client.get(ACCOUNT, headers=bearer(secret)).json
    assert (told["login"], told["token"], told["permissions"]) == ("lihua", "ERP", ["register.edit"])
    assert told["offices"] == [
        {"kind": "staff", "label": "标准化院工作人员", "organization": None, "organization_name": None}
    ]


def test_a_token_is_never_wider_than_its_person(staff):
    with pytest.raises(Invalid) as refused:
        make_token("ERP", {Permission.ACCOUNT_MANAGE}, 30, actor=actor_of(staff))
    assert refused.value.fields[0].field == "scope"


def test_losing_an_office_narrows_the_token(client, staff):
    _token, secret = make_token("ERP", {Permission.REGISTER_EDIT}, 30, actor=actor_of(staff))
    db.session.delete(staff.offices[0])
    db.session.commit()
    assert client.get(ACCOUNT, headers=bearer(secret)).json["permissions"] == []


@pytest.mark.parametrize("days", [0, 367])
def test_a_token_has_a_term(staff, days):
    with pytest.raises(Invalid) as refused:
        make_token("ERP", (), days, actor=actor_of(staff))
    assert refused.value.fields[0].field == "days"


def end(how, token, staff):
    if how == "revoked":
        revoke_token(token.id, actor=actor_of(staff))
    elif how == "expired":
        token.expires_at = now() - timedelta(seconds=1)
        db.session.commit()
    elif how == "disabled":
        disable_user(staff.id, actor=OPERATOR)


@pytest.mark.parametrize("how", ["revoked", "expired", "disabled"])
def test_a_token_that_has_ended_opens_nothing_and_is_said_to_have_ended(client, staff, how):
    token, secret = make_token("ERP", (), 30, actor=actor_of(staff))
    assert client.get(ACCOUNT, headers=bearer(secret)).status_code == 200
    end(how, token, staff)
    for address in (ACCOUNT, "/api/v1/organizations"):
        answer = client.get(address, headers=bearer(secret))
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
        assert "访问令牌无效" in answer.json["detail"]
        assert answer.headers["WWW-Authenticate"].lower().startswith("bearer")


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer x", "Basic YTpi", "nonsense", "Bearer ÿ"])
def test_no_other_header_signs_anybody_in(client, staff, header):
    sign_in(client, staff)
    assert client.get(ACCOUNT, headers={"Authorization": header}).status_code == 401


def test_what_is_kept_opens_nothing(client, staff):
    make_token("ERP", (), 30, actor=actor_of(staff))
    kept = db.session.query(ApiToken).one().digest
    assert client.get(ACCOUNT, headers=bearer(kept)).status_code == 401


def test_nobody_is_asked_to_sign_in(client):
    answer = client.get(ACCOUNT)
    assert (answer.status_code, answer.json["title"]) == (401, "需要登录")


def test_only_its_person_and_administrators_revoke_a_token(staff):
    token, _secret = make_token("ERP", (), 30, actor=actor_of(staff))
    with pytest.raises(NotAllowed):
        revoke_token(token.id, actor=actor_of(make_user(office=OfficeKind.STAFF)))
    revoke_token(token.id, actor=actor_of(make_user(office=OfficeKind.ADMINISTRATOR)))
    assert token.revoked_at is not None


@pytest.fixture
def writing(app, client):
    """A resource of the API that writes."""
    app.add_url_rule(WRITE, view_func=lambda: signed_in().name, methods=["POST"])
    return client


def test_a_session_writes_by_the_api_with_the_token_of_our_pages_alone(writing, staff):
    assert writing.post(WRITE).status_code == 401
    sign_in(writing, staff)
    refused = writing.post(WRITE)
    assert (refused.status_code, refused.mimetype) == (400, "application/problem+json")
    assert writing.post(WRITE, headers={"X-CSRFToken": "x"}).status_code == 400
    assert writing.post(WRITE, headers=csrf_header(writing)).status_code == 200


def test_a_token_writes_without_it_even_beside_a_cookie(writing, staff):
    _token, secret = make_token("ERP", (), 30, actor=actor_of(staff))
    assert writing.post(WRITE, headers=bearer(secret)).status_code == 200
    sign_in(writing, make_user(name="王强"))
    assert writing.post(WRITE, headers=bearer(secret)).text == staff.name
    assert writing.post(WRITE, headers=bearer("x")).status_code == 401


def test_a_token_signs_nobody_in_on_pages(client, staff):
    _token, secret = make_token("ERP", (), 30, actor=actor_of(staff))
    assert client.get("/account", headers=bearer(secret)).status_code == 303


def test_a_token_is_made_on_a_page_and_shown_once(client, staff):
    sign_in(client, staff)
    answer = post(client, "/account/tokens", {"name": "ERP", "days": "30", "scope": ["register.edit", "history.read"]})
    assert answer.cache_control.no_store
    secret = read(answer.text).main.one("code", _class="secret").text
    assert client.get(ACCOUNT, headers=bearer(secret)).json["permissions"] == ["history.read", "register.edit"]
    listed = client.get("/account/tokens").text
    assert secret not in listed
    assert read(listed).rows()[0][:2] == ["ERP", "查看修改历史、编辑登记数据"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "", "days": "30"}, "name"),
        ({"name": "ERP", "days": "abc"}, "days"),
        ({"name": "ERP", "days": "400"}, "days"),
        ({"name": "<script>", "days": "30", "scope": ["account.manage"]}, "scope"),
        ({"name": "x" * 300, "days": "30"}, "name"),
    ],
    ids=["empty", "not-a-number", "too-long", "beyond", "overlong"],
)
def test_a_form_with_a_slip_says_so_beside_the_field_and_keeps_the_rest(client, staff, typed, field):
    sign_in(client, staff)
    answer = post(client, "/account/tokens", typed)
    shown = read(answer.text).main
    assert answer.status_code == 422
    assert shown.one("p", id=f"{field}-wrong").text
    assert shown.one("input", id="name").attributes["value"] == typed["name"]
    assert db.session.query(ApiToken).count() == 0
