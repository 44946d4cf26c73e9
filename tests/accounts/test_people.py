"""People and offices: who may give which, and what somebody may do by all they hold."""

from datetime import timedelta

import pytest

from app.accounts.models import Office, UserSession
from app.accounts.permissions import HELD, OPERATOR, OfficeKind, Permission
from app.accounts.services import people
from app.accounts.services.acting import actor_of
from app.accounts.services.signing_in import disable_user
from app.clock import today
from app.database import db
from app.errors import Conflict, Invalid, NotAllowed
from app.registry.dates import PartialDate
from tests.factories import make_organization
from tests.signing import hold, make_actor, make_user, sign_in


def test_the_first_start_makes_an_administrator_and_later_ones_nobody(app):
    password = people.first_administrator()
    assert password
    assert people.first_administrator() is None
    assert actor_of(people.find_user("admin")).everywhere == HELD[OfficeKind.ADMINISTRATOR]


def test_several_offices_add_up_each_on_its_own_organization(app):
    mine, theirs = make_organization(), make_organization()
    user = make_user(office=OfficeKind.EDITOR, organization=mine)
    hold(user, OfficeKind.MANAGER, theirs)
    hold(user, OfficeKind.AUDITOR)
    actor = actor_of(user)
    assert actor.may(Permission.IMPLEMENTATION_DECLARE, mine.id)
    assert not actor.may(Permission.OFFICE_INVITE, mine.id)
    assert actor.may(Permission.OFFICE_INVITE, theirs.id)
    assert not actor.may(Permission.IMPLEMENTATION_DECLARE)
    assert actor.everywhere == HELD[OfficeKind.AUDITOR]


@pytest.mark.parametrize(("since", "until", "held"), [(0, None, True), (1, None, False), (-2, 0, False), (-2, 1, True)])
def test_an_office_counts_from_its_first_day_until_before_its_last(app, since, until, held):
    user = make_user()
    days = [None if each is None else PartialDate.of(today() + timedelta(days=each)) for each in (since, until)]
    db.session.add(Office(user_id=user.id, kind=OfficeKind.STAFF, from_on=days[0], until_on=days[1]))
    db.session.commit()
    assert actor_of(user).may(Permission.REGISTER_EDIT) is held


def test_a_manager_gives_and_ends_offices_on_the_own_organization_alone(app):
    mine, theirs, other = make_organization(), make_organization(), make_user()
    manager = make_actor(OfficeKind.MANAGER, mine)
    office = people.give_office(other.id, OfficeKind.EDITOR, mine.id, actor=manager)
    for kind, organization_id in ((OfficeKind.EDITOR, theirs.id), (OfficeKind.STAFF, None), (OfficeKind.ADMINISTRATOR, None)):
        with pytest.raises(NotAllowed):
            people.give_office(other.id, kind, organization_id, actor=manager)
    people.end_office(office.id, actor=manager)
    hold(other, OfficeKind.MEMBER, theirs)
    with pytest.raises(NotAllowed):
        people.end_office(other.offices[-1].id, actor=manager)


@pytest.mark.parametrize("kind", [OfficeKind.MEMBER, OfficeKind.STAFF])
def test_an_office_is_held_on_an_organization_where_its_kind_is_and_nowhere_else(app, kind):
    organization_id = None if kind.on_organization else make_organization().id
    with pytest.raises(Invalid) as refused:
        people.give_office(make_user().id, kind, organization_id, actor=OPERATOR)
    assert refused.value.fields[0].field == "organization"


def test_nobody_holds_the_same_office_twice(app):
    user = make_user(office=OfficeKind.STAFF)
    with pytest.raises(Conflict):
        hold(user, OfficeKind.STAFF)


def test_the_last_administrator_stays(app):
    last = make_user(office=OfficeKind.ADMINISTRATOR)
    with pytest.raises(Conflict, match="最后一位系统管理员"):
        people.end_office(last.offices[0].id, actor=OPERATOR)
    with pytest.raises(Conflict, match="最后一位系统管理员"):
        disable_user(last.id, actor=OPERATOR)
    second = make_user(office=OfficeKind.ADMINISTRATOR)
    disable_user(last.id, actor=OPERATOR)
    with pytest.raises(Conflict):
        people.end_office(second.offices[0].id, actor=OPERATOR)


def test_disabling_ends_all_sessions(app, client):
    user = make_user(office=OfficeKind.STAFF)
    sign_in(client, user)
    disable_user(user.id, actor=OPERATOR)
    assert db.session.query(UserSession).count() == 0
    assert client.get("/account").status_code == 303


@pytest.mark.parametrize("office", [None, OfficeKind.STAFF, OfficeKind.AUDITOR])
def test_accounts_are_managed_by_administrators_alone(app, office):
    actor, other = actor_of(make_user(office=office)), make_user()
    for forbidden in (
        lambda: people.create_user("new", "新人", actor=actor),
        lambda: people.give_office(other.id, OfficeKind.STAFF, None, actor=actor),
        lambda: people.change_person(other.id, "别名", None, actor=actor),
        lambda: disable_user(other.id, actor=actor),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


@pytest.mark.parametrize(("typed", "kept"), [(" ＬｉＨua ", "lihua"), ("李华", "李华"), ("A.b@c-d.cn", "a.b@c-d.cn")])
def test_login_names_are_the_same_whatever_their_width_and_case(typed, kept):
    assert people.read_login(typed) == kept


@pytest.mark.parametrize("typed", ["", "a", "a b", "x" * 81, "a/b", "<b>", "a\0b"])
def test_login_names_that_can_not_be_typed_safely_are_refused(typed):
    with pytest.raises(Invalid) as refused:
        people.read_login(typed)
    assert refused.value.fields[0].field == "login"


def test_a_login_name_is_given_once(app):
    make_user("lihua")
    with pytest.raises(Invalid) as refused:
        make_user("LIHUA")
    assert refused.value.fields[0].field == "login"
