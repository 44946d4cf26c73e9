"""What each figure means, in the words people read: the page /about/definitions and docs/definitions.md are made of this.

The figures themselves are counted in registry/statistics and, as plain rules, in registry/rates; a test holds the worked
examples below against those rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.registry.rates.bodies import LeftOut
from app.registry.words import Metric


@dataclass(frozen=True)
class Table:
    """A small table of an example."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Definition:
    """One figure. `left_out` are the reasons reported beside it, `settings` what a plan may set, each with its default."""

    metric: Metric
    sentence: str
    formula: str
    counts: Sequence[str]
    left_out: Sequence[tuple[LeftOut, str]]
    settings: Sequence[str]
    source: str
    example: Sequence[Table] = ()


SHARED = (
    "统计日记作 D。所有起止都是“起日计入，止日不计入”；只知道年或月的日期，从该年、该月的第一天起算。",
    "单位先按 D 日的合并情况归到存续单位，再看是否存在、是否成员，最后按不同单位计数，一个单位不重复计。",
    "比率以分数保存和比较，显示时才取一位小数；分母为 0 时为“无数据”，不写 0 % 或 100 %。",
    "“本市”指单位所在县（市、区）属于本市；所在地未载的单位不算本市，并作为“未计入”列出。各县（市、区）按现行区划统计。",
    "存量指标（实施率、实施产业数、创新型企业、委员会）取 D 日的情况。",
    "流量指标（起草、国际标准）取规划期开始至 D 日（含）之间，最迟到规划期末。",
)
"""What holds for all figures."""

_BLOCK_EXAMPLE = (
    Table(
        "成员（企业均成立于 2005 年）",
        ("块状产业", "企业", "成员起", "成员止（不含）", "备注"),
        (
            ("鞋", "E1", "2010-01-01", "", ""),
            ("鞋", "E2", "2010-01-01", "2013-07-01", ""),
            ("鞋", "E3", "2012-05-01", "", ""),
            ("鞋", "E4", "2010-01-01", "", "2014-01-01 注销"),
            ("鞋", "E5", "2010-01-01", "", ""),
            ("锁", "E5", "2010-01-01", "", ""),
            ("锁", "E6", "2012-01-01", "", ""),
        ),
    ),
    Table(
        "联盟标准",
        ("标准", "块状产业", "实施日期", "此后"),
        (
            ("S1", "鞋", "2011-03-01", "2014-06-01 被 S2 代替"),
            ("S2", "鞋", "2014-06-01", "现行"),
            ("S3", "锁", "2012-01-01", "2013-01-01 废止"),
        ),
    ),
    Table(
        "实施记录",
        ("企业", "标准", "起", "核实", "撤销"),
        (
            ("E1", "S1", "2011-03-01", "2011-05-10", ""),
            ("E2", "S1", "2011-06-01", "2011-06-20", ""),
            ("E3", "S1", "2012-06-01", "未核实", ""),
            ("E4", "S1", "2011-03-01", "2011-04-01", "2012-12-31"),
            ("E1", "S2", "2014-07-01", "2014-07-15", ""),
            ("E5", "S3", "2012-02-01", "2012-02-20", ""),
        ),
    ),
    Table(
        "结果",
        ("D", "鞋（已核实）", "鞋（已申报）", "锁（已核实）", "合计（全部，已核实）", "原因"),
        (
            ("2009-01-01", "无数据", "无数据", "无数据", "无数据", "没有成员"),
            ("2011-05-01", "1/4", "2/4", "0/1", "1/4", "E1 尚未核实；E5 在两个产业中，合计只计一次"),
            ("2011-05-10", "2/4", "2/4", "0/1", "2/4", "核实当日即计入"),
            ("2012-06-30", "3/5", "4/5", "1/2", "4/6", "E5 只在锁产业实施；两个产业的平均为 11/20"),
            ("2012-12-30", "3/5", "4/5", "1/2", "4/6", ""),
            ("2012-12-31", "2/5", "3/5", "1/2", "3/6", "E4 的实施当日撤销"),
            ("2013-01-01", "2/5", "3/5", "0/2", "2/6", "S3 当日废止；平均为 1/5"),
            ("2013-07-01", "1/4", "2/4", "0/2", "1/5", "E2 当日退出"),
            ("2014-06-01", "0/3", "0/3", "0/2", "0/4", "E1 所实施的 S1 被代替；E3 未核实且版本被代替；E5 的 S3 已废止"),
            ("2014-07-14", "0/3", "1/3", "0/2", "0/4", ""),
            ("2014-07-15", "1/3", "1/3", "0/2", "1/4", "只算有现行联盟标准的产业则为 1/3"),
            ("2014-09-01", "1/2", "1/2", "0/2", "1/3", "设 E3 当日并入 E1：E3 的成员关系归 E1"),
        ),
    ),
)

