"""Passwords: which are good enough, and how they are kept and compared (argon2id, RFC 9106)."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.errors import FieldError, Invalid

SHORTEST, LONGEST = 10, 200
"""Characters of a password, both included; NIST SP 800-63B asks for length, not for kinds of characters."""
_FEWEST_SIGNS = 5
_MADE_OF = "abcdefghijkmnpqrstuvwxyz23456789"
_MADE_LENGTH = 20

_hasher = PasswordHasher()
_nobodys = _hasher.hash(secrets.token_urlsafe())
"""Compared with where there is no such account, so that an answer takes as long either way."""


def require_good(password: str, *known: str | None, field: str = "password") -> None:
    """Refuse a password that is too short, too plain, or says no more than what is `known` of its owner. Raises `Invalid`."""
    folded = password.casefold()
    if len(password) < SHORTEST:
        reason = f"密码至少 {SHORTEST} 个字符，可以是一句话"
    elif len(password) > LONGEST:
        reason = f"密码最多 {LONGEST} 个字符"
    elif len(set(password)) < _FEWEST_SIGNS or folded in "01234567890123456789 abcdefghijklmnopqrstuvwxyz":
        reason = "密码过于简单，请换一个不容易猜到的"
    elif any(text and len(text) > 2 and folded.replace(text.casefold(), "").strip("0123456789_-.@!") == "" for text in known):
        reason = "密码不能只由登录名或姓名组成"
    else:
        return
    raise Invalid("密码不符合要求", (FieldError(field, reason),))


def made_password() -> str:
    """A password that nobody chose: about 100 bits, without look-alike signs."""
    return "".join(secrets.choice(_MADE_OF) for _sign in range(_MADE_LENGTH))


def hashed(password: str) -> str:
    """What is kept of a password: its argon2id hash with salt and parameters."""
    return _hasher.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether this is the password; takes as long where nothing is kept."""
    try:
        _hasher.verify(kept or _nobodys, password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's, and is to be made anew at the next sign-in."""
    return _hasher.check_needs_rehash(kept)
