"""Two-step sign-in: setting it up, the codes it takes, and what it takes without it."""

from dataclasses import replace
from functools import partial

import pyotp
import pytest

from app import create_app
from app.accounts.models import User
from app.accounts.permissions import OfficeKind, Permission
from app.accounts.services import two_step
from app.accounts.services.acting import actor_of
from app.clock import now
from app.database import db
from app.errors import Conflict, Invalid, NotAllowed, TooMany
from tests.signing import PASSWORD, make_user, post, sign_in
from tests.web.reading import read


def code_of(user, steps=0):
    totp = pyotp.TOTP(user.totp_secret)
    return totp.generate_otp(totp.timecode(now()) + steps)


@pytest.fixture
def user(app):
    """Somebody who signs in by two steps; the first code used lies a step back."""
    made = make_user("lihua", office=OfficeKind.STAFF)
    two_step.begin(made.id)
    made.recovery = two_step.confirm(made.id, code_of(made, -1), actor=actor_of(made))
    return made


def type_password(client):
    return post(client, "/login?next=/workbench", {"login": "lihua", "password": PASSWORD})


def type_code(client, code):
    return post(client, "/login/code?next=/workbench", {"code": code})


def is_signed_in(client):
    return client.get("/account").status_code == 200


def test_the_password_alone_opens_nothing(client, user):
    assert type_password(client).location == "/login/code?next=/workbench"
    assert not is_signed_in(client)
    assert type_code(client, code_of(user)).location == "/workbench"
    assert is_signed_in(client)


def test_a_code_opens_once(app, user):
    one, other = app.test_client(), app.test_client()
    type_password(one)
    type_password(other)
    code = code_of(user)
    assert type_code(one, code).status_code == 303
    refused = type_code(other, code)
    assert refused.status_code == 422
    assert "已用过" in read(refused.text).main.one("p", id="code-wrong").text


def test_codes_are_taken_from_the_step_before_and_after_and_no_further(app, user):
    for steps, taken in ((2, False), (1, True)):
        if taken:
            two_step.check_code(user, code_of(user, steps), "")
        else:
            with pytest.raises(Invalid):
                two_step.check_code(user, code_of(user, steps), "")


def test_a_recovery_code_opens_once_however_it_is_typed(app, user):
    assert len(set(user.recovery)) == 10
    two_step.check_code(user, user.recovery[0].lower().replace("-", " "), "")
    db.session.commit()
    assert len(db.session.get(User, user.id).recovery_codes) == 9
    with pytest.raises(Invalid):
        two_step.check_code(user, user.recovery[0], "")


def test_codes_can_not_be_tried_one_after_another(app, user):
    for _guess in range(5):
        with pytest.raises(Invalid):
            two_step.check_code(user, "000000", "")
    with pytest.raises(TooMany):
        two_step.check_code(user, code_of(user), "")


@pytest.mark.parametrize("code", ["", "abc", "１２３４５６", "0" * 40, "\0"])
def test_what_is_no_code_is_refused(app, user, code):
    with pytest.raises(Invalid):
        two_step.check_code(user, code, "")


def test_the_second_step_leads_nowhere_without_the_first(app, client, user):
    assert type_code(client, code_of(user)).location.startswith("/login?")
    assert not is_signed_in(client)


def test_setting_up_shows_key_and_codes_on_pages_and_wants_a_first_code(app, client):
    user = make_user("lihua", office=OfficeKind.STAFF)
    sign_in(client, user)
    assert "开启两步验证" in read(client.get("/workbench").text).one("aside", _class="reminder").text
    shown = client.get("/account/two-step")
    assert shown.cache_control.no_store
    assert read(shown.text).main.one("code", _class="secret").text == user.totp_secret
    assert read(shown.text).main.one("svg", role="img")
    assert post(client, "/account/two-step", {"code": "000000"}).status_code == 422
    assert not user.is_two_step
    codes = read(post(client, "/account/two-step", {"code": code_of(user)}).text).main.all("code")
    assert len(codes) == 10
    assert not read(client.get("/workbench").text).all("aside", _class="reminder")


def test_it_is_switched_off_by_ones_password_or_by_an_administrator(app, user):
    with pytest.raises(Invalid):
        two_step.switch_off(user.id, "wrong guess", actor=actor_of(user))
    with pytest.raises(NotAllowed):
        two_step.switch_off(user.id, PASSWORD, actor=actor_of(make_user(office=OfficeKind.STAFF)))
    with pytest.raises(Conflict):
        two_step.begin(user.id)
    two_step.switch_off(user.id, None, actor=actor_of(make_user(office=OfficeKind.ADMINISTRATOR)))
    assert not user.is_two_step


def closed(application):
    with application.app_context():
        db.session.remove()
        db.engine.dispose()


def test_where_it_is_required_the_guarded_offices_wait_for_it(app, settings, request):
    strict = create_app(replace(settings, require_totp=True))
    request.addfinalizer(partial(closed, strict))
    user = make_user(office=OfficeKind.STAFF)
    assert actor_of(user).may(Permission.REGISTER_EDIT)
    assert not actor_of(user, require_two_step=True).may(Permission.REGISTER_EDIT)
    administrator = make_user(office=OfficeKind.ADMINISTRATOR)
    client = strict.test_client()
    sign_in(client, administrator)
    assert client.get("/people").status_code == 403
    assert "只能检索和查看" in read(client.get("/account").text).one("aside", _class="reminder").text
    two_step.begin(administrator.id)
    two_step.confirm(administrator.id, code_of(administrator), actor=actor_of(administrator))
    assert client.get("/people").status_code == 200
