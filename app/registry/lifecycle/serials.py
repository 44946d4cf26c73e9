"""Serials of alliance standards: which number comes next. Pure.

A number is never given twice: what the register holds under the code of a body counts, also superseded, withdrawn and former
numbers. Serials run on without gaps from the largest there is, or from the body's first one.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.registry.lifecycle.words import SerialRule

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Taken:
    """A number that a body has: serial and parts as printed, and the year.

    `kept`: it took over the serial of an edition before it, so that with yearly serials it is no new one of its year.
    """

    serial: str
    parts: tuple[str, ...] = ()
    year: int | None = None
    kept: bool = False

    @property
    def value(self) -> int:
        """The serial as a number, 0 where it has none."""
        found = _DIGITS.match(self.serial)
        return int(found[0]) if found else 0


def next_serial(taken: Iterable[Taken], rule: SerialRule, year: int, *, first: int = 1, width: int = 1) -> str:
    """The serial of the next new document of `year`, filled with zeros to `width` digits."""
    known = list(taken)
    if rule is SerialRule.YEARLY:
        known = [each for each in known if each.year == year]
    serial = max((each.value for each in known if not (each.kept and rule is SerialRule.YEARLY)), default=0) + 1
    serial = max(serial, first if rule is SerialRule.RUNNING else 1)
    used = {each.value for each in known}
    while serial in used:
        serial += 1
    return str(serial).zfill(width)


def serial_of_part(
    taken: Collection[Taken], part: str, part_of: str | None, rule: SerialRule, year: int, *, first: int = 1, width: int = 1
) -> str | None:
    """The serial under which a part is published: that of its document, or a new one. None: that document has the part."""
    if part_of is None:
        return next_serial(taken, rule, year, first=first, width=width)
    same = [each for each in taken if each.value == int(part_of) and (rule is SerialRule.RUNNING or each.year == year)]
    if any(each.parts == (part,) for each in same):
        return None
    return same[0].serial if same else part_of.zfill(width)


def is_free(taken: Iterable[Taken], serial: str, parts: tuple[str, ...], year: int) -> bool:
    """Whether no number of that very serial, parts and year is there; leading zeros make no other number."""
    asked = Taken(serial, parts).value
    return all((each.value, each.parts, each.year) != (asked, parts, year) for each in taken)
