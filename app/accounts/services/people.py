"""People and the offices they hold."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import selectinload

from app.accounts.models import EventKind, Office, User
from app.accounts.passwords import hashed, made_password, require_good
from app.accounts.permissions import OPERATOR, Actor, OfficeKind, Permission, require
from app.accounts.services.events import note
from app.clock import now, today
from app.database import db
from app.errors import Conflict, FieldError, Invalid, NotFound
from app.registry.dates import PartialDate

_LOGIN = re.compile(r"[\w.@+-]{2,80}")
_EMAIL = re.compile(r"[^@\s<>,;\"\\]{1,64}@[^@\s<>,;\"\\]{1,190}")
FIRST_LOGIN = "admin"


def read_login(text: str) -> str:
    """A login name as it is kept: width and case don't matter. Raises `Invalid`."""
    login = unicodedata.normalize("NFKC", text).strip().casefold()
    if not _LOGIN.fullmatch(login):
        raise Invalid("登录名无法使用", (FieldError("login", "登录名为 2 至 80 个文字、字母、数字或 . _ - @ +", text),))
    return login


def read_email(text: str | None) -> str | None:
    """An e-mail address as it is kept, None where there is none. Raises `Invalid`."""
    address = (text or "").strip()
    if not address:
        return None
    if not _EMAIL.fullmatch(address):
        raise Invalid("邮箱地址无法使用", (FieldError("email", "请写成 name@example.com 的样子", address),))
    return address


def read_name(text: str) -> str:
    """A person's name as it is kept: one line of 1 to 60 characters. Raises `Invalid`."""
    name = " ".join(text.split())
    if not name or len(name) > 60 or not name.isprintable():
        raise Invalid("姓名无法使用", (FieldError("name", "请填写姓名，1 至 60 个字", text),))
    return name


def find_user(login: str) -> User | None:
    """The person of that login name."""
    try:
        return db.session.scalar(select(User).where(User.login == read_login(login)))
    except Invalid:
        return None


def the_user(user_id: int) -> User:
    """The person of that id. Raises `NotFound`."""
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound("没有这个账户")
    return user


def create_user(
    login: str,
    name: str,
    *,
    email: str | None = None,
    password: str | None = None,
    office: OfficeKind | None = None,
    organization_id: int | None = None,
    last_day: date | None = None,
    actor: Actor,
) -> User:
    """A new person, with an office from today on where one is named; without a password they need a link to set one.

    `last_day`: of the office, included; None: open.

    Raises `NotAllowed`, `Invalid`.
    """
    require(actor, Permission.ACCOUNT_MANAGE)
    user = add_user(login, name, email, password)
    note(user, EventKind.CREATED, actor.name)
    if office is not None:
        _add_office(user, office, organization_id, actor, last_day)
    db.session.commit()
    return user


def add_user(login: str, name: str, email: str | None, password: str | None) -> User:
    """A new person within the transaction under way, whoever allowed it. Raises `Invalid`."""
    known = read_login(login)
    if password is not None:
        require_good(password, known, name)
    if db.session.scalar(select(exists().where(User.login == known))):
        raise Invalid("登录名已有人使用", (FieldError("login", "这个登录名已有人使用，请换一个", login),))
    user = User(
        login=known,
        name=read_name(name),
        email=read_email(email),
        password_hash=None if password is None else hashed(password),
        created_at=now(),
    )
    db.session.add(user)
    return user


def first_administrator() -> str | None:
    """Make the administrator of a new instance, who is `admin`, and give the password, which is kept nowhere; None where anybody
    is known already.
    """
    if db.session.scalar(select(exists().where(User.id.is_not(None)))):
        return None
    password = made_password()
    create_user(FIRST_LOGIN, "系统管理员", password=password, office=OfficeKind.ADMINISTRATOR, actor=OPERATOR)
    return password


def give_office(
    user_id: int, kind: OfficeKind, organization_id: int | None, *, actor: Actor, last_day: date | None = None
) -> Office:
    """Give somebody an office from today up to and including `last_day` (None: open), on an organization where it is held on one.

    Managers of an organization may give those on it. Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict`.
    """
    require_may_give(actor, kind, organization_id)
    office = _add_office(the_user(user_id), kind, organization_id, actor, last_day)
    db.session.commit()
    return office


