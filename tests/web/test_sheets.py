"""The rows behind the figures as tables: on a page, as a file, and county by county."""

import pytest

from app.api.sheets import Name
from app.database import db
from app.registry.dates import PartialDate
from app.registry.models import Observation
from tests import worked_example as example
from tests.factories import make_drafting, make_organization, make_plan, make_standard
from tests.registry.statistics.loading import load


@pytest.fixture
def register(app):
    load(example.TABLES)
    make_plan("2011-2015", *example.PLAN_PERIOD, {"implementation_rate": 0.3, "quality_award_enterprises": 100.0})


@pytest.mark.usefixtures("register")
class TestSheets:
    def test_members_enterprise_by_enterprise_with_every_reason(self, client):
        answer = client.get("/api/v1/statistics/sheets/members?as_of=2014-06-01").json
        rows = {(row[0], row[2]): (row[6], row[8]) for row in answer["items"]}
        assert rows == {
            ("SUO", "E5"): ("否", "所实施的标准已废止"),
            ("SUO", "E6"): ("否", ""),
            ("XIE", "E1"): ("否", "所实施的版本已被代替"),
            ("XIE", "E3"): ("否", "未核实；所实施的版本已被代替"),
            ("XIE", "E5"): ("否", ""),
        }

    @pytest.mark.parametrize("name", [each.value for each in Name])
    def test_every_sheet_is_a_page_and_a_file(self, client, name):
        assert client.get(f"/statistics/sheets/{name}?as_of=2012-09-30").status_code == 200
        text = client.get(f"/statistics/sheets/{name}.csv?as_of=2012-09-30").text
        listed = client.get(f"/api/v1/statistics/sheets/{name}?as_of=2012-09-30&per_page=100").json
        assert len(text.splitlines()) == listed["total"] + 1
        assert client.get(f"/statistics/sheets/{name}.xlsx?as_of=2012-09-30").data[:2] == b"PK"

    def test_the_targets_say_so_many_of_so_many(self, client):
        rows = {row[0]: row[1:] for row in client.get("/api/v1/statistics/sheets/targets?as_of=2013-07-01").json["items"]}
        # 1 of 5 where 3 of 10 are asked
        assert rows["块状产业联盟标准实施率"][:7] == [0.2, 1, 5, 0.3, pytest.approx(0.1), "比率", "否"]
        assert rows["标准创新型企业"][:6] == [2, None, None, None, None, "数量"]

    def test_quarter_by_quarter_with_every_metric(self, client):
        answer = client.get("/api/v1/statistics/sheets/courses?as_of=2012-06-30").json
        # the plan begins 2011-01-01; on 2012-03-31 E1, E2, E4 of E1, E2, E4, E5, E6, and E5 in 锁
        rates = {row[0]: row[1] for row in answer["items"]}
        assert answer["headings"][1] == "块状产业联盟标准实施率"
        assert list(rates) == ["2011-03-31", "2011-06-30", "2011-09-30", "2011-12-31", "2012-03-31", "2012-06-30"]
        assert (rates["2011-06-30"], rates["2012-06-30"]) == (3 / 4, 4 / 6)

    def test_every_block_industry_quarter_by_quarter(self, client):
        answer = client.get("/api/v1/statistics/sheets/block-courses?as_of=2013-07-01&per_page=100").json
        assert answer["headings"][-3:] == ["2013-03-31", "2013-06-30", "2013-07-01"]
        rows = {row[0]: row[-1] for row in answer["items"]}
        assert rows == {"XIE": 1 / 4, "SUO": 0}

    def test_a_recorded_rate_with_a_name_of_its_own_is_a_rate(self, client):
        make_plan("2016-2020", "2016-01-01", "2021-01-01", {"监督抽查合格率": 0.9})
        db.session.add(Observation(metric="监督抽查合格率", observed_on=PartialDate.read("2016-05-01"), value=0.93))
        db.session.commit()
        (row,) = client.get("/api/v1/statistics/sheets/observations?as_of=2016-06-30").json["items"]
        assert row[:5] == ["监督抽查合格率", "全市", "2016-05-01", 0.93, "比率"]
        assert "93.0\u00a0%" in client.get("/statistics/sheets/observations?as_of=2016-06-30").text

    def test_each_year_counts_who_leads_as_its_own_plan_does_on_page_and_sheet(self, client, page):
        make_plan("2016-2020", "2016-01-01", "2021-01-01", lead_rank=2)
        second = make_organization("演示第二单位")
        for number, published in (("GB/T 900-2015", "2015-03-01"), ("GB/T 901-2016", "2016-03-01")):
            make_drafting(make_standard(number, published_on=published), second, rank=2)
        rows = client.get("/api/v1/statistics/sheets/drafting-years?as_of=2017-06-30").json["items"]
        counted = {row[0]: (row[2], row[5]) for row in rows if row[1] == "国家标准" and row[0] in ("2015", "2016")}
        assert counted == {"2015": (0, 1), "2016": (1, 0)}
        drawn = page("/statistics?as_of=2017-06-30").rows("为主起草")
        assert {row[0]: row[1] for row in drawn if row[0] in ("2015", "2016")} == {"2015": "0", "2016": "1"}

    def test_the_rate_told_apart(self, client):
        rows = client.get("/api/v1/statistics/sheets/groups?as_of=2012-06-30").json["items"]
        assert ["联盟标准", example.S1, 5, 3, 0.6] in [row[:5] for row in rows]

    def test_year_by_year(self, client):
        awards = client.get("/api/v1/statistics/sheets/innovation-years?as_of=2014-12-31").json
        counted = {row[0]: row[1:] for row in awards["items"]}
        assert awards["headings"][-3:] == ["当年新认定", "当年到期", "当年撤销"]
        # in 2014 E2's award is revoked, E1 高级 and E3 初级 are new; E1 and E3 remain
        assert (counted["2012-12-31"][0], counted["2013-12-31"][0], counted["2014-12-31"][0]) == (1, 2, 2)
        assert counted["2014-12-31"][-3:] == [2, 0, 1]
        drafted = client.get("/api/v1/statistics/sheets/drafting-years?as_of=2014-12-31").json["items"]
        assert drafted == [
            ["2012", "国家标准", 1, 1, 0, 0],
            ["2013", "行业标准", 0, 0, 0, 1],
            ["2014", "国家标准", 1, 0, 1, 0],
        ]

    def test_no_other_name_and_no_other_form(self, client):
        assert client.get("/api/v1/statistics/sheets/nothing").status_code == 404
        assert client.get("/statistics/sheets/targets.pdf").status_code == 404


