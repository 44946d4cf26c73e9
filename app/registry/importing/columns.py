"""The exchange tables: what they are called, their keys and columns, and how each column is read. No file, no database.

A column is known by its English name, its Chinese label or any of its aliases; width, case, blanks and punctuation make no
difference. Source: section 7 of the contract (docs/architecture.md), and the headings that the Chinese standards sites use.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.errors import Invalid
from app.registry.classification import Scheme
from app.registry.importing import value_lists, values
from app.registry.words import (
    Action,
    CommitteeKind,
    CommitteeLevel,
    Degree,
    DraftingRole,
    Form,
    Kind,
    Obligation,
    OrganizationKind,
    ProjectKind,
    Status,
)

REJECT_COLUMNS = ("line", "field", "value", "reason")
"""The last columns of a rejects file; an import of it passes over them."""

Reader = Callable[[object], object]


@dataclass(frozen=True)
class Column:
    """One column: `read` turns a raw value into the register's; `aliases` are other headings for it, best first.

    A column that is only `read_only` is understood in a file and folded into others, but never written.
    """

    name: str
    label: str
    read: Reader
    aliases: tuple[str, ...] = ()
    read_only: bool = False


@dataclass(frozen=True)
class Table:
    """One exchange table; `key` names the columns that tell its rows apart."""

    name: str
    label: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of that English name."""
        return self._by_name[name]

    def find(self, heading: str) -> tuple[str, int] | None:
        """Name of the column a heading means, and how good a heading it is: 0 its own name, 1 its label, then aliases."""
        return self._by_heading.get(_plain(heading))

    @cached_property
    def written(self) -> tuple[str, ...]:
        """Names of the columns an export writes, in order."""
        return tuple(column.name for column in self.columns if not column.read_only)

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def _by_heading(self) -> dict[str, tuple[str, int]]:
        found: dict[str, tuple[str, int]] = {}
        for column in self.columns:
            for rank, heading in enumerate((column.name, column.label, *column.aliases)):
                found.setdefault(_plain(heading), (column.name, rank))
        return found


@dataclass(frozen=True)
class ChosenTable(Table):
    """A table some of whose headings somebody has joined to columns by hand; joined to None, a heading is passed over."""

    chosen: tuple[tuple[str, str | None], ...] = ()

    def find(self, heading: str) -> tuple[str, int] | None:
        """What was chosen, else what the heading means."""
        by_hand = dict(self.chosen)
        if heading in by_hand:
            column = by_hand[heading]
            return None if column is None else (column, 0)
        return super().find(heading)


def with_headings(table: Table, chosen: Mapping[str, str | None]) -> Table:
    """The table, with headings joined to columns by hand."""
    return ChosenTable(table.name, table.label, table.key, table.columns, tuple(chosen.items())) if chosen else table


