"""`biaolian check`: files as people keep them."""

import csv
import json

import pytest

from app.cli import main
from app.cli.texts import LARGEST
from app.registry.words import RelationKind
from tests.factories import make_standard, relate

TYPED = "执行标准：GB/T 1.1—2009、GB/T 1.1\n\n皮鞋\n"


@pytest.fixture
def run(app, command):
    old = make_standard("GB/T 1.1-2009", "标准化工作导则", published_on="2009-06-17", implemented_on="2010-01-01")
    new = make_standard("GB/T 1.1-2020", "标准化工作导则", published_on="2020-03-31", implemented_on="2020-10-01")
    relate(new, RelationKind.REPLACES, old)

    def ask(*words, leaves=0):
        answer = command.invoke(main, ["check", *map(str, words)])
        assert answer.exit_code == leaves, answer.output
        assert "Traceback" not in answer.output
        return answer.output

    return ask


@pytest.fixture
def listed(tmp_path):
    path = tmp_path / "清单.txt"
    path.write_text(TYPED)
    return path


def test_a_table_with_its_day(run, listed):
    said = run(listed, "--as-of", "2026-06-01")
    assert "共 3 项：现行 1，被代替 1，未知 1（2026-06-01）" in said
    assert "GB/T 1.1—2009" in said


def test_json_is_what_the_api_answers(run, listed, client):
    said = json.loads(run(listed, "--json", "--as-of", "2026-06-01"))
    lines = [line for line in TYPED.splitlines() if line]
    assert said == client.post("/api/v1/currency-check", json={"numbers": lines, "as_of": "2026-06-01"}).json
    assert [each["verdict"] for each in said["results"]] == ["superseded", "current", "unknown"]


def test_out_writes_a_table_by_its_suffix(run, listed, tmp_path):
    out = tmp_path / "结果.csv"
    assert str(out.name) in run(listed, "--out", out, "--as-of", "2026-06-01").replace("\n", "")
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert [(row["标准号"], row["结论"], row["现行版本"]) for row in rows] == [
        ("GB/T 1.1-2009", "被代替", "GB/T 1.1-2020"), ("GB/T 1.1-2020", "现行", "GB/T 1.1-2020"), ("", "未知", ""),
    ]  # fmt: skip
    run(listed, "--out", tmp_path / "结果.xlsx")
    assert (tmp_path / "结果.xlsx").read_bytes().startswith(b"PK")
    assert ".csv" in run(listed, "--out", tmp_path / "结果.pdf", leaves=1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_whatever_the_encoding(run, tmp_path, encoding):
    path = tmp_path / "list.txt"
    path.write_bytes(TYPED.encode(encoding))
    said = json.loads(run(path, "--json"))
    assert [each["input"] for each in said["results"]] == ["GB/T 1.1—2009", "GB/T 1.1", "皮鞋"]


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0", b"%PDF-1.7 text", b"PK\x03\x04\x14\0", b"\x00\x01\x02" * 50, b"\xff" * 9],
    ids=["png", "pdf", "zip", "zeros", "no-text"],
)
def test_no_text_is_refused_with_the_remedy(run, tmp_path, content):
    path = tmp_path / "list.txt"
    path.write_bytes(content)
    assert "不是文本文件" in run(path, leaves=1)


def test_a_file_that_is_not_there_too_large_or_empty(run, tmp_path):
    assert "无法读取" in run(tmp_path / "none.txt", leaves=1)
    assert "无法读取" in run(tmp_path, leaves=1)
    large = tmp_path / "large.txt"
    large.write_bytes(b"x" * (LARGEST + 1))
    assert "MiB" in run(large, leaves=1)
    empty = tmp_path / "empty.txt"
    empty.touch()
    assert json.loads(run(empty, "--json"))["results"] == []


def test_a_wrong_day_is_wrong_usage(run, listed):
    run(listed, "--as-of", "yesterday", leaves=2)
