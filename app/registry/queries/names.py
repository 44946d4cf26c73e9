"""What records are called, for pages that know only their code or id."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select

from app.database import db
from app.errors import FieldError, Invalid, NotFound
from app.registry.models import BlockIndustry, Committee, Organization, Standard
from app.registry.queries.lookup import find_standard


def block_industry_names() -> dict[str, str]:
    """Code to name of every block industry."""
    return dict(db.session.execute(select(BlockIndustry.code, BlockIndustry.name)).all())


def organization_names(organization_ids: Collection[int]) -> dict[int, str]:
    """Id to name of these organizations; ids that are not in the register are absent."""
    asked = select(Organization.id, Organization.name).where(Organization.id.in_(organization_ids))
    return dict(db.session.execute(asked).all())


def named_organization(text: str) -> Organization:
    """The one organization that a person names by unified social credit code, id or whole name.

    Raises `Invalid` where there is none, or several bear the name.
    """
    asked = text.strip()
    by_id = [Organization.id == int(asked)] if asked.isascii() and asked.isdigit() and len(asked) < 10 else []
    named = or_(Organization.name == asked, Organization.uscc == asked.upper(), *by_id)
    found = db.session.scalars(select(Organization).where(named).limit(2)).all()
    if len(found) == 1:
        return found[0]
    reason = "有几个单位同名，请改填统一社会信用代码" if found else "登记中没有这个单位，请填写全称或统一社会信用代码"
    raise Invalid("无法确定是哪个单位", (FieldError("organization", reason, text),))


def committee_ids(numbers: Collection[str]) -> dict[str, int]:
    """Number to id of these committees; numbers that are not in the register are absent."""
    return dict(db.session.execute(select(Committee.number, Committee.id).where(Committee.number.in_(numbers))).all())


def standard_numbers(standard_ids: Collection[int]) -> dict[int, str]:
    """Id to number of these standards; ids that are not in the register are absent."""
    return dict(db.session.execute(select(Standard.id, Standard.number).where(Standard.id.in_(standard_ids))).all())


def named_standard(text: str, day: date, field: str = "standard") -> Standard:
    """The one standard of a number as typed, undated the edition of the day. Raises `Invalid` for `field`."""
    try:
        found = find_standard(text, day)
    except NotFound:
        reason = "登记中没有这个标准号，请核对，或先由标准化院登记"
        raise Invalid("没有这项标准", (FieldError(field, reason, text),)) from None
    if found.standard is None:
        numbers = "、".join(each.number for each in found.candidates[:5])
        raise Invalid("标准号不明确", (FieldError(field, f"可能是 {numbers}，请写完整", text),))
    return found.standard