@pytest.mark.usefixtures("register")
def test_a_county_against_its_share_and_the_year_before(client, page):
    load({
        "classifications": [
            {"scheme": "division", "code": code, "name_zh": name, "parent": "3303"}
            for code, name in (("330302", "鹿城区"), ("330382", "乐清市"))
        ],
        "county-targets": [
            {"plan": "2011-2015", "county": "330302", "metric": "implementation_rate", "value": "70%"},
            {"plan": "2011-2015", "county": "330382", "metric": "lead_drafted_standards", "value": "1"},
            {"plan": "2011-2015", "county": "330302", "metric": "quality_award_enterprises", "value": "3"},
        ],
        "observations": [
            {"metric": "quality_award_enterprises", "county": "330302", "on": "2012-01-01", "value": "4"},
            {"metric": "quality_award_enterprises", "county": "330302", "on": "2011-01-01", "value": "1"},
        ],
    })
    rows = {row[0]: row[1:] for row in client.get("/api/v1/statistics/sheets/counties?as_of=2012-09-30").json["items"]}
    # 鹿城: 4 of 6 implement, a year before 3 of 4 (E1, E2, E4 of E1, E2, E4, E5); 乐清: A led N1 on 2012-09-03
    assert rows["鹿城区"] == [pytest.approx(4 / 6), 0.7, pytest.approx(4 / 6 - 3 / 4), 1, None, 1, 0, None, 0, 4, 3, 3]
    assert rows["乐清市"] == ["无数据", None, None, 0, None, 0, 1, 1, 1, "无数据", None, None]
    shown = page("/statistics/counties?as_of=2012-09-30").text
    assert "份额 70.0 %" in shown
    assert "降 8.3 百分点" in shown


