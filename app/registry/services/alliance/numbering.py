"""Giving out numbers: what a body has given out already, and the number that a work item is published under."""

from dataclasses import replace

from sqlalchemy import select

from app.database import db
from app.errors import Conflict, Invalid
from app.registry.lifecycle.serials import Taken, is_free, next_serial, serial_of_part
from app.registry.lifecycle.words import SerialRule
from app.registry.models import FormerNumber, IssuingBody, Relation, Standard, WorkItem
from app.registry.numbers import StandardNumber, key_of, parse_number
from app.registry.words import RelationKind


def number_for(body: IssuingBody, item: WorkItem, year: int) -> StandardNumber:
    """The number under which a work item is published in `year`, for whoever holds the body: nobody else can take it.

    A revision keeps serial and parts of the edition before it. Raises `Conflict` where that can't be.
    """
    taken = taken_numbers(body)
    if item.revises is not None and (kept := _kept(body, item.revises, taken, year)):
        return kept
    parts = (item.part,) if item.part else ()
    if item.part is None:
        serial: str | None = next_serial(taken, body.serial_rule, year, first=body.first_serial, width=body.serial_width)
    else:
        serial = serial_of_part(
            taken, item.part, item.part_of, body.serial_rule, year, first=body.first_serial, width=body.serial_width
        )
    if serial is None:
        raise Conflict(f"T/{body.code} {item.part_of} 已有第 {item.part} 部分，请改部分号，或作为它的修订提出")
    return StandardNumber(f"T/{body.code}", serial, parts, year)


def taken_numbers(body: IssuingBody) -> list[Taken]:
    """All numbers under the code of a body that the register knows: of any status, former ones too."""
    key = key_of(f"T/{body.code}")
    numbers = list(db.session.scalars(select(Standard.number).where(Standard.key.contains(key, autoescape=True))))
    numbers += db.session.scalars(select(FormerNumber.number).where(FormerNumber.key.contains(key, autoescape=True)))
    replacing = db.session.execute(
        select(Relation.subject_number, Relation.object_number).where(
            Relation.kind == RelationKind.REPLACES, Relation.subject_key.contains(key, autoescape=True)
        )
    ).all()
    kept = {later for later, before in replacing if _is_same_document(later, before)}
    return [
        Taken(each.serial, each.parts, each.year, number in kept) for number in numbers for each in _under(body, number)
    ]


def _kept(body: IssuingBody, before: Standard, taken: list[Taken], year: int) -> StandardNumber | None:
    """The number of the edition before with a new year; None where it is another body's, or not free with yearly serials."""
    old = parse_number(before.number)
    if old.prefix.upper() != f"T/{body.code}" or old.joint is not None:
        return None
    if old.year is not None and year <= old.year:
        raise Conflict(f"{before.number} 是 {old.year} 年的编号，修订要在其后的年份发布；当年内的改动请用修改单")
    if is_free(taken, old.serial, old.parts, year):
        return replace(old, year=year, edition="", letter="", note="", supplement="")
    if body.serial_rule is SerialRule.YEARLY:
        return None
    raise Conflict(f"{old.document}-{year} 已在登记中，不能再用，请先核对")


def _is_same_document(later: str, before: str) -> bool:
    first, second = _parsed(later), _parsed(before)
    return bool(first and second and (first.prefix, first.serial, first.parts) == (second.prefix, second.serial, second.parts))


def _under(body: IssuingBody, number: str) -> list[StandardNumber]:
    """The number, and the one joined to it, as far as they stand under the code of the body."""
    found = _parsed(number)
    both = (found, found.joint) if found else ()
    return [each for each in both if each is not None and each.prefix.upper() == f"T/{body.code}"]


def _parsed(number: str) -> StandardNumber | None:
    try:
        return parse_number(number)
    except Invalid:
        return None
