"""Numbers that may have been meant where nothing bears the number typed. Pure."""

from collections.abc import Iterator

from app.registry.numbers.prefixes import INDUSTRY, NATIONAL
from app.registry.numbers.value import StandardNumber

_LONGEST = 24
"""Characters of a number's digits for which slips of the keyboard are tried."""


def nearby_keys(number: StandardNumber) -> dict[str, int]:
    """Loose keys of documents near to `number`, with how near each is, the nearest first.

    0: the same digits under another code; 1: two digits exchanged; 2: one digit otherwise; 3: one left out or too many.
    """
    key = number.loose_key
    family, _, body = key.rpartition("/")
    near: dict[str, int] = {}
    if number.kind is not None and family.upper() in _CODES:
        near |= {f"{code}/{body}": 0 for code in _FAMILIES if code != family}
    if len(body) <= _LONGEST:
        for distance, variant in _slips(body):
            near.setdefault(f"{family}/{variant}", distance)
    near.pop(key, None)
    return near


_CODES = frozenset(code.upper() for code in NATIONAL | INDUSTRY)
_FAMILIES = sorted(code.casefold() for code in NATIONAL | INDUSTRY)


def _slips(body: str) -> Iterator[tuple[int, str]]:
    """Every body that is one slip away from this one, with its distance; only digits are changed."""
    for at, sign in enumerate(body):
        if not sign.isdecimal():
            continue
        before, after = body[:at], body[at + 1 :]
        if after[:1].isdecimal() and after[0] != sign:
            yield 1, before + after[0] + sign + after[1:]
        for digit in "0123456789":
            if digit != sign:
                yield 2, before + digit + after
            yield 3, before + digit + sign + after
            yield 3, before + sign + digit + after
        if after[:1].isdecimal() or before[-1:].isdecimal():
            yield 3, before + after
