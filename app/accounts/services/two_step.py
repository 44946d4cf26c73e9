"""Two-step sign-in: after the password a code of the moment (TOTP, RFC 6238) or one of the recovery codes."""

from datetime import timedelta

import pyotp
from sqlalchemy import update

from app.accounts.models import EventKind, User
from app.accounts.passwords import fits
from app.accounts.permissions import Actor, Permission, require
from app.accounts.secrets import digest, new_code, read_code
from app.accounts.services import throttling
from app.accounts.services.events import note
from app.accounts.services.people import the_user
from app.clock import now
from app.database import db
from app.errors import Conflict, FieldError, Invalid

STEP = timedelta(seconds=30)
_AROUND = (0, -1, 1)
"""Steps in which a code is taken: clocks differ, and typing takes time."""
RECOVERY_CODES = 10
_RECOVERY_LETTERS = 12
_ISSUER = "标联"
_WRONG = Invalid("验证码不对", (FieldError("code", "验证码不对或已用过，请输入应用中当前的 6 位数字，或一个未用过的恢复码"),))


def begin(user_id: int) -> str:
    """Begin to set it up for oneself and give the address that an authenticator reads from a QR code.

    Nothing changes for signing in until `confirm`. Raises `Conflict` where it is set up already.
    """
    user = the_user(user_id)
    if user.is_two_step:
        raise Conflict("已开启两步验证")
    if user.totp_secret is None:
        user.totp_secret = pyotp.random_base32()
        db.session.commit()
    return pyotp.TOTP(user.totp_secret or "").provisioning_uri(name=user.login, issuer_name=_ISSUER)


def confirm(user_id: int, code: str, *, actor: Actor) -> list[str]:
    """Finish setting it up with a first code, and give the recovery codes, which can't be shown again.

    Raises `Invalid` for a wrong code, `Conflict` where nothing was begun or all is set up already.
    """
    user = the_user(user_id)
    if user.is_two_step or user.totp_secret is None:
        raise Conflict("已开启两步验证" if user.is_two_step else "请先重新打开设置页面")
    if not _use_code(user, code):
        raise _WRONG
    codes = [new_code(_RECOVERY_LETTERS) for _number in range(RECOVERY_CODES)]
    user.totp_since = now()
    user.recovery_codes = tuple(digest(each) for each in codes)
    note(user, EventKind.TWO_STEP_ON, actor.name)
    db.session.commit()
    return codes


def check_code(user: User, code: str, address: str) -> None:
    """Look at the second step of signing in. A code opens once. Raises `Invalid`, `TooMany`."""
    guarded = throttling.second_step(user.id)
    throttling.attempt(guarded)
    if not _use_code(user, code) and not _use_recovery_code(user, code):
        note(user, EventKind.REFUSED, user.name, detail="第二步", address=address)
        db.session.commit()
        raise _WRONG
    throttling.succeeded(guarded)


def switch_off(user_id: int, password: str | None, *, actor: Actor) -> None:
    """Ask for no second step any more: one's own by one's password, anybody's with the permission.

    Raises `Invalid` where the password is wrong, `NotAllowed`.
    """
    user = the_user(user_id)
    if actor.user_id != user_id:
        require(actor, Permission.ACCOUNT_MANAGE)
    elif not fits(password or "", user.password_hash):
        raise Invalid("密码不对", (FieldError("password", "密码不对，请核对后再试"),))
    user.totp_secret = user.totp_since = None
    user.recovery_codes = ()
    note(user, EventKind.TWO_STEP_OFF, actor.name)
    db.session.commit()


def _use_code(user: User, code: str) -> bool:
    """Whether this is a code of the moment that was not used yet; then it is, for all processes."""
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit()) or user.totp_secret is None:
        return False
    totp = pyotp.TOTP(user.totp_secret)
    this = totp.timecode(now())
    step = next((this + near for near in _AROUND if pyotp.utils.strings_equal(totp.generate_otp(this + near), digits)), None)
    if step is None:
        return False
    taken = update(User).where(User.id == user.id, User.totp_step < step).values(totp_step=step)
    return bool(db.session.execute(taken).rowcount)  # type: ignore[attr-defined]  # of an update it has one


def _use_recovery_code(user: User, code: str) -> bool:
    used = digest(read_code(code))
    db.session.refresh(user, with_for_update=True)
    if used not in user.recovery_codes:
        return False
    user.recovery_codes = tuple(each for each in user.recovery_codes if each != used)
    return True
