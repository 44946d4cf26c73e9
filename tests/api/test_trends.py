"""Courses, assessment, network and support rules: the interface and the commands say the same."""

import json

import pytest

from app.cli.main import main
from tests import worked_example as example
from tests.factories import make_drafting, make_organization, make_plan, make_standard
from tests.registry.statistics.loading import load

AT = "/api/v1/statistics"


@pytest.fixture
def told(client, command):
    """The answer of the interface, which the command has to give as well."""

    def asked(address, *arguments):
        answer = client.get(address).json
        assert json.loads(command.invoke(main, ["stats", *arguments, "--json"]).stdout) == answer
        return answer

    return asked


@pytest.fixture
def register(app):
    load(example.TABLES)
    make_plan("2011-2015", *example.PLAN_PERIOD, {"implementation_rate": 0.3, "quality_award_enterprises": 100.0})


@pytest.mark.usefixtures("register")
class TestCourses:
    def test_every_metric_on_the_same_days(self, told):
        found = told(f"{AT}/courses?as_of=2012-06-30", "courses", "--as-of", "2012-06-30")
        assert found["days"][0] == "2011-03-31"
        assert found["days"][-1] == "2012-06-30"
        rate = found["metrics"][0]
        assert (rate["metric"], rate["unit"], rate["target"]) == ("implementation_rate", "rate", 0.3)
        # 2011-06-30: E1, E2 and E4 of E1, E2, E4 and E5
        assert (rate["values"][1], rate["values"][-1]) == (3 / 4, 4 / 6)
        assert (rate["forecast"]["on"], rate["forecast"]["points"], rate["reaches"]) == ("2015-12-31", 6, True)

    def test_before_any_plan_there_is_none(self, told):
        found = told(f"{AT}/courses?as_of=2000-01-01", "courses", "--as-of", "2000-01-01")
        assert (found["plan"], found["days"], found["metrics"]) == (None, [], [])
        counties = told(f"{AT}/counties?as_of=2000-01-01", "counties", "--as-of", "2000-01-01")
        assert (counties["plan"], counties["items"]) == (None, [])

    def test_once_the_plan_is_over_nothing_is_foretold(self, client):
        found = client.get(f"{AT}/courses?as_of=2016-01-01").json
        assert {metric["forecast"] for metric in found["metrics"]} == {None}

    def test_a_block_industry_by_quarter_and_how_many_are_missing(self, told):
        address = f"{AT}/adoption/block-industries/1/course?as_of=2013-07-01"
        found = told(address, "industry", "xie", "--as-of", "2013-07-01")
        # 1 of 4 where 3 of 10 are asked: 2 of 4 would be enough
        assert [found[name] for name in ("enterprises", "implementing", "rate", "missing")] == [4, 1, 0.25, 1]
        assert found["course"][-2:] == [
            {"on": "2013-06-30", "enterprises": 5, "implementing": 2, "rate": 0.4},
            {"on": "2013-07-01", "enterprises": 4, "implementing": 1, "rate": 0.25},
        ]

    def test_a_block_industry_that_is_not_there(self, client, command):
        assert client.get(f"{AT}/adoption/block-industries/99/course").status_code == 404
        refused = command.invoke(main, ["stats", "industry", "没有"])
        assert refused.exit_code == 1
        assert "没有代码或名称为“没有”的块状产业" in refused.output

    def test_counties_against_their_share(self, told):
        load({
            "classifications": [{"scheme": "division", "code": "330302", "name_zh": "鹿城区", "parent": "3303"}],
            "county-targets": [
                {"plan": "2011-2015", "county": "330302", "metric": "implementation_rate", "value": "70%"}
            ],
        })
        found = told(f"{AT}/counties?as_of=2012-09-30", "counties", "--as-of", "2012-09-30")
        assert (found["as_of"], found["year_before"]) == ("2012-09-30", "2011-09-30")
        county = next(each for each in found["items"] if each["county"] == "330302")
        rate = county["metrics"][0]
        assert (county["label"], rate["metric"], rate["unit"]) == ("鹿城区", "implementation_rate", "rate")
        assert (rate["value"], rate["share"], rate["met"], rate["before"]) == (4 / 6, 0.7, False, 3 / 4)
        assert rate["change"] == pytest.approx(4 / 6 - 3 / 4)

    def test_a_table_of_the_report_in_the_shell(self, command):
        shown = command.invoke(main, ["stats", "table", "block-industries", "--as-of", "2012-06-30"]).stdout
        assert "60.0 %" in shown
        rows = json.loads(command.invoke(main, ["stats", "table", "targets", "--as-of", "2012-06-30", "--json"]).stdout)
        assert rows["rows"][0][:4] == ["块状产业联盟标准实施率", 4 / 6, 4, 6]


class TestNetwork:
    def test_pairs_and_bodies(self, app, told, client, command, tmp_path):
        first, second = (make_organization(f"演示{name}厂") for name in "甲乙")
        for published_on in ("2020-01-01", "2020-12-31", "2021-01-01"):
            standard = make_standard(published_on=published_on)
            for rank, body in enumerate((first, second), 1):
                make_drafting(standard, body, rank)
        period = ["--from", "2020-01-01", "--to", "2021-01-01"]
        found = told(f"{AT}/drafting-network?from=2020-01-01&to=2021-01-01", "network", *period)
        assert [(body["name"], body["standards"]) for body in found["bodies"]] == [("演示乙厂", 2), ("演示甲厂", 2)]
        assert found["pairs"] == [{"bodies": sorted((first.id, second.id)), "standards": 2}]
        out = tmp_path / "网络.csv"
        assert command.invoke(main, ["stats", "network", *period, "--out", str(out)]).exit_code == 0
        text = out.read_text("utf-8-sig")
        assert "演示甲厂,330302,演示乙厂,2" in text
        shown = client.get("/statistics/drafting-network?from=2020-01-01&last=2020-12-31&format=csv").text
        assert shown.removeprefix("\ufeff") == text
        assert client.get(f"{AT}/drafting-network?from=2021-01-01&to=2020-01-01").status_code == 422
        assert command.invoke(main, ["stats", "network", "--from", "2021-01-01", "--to", "2020-01-01"]).exit_code == 1


class TestSupport:
    def test_what_qualifies_and_why_not(self, app, told, client, command):
        asks = {"kinds": "national", "rank": "1", "months_in_force": "12", "cap": "1", "amount": "20"}
        load({"support-rules": [{"code": "R", "name": "奖补（演示）", **asks}]})
        body = make_organization("演示厂")
        for number, rank in (("GB/T 99001.1-2020", 1), ("GB/T 99002-2020", None)):
            make_drafting(make_standard(number), body, rank)
        found = told(
            f"/api/v1/organizations/{body.id}/support?as_of=2021-11-01", "support", "演示厂", "--as-of", "2021-11-01"
        )
        (rule,) = found["rules"]
        assert (rule["code"], rule["holds"], rule["qualifying"], rule["amount"]) == ("R", True, 1, 20)
        assert [(each["number"], each["qualifies"], each["against"]) for each in rule["standards"]] == [
            ("GB/T 99001.1-2020", True, []),
            ("GB/T 99002-2020", False, ["rank_unknown"]),
        ]
        shown = client.get(f"/organizations/{body.id}/support?as_of=2021-11-01&format=csv").text
        assert "奖补（演示）,是,GB/T 99002-2020" in shown
        assert "缺起草位次的证明" in command.invoke(main, ["stats", "support", "演示厂", "--as-of", "2021-11-01"]).stdout
        assert command.invoke(main, ["stats", "support", "没有这家"]).exit_code == 1