@pytest.mark.usefixtures("register")
def test_what_is_counted_from_the_plans_beginning_has_no_year_before_in_its_first_year(client):
    load({"classifications": [{"scheme": "division", "code": "330382", "name_zh": "乐清市", "parent": "3303"}]})
    load({"plans": [{"code": "2011-2015", "from": "2012-01-01"}]})

    def led(day):
        rows = client.get("/api/v1/statistics/sheets/counties", query_string={"as_of": day}).json["items"]
        return next(row[7:10] for row in rows if row[0] == "乐清市")

    # A led N1 on 2012-09-03: value, share, change
    assert (led("2012-12-31"), led("2013-01-01"), led("2013-09-02"), led("2013-09-03")) == (
        [1, None, None], [1, None, 1], [1, None, 1], [1, None, 0],
    )


@pytest.mark.usefixtures("register")
def test_a_county_that_bears_another_code_today_is_one_and_the_city_is_none(client):
    load({
        "classifications": [
            {"scheme": "division", "code": "3303", "name_zh": "温州市"},
            {"scheme": "division", "code": "330305", "name_zh": "洞头区", "parent": "3303"},
            {"scheme": "division", "code": "330322", "name_zh": "洞头县", "parent": "3303", "to": "2015-09-01"},
        ],
        "county-targets": [{"plan": "2011-2015", "county": "330322", "metric": "quality_award_enterprises", "value": "3"}],
        "observations": [
            {"metric": "quality_award_enterprises", "county": county, "on": day, "value": value}
            for county, day, value in (
                ("3303", "2015-12-01", "90"), ("330322", "2014-12-01", "2"), ("330322", "2015-06-01", "4"),
                ("330305", "2015-12-01", "5"),
            )
        ],
    })
    url = "/api/v1/statistics/sheets/counties"
    # value, share and change against a year before; two of 2014, four of June 2015, five of December 2015
    for day, cells in {"2015-10-01": [4, 3, None], "2015-12-01": [5, 3, 3]}.items():
        rows = {row[0]: row[-3:] for row in client.get(url, query_string={"as_of": day}).json["items"]}
        assert (rows["洞头区"], "洞头县" in rows, "温州市" in rows) == (cells, False, False), day
    asked = "metric=quality_award_enterprises&county=330305&as_of=2015-12-01&format=csv"
    lines = client.get(f"/statistics/observations?{asked}").text.splitlines()
    assert [line.split(",")[2] for line in lines[1:]] == ["5", "4", "2"]


@pytest.mark.usefixtures("register")
def test_a_flow_has_no_year_before_its_plan_began(client):
    load({"county-targets": [{"plan": "2011-2015", "county": "330382", "metric": "lead_drafted_standards", "value": "1"}]})

    def told(day):
        answer = client.get(f"/api/v1/statistics/sheets/counties?as_of={day}").json
        row = next(row for row in answer["items"] if row[0] == "330382")
        return dict(zip(answer["headings"], row, strict=True))

    # the plan began on 2011-01-01: on 2011-12-31 nothing was counted a year before, on 2012-01-01 its first day was
    for day, change in {"2011-01-01": None, "2011-12-31": None, "2012-01-01": 0, "2012-09-03": 1, "2013-09-03": 0}.items():
        assert told(day)["为主制修订国家和行业标准：比上年"] == change, day
        # who holds an award can be told of any day
        assert told(day)["标准创新型企业：比上年"] == 0, day
