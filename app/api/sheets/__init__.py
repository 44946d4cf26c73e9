"""The figures and the rows behind them as sheets: plain cells that are exported, reported and frozen in snapshots."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.api.sheets import activities, implementation, plan, register
from app.api.sheets.cells import Cell, Row, Share, Sheet, Told, number
from app.api.sheets.plan import assessed
from app.errors import NotFound
from app.registry.statistics.plans import LEAD_DRAFTED_KINDS
from app.registry.words import Kind, Word

__all__ = ["Cell", "Name", "Row", "Share", "Sheet", "assessed", "named", "number", "sheet", "sheets"]


class Name(Word):
    """Every sheet by its name, in the order of a report."""

    TARGETS = "targets", "规划目标实现情况"
    COURSES = "courses", "主要指标走势（各季度末）"
    FORECASTS = "forecasts", "按趋势外推至规划期末"
    BLOCK_INDUSTRIES = "block-industries", "各块状产业实施率"
    OUTPUT = "output", "各块状产业实施率（按产值）"
    GROUPS = "groups", "实施率按县、协会、标准分列"
    COUNTIES = "counties", "县（市、区）年度考核"
    INNOVATION_YEARS = "innovation-years", "历年标准创新型企业"
    DRAFTING_YEARS = "drafting-years", "历年起草的标准"
    ADOPTION_YEARS = "adoption-years", "历年采标率"
    PROJECTS = "projects", "标准化项目"
    BLOCK_COURSES = "block-courses", "各块状产业实施率走势"
    COUNTY_COURSES = "county-courses", "各县（市、区）实施率走势"
    MEMBERS = "members", "实施率明细：成员企业"
    INNOVATION = "innovation", "标准创新型企业明细"
    DRAFTING = "drafting", "为主、参与制修订标准明细"
    INTERNATIONAL = "international", "参与制定国际标准明细"
    COMMITTEES = "committees", "标准化技术委员会明细"
    PRODUCTS = "products", "采标率明细：主导产品"
    OBSERVATIONS = "observations", "填报值明细"
    COVERAGE = "coverage", "登记的健康与覆盖"
    SOURCES = "sources", "各数据来源"
    YEARS = "years", "各年发布的标准"


def named(name: str) -> Name:
    """The sheet of that name. Raises `NotFound` naming those there are."""
    found = next((each for each in Name if each.value == name), None)
    if found is None:
        raise NotFound(f"没有名为“{name[:40]}”的表，可用的有：{'、'.join(each.value for each in Name)}")
    return found


def sheet(name: Name, day: date) -> Sheet:
    """One sheet on a day."""
    maker = _SHEETS[name]
    headings, rows = maker.read(day)
    return Sheet(name.value, name.label, headings, [*rows], maker.keys)


def sheets(day: date) -> Sequence[Sheet]:
    """All sheets on a day."""
    return [sheet(name, day) for name in Name]


@dataclass(frozen=True)
class _Maker:
    read: Callable[[date], Told]
    keys: Sequence[int] = (0,)


def _of(headings: str, rows: Callable[[date], Iterable[Row]], *keys: int) -> _Maker:
    """A sheet whose headings are always the same; without any place named its rows are known by their first cell."""
    heads = headings.split()
    return _Maker(lambda day: (heads, rows(day)), keys or (0,))


_DRAFTED = "标准号 标准名称 标准类别 发布日期 本市 制修订 本市起草单位（位次）"
_SHEETS: Mapping[Name, _Maker] = {
    Name.TARGETS: _of("指标 现值 分子 分母 目标 差距 单位 达到 来源 时间 未计入", plan.targets),
    Name.COURSES: _Maker(plan.courses),
    Name.FORECASTS: _of("指标 现值 目标 外推到 外推值 下限（95%） 上限（95%） 与目标 依据点数 单位 说明", plan.forecasts),
    Name.BLOCK_INDUSTRIES: _of("代码 块状产业 所在地 成员企业 实施企业 实施率 达到目标 未计入", implementation.block_industries),
    Name.OUTPUT: _of(
        "代码 块状产业 有产值的成员企业 成员产值（万元） 实施企业产值（万元） 产值实施率 产值未载的企业", implementation.by_output
    ),
    Name.GROUPS: _of("分列 名称 成员企业 实施企业 实施率 未计入", implementation.groups, 0, 1),
    Name.COUNTIES: _Maker(plan.counties),
    Name.INNOVATION_YEARS: _Maker(activities.innovation_years),
    Name.DRAFTING_YEARS: _of("发布年份 标准类别 为主 其中制定 其中修订 参与", activities.drafting_years, 0, 1),
    Name.ADOPTION_YEARS: _of("年份 规上名录 主导产品 采标产品 采标率 比上年 未计入", activities.adoption_years),
    Name.PROJECTS: _of("编号 名称 类型 承担单位 块状产业 所在地 状态 立项日期 验收日期 来源", plan.projects),
    Name.BLOCK_COURSES: _Maker(implementation.block_courses),
    Name.COUNTY_COURSES: _Maker(implementation.county_courses),
    Name.MEMBERS: _of(
        "块状产业代码 块状产业 企业 统一社会信用代码 所在县区 当日成员 实施 所实施的标准 未计入的原因",
        implementation.members,
        *(0, 2, 3),
    ),
    Name.INNOVATION: _of(
        "企业 统一社会信用代码 所在县区 等级 评定办法 批次 认定日期 失效日期 块状产业", activities.innovation, 0, 1
    ),
    Name.DRAFTING: _of(_DRAFTED, activities.drafting_of(LEAD_DRAFTED_KINDS)),
    Name.INTERNATIONAL: _of(_DRAFTED, activities.drafting_of((Kind.INTERNATIONAL,))),
    Name.COMMITTEES: _of("编号 名称 级别 秘书处承担单位 所在地", activities.committees),
    Name.PRODUCTS: _of(
        "年份 企业 统一社会信用代码 主导产品 采用的标准 采用程度 采标 未计入的原因", activities.products, 0, 1, 2, 3
    ),
    Name.OBSERVATIONS: _of("指标 范围 日期 数值 单位 来源", plan.observations, 0, 1, 2),
    Name.COVERAGE: _of(
        "标准类别 记录 有起草单位的比率 发布日期未载 实施日期未载"
        " 在用 在用5年以内 在用5—10年 在用10年以上 复审逾期 最新发布",
        register.coverage,
    ),
    Name.SOURCES: _of("来源 记录 最新发布", register.sources),
    Name.YEARS: _of("发布年份 标准", register.years),
}
