"""What `biaolian stats …` says of input that can't be used, and of a register that holds nothing: every command there is."""

import json
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from app.cli import main
from app.cli.parameters import DAY, OneOf, words
from app.cli.stats import stats
from app.registry.rates.implementation import Evidence
from tests import worked_example as example
from tests.registry.statistics.loading import load

GIVEN = {
    "name": "members", "title": "年报", "snapshot_id": "1", "code": "LEER", "organization": example.E3,
    "since": "2011-01-01", "until": "2016-01-01",
}
"""What stands in a parameter that has to be given."""


def commands(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """The commands beneath a group, each with the words that call it."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(commands(stats, ("stats",)))


def call(path: tuple[str, ...], *, without: str | None = None, folder: str = "") -> list[str]:
    """The words that call a command rightly, with all that has to be given but one."""
    words = [*path]
    for parameter in COMMANDS[path].params:
        if parameter.required and parameter.name != without:
            file = f"{folder}{path[-1]}.{'docx' if path[-1] == 'report' else 'csv'}"
            given = GIVEN.get(parameter.name, file)
            words += [parameter.opts[0], given] if isinstance(parameter, click.Option) else [given]
    return words


def options(is_of: type[click.ParamType] | click.ParamType) -> list[tuple[tuple[str, ...], click.Option]]:
    """The options of all commands that are of a type."""
    found = [
        (path, parameter)
        for path, command in COMMANDS.items()
        for parameter in command.params
        if isinstance(parameter, click.Option)
        and (parameter.type is is_of if isinstance(is_of, click.ParamType) else isinstance(parameter.type, is_of))
    ]
    assert found
    return found


DATED = options(DAY)


def named(each: object) -> str:
    return " ".join(each) if isinstance(each, tuple) else each.opts[0] if isinstance(each, click.Option) else str(each)


def run(*words: str):
    return CliRunner().invoke(main, list(words))


def refused(*words: str, says: str) -> None:
    """A wrong call: status 2, nothing on the standard output, and behind the usage one sentence that begins so."""
    done = run(*words)
    assert (done.exit_code, done.stdout, type(done.exception)) == (2, "", SystemExit), done.output
    assert done.stderr.splitlines()[-1].startswith(f"错误：{says}"), done.stderr
    assert done.stderr.count("错误：") == 1


NO_DAYS = {
    "2012-02-30": "“2012-02-30”不是日历上的日子，请核对年月日",
    "2012-13-01": "“2012-13-01”不是日历上的日子，请核对年月日",
    "2012": "“2012”没有写到日，请写成 2020-11-01",
    "2012-02": "“2012-02”没有写到日，请写成 2020-11-01",
    "0001-01-01": "“0001-01-01”的年份应在 1000 至 9999 之间，请核对",
    "10000-01-01": "“10000-01-01”不是日期，请写成 2020-11-01",
    "2012-W05-5": "“2012-W05-5”不是日期，请写成 2020-11-01",
    "-1": "“-1”不是日期，请写成 2020-11-01",
    "abc": "“abc”不是日期，请写成 2020-11-01",
    "": "“”不是日期，请写成 2020-11-01",
    " ": "“ ”不是日期，请写成 2020-11-01",
}


@pytest.mark.parametrize(("path", "option"), DATED, ids=named)
def test_what_is_no_day_is_refused_by_its_option(path, option):
    for typed, says in NO_DAYS.items():
        refused(*call(path, without=option.name), option.opts[0], typed, says=f"{option.opts[0]}：{says}")


@pytest.mark.parametrize("path", COMMANDS, ids=named)
def test_what_is_not_known_or_missing_is_named(path):
    command = COMMANDS[path]
    refused(*call(path), "--until-when", "2012", says="没有选项 --until-when")
    if any(parameter.required for parameter in command.params):
        refused(*path, says="缺少 ")
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.is_flag:
            refused(*call(path, without=parameter.name), parameter.opts[0], says=f"{parameter.opts[0]} 的用法有误")


def test_calledand_names_tell_those_there_are():
    for path, option in options(type(words(Evidence))):
        says = f"{option.opts[0]}：“maybe”不在可选值之内："
        refused(*call(path, without=option.name), option.opts[0], "maybe", says=says)
    assert isinstance(COMMANDS["stats", "export"].params[0].type, OneOf)
    refused("stats", "export", "everything", "x.csv", says="NAME：“everything”不在可选值之内：targets、")
    for number in ("0", "-1", "x", "１", "2147483648", "9" * 30):
        says = "没有选项" if number == "-1" else f"ID：“{number}”应是 1 至 2147483647 之间的整数"
        refused("stats", "snapshot", "differences", number, says=says)
    refused("stats", "everything", says="没有命令 everything")
    refused("stats", "target", says="没有命令 target（是否想写 targets）")


@pytest.mark.parametrize("path", COMMANDS, ids=named)
def test_every_command_tells_how_to_set_up(path, tmp_path, monkeypatch):
    monkeypatch.setenv("BIAOLIAN_INSTANCE_DIR", str(tmp_path / "instance"))
    monkeypatch.delenv("BIAOLIAN_DATABASE_URL", raising=False)
    done = run(*call(path, folder=f"{tmp_path}/"))
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "错误：数据库尚未建立，或不是本版本的结构：请先运行 biaolian init（make run 会自动完成）\n"
    assert list(tmp_path.glob("*.*")) == []


@pytest.fixture
def answered(app, command: CliRunner, tmp_path):
    """Calls a command of the instance, rightly; what it prints."""

    def ask(path: tuple[str, ...], *more: str) -> str:
        done = command.invoke(main, [*call(path, folder=f"{tmp_path}/"), *more])
        assert (done.exit_code, done.stderr) == (0, ""), done.output
        return done.stdout

    return ask


EMPTY = [path for path in COMMANDS if path[-1] != "differences"]
DAYS = ("1000-01-01", "9999-12-31")


def test_a_register_without_records_has_no_data_on_any_day(answered, command: CliRunner):
    load({
        "block-industries": [{"code": "LEER", "name": "没有企业的产业"}],
        "organizations": [{"uscc": example.E3, "name": "没有记录的企业"}],
    })
    for path in EMPTY:
        dated = [option for of, option in DATED if of == path and option.name == "day"]
        for more in [[option.opts[0], day] for option in dated for day in DAYS] or [[]]:
            assert "0.0 %" not in answered(path, *more), (path, more)
    table = answered(("stats", "adoption"), "--as-of", "2012-06-30", "--population", "above_scale", "--weight", "output")
    assert table.startswith("块状产业联盟标准实施率（2012-06-30，已核实，全部块状产业，规模以上（没有名录），按产值）\n")
    assert "合计（每家企业计一次）  无数据" in table
    found = json.loads(answered(("stats", "adoption"), "--json"))
    [block] = found["block_industries"]
    assert (found["overall"]["rate"], found["overall"]["meets_target"], block["rate"]) == (None, None, None)
    assert "无数据" in answered(("stats", "international"))
    missing = command.invoke(main, ["stats", "snapshot", "differences", "2147483647"])
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert "没有" in missing.stderr


def test_a_file_that_can_not_be_written_is_named(app, command: CliRunner, tmp_path):
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "folder.docx").mkdir()
    for path, of in COMMANDS.items():
        called = call(path, folder=f"{tmp_path}/folder/")
        if any(parameter.name == "file" for parameter in of.params) and path[1] != "snapshot":
            form = called[-1].rpartition(".")[2]
            for file in (f"{tmp_path}/none/x.{form}", f"{tmp_path}/folder.{form}"):
                done = command.invoke(main, [*called[:-1], file])
                assert (done.exit_code, done.stdout) == (1, ""), done.output
                assert file in done.stderr
                assert done.stderr.count("\n") == 1
            done = command.invoke(main, [*called[:-1], f"{tmp_path}/x.pdf"])
            assert (done.exit_code, done.stdout) == (1, "")
            assert "看不出 x.pdf 的格式，请用 ." in done.stderr
    assert sorted(each.name for each in tmp_path.glob("*.*")) == ["folder.csv", "folder.docx"]


SPELLINGS = ("2012-06-30", "2012-6-30", "2012/06/30", "20120630", "2012年6月30日", "２０１２-０６-３０", " 2012-06-30 ")


def test_a_day_is_read_as_people_write_it(answered):
    load(example.TABLES)
    known = {answered(("stats", "adoption"), "--as-of", typed) for typed in SPELLINGS}
    assert len(known) == 1
    assert "66.7 %（4/6）" in known.pop()


def test_days_before_and_after_all_records(answered):
    load(example.TABLES)
    for day, overall in {"1000-01-01": None, "2009-12-31": None, "9999-12-31": 0.25}.items():
        found = json.loads(answered(("stats", "adoption"), "--as-of", day, "--json"))
        assert (found["as_of"], found["overall"]["rate"]) == (day, overall)
    before = json.loads(answered(("stats", "targets"), "--as-of", "1000-01-01", "--json"))
    assert (before["as_of"], before["plan"], before["metrics"]) == ("1000-01-01", None, [])