def _plain(heading: str) -> str:
    """A heading without width, case, blanks and punctuation: `Published on`, `published_on`, `发布日期 *` lose them."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", heading).casefold() if sign.isalnum())


_TO_INCLUDED = Column(
    "to_included", "截止日期（含当日）", values.last_day_included, ("截止日期", "止", "有效期至"), read_only=True
)
_FROM = Column("from", "起始日期", values.day, ("起", "自", "开始日期"))
_TO = Column("to", "终止日期（不含当日）", values.day, ("终止日期", "结束日期"))
_COUNTY = Column("county", "所在县区", values.division, ("县区", "县（市、区）", "行政区划", "行政区划代码"))
_USCC = Column("uscc", "统一社会信用代码", values.body, ("信用代码", "单位", "企业"))
_NUMBER = Column("number", "标准号", values.number, ("标准编号",))
_BLOCK_INDUSTRY = Column("block_industry", "块状产业代码", values.short(40), ("块状产业",))
_YEAR = Column("year", "年份", values.year, ("年度",))
_PLAN = Column("plan", "规划代码", values.short(40), ("规划",))
_METRIC = Column("metric", "指标", values.short(80), ("指标代码",))
_TARGET = Column("value", "目标值", values.short(40))
_SCHEME = Column("scheme", "评定办法代码", values.short(40), ("评定办法",))
_ESTABLISHED = Column("established_on", "成立日期", values.day)
_DISSOLVED = Column("dissolved_on", "撤销日期", values.day, ("注销日期", "解散日期"))

STANDARDS = Table(
    "standards",
    "标准",
    ("number",),
    (
        Column("number", "标准号", values.reading, ("标准编号", "number_raw")),
        Column("title_zh", "标准名称", values.text, ("中文标准名称", "中文名称", "中文标题")),
        Column("title_en", "英文标准名称", values.text, ("英文名称", "英文标题")),
        Column("title_original", "原文标准名称", values.text, ("原文名称", "title_ja", "title_fr")),
        # The sites call both 国家标准 and 方法 a 标准类别: before `kind`, so that the value tells which column is meant.
        Column("kind_or_category", "标准类别", values.name, read_only=True),
        Column("kind", "标准类别", values.word(Kind), ("type", "标准层级", "标准类型")),
        Column("obligation", "标准性质", values.word(Obligation), ("nature",)),
        Column("status", "标准状态", values.word(Status), ("状态", "recorded")),
        Column("status_as_of", "状态截至日期", values.day, ("状态日期",)),
        Column("published_on", "发布日期", values.day, ("published", "发布时间")),
        Column("implemented_on", "实施日期", values.day, ("implemented", "实施时间")),
        Column("withdrawn_on", "废止日期", values.day, ("废止时间", "abolished", "withdrawn")),
        Column("reviewed_on", "复审确认日期", values.day, ("复审日期",)),
        Column("ics", "国际标准分类号", value_lists.ics, ("ICS分类", "ICS分类号", "国际标准分类号（ICS）")),
        Column(
            "ccs",
            "中国标准分类号",
            value_lists.classification(Scheme.CCS),
            ("中标分类", "CCS分类", "中标分类号", "中国标准分类号（CCS）"),
        ),
        Column("committee", "归口单位", value_lists.committees, ("归口部门", "技术归口", "执行单位")),
        Column("proposer", "提出单位", values.name, ("提出部门",)),
        Column("issuer", "发布部门", values.name, ("批准发布部门", "发布单位", "发布机构", "团体名称", "主管部门")),
        Column("replaces", "代替标准", value_lists.numbers, ("代替国标号", "代替标准号", "全部代替标准")),
        Column("partly_replaces", "部分代替标准", value_lists.numbers),
        Column("replaced_by", "被代替标准", value_lists.numbers, ("被代替国标号", "被代替标准号")),
        Column("amends", "修改的标准", value_lists.numbers, ("所修改标准",)),
        Column("adopts", "采用的国际标准", value_lists.adoptions, ("采标情况",)),
        Column("adopts_number", "采用国际标准号", value_lists.numbers, ("采用国际标准",), read_only=True),
        Column("adopts_degree", "采用程度", value_lists.degrees, ("一致性程度", "采标程度"), read_only=True),
        Column("cites", "引用标准", value_lists.numbers, ("规范性引用文件",)),
        Column("plan_number", "计划编号", values.short(80), ("计划号",)),
        Column("record_number", "备案号", values.short(80)),
        Column("action", "制修订", values.word(Action)),
        Column("pages", "页数", values.count(1)),
        Column("language", "语种", value_lists.codes, ("语言",)),
        Column("keywords", "关键词", value_lists.names, ("主题词",)),
        Column("scope", "适用范围", values.text, ("标准范围", "范围")),
        Column("category", "主题分类", values.name),
        Column("former_numbers", "曾用标准号", value_lists.numbers, ("原标准号",)),
        Column("form", "联盟标准形式", values.word(Form), ("标准形式",)),
        Column("drafting_units", "起草单位", value_lists.names, ("主要起草单位",)),
        Column("drafters", "起草人", value_lists.names, ("主要起草人",)),
        Column("lists_cut", "名单不全", values.flag),
        Column("source", "数据来源", value_lists.items, ("来源",)),
    ),
)

_TABLES = (
    STANDARDS,
    Table(
        "organizations",
        "单位",
        ("uscc", "name", "county"),
        (
            Column("uscc", "统一社会信用代码", values.body, ("信用代码",)),
            Column("name", "单位名称", values.name, ("名称", "企业名称")),
            Column("kind", "单位类型", values.word(OrganizationKind), ("类型",)),
            _COUNTY,
            _ESTABLISHED,
            _DISSOLVED,
            Column("merged_into_uscc", "并入单位统一社会信用代码", values.body, ("并入单位",)),
            Column("merged_on", "并入日期", values.day),
            Column("former_names", "曾用名", value_lists.items, ("曾用名称",)),
        ),
    ),
    Table(
        "committees",
        "标准化技术委员会",
        ("number",),
        (
            Column("number", "委员会编号", values.committee, ("编号",)),
            Column("name", "委员会名称", values.name, ("名称",)),
            Column("level", "级别", values.word(CommitteeLevel)),
            Column("kind", "委员会类型", values.word(CommitteeKind), ("类型",)),
            Column("parent", "上级委员会编号", values.committee, ("上级委员会",)),
            Column("secretariat_uscc", "秘书处承担单位统一社会信用代码", values.body, ("秘书处承担单位", "秘书处")),
            _COUNTY,
            _ESTABLISHED,
            _DISSOLVED,
        ),
    ),
    Table(
        "block-industries",
        "块状产业",
        ("code",),
        (
            Column("code", "块状产业代码", values.short(40), ("代码",)),
            Column("name", "块状产业名称", values.name, ("名称", "块状产业")),
            _COUNTY,
            Column("gbt4754", "国民经济分类", value_lists.classification(Scheme.GBT4754), ("行业分类", "行业代码")),
            Column("association_uscc", "行业协会统一社会信用代码", values.body, ("行业协会", "协会")),
        ),
    ),
    Table(
        "memberships",
        "块状产业成员",
        ("block_industry", "uscc", "from"),
        (_BLOCK_INDUSTRY, _USCC, _FROM, _TO, _TO_INCLUDED),
    ),
    Table(
        "standard-block-industries",
        "标准所属块状产业",
        ("number", "block_industry"),
        (_NUMBER, _BLOCK_INDUSTRY, _FROM, _TO, _TO_INCLUDED),
    ),
    Table(
        "implementations",
        "联盟标准实施",
        ("uscc", "number", "from"),
        (
            _USCC,
            _NUMBER,
            Column("from", "实施起始日期", values.day, ("起始日期", "起", "自", "开始日期")),
            _TO,
            Column("declared_on", "声明日期", values.day, ("申报日期",)),
            Column("verified_on", "核实日期", values.day, ("核查日期", "验证日期")),
            Column("revoked_on", "撤销日期", values.day),
            Column("products", "实施产品", values.text, ("产品",)),
            Column("evidence", "证明材料", values.short(400), ("证据",)),
            Column("declared_by", "声明人", values.short(240), ("申报单位",)),
            Column("verified_by", "核实单位", values.short(240), ("核实人",)),
            Column("returned_on", "退回日期", values.day),
            Column("return_reason", "退回理由", values.text),
            Column("revocation_reason", "撤销理由", values.text),
            _TO_INCLUDED,
        ),
    ),
    Table(
        "draftings",
        "起草",
        ("number", "uscc"),
        (
            _NUMBER,
            Column("uscc", "起草单位统一社会信用代码", values.body, ("统一社会信用代码", "信用代码", "起草单位")),
            Column("rank", "起草单位位次", values.count(1), ("位次", "排名")),
            Column("role", "起草角色", values.word(DraftingRole), ("角色",)),
            Column("source", "依据", values.short(400), ("数据来源", "来源")),
        ),
    ),
    Table(
        "award-schemes",
        "评定办法",
        ("code",),
        (
            Column("code", "评定办法代码", values.short(40), ("代码",)),
            Column("name", "评定办法名称", values.name, ("名称",)),
            Column("issuer", "评定机关", values.name, ("发布机关",)),
            Column("levels", "等级（由低到高）", value_lists.items, ("等级",)),
            Column("least_scores", "各等级分数线", value_lists.items, ("分数线",)),
            _FROM,
            _TO,
            _TO_INCLUDED,
        ),
    ),
    Table(
        "awards",
        "标准创新型企业",
        ("uscc", "scheme", "awarded_on"),
        (
            _USCC,
            _SCHEME,
            Column("level", "等级", values.short(80)),
            Column("batch", "批次", values.short(80)),
            Column("awarded_on", "认定日期", values.day, ("评定日期",)),
            Column("valid_until", "失效日期", values.day),
            Column("revoked_on", "撤销日期", values.day),
            Column("revocation_reason", "撤销理由", values.text),
            _TO_INCLUDED,
        ),
    ),
    Table(
        "award-criteria",
        "评定指标",
        ("scheme", "name"),
        (
            _SCHEME,
            Column("name", "指标名称", values.short(80), ("指标", "名称")),
            Column("position", "序号", values.count(1)),
            Column("most", "满分", values.amount, ("分值",)),
            Column("explanation", "说明", values.text),
        ),
    ),
    Table(
        "award-batches",
        "评定批次",
        ("scheme", "name"),
        (
            _SCHEME,
            Column("name", "批次名称", values.short(80), ("批次", "名称")),
            Column("opened_on", "开始日期", values.day),
            Column("publicity_from", "公示起始日期", values.day),
            Column("publicity_until", "公示终止日期（不含当日）", values.day, ("公示终止日期",)),
            Column("decided_on", "认定日期", values.day),
        ),
    ),
    Table(
        "award-candidates",
        "参评企业",
        ("scheme", "batch", "uscc"),
        (
            _SCHEME,
            Column("batch", "批次", values.short(80)),
            _USCC,
            Column("scores", "得分", value_lists.items),
            Column("level", "等级", values.short(80)),
            Column("left_out_reason", "不予认定的理由", values.text),
        ),
    ),
    Table(
        "plans",
        "规划期",
        ("code",),
        (
            Column("code", "规划代码", values.short(40), ("代码",)),
            Column("name", "规划名称", values.name, ("名称",)),
            _FROM,
            _TO,
            Column("lead_rank", "视为主起草的位次", values.count(1)),
            Column("implementing_threshold", "实施联盟标准的最少企业数", values.count(1)),
            Column("schemes", "计入的评定办法", value_lists.codes),
            Column("adopts_through_national", "经国家标准采用计入采标", values.flag),
            _TO_INCLUDED,
        ),
    ),
    Table(
        "targets",
        "规划目标",
        ("plan", "metric"),
        (
            _PLAN,
            _METRIC,
            _TARGET,
        ),
    ),
    Table(
        "yearly-facts",
        "企业年度数据",
        ("uscc", "year"),
        (
            _USCC,
            _YEAR,
            Column("above_scale", "规模以上", values.flag, ("规上", "是否规模以上")),
            Column("output_value", "产值（万元）", values.money, ("产值", "工业总产值", "总产值", "工业总产值（万元）")),
        ),
    ),
    Table(
        "leading-products",
        "主导产品",
        ("uscc", "year", "product"),
        (
            _USCC,
            _YEAR,
            Column("product", "主导产品", values.name, ("产品", "产品名称")),
            Column("adopts", "采用的标准", values.number, ("采用标准号", "采用标准", "采用的国际标准")),
            Column("degree", "采用程度", values.word(Degree), ("一致性程度", "采标程度")),
        ),
    ),
    Table(
        "observations",
        "填报值",
        ("metric", "county", "on"),
        (
            _METRIC,
            _COUNTY,
            Column("on", "填报日期", values.day, ("截至日期", "日期")),
            Column("value", "填报值", values.short(40), ("数值", "值")),
            Column("source", "数据来源", values.name, ("来源",)),
        ),
    ),
    Table(
        "projects",
        "标准化项目",
        ("code",),
        (
            Column("code", "项目编号", values.short(40), ("代码", "编号")),
            Column("name", "项目名称", values.name, ("名称",)),
            Column("kind", "项目类型", values.word(ProjectKind), ("类型",)),
            Column("uscc", "承担单位统一社会信用代码", values.body, ("统一社会信用代码", "承担单位", "单位")),
            _BLOCK_INDUSTRY,
            _COUNTY,
            Column("approved_on", "立项日期", values.day),
            Column("accepted_on", "验收日期", values.day),
            Column("source", "数据来源", values.name, ("来源",)),
        ),
    ),
    Table(
        "county-targets",
        "县（市、区）目标",
        ("plan", "county", "metric"),
        (_PLAN, _COUNTY, _METRIC, _TARGET),
    ),
    Table(
        "support-rules",
        "奖补办法",
        ("code",),
        (
            Column("code", "奖补办法代码", values.short(40), ("代码",)),
            Column("name", "奖补办法名称", values.name, ("名称",)),
            Column("issuer", "发布机关", values.name),
            Column("kinds", "计入的标准类别", value_lists.words(Kind), ("标准类别",)),
            Column("rank", "起草单位位次上限", values.count(1), ("位次",)),
            Column("months_in_force", "须已实施月数", values.count()),
            Column("series_once", "同系列只计一次", values.flag),
            Column("cap", "最多计入项数", values.count(1)),
            Column("amount", "每项金额（万元）", values.money, ("每项金额",)),
            _FROM,
            _TO,
            _TO_INCLUDED,
        ),
    ),
    Table(
        "classifications",
        "代码表",
        ("scheme", "code"),
        (
            Column("scheme", "代码体系", values.short(16), ("体系",)),
            Column("code", "代码", values.name),
            Column("name_zh", "中文名称", values.name, ("名称",)),
            Column("name_en", "英文名称", values.name),
            Column("parent", "上级代码", values.short(40)),
            _FROM,
            _TO,
            Column("authority", "主管部门", values.name),
            _TO_INCLUDED,
        ),
    ),
    Table(
        "thesaurus",
        "同义词",
        ("term",),
        (
            Column("term", "首选词", values.short(80), ("词",)),
            Column("synonyms", "同义词", value_lists.names, ("同义",)),
            Column("note", "说明", values.name, ("备注",)),
        ),
    ),
)

TABLES = {table.name: table for table in _TABLES}
"""Every exchange table by its name."""


def table_of(name: str) -> Table:
    """The table of that name. Raises `Invalid` naming those there are."""
    try:
        return TABLES[name]
    except KeyError:
        raise Invalid(f"没有名为“{name[:40]}”的数据表，可用的有：{'、'.join(TABLES)}") from None
