"""The figures on pages are those of the worked example, against their targets, each with its rows and its definition."""

from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import select

from app.api.courses import MetricCourse
from app.database import db
from app.registry.models import BlockIndustry
from app.registry.rates.forecast import Forecast
from app.registry.statistics.courses import Course
from app.registry.words import CommitteeLevel
from app.web.figures import Trend
from tests import worked_example as example
from tests.factories import make_committee, make_organization, make_plan
from tests.registry.statistics.loading import load

TARGETS = {
    "implementation_rate": 0.3,
    "innovation_enterprises": 2,
    "lead_drafted_standards": 2,
    "committees": 1,
    "famous_brands": 5,
}


@pytest.fixture
def register(app):
    load(example.TABLES)
    make_plan("2011-2015", *example.PLAN_PERIOD, TARGETS)
    return {block.code: block.id for block in db.session.scalars(select(BlockIndustry))}


def metric(shown, label):
    return next(row for row in shown.rows("由登记的记录算出") if row[0].split()[0].partition("（")[0] == label)


def test_every_target_with_value_distance_rows_and_definition(page, register):
    make_committee("SAC/TC 900", secretariat_id=make_organization(county="330382").id, established_on=None)
    shown = page("/statistics", as_of="2012-06-30")
    assert metric(shown, "块状产业联盟标准实施率")[1:6] == ["66.7 % (4/6)", "30 %", "", "✓达到", ""]
    assert metric(shown, "标准创新型企业")[1:6] == ["1", "2", "", "▽未达到", "1"]
    assert metric(shown, "为主制修订国家和行业标准")[1:6] == ["0", "2", "", "▽未达到", "2"]
    assert metric(shown, "落户本市的标准化技术委员会")[1:6] == ["1", "1", "", "✓达到", ""]
    assert metric(shown, "规上企业主导产品采标率")[2] == "逐年上升"
    assert {
        "/statistics/implementation?as_of=2012-06-30",
        "/statistics/innovation-enterprises?as_of=2012-06-30",
        "/statistics/drafting?from=2011-01-01&last=2012-06-30&kind=national&kind=industry&part=lead",
        "/about/definitions#implementation_rate",
    } <= shown.links()
    assert "规划的其他目标（1 项，为填报值）" in shown.text


def test_formulae_that_nothing_published_fixes_stand_beside_their_figures(page, register):
    shown = page("/statistics?as_of=2012-06-30")
    assert metric(shown, "块状产业联盟标准实施率")[0].endswith("实施率 = 实施企业数 ÷ 成员企业数")
    assert metric(shown, "规上企业主导产品采标率")[0].endswith("采标率 = 采标的主导产品数 ÷ 主导产品数")
    assert "=" not in metric(shown, "标准创新型企业")[0]
    assert "实施率 = 实施企业数 ÷ 成员企业数" in page(f"/block-industries/{register[example.SHOES]}?as_of=2012-06-30").text


def test_outside_every_plan_the_last_one_is_named(page, register):
    assert "2020-01-01 不在任何规划期内，以下对照最近一期规划" in page("/statistics", as_of="2020-01-01").text
    assert "2009-01-01 之前还没有规划开始" in page("/statistics", as_of="2009-01-01").text


@pytest.mark.parametrize("row", [row for row in example.RATES if not row.merged], ids=lambda row: row.day)
def test_the_rate_of_every_day_of_the_worked_example(page, register, row):
    def written(figure):
        return ["0", "0", "无数据"] if figure is None else [*map(str, figure), None]

    for evidence, shoes in (("verified", row.shoes_verified), ("declared", row.shoes_declared)):
        shown = page("/statistics/implementation", as_of=row.day, evidence=evidence)
        rows = {each[0]: each[2:5] for each in shown.rows("个块状产业")}
        assert rows["鞋"][:2] == written(shoes)[:2]
        if evidence == "verified":
            assert rows["锁"][:2] == written(row.locks_verified)[:2]
            overall = "无数据" if row.overall is None else f"({row.overall[0]}/{row.overall[1]})"
            assert overall in shown.one("p", _class="big-figure").text
            mean = {None: None, "2012-06-30": "55.0 %", "2013-01-01": "20.0 %"}.get(row.day)
            if mean:
                assert f"简单平均为 {mean}" in shown.text


