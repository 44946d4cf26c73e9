"""The rows behind the figures as tables: on a page, as a file, and county by county."""

import pytest

from tests import worked_example as example
from tests.factories import make_plan
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

    @pytest.mark.parametrize(
        "name",
        ["targets", "block-industries", "counties", "members", "innovation", "drafting", "international", "committees",
         "products", "projects", "coverage", "sources", "years"],
    )  # fmt: skip
    def test_every_sheet_is_a_page_and_a_file(self, client, name):
        assert client.get(f"/statistics/sheets/{name}?as_of=2012-09-30").status_code == 200
        text = client.get(f"/statistics/sheets/{name}.csv?as_of=2012-09-30").text
        listed = client.get(f"/api/v1/statistics/sheets/{name}?as_of=2012-09-30&per_page=100").json
        assert len(text.splitlines()) == listed["total"] + 1
        assert client.get(f"/statistics/sheets/{name}.xlsx?as_of=2012-09-30").data[:2] == b"PK"

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
    assert rows["乐清市"] == [None, None, None, 0, None, 0, 1, 1, 1, None, None, None]
    shown = page("/statistics/counties?as_of=2012-09-30").text
    assert "份额 70.0 %" in shown
    assert "降 8.3 百分点" in shown
