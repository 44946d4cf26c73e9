"""The figures and the rows behind them as sheets: plain cells that are exported, reported and frozen in snapshots."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from app.api import figures
from app.api.labels import code_label
from app.errors import NotFound
from app.registry import statistics
from app.registry.models import Plan
from app.registry.rates.bodies import LeftOut
from app.registry.statistics.assessment import Assessment, assessment
from app.registry.statistics.coverage import coverage_on
from app.registry.statistics.plans import LEAD_DRAFTED_KINDS
from app.registry.statistics.projects import projects_on
from app.registry.words import Kind, Metric, Word, is_rate

Cell = str | int | float | None


class Share(float):
    """A rate as a cell: a number 0..1, which pages and reports show in percent."""


@dataclass(frozen=True)
class Sheet:
    """A table: each row has as many cells as there are headings. A rate is a number 0..1, an absent value None."""

    name: str
    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


class Name(Word):
    """Every sheet by its name, in the order of a report."""

    TARGETS = "targets", "规划目标实现情况"
    BLOCK_INDUSTRIES = "block-industries", "各块状产业实施率"
    COUNTIES = "counties", "县（市、区）年度考核"
    MEMBERS = "members", "实施率明细：成员企业"
    INNOVATION = "innovation", "标准创新型企业明细"
    DRAFTING = "drafting", "为主、参与制修订标准明细"
    INTERNATIONAL = "international", "参与制定国际标准明细"
    COMMITTEES = "committees", "标准化技术委员会明细"
    PRODUCTS = "products", "采标率明细：主导产品"
    PROJECTS = "projects", "标准化项目"
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
    headings, read = _SHEETS[name]
    return Sheet(name.value, name.label, headings(day) if callable(headings) else headings, [*read(day)])


def sheets(day: date) -> Sequence[Sheet]:
    """All sheets on a day."""
    return [sheet(name, day) for name in Name]


def metric_label(metric: str) -> str:
    """What a metric is called."""
    known = next((each.label for each in Metric if each.value == metric), None)
    return known or code_label("metric", metric) or metric


def assessed(day: date) -> Assessment | None:
    """The county assessment under the plan of the day; None where no plan had begun."""
    plan = statistics.plan_on(day)
    return assessment(plan, day, city=figures.city()) if plan else None


def number(value: Fraction | int | float | None, is_rate: bool = False) -> Cell:
    """A number as a cell: whole where it is whole, a `Share` where it is a rate."""
    if value is None:
        return None
    if is_rate:
        return Share(value)
    return int(value) if value == int(value) else float(value)


def left_out(reasons: Mapping[LeftOut, int]) -> str:
    """How many are left out, in words."""
    return "；".join(f"{reason.label} {count}" for reason, count in reasons.items())


_YES = {True: "是", False: "否", None: None}


def _targets(day: date) -> Iterable[Sequence[Cell]]:
    for each in figures.targets(day)["metrics"]:
        when = f"{each['year']} 年" if "year" in each else f"{each['observed_on']} 填报" if "observed_on" in each else None
        met, rate = _YES[each["met"]], each["unit"] == "rate"
        yield (
            each["label"], number(each["value"], rate), number(each["target"], rate), "比率" if rate else "数量",
            met, "登记" if each["computed"] else "填报", when, left_out(each["left_out"]),
        )  # fmt: skip


def _block_industries(day: date) -> Iterable[Sequence[Cell]]:
    target = statistics.target_of(statistics.plan_on(day), Metric.IMPLEMENTATION_RATE)
    figure = statistics.implementation_rate(day)
    for each in figure.block_industries:
        block = each.block_industry
        yield (
            block.code, block.name, _place(block.county), each.counts.of, each.counts.count, number(each.rate.share, True),
            None if target is None else _YES[each.rate.meets(target)], left_out(each.left_out),
        )  # fmt: skip
    total = figure.total
    met = None if target is None else _YES[total.rate.meets(target)]
    yield "", "合计", None, total.counts.of, total.counts.count, number(total.rate.share, True), met, left_out(total.left_out)


def _county_headings(day: date) -> Sequence[str]:
    found = assessed(day)
    heads = [metric_label(metric) for metric in found.metrics] if found else []
    return ["县（市、区）", *(f"{head}{part}" for head in heads for part in ("", "：目标", "：比上年"))]


def _counties(day: date) -> Iterable[Sequence[Cell]]:
    found = assessed(day)
    for county in found.counties if found else ():
        cells = {metric: found.cells[county, metric] for metric in found.metrics} if found else {}
        yield (
            _place(county),
            *(
                number(value, is_rate(metric))
                for metric, cell in cells.items()
                for value in (cell.value, cell.share, cell.change)
            ),
        )


def _members(day: date) -> Iterable[Sequence[Cell]]:
    for row in statistics.all_members(day):
        reasons = "；".join(reason.label for reason in LeftOut if reason in row.left_out)
        yield (
            row.block.code, row.block.name, row.name, row.uscc, _place(row.county), _YES[row.is_member],
            _YES[bool(row.standards)], ";".join(row.standards), reasons,
        )  # fmt: skip


def _innovation(day: date) -> Iterable[Sequence[Cell]]:
    for row in figures.innovation_figure(day).rows:
        award = row.award
        yield (
            row.enterprise.name, row.enterprise.uscc, _place(row.enterprise.county), _name(award.level),
            award.scheme.name, award.batch, str(award.awarded_on), _text(award.valid_until),
            "；".join(block.name for block in row.block_industries),
        )  # fmt: skip


def _drafting_of(kinds: Sequence[Kind]) -> Callable[[date], Iterable[Sequence[Cell]]]:
    def rows(day: date) -> Iterable[Sequence[Cell]]:
        since, until = period(day)
        for row in statistics.drafting_rows(
            since, until, city=figures.city(), kinds=kinds, lead_rank=figures.lead_rank(until)
        ):
            bodies = [
                part.organization.name + ("" if part.rank is None else f"（第 {part.rank}）") for part in row.bodies
            ]
            yield (
                row.standard.number, row.standard.title, row.standard.kind and row.standard.kind.label,
                str(row.standard.published_on), "为主" if row.lead else "参与", "修订" if row.revised else "制定",
                "；".join(bodies),
            )  # fmt: skip

    return rows


def _committees(day: date) -> Iterable[Sequence[Cell]]:
    for row in statistics.committee_rows(day, city=figures.city()):
        committee = row.committee
        level = committee.level and committee.level.label
        yield committee.number, committee.name, level, _name(row.secretariat), _place(row.county)


def _products(day: date) -> Iterable[Sequence[Cell]]:
    through = figures.through_national(day)
    course = statistics.adoption_by_year(day.year, 1, through_national=through)
    for row in statistics.adoption_rows(course[-1].year, through_national=through) if course else ():
        product = row.product
        yield (
            product.year, row.organization.name, row.organization.uscc, product.product, product.adopts,
            product.degree and product.degree.value, _YES[row.adopting], row.left_out and row.left_out.label,
        )  # fmt: skip


def _projects(day: date) -> Iterable[Sequence[Cell]]:
    for row in projects_on(day):
        accepted = row.accepted_on is not None and row.accepted_on.first_day <= day
        yield (
            row.code, row.name, row.kind and row.kind.label, _name(row.organization),
            _name(row.block_industry), _place(row.county), _text(row.approved_on),
            _text(row.accepted_on) if accepted else None, row.source,
        )  # fmt: skip


def _coverage(day: date) -> Iterable[Sequence[Cell]]:
    found = coverage_on(day)
    for each in found.kinds:
        share = Fraction(each.with_drafters, each.records) if each.records else None
        yield (
            each.kind.label if each.kind else "法规/规范", each.records, number(share, True), each.without_published,
            each.without_implemented, each.in_use, each.up_to_five, each.up_to_ten, each.older, each.review_overdue,
            _text(each.newest),
        )  # fmt: skip
    yield "引用了已废止标准的在用标准", found.cited_withdrawn, *([None] * 9)


def _sources(day: date) -> Iterable[Sequence[Cell]]:
    return [(each.source or "未载", each.records, _text(each.newest)) for each in coverage_on(day).sources]


def _years(day: date) -> Iterable[Sequence[Cell]]:
    return [(str(year), count) for year, count in reversed(coverage_on(day).by_year)]


def period(day: date) -> tuple[date, date]:
    """The period of the plan's flows on a day, or the year so far where no plan has begun."""
    plan: Plan | None = statistics.plan_on(day)
    if plan:
        return statistics.flow_period(plan, day)
    return date(day.year, 1, 1), day if day == date.max else day + timedelta(days=1)