def _add_office(
    user: User, kind: OfficeKind, organization_id: int | None, actor: Actor, last_day: date | None = None
) -> Office:
    until = None if last_day is None else _after(last_day)
    if kind.on_organization != (organization_id is not None):
        db.session.rollback()
        reason = "请选择在哪个单位任职" if kind.on_organization else f"{kind.label}不属于某个单位"
        raise Invalid("职务与单位不符", (FieldError("organization", reason),))
    if any((office.kind, office.organization_id) == (kind, organization_id) for office in offices_held(user)):
        raise Conflict(f"{user.name} 已担任这一职务")
    office = Office(
        user_id=user.id, kind=kind, organization_id=organization_id, from_on=PartialDate.of(today()), until_on=until
    )
    db.session.add(office)
    note(user, EventKind.OFFICE_GIVEN, actor.name, detail=kind.label)
    return office


def require_may_give(actor: Actor, kind: OfficeKind, organization_id: int | None) -> None:
    """Raises `NotAllowed` where the actor may not give or end that office: managers may on their own organization."""
    if kind.on_organization:
        require(actor, Permission.OFFICE_INVITE, organization_id)
    else:
        require(actor, Permission.ACCOUNT_MANAGE)


def _after(last_day: date) -> PartialDate:
    """The first day on which an office is no longer held. Raises `Invalid` for a last day in the past."""
    if last_day < today() or last_day == date.max:
        db.session.rollback()
        reason = "任职的最后一天不能早于今天；要立即结束请不填日期" if last_day < today() else "日期太远，长期任职请不填"
        raise Invalid(reason, (FieldError("last", reason, str(last_day)),))
    return PartialDate.of(last_day + timedelta(days=1))


def end_office(office_id: int, *, actor: Actor, last_day: date | None = None) -> int:
    """End an office at once, or after `last_day`, and give whose it was. Nobody ends the last administrator's.

    Raises `NotAllowed`, `NotFound`, `Conflict`, `Invalid`.
    """
    office = db.session.get(Office, office_id)
    if office is None:
        raise NotFound("没有这一任职记录")
    require_may_give(actor, office.kind, office.organization_id)
    if office.kind is OfficeKind.ADMINISTRATOR:
        require_another_administrator(office.user_id)
    user = office.user
    if last_day is not None:
        office.until_on = _after(last_day)
    elif office.from_on == PartialDate.of(today()):
        db.session.delete(office)
    else:
        office.until_on = PartialDate.of(today())
    until = f"，任职至 {last_day}（含）" if last_day else ""
    note(user, EventKind.OFFICE_ENDED, actor.name, detail=f"{office.kind.label}{until}")
    db.session.commit()
    return user.id


def require_another_administrator(user_id: int) -> None:
    """Raises `Conflict` where nobody else could administer accounts."""
    others = select(Office).join(User).where(
        Office.kind == OfficeKind.ADMINISTRATOR, Office.user_id != user_id, User.disabled_at.is_(None)
    )
    if not any(is_held(office) for office in db.session.scalars(others)):
        raise Conflict("这是最后一位系统管理员，请先授予另一人这一职务")


def is_held(office: Office) -> bool:
    """Whether it is held today."""
    day = PartialDate.of(today()).packed
    return office.from_on.packed <= day and (office.until_on is None or office.until_on.packed > day)


def offices_held(user: User) -> list[Office]:
    """What somebody holds today."""
    return [office for office in user.offices if is_held(office)]


def everybody(*, actor: Actor) -> list[User]:
    """All people by login name, with their offices. Raises `NotAllowed`."""
    require(actor, Permission.ACCOUNT_READ)
    return list(db.session.scalars(select(User).order_by(User.login).options(selectinload(User.offices))))


def change_person(user_id: int, name: str, email: str | None, *, actor: Actor) -> None:
    """Change a name or an e-mail address: one's own, or anybody's with the permission. Raises `NotAllowed`, `Invalid`."""
    if actor.user_id != user_id:
        require(actor, Permission.ACCOUNT_MANAGE)
    user = the_user(user_id)
    user.name, user.email = read_name(name), read_email(email)
    note(user, EventKind.CHANGED, actor.name)
    db.session.commit()


def offices_on(organization_ids: Collection[int]) -> list[Office]:
    """What people hold today on these organizations, by organization."""
    asked = (
        select(Office)
        .where(Office.organization_id.in_(organization_ids))
        .options(selectinload(Office.user))
        .order_by(Office.organization_id, Office.id)
    )
    return [office for office in db.session.scalars(asked) if is_held(office) and office.user.disabled_at is None]
