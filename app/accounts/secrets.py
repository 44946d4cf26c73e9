"""Secrets that open something: how they are made, and the digest that is kept in their place. Pure.

They are random and long, so a plain digest can't be guessed back; passwords, which people choose, are in passwords.py.
"""

import hashlib
import secrets

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that reads like a digit."""
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
CODE_LENGTH = 20
"""Letters of a code to be printed and typed: 100 bits."""
RECOGNIZED_BY = "biaolian_"
"""By which programs that look for leaked secrets know ours."""


def new_secret() -> str:
    """A secret for cookies: 256 bits, fit for an address."""
    return secrets.token_urlsafe(32)


def new_token() -> str:
    """A secret for programs, known by its prefix."""
    return RECOGNIZED_BY + secrets.token_urlsafe(32)


def new_code(length: int = CODE_LENGTH) -> str:
    """A secret that people can type from paper, in groups of four: `7KQ2-…`."""
    return grouped("".join(secrets.choice(_LETTERS) for _letter in range(length)))


def grouped(code: str) -> str:
    """A code in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(text: str) -> str:
    """The code somebody typed, in the form `new_code` gave: case, blanks, dashes and look-alikes don't matter."""
    letters = "".join(sign for sign in text.upper() if sign.isascii() and sign.isalnum())
    return grouped(letters.translate(_READ_AS))


def digest(secret: str) -> str:
    """What is kept in the place of a secret: SHA-256 in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()