def test_the_scope_with_standards(page, register):
    shown = page("/statistics/implementation", as_of="2014-07-15", scope="with_standards")
    assert shown.one("p", _class="big-figure").text.startswith("33.3 % (1/3)")


def test_a_block_industry_shows_who_implements_who_might_and_who_is_missing(page, register):
    shown = page(f"/block-industries/{register[example.SHOES]}", as_of="2014-06-01")
    assert shown.one("p", _class="big-figure").text == "0.0 % (0/3) ▽未达到"
    assert "目标 30 %，还差 1 家实施" in shown.text
    attempting = shown.one("section", aria_labelledby="attempting")
    assert [row.text for row in attempting.one("tbody").all("tr")] == [
        "E1 所实施的版本已被代替",
        "E3 所实施的版本已被代替 未核实",
    ]
    assert [each.text for each in shown.one("section", aria_labelledby="others").all("li")] == ["E5"]
    before = page(f"/block-industries/{register[example.SHOES]}", as_of="2012-06-30")
    implementing = before.one("section", aria_labelledby="implementing").one("tbody").all("tr")
    assert [row.text for row in implementing] == [f"E1 {example.S1}", f"E2 {example.S1}", f"E4 {example.S1}"]
    assert before.one("svg", role="img")


def test_what_only_verification_holds_back_in_a_block_industry(page, register):
    shown = page(f"/block-industries/{register[example.SHOES]}", as_of="2012-06-30")
    assert [each.text for each in shown.one("section", aria_labelledby="unverified").all("li")] == ["E3"]
    assert "另有 1 家只差核实，核实后为 80.0 % (4/5)" in shown.text
    declared = page(f"/block-industries/{register[example.SHOES]}", as_of="2012-06-30", evidence="declared")
    assert "只差核实" not in declared.text
    # E1 and E4 implement from 2011-03-01, verified later: the course too is that of what was declared
    assert ["2011-03-31", "2", "4", "50.0 %"] in declared.rows("各季度末的实施率，已申报")
    assert ["2011-03-31", "0", "4", "0.0 %"] in shown.rows("各季度末的实施率，已核实")


@pytest.mark.parametrize(
    ("low", "high", "target", "said"),
    [
        (0.30, 0.50, Fraction(3, 10), "照此可达到"),
        (0.29, 0.50, Fraction(3, 10), "能否达到说不准"),
        (0.10, 0.30, Fraction(3, 10), "能否达到说不准"),
        (0.10, 0.29, Fraction(3, 10), "照此达不到"),
        (0.10, 0.29, None, ""),
    ],
)
def test_whether_a_target_will_be_reached_is_said_only_where_the_whole_range_says_so(low, high, target, said):
    drawn = Forecast(date(2015, 12, 31), (low + high) / 2, low, high, 8, date(2011, 3, 31), date(2012, 12, 31))
    metric = "implementation_rate"
    assert Trend(MetricCourse(metric, "", True, True, target, Course(metric, (), ()), drawn), None).outlook == said


def test_without_members_nothing_can_be_said(page, register):
    shown = page(f"/block-industries/{register[example.LOCKS]}", as_of="2009-01-01")
    assert shown.one("p", _class="big-figure").text == "无数据"
    assert "没有成员企业，无法计算" in shown.text
    rows = page("/block-industries", as_of="2009-01-01").rows("实施率为 2009-01-01 当日")
    assert [row[3] for row in rows] == ["无数据", "无数据"]


@pytest.mark.parametrize(("day", "held"), [(day, held) for day, held in example.INNOVATION.items() if day < "2014-09-01"])
def test_innovation_enterprises_with_their_level(page, register, day, held):
    shown = page("/statistics/innovation-enterprises", as_of=day)
    assert shown.one("p", _class="big-figure").text.startswith(f"{len(held)} 家")
    names = {body["uscc"]: body["name"] for body in example.TABLES["organizations"]}
    assert {row[0]: row[2] for row in shown.rows(f"共 {len(held)} 家")} == {names[uscc]: level for uscc, level in held.items()}


