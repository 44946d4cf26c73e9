"""An enterprise declares by a link, without an account: once, as long as it lasts, unless it is taken back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.models import Message
from app.accounts.permissions import OfficeKind
from app.clock import today
from app.database import db
from app.errors import Conflict, Invalid, NotAllowed, NotFound
from app.registry.dates import PartialDate
from app.registry.models import DeclarationLink, Implementation
from app.registry.queries.declaration_links import Asked, LinkState, refusal_of, state_of, undeclared
from app.registry.services.declaration_links import declare_by_link, make_links, opened, revoke_links, sealed
from app.registry.services.declaring import Declaration, Outcome
from app.registry.services.reminding import remind
from tests.factories import make_implementation, make_organization
from tests.registry.services.acting import STAFF, editor_of
from tests.signing import make_user

KEY = "the key of this instance"


@pytest.fixture
def link(locks):
    return make_links([Asked(locks.member.id, locks.standard.id)], actor=editor_of(locks.association))[0]


def answer(link, since="2021-03-01"):
    declaration = Declaration(
        organization_id=link.organization_id, standard_id=link.standard_id, since=date.fromisoformat(since), products="锁"
    )
    return declare_by_link(link.id, declaration, by="张三")


def test_it_is_known_by_its_signature_alone(link):
    token = sealed(link.code, KEY)
    assert opened(token, KEY).id == link.id
    assert opened(token.lower(), KEY).id == link.id
    code, _dash, signature = token.partition("-")
    forged = ("A" if code[0] != "A" else "B") + code[1:]
    for wrong in (code, f"{code}-", f"{forged}-{signature}", f"{token}A", sealed(link.code, "another key"), "ä-ö", "", "-"):
        with pytest.raises(NotFound, match="无效"):
            opened(wrong, KEY)


def test_it_declares_once_and_says_later_when_that_was(locks, link):
    declared = answer(link)
    kept = declared.implementation
    assert (declared.outcome, kept.declared_by, kept.products) == (Outcome.NEW, "演示锁厂（凭链接）", "锁")
    assert (state_of(link, today()), link.implementation_id) == (LinkState.USED, kept.id)
    with pytest.raises(Conflict, match=f"已于 {today()} .* 使用"):
        answer(link, "2022-01-01")
    assert db.session.scalar(select(func.count()).select_from(Implementation)) == 1


def test_it_expires(link):
    link.expires_on = PartialDate.of(today())
    db.session.commit()
    assert state_of(link, today() - timedelta(days=1)) is LinkState.OPEN
    with pytest.raises(Conflict, match="过期"):
        answer(link)


def test_it_can_be_taken_back_by_who_gave_it(locks, link):
    with pytest.raises(NotAllowed):
        revoke_links([link.id], actor=editor_of(locks.member))
    assert revoke_links([link.id], actor=editor_of(locks.association)) == 1
    assert revoke_links([link.id], actor=editor_of(locks.association)) == 0
    with pytest.raises(Conflict, match="作废"):
        answer(link)


def test_an_open_one_is_given_again(locks, link):
    asked = [Asked(locks.member.id, locks.standard.id)]
    assert make_links(asked, actor=editor_of(locks.association))[0].id == link.id
    revoke_links([link.id], actor=STAFF)
    assert make_links(asked, actor=STAFF)[0].id != link.id
    assert db.session.scalar(select(func.count()).select_from(DeclarationLink)) == 2


def test_an_association_asks_its_members_alone(locks):
    stranger = make_organization("演示外厂")
    with pytest.raises(NotAllowed, match="成员"):
        make_links([Asked(stranger.id, locks.standard.id)], actor=editor_of(locks.association))
    with pytest.raises(NotAllowed):
        make_links([Asked(locks.member.id, locks.standard.id)], actor=editor_of(locks.member))
    with pytest.raises(Invalid):
        make_links([Asked(locks.member.id, locks.standard.id)], days=0, actor=STAFF)
    with pytest.raises(Conflict):
        make_links([], actor=STAFF)


def test_a_person_says_who_they_are(link):
    for name in ("", "  ", "长" * 61, "a\x00b"):
        with pytest.raises(Invalid):
            declare_by_link(
                link.id,
                Declaration(organization_id=link.organization_id, standard_id=link.standard_id, since=date(2021, 1, 1)),
                by=name,
            )
        db.session.rollback()
    assert refusal_of(link, today()) is None


def test_who_has_declared_is_asked_no_more(locks):
    others = [make_organization() for _ in range(4)]
    make_implementation(others[0], locks.standard, "2021-01-01")
    make_implementation(others[1], locks.standard, "2021-01-01", "2022-01-01")
    make_implementation(others[2], locks.standard, "2021-01-01", revoked_on="2022-01-01")
    asked = [Asked(body.id, locks.standard.id) for body in others]
    assert undeclared(asked) == asked[1:]


def test_a_reminder_goes_to_whoever_declares_there_and_has_an_address(locks, link):
    make_user(office=OfficeKind.EDITOR, organization=locks.member, name="王经办", email="wang@example.com")
    make_user(office=OfficeKind.MEMBER, organization=locks.member, email="member@example.com")
    make_user(office=OfficeKind.MANAGER, organization=locks.member, email=None)
    sent = remind([link.id], address_of=lambda each: f"/declare/{each.code}", actor=editor_of(locks.association))
    (message,) = db.session.scalars(select(Message)).all()
    assert (sent, message.to_address, message.link) == (1, "wang@example.com", f"/declare/{link.code}")
    assert "演示锁业协会请演示锁厂声明实施" in message.body
    assert link.reminded_at is not None
