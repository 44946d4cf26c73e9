"""The tables of one record as files: what an organization did, and the standards in a committee's charge."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from flask import Response

from app.api.exporting import table_file
from app.registry.dates import PartialDate
from app.registry.importing.writing import Written
from app.registry.models import Standard
from app.registry.queries.organizations import OrganizationRecord
from app.registry.queries.standards import StandardCard

_Rows = Iterable[Sequence[Written]]


def organization_file(form: str, record: OrganizationRecord, table: str) -> Response:
    """One of `ORGANIZATION_TABLES` of an organization."""
    label, headings, rows = _TABLES[table]
    return table_file(f"{record.organization.name}-{label}", form, headings, rows(record))


def committee_standards_file(form: str, number: str, day: date, found: Iterable[StandardCard]) -> Response:
    """The standards in the charge of a committee, each with its status on a day."""
    headings = ("标准号", "标准名称", "发布日期", "实施日期", "状态", "截至")
    rows: _Rows = (
        [
            each.standard.number, _title(each.standard), _known(each.standard.published_on),
            _known(each.standard.implemented_on), each.status.status.label, day.isoformat(),
        ]
        for each in found
    )  # fmt: skip
    return table_file(f"{number.replace('/', '-')}-归口标准-{day}", form, headings, rows)


def _draftings(record: OrganizationRecord) -> _Rows:
    for each in record.draftings:
        standard = each.standard
        role = each.role.label if each.role else None
        yield [standard.number, _title(standard), _known(standard.published_on), each.rank, role]


def _implementations(record: OrganizationRecord) -> _Rows:
    for each in record.implementations:
        yield [
            each.standard.number, _title(each.standard), _known(each.from_on), _last_day(each.until_on),
            _known(each.declared_on), _known(each.verified_on), _known(each.revoked_on), each.products, each.evidence,
        ]  # fmt: skip


def _memberships(record: OrganizationRecord) -> _Rows:
    for each in record.memberships:
        yield [each.block_industry.code, each.block_industry.name, _known(each.from_on), _last_day(each.until_on)]


def _awards(record: OrganizationRecord) -> _Rows:
    for each in record.awards:
        level = each.level.name if each.level else None
        yield [
            each.scheme.name, level, each.batch, _known(each.awarded_on), _last_day(each.valid_until), _known(each.revoked_on),
        ]  # fmt: skip


_TABLES: dict[str, tuple[str, Sequence[str], Callable[[OrganizationRecord], _Rows]]] = {
    "draftings": ("起草的标准", ("标准号", "标准名称", "发布日期", "排名", "角色"), _draftings),
    "implementations": (
        "实施的联盟标准",
        ("标准号", "标准名称", "起", "止（含）", "申报", "核实", "撤销", "产品", "依据"),
        _implementations,
    ),
    "memberships": ("块状产业成员", ("代码", "块状产业", "起", "止（含）"), _memberships),
    "awards": ("标准创新型企业认定", ("办法", "级别", "批次", "认定", "有效期至（含）", "撤销"), _awards),
}
ORGANIZATION_TABLES = tuple(_TABLES)
"""The tables on the page of an organization, by name."""


def _title(standard: Standard) -> str | None:
    return standard.title_zh or standard.title_en or standard.title_original


def _known(day: object) -> str | None:
    return str(day) if day else None


def _last_day(until: PartialDate | None) -> str | None:
    """The last day of a term that ends before `until`; what is known to the month or year alone is named as such."""
    if until is None:
        return None
    return str(until.first_day - timedelta(days=1)) if until.is_day else f"{until} 前"