_DRAFTING_EXAMPLE = (
    Table(
        "标准（A、B 为本市单位，X 为外地单位）",
        ("标准", "发布", "起草单位，按次序", "起草角色", "代替"),
        (
            ("N1（GB/T）", "2012-09-03", "A、X、B", "未载", ""),
            ("N2（JB/T）", "2013-02-01", "X、B、A", "未载", ""),
            ("N3（GB/T）", "2014-05-06", "X、A", "X 为主，A 为主", "N1"),
        ),
    ),
    Table(
        "结果（2011-01-01 至 2015-12-31，国家标准和行业标准）",
        ("标准", "本市", "A", "B"),
        (
            ("N1", "为主（制定）", "为主", "参与"),
            ("N2", "参与", "参与", "参与"),
            ("N3", "为主（修订）", "为主", ""),
            ("合计", "为主 2，参与 1", "为主 2，参与 1", "参与 2"),
        ),
    ),
)

_INNOVATION_EXAMPLE = (
    Table(
        "认定（级别：初级低于高级）",
        ("企业", "级别", "认定", "有效期止（不含）", "撤销"),
        (
            ("E1", "初级", "2012-01-01", "2015-01-01", ""),
            ("E2", "", "2013-01-01", "", "2014-01-01"),
            ("E1", "高级", "2014-06-01", "2017-06-01", ""),
            ("E3", "初级", "2014-01-01", "", "2014-09-01 并入 E1"),
        ),
    ),
    Table(
        "结果",
        ("D", "家数", "原因"),
        (
            ("2012-06-01", "1", "E1"),
            ("2013-06-01", "2", "E1、E2"),
            ("2014-01-01", "2", "E2 当日撤销，E3 当日认定"),
            ("2014-09-01", "1", "E3 并入 E1，按最高级别计为高级"),
            ("2015-01-01", "1", "E1 的初级到期，高级仍有效"),
            ("2017-06-01", "1", "高级到期，E3 的认定由 E1 持有，计为初级"),
        ),
    ),
)

_NO_PUBLISHED_FORMULA = "目标见市级规划。计算公式没有公开的统一规定，各地分母不一，这里写明本系统的算法。"