def _name(record: Any) -> str | None:
    return None if record is None else str(record.name)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _place(code: str | None) -> str | None:
    return code and (code_label("division", code) or code)


_DRAFTED = ("标准号", "标准名称", "标准类别", "发布日期", "本市", "制修订", "本市起草单位（位次）")
_SHEETS: Mapping[Name, tuple[Any, Callable[[date], Iterable[Sequence[Cell]]]]] = {
    Name.TARGETS: (("指标", "现值", "目标", "单位", "达到", "来源", "时间", "未计入"), _targets),
    Name.BLOCK_INDUSTRIES: (
        ("代码", "块状产业", "所在地", "成员企业", "实施企业", "实施率", "达到目标", "未计入"),
        _block_industries,
    ),
    Name.COUNTIES: (_county_headings, _counties),
    Name.MEMBERS: (
        ("块状产业代码", "块状产业", "企业", "统一社会信用代码", "所在县区", "当日成员", "实施", "所实施的标准", "未计入的原因"),
        _members,
    ),
    Name.INNOVATION: (
        ("企业", "统一社会信用代码", "所在县区", "等级", "评定办法", "批次", "认定日期", "失效日期", "块状产业"),
        _innovation,
    ),
    Name.DRAFTING: (_DRAFTED, _drafting_of(LEAD_DRAFTED_KINDS)),
    Name.INTERNATIONAL: (_DRAFTED, _drafting_of((Kind.INTERNATIONAL,))),
    Name.COMMITTEES: (("编号", "名称", "级别", "秘书处承担单位", "所在地"), _committees),
    Name.PRODUCTS: (
        ("年份", "企业", "统一社会信用代码", "主导产品", "采用的标准", "采用程度", "采标", "未计入的原因"),
        _products,
    ),
    Name.PROJECTS: (
        ("编号", "名称", "类型", "承担单位", "块状产业", "所在地", "立项日期", "验收日期", "来源"),
        _projects,
    ),
    Name.COVERAGE: (
        (
            "标准类别", "记录", "有起草单位的比率", "发布日期未载", "实施日期未载",
            "在用", "在用 5 年以内", "在用 5—10 年", "在用 10 年以上", "复审逾期", "最新发布",
        ),
        _coverage,
    ),
    Name.SOURCES: (("来源", "记录", "最新发布"), _sources),
    Name.YEARS: (("发布年份", "标准"), _years),
}  # fmt: skip
