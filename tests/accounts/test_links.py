"""Invitations and the setting of passwords by one-time links."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from app.accounts.models import LinkKind, Message, OneTimeLink, User
from app.accounts.permissions import OPERATOR, OfficeKind, Permission
from app.accounts.services import links
from app.accounts.services.acting import actor_of
from app.clock import now
from app.database import db
from app.errors import BiaolianError, NotAllowed, NotFound, TooMany
from tests.factories import make_organization
from tests.signing import PASSWORD, make_actor, make_user, post, sign_in
from tests.web.reading import read

NEW = {"login": "lihua", "name": "李华", "password": PASSWORD}


def invited(organization, *, email=None, actor=OPERATOR):
    return links.invite(OfficeKind.EDITOR, organization.id, "李华", email, where=organization.name, actor=actor)


def test_a_printed_code_makes_an_account_with_the_office(app, client):
    organization = make_organization()
    code = invited(organization).code
    typed = post(client, "/join", {"code": code.lower().replace("-", "").replace("0", "o")})
    assert typed.location == f"/join/{code}"
    assert organization.name in read(client.get(typed.location).text).main.text
    assert post(client, typed.location, NEW).location == "/account"
    user = db.session.query(User).filter_by(login="lihua").one()
    assert actor_of(user).may(Permission.IMPLEMENTATION_DECLARE, organization.id)
    assert read(client.get("/account").text).one("details", _class="whose").one("summary").text == "李华"


def test_an_invitation_is_used_once_and_not_by_a_form_with_a_slip(app, client):
    code = invited(make_organization()).code
    slip = post(client, f"/join/{code}", NEW | {"password": "short"})
    assert slip.status_code == 422
    assert "至少 10 个字符" in read(slip.text).main.one("p", id="password-wrong").text
    assert read(slip.text).main.one("input", id="login").attributes["value"] == "lihua"
    assert post(client, f"/join/{code}", NEW).status_code == 303
    assert app.test_client().get(f"/join/{code}").status_code == 404
    assert db.session.query(User).count() == 1


def test_an_account_one_has_takes_up_a_further_office(app, client):
    organization = make_organization()
    user = make_user(office=OfficeKind.MEMBER, organization=organization)
    sign_in(client, user)
    made = invited(organization)
    assert "以 演示用户 的账户接受" in read(client.get(f"/join/{made.code}").text).main.text
    assert post(client, f"/join/{made.code}/mine").location == "/account"
    assert [office.kind for office in user.offices] == [OfficeKind.MEMBER, OfficeKind.EDITOR]


def test_managers_invite_to_their_own_organization_and_see_no_other_invitations(app):
    mine, theirs = make_organization(), make_organization()
    manager = make_actor(OfficeKind.MANAGER, mine)
    own, other = invited(mine, actor=manager), invited(theirs)
    assert [link.id for link in links.open_invitations(actor=manager)] == [own.link.id]
    with pytest.raises(NotAllowed):
        invited(theirs, actor=manager)
    with pytest.raises(NotAllowed):
        links.invite(OfficeKind.STAFF, None, "李华", None, where="", actor=manager)
    with pytest.raises(NotAllowed):
        links.revoke_invitation(other.link.id, actor=manager)


@pytest.mark.parametrize("how", ["expired", "revoked", "other kind", "wrong"])
def test_a_link_that_does_not_hold_opens_nothing(app, client, how):
    made = invited(make_organization())
    code = made.code
    if how == "expired":
        made.link.expires_at = now() - timedelta(seconds=1)
        db.session.commit()
    elif how == "revoked":
        links.revoke_invitation(made.link.id, actor=OPERATOR)
    elif how == "other kind":
        code = links.password_link(make_user().id, actor=OPERATOR).code
    else:
        code = "0000-0000-0000-0000-0000"
    assert client.get(f"/join/{code}").status_code == 404
    assert post(client, f"/join/{code}", NEW).status_code == 404
    assert post(client, "/join", {"code": code}).status_code == 422


def test_codes_can_not_be_tried_one_after_another(app):
    code = invited(make_organization()).code
    for guess in range(20):
        with pytest.raises(NotFound):
            links.find_link(LinkKind.INVITATION, f"guess {guess}", "192.0.2.1")
    with pytest.raises(TooMany):
        links.find_link(LinkKind.INVITATION, code, "192.0.2.1")
    assert links.find_link(LinkKind.INVITATION, code, "192.0.2.2")


def test_two_at_once_take_up_an_invitation_once(app):
    code = invited(make_organization()).code

    def take_up(number):
        with app.app_context():
            try:
                links.accept_as_new(code, f"user{number}x", "李华", PASSWORD, f"192.0.2.{number}")
            except BiaolianError:
                return 0
            finally:
                db.session.remove()
            return 1

    with ThreadPoolExecutor(4) as several:
        assert sum(several.map(take_up, range(4))) == 1
    assert db.session.query(User).count() == 1


def test_a_forgotten_password_is_set_by_the_link_in_the_message(app, client):
    user = make_user("lihua", email="lihua@example.com")
    elsewhere = sign_in(app.test_client(), user)
    post(client, "/password", {"login": "lihua@example.com"})
    link = db.session.query(Message).one().link
    assert client.get(link).cache_control.no_store
    assert post(client, link, {"password": "ein anderer Satz"}).location == "/login"
    assert client.get(link).status_code == 404
    assert elsewhere.get("/account").status_code == 303
    assert post(client, "/login", {"login": "lihua", "password": "ein anderer Satz"}).status_code == 303


def test_asking_tells_nobody_whether_there_is_such_an_account(app, client):
    make_user("lihua", email="lihua@example.com")
    known, unknown = (read(post(client, "/password", {"login": login}).text).main.text for login in ("lihua", "nobody"))
    assert known == unknown
    assert db.session.query(Message).count() == 1


def test_asking_again_and_again_fills_nobodys_mailbox(app, client):
    make_user("lihua", email="lihua@example.com")
    answers = [post(client, "/password", {"login": "lihua"}).status_code for _time in range(4)]
    assert answers == [200, 200, 200, 429]
    assert db.session.query(Message).count() == 3


def test_a_new_password_ends_all_links_to_set_one(app, client):
    user = make_user("lihua")
    first, second = (links.password_link(user.id, actor=OPERATOR).code for _time in range(2))
    links.use_password_link(first, "ein anderer Satz", "")
    with pytest.raises(NotFound):
        links.use_password_link(second, "noch ein anderer", "")


def test_no_code_is_kept(app):
    made = invited(make_organization())
    kept = db.session.query(OneTimeLink).one()
    assert made.code not in {str(value) for value in vars(kept).values()}
