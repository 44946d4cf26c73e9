"""Pages of accounts as an administrator meets them: whatever is typed into their forms is answered."""

import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.permissions import OfficeKind
from app.accounts.services import people
from app.clock import today
from app.database import db
from tests.examples import examples
from tests.factories import make_organization
from tests.signing import make_user, post, sign_in
from tests.web.reading import read

FORMS = {
    "/login": ("login", "password"),
    "/login/code": ("code",),
    "/join": ("code",),
    "/password": ("login",),
    "/account": ("name", "email"),
    "/account/password": ("current", "password"),
    "/account/tokens": ("name", "days", "scope"),
    "/account/two-step": ("code",),
    "/account/two-step/off": ("password",),
    "/invitations": ("name", "kind", "organization", "email"),
    "/people/new": ("login", "name", "email", "kind", "organization", "last"),
    "/people/1/offices": ("kind", "organization", "last"),
    "/offices/1/end": ("last",),
}
TYPED = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["", "\0", "' OR 1=1 --", "<script>", "9" * 400, "断" * 5000, "staff", "editor", "a@b.cn", "1", "-1"]),
)


@pytest.fixture
def administrator(app, client):
    return sign_in(client, make_user("lihua", office=OfficeKind.ADMINISTRATOR, name="李华"))


def test_whatever_is_typed_is_answered(app, administrator):
    @settings(max_examples=examples(120), suppress_health_check=list(HealthCheck))
    @given(address=st.sampled_from(sorted(FORMS)), values=st.lists(TYPED, min_size=6, max_size=6))
    def answers(address, values):
        answer = post(administrator, address, dict(zip(FORMS[address], values, strict=False)))
        assert answer.status_code in (200, 303, 409, 422, 429), (address, values, answer.text[:400])
        assert "<script>" not in re.sub('<script type="module" src="[^"]*">', "", answer.text)

    answers()


@pytest.mark.parametrize(
    "address",
    ["/account", "/account/tokens", "/account/two-step", "/people", "/people/1", "/invitations", "/outbox", "/join", "/password"],
)
def test_every_field_has_its_label_and_nothing_is_named_twice(administrator, address):
    people.give_office(1, OfficeKind.MANAGER, make_organization().id, actor=people.OPERATOR)
    shown = read(administrator.get(address).text)
    names = [each.attributes["id"] for each in shown.all() if "id" in each.attributes]
    assert len(names) == len(set(names))
    labelled = {each.attributes.get("for") for each in shown.all("label")}
    for field in (*shown.all("input"), *shown.all("select")):
        within = any(field in label.all() for label in shown.all("label"))
        assert field.attributes.get("type") == "hidden" or within or field.attributes["id"] in labelled, field
    for element in shown.all():
        assert set(element.attributes.get("aria-describedby", "").split()) <= set(names)
        assert "style" not in element.attributes
    for form in shown.all("form", method="post"):
        assert form.all("input", _name="csrf_token"), form


def test_an_administrator_sees_to_an_account(administrator, app):
    other = make_user("wang", name="王强")
    organization = make_organization("甲公司（演示）")
    place = f"/people/{other.id}"
    assert post(administrator, f"{place}/offices", {"kind": "editor", "organization": "甲公司（演示）"}).location == place
    assert read(administrator.get(place).text).rows("个")[0][:2] == ["经办人", "甲公司（演示）"]
    slip = post(administrator, f"{place}/offices", {"kind": "editor", "organization": "没有的单位"})
    assert slip.status_code == 422
    assert read(slip.text).main.one("input", id="organization").attributes["value"] == "没有的单位"
    link = read(post(administrator, f"{place}/password-link").text).main.one("code", _class="secret").text
    assert app.test_client().get(link).status_code == 200
    assert post(administrator, f"{place}/disable").location == place
    assert db.session.get(User, other.id).disabled_at is not None
    assert app.test_client().get(link).status_code == 200
    assert post(administrator, f"{place}/enable").location == place
    events = [row[1] for row in read(administrator.get(place).text).rows("最近")]
    assert events[:3] == ["恢复账户", "停用账户", "申请重设密码"]
    assert organization.id == db.session.get(User, other.id).offices[0].organization_id


def test_an_account_made_in_the_browser_shows_its_password_once_and_opens(administrator, app):
    make_organization("演示锁厂")
    typed = {"login": "Wang", "name": "王经办", "kind": "editor", "organization": "演示锁厂", "last": str(today())}
    made = post(administrator, "/people/new", typed)
    assert (made.status_code, made.headers["Cache-Control"]) == (200, "no-store")
    password = re.search(r"<code>([^<]+)</code>", made.text)[1]
    user = db.session.scalar(select(User).where(User.login == "wang"))
    (office,) = user.offices
    # the last day counts: the first on which it is no longer held is the day after
    assert office.until_on.first_day == today() + timedelta(days=1)
    assert people.offices_held(user) == [office]
    assert post(app.test_client(), "/login", {"login": "wang", "password": password}).status_code == 303
    again = post(administrator, "/people/new", typed)
    assert (again.status_code, "已有人使用" in again.text) == (422, True)
    assert password not in administrator.get(f"/people/{user.id}").text


def test_an_office_ends_on_the_day_that_is_chosen(administrator):
    user = make_user("wang", office=OfficeKind.STAFF)
    (office,) = user.offices
    office_id, user_id = office.id, user.id
    past = post(administrator, f"/offices/{office_id}/end", {"last": str(today() - timedelta(days=1))})
    assert (past.status_code, "不能早于今天" in past.text) == (422, True)
    assert post(administrator, f"/offices/{office_id}/end", {"last": "后天"}).status_code == 422
    last = today() + timedelta(days=30)
    assert post(administrator, f"/offices/{office_id}/end", {"last": str(last)}).status_code == 303
    assert str(last) in administrator.get(f"/people/{user_id}").text
    assert post(administrator, f"/offices/{office_id}/end", {}).status_code == 303
    db.session.expire_all()
    assert people.offices_held(people.the_user(user_id)) == []
