"""Tables of pages as files: the rows that the page shows, all of them, with its words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from flask import Response

from app.api.exporting import table_file
from app.registry.importing.writing import Written
from app.registry.models import Committee, Organization, Standard
from app.registry.queries.codes import names_of
from app.registry.queries.names import organization_names
from app.registry.queries.paging import Item, Page
from app.registry.rates.implementation import Rate
from app.registry.statistics import (
    BlockIndustryRate,
    ChangedEnterprise,
    CommitteeRow,
    DraftingRow,
    EnterpriseRow,
    GroupRate,
    InnovationRow,
    MemberRow,
    ProductRow,
)
from app.web.figures import ShownFigure


def every(find: Callable[[int], Page[Item]]) -> Iterator[Item]:
    """The items of all pages of a list, read page by page; `find` gives the page of a number."""
    page = 1
    while True:
        found = find(page)
        yield from found.items
        if page >= found.pages:
            return
        page += 1


def organizations_file(form: str, found: Iterable[Organization]) -> Response:
    """Organizations, one a row."""
    headings = ("名称", "类型", "所在地", "统一社会信用代码", "曾用名", "成立日期", "注销日期")
    county = _counties()
    rows: Iterator[list[Written]] = (
        [
            each.name,
            each.kind.label if each.kind else None,
            county(each.county),
            each.uscc,
            each.former_names,
            _known(each.established_on),
            _known(each.dissolved_on),
        ]
        for each in found
    )
    return table_file("单位", form, headings, rows)


def committees_file(form: str, found: Iterable[Committee]) -> Response:
    """Committees, one a row, each with the number of the one above it."""
    headings = ("编号", "名称", "级别", "上级编号", "秘书处", "所在地", "成立日期", "撤销日期")
    county = _counties()
    rows: Iterator[list[Written]] = (
        [
            each.number,
            each.name,
            each.level.label if each.level else None,
            each.parent.number if each.parent else None,
            each.secretariat.name if each.secretariat else None,
            county((each.secretariat.county if each.secretariat else None) or each.county),
            _known(each.established_on),
            _known(each.dissolved_on),
        ]
        for each in found
    )
    return table_file("标准化技术委员会", form, headings, rows)


def rates_file(form: str, day: date, found: Sequence[BlockIndustryRate], met: Callable[[Rate], bool | None]) -> Response:
    """Block industries with their rate on a day; a rate is a number from 0 to 1, empty where there is none."""
    headings = ("块状产业", "代码", "所在地", "牵头协会", "实施（家）", "成员（家）", "实施率", "达标", "未计入", "截至")
    county = _counties()
    associations = associations_of(found)
    rows: Iterator[list[Written]] = (
        [
            each.block_industry.name,
            each.block_industry.code,
            county(each.block_industry.county),
            associations.get(each.block_industry.association_id or 0),
            each.rate.count,
            each.rate.of,
            _amount(each.rate.share),
            {True: "达到", False: "未达到", None: None}[met(each.rate)],
            [f"{reason.label} {count}" for reason, count in each.left_out.items()],
            day.isoformat(),
        ]
        for each in found
    )
    return table_file(f"块状产业联盟标准实施率-{day}", form, headings, rows)


def group_rates_file(form: str, day: date, by: str, found: Sequence[GroupRate], target: Fraction | None) -> Response:
    """Groups with their rate on a day, as block industries have theirs."""
    headings = (by, "实施（家）", "成员（家）", "实施率", "达标", "未计入", "截至")
    rows: Iterator[list[Written]] = (
        [
            each.label,
            each.rate.count,
            each.rate.of,
            _amount(each.rate.share),
            {True: "达到", False: "未达到", None: None}[None if target is None else each.rate.meets(target)],
            [f"{reason.label} {count}" for reason, count in each.left_out.items()],
            day.isoformat(),
        ]
        for each in found
    )
    return table_file(f"联盟标准实施率-按{by}-{day}", form, headings, rows)


def enterprises_file(form: str, day: date, found: Iterable[EnterpriseRow]) -> Response:
    """Enterprises behind a rate: what each implements, or why it does not count."""
    headings = ("企业", "统一社会信用代码", "所在地", "块状产业", "实施", "所实施的现行联盟标准", "未计入原因", "截至")
    county = _counties()
    rows: Iterator[list[Written]] = (
        [
            each.enterprise.name,
            each.enterprise.uscc,
            county(each.enterprise.county),
            list(each.block_industries),
            "是" if each.implements else "否",
            list(each.standards) if each.implements else [],
            sorted(reason.label for reason in each.left_out),
            day.isoformat(),
        ]
        for each in found
    )
    return table_file(f"实施率明细-企业-{day}", form, headings, rows)


def associations_of(found: Iterable[BlockIndustryRate]) -> dict[int, str]:
    """The names of the associations that lead these block industries, by id."""
    return organization_names({each.block_industry.association_id for each in found if each.block_industry.association_id})


def members_file(form: str, day: date, block_industry: str, found: Sequence[MemberRow]) -> Response:
    """Members of a block industry on a day: what each implements, or why it does not count."""
    headings = ("企业", "统一社会信用代码", "计入", "所实施的现行联盟标准", "未计入原因", "截至")
    rows: Iterator[list[Written]] = (
        [
            each.enterprise.name,
            each.enterprise.uscc,
            "是" if each.implements else "否",
            each.standards,
            _reasons(each),
            day.isoformat(),
        ]
        for each in found
    )
    return table_file(f"{block_industry}-成员企业-{day}", form, headings, rows)


def innovation_file(form: str, day: date, found: Sequence[InnovationRow]) -> Response:
    """The standard-innovation enterprises on a day."""
    headings = ("企业", "统一社会信用代码", "所在地", "级别", "认定办法", "批次", "认定日期", "块状产业", "截至")
    county = _counties()
    rows: Iterator[list[Written]] = (
        [
            each.enterprise.name,
            each.enterprise.uscc,
            county(each.enterprise.county),
            each.award.level.name if each.award.level else None,
            each.award.scheme.name,
            each.award.batch,
            _known(each.award.awarded_on),
            [block.name for block in each.block_industries],
            day.isoformat(),
        ]
        for each in found
    )
    return table_file(f"标准创新型企业-{day}", form, headings, rows)


def innovation_changes_file(form: str, since: date, last: date, found: Sequence[ChangedEnterprise]) -> Response:
    """What became of awards in a period, an award a row."""
    headings = ("企业", "统一社会信用代码", "所在地", "变化", "日期", "级别", "认定办法", "批次")
    county = _counties()
    rows: Iterator[list[Written]] = (
        [
            each.enterprise.name,
            each.enterprise.uscc,
            county(each.enterprise.county),
            each.became.label,
            _known(on),
            award.level.name if award.level else None,
            award.scheme.name,
            award.batch,
        ]
        for each in found
        for award, on in each.awards
    )
    return table_file(f"标准创新型企业变化-{since}-{last}", form, headings, rows)


def products_file(form: str, year: int, found: Sequence[ProductRow]) -> Response:
    """Leading products of a year: what each adopts, and why that does not count."""
    headings = ("年份", "企业", "统一社会信用代码", "主导产品", "采用的标准", "采用程度", "采标", "未计入原因")
    rows: Iterator[list[Written]] = (
        [
            each.product.year,
            each.organization.name,
            each.organization.uscc,
            each.product.product,
            each.product.adopts,
            each.product.degree.value if each.product.degree else None,
            "是" if each.adopting else "否",
            each.left_out.label if each.left_out else None,
        ]
        for each in found
    )
    return table_file(f"规上企业主导产品-{year}", form, headings, rows)


def standards_file(form: str, name: str, found: Iterable[Standard]) -> Response:
    """Standards, one a row."""
    rows: Iterator[list[Written]] = (
        [each.number, each.title, each.kind.label if each.kind else None, _known(each.published_on)] for each in found
    )
    return table_file(name, form, ("标准号", "标准名称", "标准类别", "发布日期"), rows)


def drafting_file(form: str, since: date, last: date, found: Sequence[DraftingRow]) -> Response:
    """What the city drafted of the standards published from one day to another, both included."""
    headings = ("标准号", "标准名称", "标准类别", "发布日期", "本市", "制修订", "本市起草单位（排名）")
    rows: Iterator[list[Written]] = (
        [
            each.standard.number,
            each.standard.title_zh or each.standard.title_en or each.standard.title_original,
            each.standard.kind.label if each.standard.kind else None,
            _known(each.standard.published_on),
            {True: "为主", False: "参与", None: "未计入"}[each.lead],
            "修订" if each.revised else "制定",
            [f"{body.organization.name}（{f'第 {body.rank}' if body.rank else '排名未载'}）" for body in each.bodies],
        ]
        for each in found
    )
    return table_file(f"本市起草的标准-{since}至{last}", form, headings, rows)


def drafting_groups_file(form: str, since: date, last: date, by: str, found: Iterable[Mapping[str, Any]]) -> Response:
    """Drafting counts of a period by group, both days included."""
    rows: Iterator[list[Written]] = (
        [each["label"], each["lead"], each["formulated"], each["revised"], each["participate"]] for each in found
    )
    headings = (by, "为主（项）", "为主制定（项）", "为主修订（项）", "参与（项）")
    return table_file(f"本市起草的标准-按{by}-{since}至{last}".replace("/", "-"), form, headings, rows)


def seats_file(form: str, day: date, found: Sequence[CommitteeRow]) -> Response:
    """The committees seated in the city on a day, and those whose seat nobody knows."""
    headings = ("编号", "名称", "级别", "秘书处", "所在地", "成立日期", "计入", "截至")
    county = _counties()
    rows: Iterator[list[Written]] = (
        [
            each.committee.number,
            each.committee.name,
            each.committee.level.label if each.committee.level else None,
            each.secretariat.name if each.secretariat else None,
            county(each.county),
            _known(each.committee.established_on),
            "是" if each.county else "否",
            day.isoformat(),
        ]
        for each in found
    )
    return table_file(f"落户本市的标准化技术委员会-{day}", form, headings, rows)


def targets_file(form: str, day: date, found: Sequence[ShownFigure]) -> Response:
    """The plan's metrics on a day; a rate is a number from 0 to 1, with its counts beside it."""
    headings = ("指标", "现值", "分子", "分母", "目标", "达标", "未计入", "截至")
    rows: Iterator[list[Written]] = (
        [
            each.label,
            _amount(each.value),
            each.counts.count if each.counts else None,
            each.counts.of if each.counts else None,
            _amount(each.target),
            {True: "达到", False: "未达到", None: None}[each.met],
            [f"{reason.label} {count}" for reason, count in each.left_out.items()],
            day.isoformat(),
        ]
        for each in found
    )
    return table_file(f"规划指标-{day}", form, headings, rows)


def _reasons(row: MemberRow) -> list[str]:
    if not row.is_member:
        return ["成员起始日期未载"]
    return sorted(reason.label for reason in row.left_out) if not row.implements else []


def _counties() -> Callable[[str | None], str | None]:
    names = names_of("division")
    return lambda code: names.get(code, code) if code else None


def _amount(value: Fraction | int | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _known(day: object) -> str | None:
    return str(day) if day else None