def test_what_became_of_awards_in_a_period_with_the_enterprises(page, register):
    # E3 is awarded and E2 revoked on 2014-01-01, E1 awarded once more on 2014-06-01
    shown = page("/statistics/innovation-enterprises/changes", **{"from": "2014-01-01", "last": "2014-12-31"})
    assert [row[::2][:2] for row in shown.rows("共 3 家")] == [["E1", "新认定"], ["E3", "新认定"], ["E2", "撤销"]]
    assert "新认定 2 家 到期 0 家 撤销 1 家" in shown.text
    assert "2014-01-01 至 2014-06-01（含）：新认定 2 家，到期 0 家，撤销 1 家" in page(
        "/statistics/innovation-enterprises", as_of="2014-06-01"
    ).text


@pytest.mark.parametrize("day", ["1000-01-01", "2010-12-31", "9999-12-31"])
def test_a_day_far_off_is_answered_as_soon(page, register, statements, day):
    with statements() as taken:
        shown = page("/statistics", as_of=day)
    assert len(taken) < 150
    assert len(shown.one("section", aria_labelledby="drafting").one("tbody").all("tr")) <= 16


def test_committees_with_their_seats_and_those_whose_seat_nobody_knows(page, register):
    here, away = make_organization("演示学会", county="330382"), make_organization("外地学会", county="330108")
    merged = make_organization("老学会", county="330108", merged_into_id=here.id, merged_on="2012-01-01")
    make_committee("SAC/TC 901", "甲", secretariat_id=here.id)
    make_committee("SAC/TC 902", "乙", secretariat_id=away.id)
    make_committee("SAC/TC 903", "丙", secretariat_id=merged.id)
    make_committee("SAC/TC 904", "丁")
    make_committee("SAC/TC 905", "戊", county="330382", level=CommitteeLevel.MUNICIPAL)

    def shown(day):
        found = page("/statistics/committees", as_of=day)
        count = found.one("p", _class="big-figure").text.partition(" ")[0]
        assert metric(page("/statistics", as_of=day), "落户本市的标准化技术委员会")[1] == count
        return [row[0] for row in found.rows(f"共 {count} 个，截至")], [row[0] for row in found.rows("秘书处和委员会")]

    assert shown("2011-12-31") == (["SAC/TC 901 甲"], ["SAC/TC 904 丁"])
    assert shown("2012-01-01") == (["SAC/TC 901 甲", "SAC/TC 903 丙"], ["SAC/TC 904 丁"])


def test_figures_by_county(page, register):
    shown = page("/statistics", as_of="2014-06-30")
    assert shown.rows("创新型企业截至 2014-06-30") == [
        ["330302", "2", "0", "0"],
        ["330303", "0", "0", "2"],
        ["330382", "0", "2", "1"],
    ]


def test_drafting_of_a_period_whose_last_day_is_included(page, register):
    shown = page("/statistics/drafting", **{"from": "2011-01-01", "last": "2015-12-31", "kind": ["national", "industry"]})
    written = "为主 {lead} 制定 {formulated}，修订 {revised} 参与 {participate}".format(**example.DRAFTING_TOTAL)
    assert shown.one("p", _class="big-figure").text == written
    assert [(row[0], row[3]) for row in shown.rows("共 3 项")] == [
        (example.N3, "为主（修订）"),
        (example.N2, "参与"),
        (example.N1, "为主（制定）"),
    ]
    day_of_n1 = page("/statistics/drafting", **{"from": "2012-09-03", "last": "2012-09-03"})
    assert [row[0] for row in day_of_n1.rows("共 1 项")] == [example.N1]
    assert "没有登记本市起草的" in page("/statistics/drafting", **{"from": "2012-09-04", "last": "2012-09-05"}).text


def test_drafting_by_organization(page, register):
    shown = page("/statistics/drafting", **{"from": "2011-01-01", "last": "2015-12-31", "group_by": "organization"})
    assert {row[0]: row[1:] for row in shown.rows("按单位")} == {"A": ["2", "1", "1", "1"], "B": ["0", "0", "0", "2"]}


def test_a_period_that_ends_before_it_begins_is_refused_beside_its_field(page, register):
    shown = page("/statistics/drafting", 422, **{"from": "2012-01-02", "last": "2012-01-01", "kind": "national"})
    field = shown.one("input", name_="last")
    assert field.attributes["value"] == "2012-01-01"
    assert shown.one(id=field.attributes["aria-describedby"]).text == "止 2012-01-01 早于起 2012-01-02，请核对"
    assert shown.one("input", name_="kind").attributes["value"] == "national"
