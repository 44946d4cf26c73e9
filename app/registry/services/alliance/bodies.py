"""Issuing bodies (发布团体): their code, registered once, and their own rules, none below the floor."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.permissions import Actor, Permission, require
from app.clock import today
from app.database import db
from app.errors import Conflict, FieldError, Invalid, NotFound
from app.registry.dates import PartialDate
from app.registry.lifecycle.words import SerialRule
from app.registry.models import IssuingBody, Organization
from app.registry.models.alliance import LEAST_COMMENT_DAYS, LEAST_PERCENT, LONGEST_REVIEW_YEARS
from app.registry.numbers import key_of, parse_number
from app.registry.queries.issuing_bodies import body_of_code
from app.registry.services.writing import begin, hold, refuse_where
from app.registry.words import Kind, OrganizationKind

CODE_LONGEST = 20
LARGEST_FIRST_SERIAL = 999_999
WIDEST = 6
LONGEST_COMMENT_DAYS = 365
_CODE = re.compile(r"[A-Z][A-Z0-9]*")
_MAY_ISSUE = frozenset({OrganizationKind.ASSOCIATION, OrganizationKind.ALLIANCE, OrganizationKind.OTHER, None})


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How a body numbers, asks for comment, votes and reviews."""

    serial_rule: SerialRule = SerialRule.RUNNING
    first_serial: int = 1
    serial_width: int = 1
    comment_days: int = LEAST_COMMENT_DAYS
    percent_needed: int = LEAST_PERCENT
    review_years: int = LONGEST_REVIEW_YEARS


def register_body(
    organization_id: int, code: str, rules: Rules, *, actor: Actor, registered_on: date | None = None
) -> IssuingBody:
    """Register the code under which an association issues. Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict`."""
    require(actor, Permission.REGISTER_EDIT)
    begin()
    organization = db.session.get(Organization, organization_id)
    if organization is None:
        raise NotFound("没有这个单位，请先登记")
    kept = code.strip().upper().removeprefix("T/").strip()
    wrong = _wrong_code(kept) + _wrong_rules(rules)
    if organization.kind not in _MAY_ISSUE:
        wrong.append(FieldError("organization", f"{organization.name}是{_label(organization)}，发布联盟标准的应是协会或联盟"))
    if registered_on and registered_on > today():
        wrong.append(FieldError("registered_on", f"登记日期不能晚于今天 {today()}", str(registered_on)))
    refuse_where(wrong)
    _refuse_taken(organization, kept)
    body = IssuingBody(
        organization_id=organization.id,
        code=kept,
        code_key=key_of(kept),
        registered_on=PartialDate.of(registered_on) if registered_on else None,
    )
    _set(body, rules)
    db.session.add(body)
    db.session.commit()
    return body


def set_rules(code: str, rules: Rules, *, actor: Actor) -> IssuingBody:
    """Change the rules of a body; its code stays. Raises `NotAllowed`, `NotFound`, `Invalid`."""
    body = body_of_code(code)
    if Permission.REGISTER_EDIT not in actor.everywhere:
        require(actor, Permission.ALLIANCE_PUBLISH, body.organization_id)
    refuse_where(_wrong_rules(rules))
    _set(held_body(body.id), rules)
    db.session.commit()
    return body


def held_body(body_id: int) -> IssuingBody:
    """A body, locked: whoever gives out a number of it has it alone. Raises `NotFound`."""
    held: Sequence[IssuingBody] = hold(IssuingBody, [body_id])
    if not held:
        raise NotFound("没有这个发布团体")
    return held[0]


def _set(body: IssuingBody, rules: Rules) -> None:
    body.serial_rule = rules.serial_rule
    body.first_serial = rules.first_serial
    body.serial_width = rules.serial_width
    body.comment_days = rules.comment_days
    body.percent_needed = rules.percent_needed
    body.review_years = rules.review_years


def _refuse_taken(organization: Organization, code: str) -> None:
    other = db.session.scalar(
        select(IssuingBody).where((IssuingBody.code_key == key_of(code)) | (IssuingBody.organization_id == organization.id))
    )
    if other is None:
        return
    if other.organization_id == organization.id:
        raise Conflict(f"{organization.name}已登记代号 {other.code}，一个团体只登记一个代号")
    raise Conflict(f"代号 {code} 已由{other.organization.name}登记，请核对")


def _wrong_code(code: str) -> list[FieldError]:
    """A code has to read back as the prefix of an alliance standard."""
    if not _CODE.fullmatch(code) or len(code) > CODE_LONGEST:
        reason = f"团体代号由大写字母开头，只含字母和数字，最多 {CODE_LONGEST} 字，例如 YANSHI"
        return [FieldError("code", reason, code[:40])]
    try:
        number = parse_number(f"T/{code} 1-2020")
    except Invalid:
        number = None
    if number is None or number.prefix != f"T/{code}" or number.kind is not Kind.ALLIANCE:
        return [FieldError("code", f"T/{code} 读不成联盟标准的代号，请核对", code)]
    return []


def _wrong_rules(rules: Rules) -> list[FieldError]:
    checks = (
        ("comment_days", rules.comment_days, LEAST_COMMENT_DAYS, LONGEST_COMMENT_DAYS, "征求意见天数", "规定一般不少于 30 天"),
        ("percent_needed", rules.percent_needed, LEAST_PERCENT, 100, "表决通过比例", "单位为 %，规定不少于出席代表的四分之三"),
        ("review_years", rules.review_years, 1, LONGEST_REVIEW_YEARS, "复审周期", "单位为年，规定不超过五年"),
        ("first_serial", rules.first_serial, 1, LARGEST_FIRST_SERIAL, "起始顺序号", ""),
        ("serial_width", rules.serial_width, 1, WIDEST, "顺序号位数", ""),
    )
    return [
        FieldError(name, f"{label}应在 {least} 至 {most} 之间{'（' + said + '）' if said else ''}", str(value))
        for name, value, least, most, label, said in checks
        if not least <= value <= most
    ]


def _label(organization: Organization) -> str:
    return organization.kind.label if organization.kind else "未载类型的单位"