DEFINITIONS: Sequence[Definition] = (
    Definition(
        metric=Metric.IMPLEMENTATION_RATE,
        sentence="块状产业中实施现行联盟标准的成员企业，占全部成员企业的比例。",
        formula="实施率 = 实施企业数 ÷ 成员企业数",
        counts=(
            "成员企业：D 日在该块状产业成员期内，且当日存在的企业。",
            "实施企业：成员企业中，至少有一条实施记录的实施期包含 D 日，已核实且未撤销，"
            "所实施的联盟标准当日与该产业关联且为现行。",
            "全市合计：各产业实施企业去重后的家数 ÷ 各产业成员企业去重后的家数；旁边给出各产业实施率的简单平均。",
            "达到目标：实施率不低于规划目标。",
        ),
        left_out=(
            (LeftOut.UNVERIFIED, "有实施记录，D 日尚未核实。"),
            (LeftOut.UNDECLARED, "按“已申报”统计时，载明的申报日在 D 日之后。"),
            (LeftOut.ENDED, "实施期在 D 日或此前结束。"),
            (LeftOut.REVOKED, "实施在 D 日或此前撤销。"),
            (LeftOut.EDITION_SUPERSEDED, "所实施的版本 D 日已被代替，应改按新版实施。"),
            (LeftOut.STANDARD_WITHDRAWN, "所实施的标准 D 日已废止。"),
            (LeftOut.NOT_IN_FORCE, "所实施的标准 D 日尚未实施或状态未知。"),
            (LeftOut.MEMBERSHIP_UNDATED, "成员关系没有起始日期，不能判断 D 日是否成员。"),
            (LeftOut.OUTPUT_UNKNOWN, "按产值统计时，截至 D 日当年没有产值记录的成员，分子分母都不计。"),
        ),
        settings=(
            "依据：已核实（默认）或已申报。已申报不要求核实，载明申报日的须不晚于 D 日。",
            "范围：全部块状产业（默认）或只算 D 日有现行联盟标准的块状产业。",
            "企业：全部成员企业（默认）或只算规模以上成员企业。规模以上按 D 日当年的统计名录，当年没有的取此前最近一年，并注明；"
            "企业合并后，名录中的企业归到存续企业。",
            "权重：每家企业计一（默认），或按产值：实施企业产值之和 ÷ 成员企业产值之和，各企业取不晚于 D 日当年的最近一年。",
            "分列：按块状产业；合计还可按县（市、区）、行业协会、联盟标准分列。按标准分列的，分母是该标准所关联产业的全部成员企业。",
        ),
        source=_NO_PUBLISHED_FORMULA,
        example=_BLOCK_EXAMPLE,
    ),
    Definition(
        metric=Metric.IMPLEMENTING_BLOCK_INDUSTRIES,
        sentence="D 日有企业实施联盟标准的块状产业个数。",
        formula="实施企业数 ≥ 门槛的块状产业个数",
        counts=("实施企业的认定与实施率相同，按已核实计。",),
        left_out=(),
        settings=("门槛：至少几家企业实施才算（规划设定，默认 1 家）。",),
        source=_NO_PUBLISHED_FORMULA,
    ),
    Definition(
        metric=Metric.INNOVATION_ENTERPRISES,
        sentence="D 日持有有效“标准创新型企业”认定的企业家数。",
        formula="认定日 ≤ D < 有效期止，且 D 日未撤销的不同存续企业数",
        counts=(
            "同一企业有几项认定的只计一次，按最高级别归类。",
            "认定办法废止时，按该办法作出的认定同时失效。",
            "企业合并后，原企业的认定由存续企业持有。",
        ),
        left_out=((LeftOut.COUNTY_UNKNOWN, "按县（市、区）分列时，所在地未载的企业单列。"),),
        settings=("计入的认定办法：规划可以指定（默认全部）。",),
        source="市级规划 2011—2015 年；国家标准创新型企业分初级、中级、高级，2026-01-23 起废止（据转载的通知）。",
        example=_INNOVATION_EXAMPLE,
    ),
    Definition(
        metric=Metric.LEAD_DRAFTED_STANDARDS,
        sentence="规划期内发布、由本市单位为主起草（制定或修订）的国家标准和行业标准项数。",
        formula="为主 = 制定 + 修订；一项标准全市只计一次，先看为主，再看参与",
        counts=(
            "载有起草角色的标准：角色为“为主”的本市单位为主。",
            "没有载明角色的标准：起草单位排名不大于“为主名次”的本市单位为主。",
            "参与：其余列名的本市单位。对单位统计时，每个单位按自己最好的角色计一次。",
            "修订：代替（含部分代替）此前的标准，或记载为修订；其余为制定。修改单不计，未发布的不计。",
        ),
        left_out=(
            (LeftOut.DRAFTERS_UNKNOWN, "期内发布的标准没有记载起草单位：是未知，不是零。"),
            (LeftOut.COUNTY_UNKNOWN, "列名单位所在地未载，若属本市会改变结果。"),
        ),
        settings=("为主名次：没有载明角色时，排名前几位算为主（规划设定，默认 1）。",),
        source="市级规划 2011—2015 年。",
        example=_DRAFTING_EXAMPLE,
    ),
    Definition(
        metric=Metric.INTERNATIONAL_STANDARDS,
        sentence="规划期内发布、本市单位列名参与起草的国际标准项数。",
        formula="期内发布且列名单位中有本市单位的国际标准数",
        counts=("国际标准指 ISO、IEC、ITU 等国际组织的标准；为主和参与都计。",),
        left_out=(
            (LeftOut.DRAFTERS_UNKNOWN, "期内发布的国际标准没有记载起草单位。"),
            (LeftOut.COUNTY_UNKNOWN, "列名单位所在地未载。"),
        ),
        settings=(),
        source="市级规划 2011—2015 年。",
    ),
    Definition(
        metric=Metric.COMMITTEES,
        sentence="D 日秘书处设在本市的全国和省级标准化技术委员会、分技术委员会和工作组个数。",
        formula="成立日 ≤ D < 撤销日，且秘书处所在县（市、区）属于本市的委员会数",
        counts=("秘书处单位的所在地未载时，按委员会自己的所在地。",),
        left_out=((LeftOut.COUNTY_UNKNOWN, "秘书处和委员会的所在地都未载。"),),
        settings=(),
        source="市级规划 2011—2015 年。",
    ),
    Definition(
        metric=Metric.INTERNATIONAL_ADOPTION_RATE,
        sentence="规模以上企业的主导产品中，采用国际标准或国外先进标准的产品所占比例（采标率）。",
        formula="采标率 = 采标的主导产品数 ÷ 主导产品数",
        counts=(
            "采标指等同（IDT）、修改（MOD）或等效（EQV）采用；非等效（NEQ）只是有关联，不算采标。",
            "规模以上企业按当年的统计名录；当年没有名录的取此前最近一年，并注明。",
        ),
        left_out=(),
        settings=("执行“本身采用国际标准的国家标准”是否算采标（规划设定，默认不算）。",),
        source=_NO_PUBLISHED_FORMULA + "规划目标为逐年提高，没有数值。",
    ),
)
