"""The worked example through the commands: as the API answers it, and as tables that people read."""

import json
import re

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from app.cli import main
from tests import worked_example as example
from tests.factories import make_plan
from tests.registry.statistics.loading import load

FROM, TO = example.PLAN_PERIOD
PERIOD = ["--from", FROM, "--to", TO]
TARGETS = {"implementation_rate": 0.3, "innovation_enterprises": 2, "quality_award_enterprises": 100}


@pytest.fixture
def asked(app, command: CliRunner):
    """Runs `biaolian stats …` on the register of the worked example; what it prints, without blanks at line ends."""
    load(example.TABLES)

    def run(*arguments: str) -> str:
        answer = command.invoke(main, ["stats", *arguments])
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    return run


def rows(printed: str) -> list[list[str]]:
    """The cells of the lines of a table."""
    return [re.split(r" {2,}", line.strip()) for line in printed.splitlines()]


def figure(rate: dict) -> example.Figure:
    return None if rate["rate"] is None else (rate["implementing"], rate["enterprises"])


ALIKE = {
    ("adoption", "--as-of", "2012-06-30"): "adoption?as_of=2012-06-30",
    ("adoption", "--as-of", "2014-07-15", "--evidence", "declared", "--scope", "with_standards"):
        "adoption?as_of=2014-07-15&evidence=declared&scope=with_standards",
    ("adoption", "--as-of", "2012-06-30", "--population", "above_scale", "--weight", "output", "--group-by", "county"):
        "adoption?as_of=2012-06-30&population=above_scale&weight=output&group_by=county",
    ("adoption",): "adoption",
    ("innovation", "--as-of", "2014-06-01"): "innovation-enterprises?as_of=2014-06-01",
    ("drafting", *PERIOD): f"drafting?from={FROM}&to={TO}",
    ("drafting", *PERIOD, "--group-by", "organization", "--kind", "national", "--kind", "行业标准"):
        f"drafting?from={FROM}&to={TO}&group_by=organization&kind=national&kind=industry",
    ("targets", "--as-of", "2014-06-01"): "targets?as_of=2014-06-01",
}


def test_json_is_what_the_api_answers(asked, client: FlaskClient):
    make_plan("2011-2015", FROM, TO, TARGETS)
    for arguments, address in ALIKE.items():
        answer = client.get(f"/api/v1/statistics/{address}")
        assert answer.status_code == 200
        assert json.loads(asked(*arguments, "--json")) == answer.json, address


