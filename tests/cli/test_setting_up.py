"""What a command says where the instance it runs on can't be used."""

import pytest
from click.testing import CliRunner

from app.cli import main


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """An instance that nobody has set up."""
    monkeypatch.setenv("BIAOLIAN_INSTANCE_DIR", str(tmp_path / "instance"))
    monkeypatch.delenv("BIAOLIAN_DATABASE_URL", raising=False)
    return tmp_path / "instance"


def refused(*arguments):
    done = CliRunner().invoke(main, list(arguments))
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.output
    return done.stderr


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize(
    "arguments",
    [("stats", "targets"), ("review",), ("export", "plans", "plans.csv"), ("search", "query", "断路器")],
    ids=" ".join,
)
def test_an_instance_that_is_not_set_up_says_so(arguments):
    assert "请先运行 biaolian init" in refused(*arguments)


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize("url", ["garbage", "mysql://root@127.0.0.1/biaolian", "foo://x"])
def test_a_database_url_that_can_not_be_used_says_what_can(url, monkeypatch):
    monkeypatch.setenv("BIAOLIAN_DATABASE_URL", url)
    assert "BIAOLIAN_DATABASE_URL 无法使用：应为 postgresql://" in refused("init")


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/none", "sqlite:////nonexistent/biaolian.db"])
def test_a_database_that_can_not_be_reached_is_one_sentence(url, monkeypatch):
    monkeypatch.setenv("BIAOLIAN_DATABASE_URL", url)
    assert "无法使用数据库" in refused("init")


def test_a_file_that_is_no_database_is_one_sentence(nowhere):
    nowhere.mkdir()
    (nowhere / "biaolian.db").write_bytes(b"no database at all " * 100)
    assert "无法使用数据库" in refused("init")