class TestWorkedExample:
    def test_every_row_of_the_rate(self, asked):
        for row in sorted(example.RATES, key=lambda row: row.merged):
            if row.merged:
                load({"organizations": [example.MERGER]})
            found = json.loads(asked("adoption", "--as-of", row.day, "--json"))
            of = {each["code"]: figure(each) for each in found["block_industries"]}
            assert of == {example.SHOES: row.shoes_verified, example.LOCKS: row.locks_verified}, row.day
            assert figure(found["overall"]) == row.overall, row.day
            declared = json.loads(asked("adoption", "--as-of", row.day, "--evidence", "declared", "--json"))
            assert {each["code"]: figure(each) for each in declared["block_industries"]}[example.SHOES] == row.shoes_declared

    def test_the_rate_as_a_table(self, asked):
        make_plan("2011-2015", FROM, TO, TARGETS)
        assert rows(asked("adoption", "--as-of", "2012-06-30")) == [
            ["块状产业联盟标准实施率（2012-06-30，已核实，全部块状产业）"],
            ["块状产业", "实施率", "目标 30.0 %", "未计入"],
            ["锁 SUO", "50.0 %（1/2）", "达到"],
            ["鞋 XIE", "60.0 %（3/5）", "达到", "未核实（1）"],
            ["合计（每家企业计一次）", "66.7 %（4/6）", "达到", "未核实（1）"],
            ["各块状产业实施率的平均", "55.0 %"],
            ["实施联盟标准的块状产业：2 个"],
        ]
        nobody = rows(asked("adoption", "--as-of", "2009-01-01"))
        assert ["锁 SUO", "无数据", "—"] in nobody
        assert ["合计（每家企业计一次）", "无数据", "—"] in nobody

    def test_innovation_enterprises_every_day(self, asked):
        load({"organizations": [example.MERGER]})
        for day, held in example.INNOVATION.items():
            assert asked("innovation", "--as-of", day).startswith(f"标准创新型企业（{day}）：{len(held)} 家\n")

    def test_innovation_enterprises_against_their_target(self, asked):
        make_plan("2011-2015", FROM, TO, TARGETS)
        printed = asked("innovation", "--as-of", "2014-06-01")
        assert rows(printed) == [
            ["标准创新型企业（2014-06-01）：2 家，目标 2，达到"],
            ["等级", "企业数"],
            [example.HIGH, "1"],
            [example.LOW, "1"],
            ["县（市、区）", "企业数"],
            ["330302", "2"],
            ["块状产业", "企业数"],
            ["鞋", "2"],
            ["评定办法", "企业数"],
            ["标准创新型企业", "2"],
            ["批次", "企业数"],
            ["未分批", "2"],
        ]

    def test_drafting_by_body(self, asked):
        assert rows(asked("drafting", *PERIOD, "--group-by", "单位")) == [
            ["起草的标准（2011-01-01 起，2016-01-01 前发布）"],
            ["单位", "为主", "其中制定", "其中修订", "参与"],
            ["A", "2", "1", "1", "1"],
            ["B", "0", "0", "0", "2"],
            ["合计（每项标准计一次）", "2", "1", "1", "1"],
        ]

    def test_targets(self, asked):
        make_plan("2011-2015", FROM, TO, TARGETS)
        printed = rows(asked("targets", "--as-of", "2014-06-01"))
        assert printed[1] == ["指标", "数值", "目标", "达标", "未计入"]
        assert printed[2] == [
            "块状产业联盟标准实施率", "0.0 %", "30.0 %", "未达到",
            "未核实（1） 所实施的版本已被代替（2） 所实施的标准已废止（1）",
        ]
        assert printed[4] == ["标准创新型企业", "2", "2", "达到"]
        assert printed[5] == ["为主制修订国家和行业标准", "2", "—", "—"]
        assert printed[8][0::2] == ["规上企业主导产品采标率", "逐年上升"]
        assert printed[-1] == ["quality_award_enterprises", "无数据", "100", "—"]
        assert asked("targets", "--as-of", "2010-12-31") == "2010-12-31 之前没有规划期\n"
        assert "（2017-01-01，规划期 2016-01-01 前已结束）" in asked("targets", "--as-of", "2017-01-01")


@pytest.mark.parametrize(
    ("arguments", "exit_code", "message"),
    [
        (["drafting", "--from", "2012-01-01", "--to", "2012-01-01"], 1, "--to：2012-01-01 应晚于 --from 的 2012-01-0"),
        (["drafting", "--from", "2012-01-02", "--to", "2012-01-01"], 1, "--to：2012-01-01 应晚于 --from 的 2012-01-0"),
        (["innovation", "--from", "2012-01-02", "--to", "2012-01-01"], 1, "--to：2012-01-01 应晚于 --from 的 2012-01-02"),
        (["innovation", "--from", "2012-01-01"], 2, "--to 也要给出"),
        (["drafting", "--from", "2012-01-01"], 2, "缺少 --to"),
        (["drafting", "--from", "2012-13-01", "--to", "2013-01-01"], 2, "--from：“2012-13-01”不是日历上的日子"),
        (["adoption", "--as-of", "昨天"], 2, "“昨天”不是日期"),
        (["adoption", "--evidence", "maybe"], 2, "已核实"),
        (["drafting", *PERIOD, "--group-by", "colour"], 2, "单位"),
        (["drafting", *PERIOD, "--kind", "colour"], 2, "国家标准"),
    ],
)
def test_refusals_say_what_to_mend(arguments: list[str], exit_code: int, message: str):
    answer = CliRunner().invoke(main, ["stats", *arguments])
    assert answer.exit_code == exit_code
    assert message in answer.output


def test_tables_and_reports_go_into_files(asked, tmp_path, command: CliRunner):
    make_plan("2011-2015", FROM, TO, TARGETS)
    asked("export", "members", str(tmp_path / "members.csv"), "--as-of", "2014-06-01")
    lines = (tmp_path / "members.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + 5
    assert "未核实；所实施的版本已被代替" in lines[4]
    for name in ("report.docx", "report.xlsx"):
        asked("report", str(tmp_path / name), "--as-of", "2014-06-01")
        assert (tmp_path / name).read_bytes()[:2] == b"PK"
    for arguments in (("export", "members", "members.pdf"), ("report", "report.pdf"), ("report", "nowhere/report.docx")):
        assert command.invoke(main, ["stats", *arguments[:-1], str(tmp_path / arguments[-1])]).exit_code == 1
