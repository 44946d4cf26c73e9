"""The main job: files in, the index holds them, search finds them, figures come out, files back."""

import csv
import json
from pathlib import Path

import pytest

from app.cli import main
from tests import worked_example as example

ORDER = list(example.TABLES)


@pytest.fixture
def biaolian(command):
    def run(*arguments: object, code: int = 0) -> str:
        done = command.invoke(main, [str(argument) for argument in arguments])
        assert done.exit_code == code, done.output
        return done.output

    return run


def written(folder: Path, table: str, rows: list[dict]) -> Path:
    """A CSV file of these rows, as a spreadsheet would save it."""
    path = folder / f"{table}.csv"
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        out = csv.writer(file)
        out.writerow(columns)
        for row in rows:
            cells = (row.get(column, "") for column in columns)
            out.writerow([";".join(cell) if isinstance(cell, list | tuple) else cell for cell in cells])
    return path


@pytest.fixture
def example_files(tmp_path):
    return {table: written(tmp_path, table, rows) for table, rows in example.TABLES.items()}


def test_from_files_to_search_and_figures(biaolian, client, example_files):
    biaolian("init", "--no-demo")
    for table in ORDER:
        assert "退回 0" in biaolian("import", table, example_files[table])
    found = client.get("/api/v1/standards?q=S2&as_of=2014-06-01").json
    assert [item["number"] for item in found["items"]] == [example.S2]
    superseded = client.get(f"/api/v1/standards/{example.S1}?as_of=2014-06-01").json
    assert (superseded["status"], superseded["replaced_by"]) == ("superseded", [example.S2])

    answer = client.get("/api/v1/statistics/adoption?as_of=2012-06-30").json
    assert answer["overall"] == {
        "enterprises": 6, "implementing": 4, "rate": 4 / 6, "mean_rate": 0.55, "meets_target": True,
    }  # fmt: skip
    by_code = {block["code"]: block for block in answer["block_industries"]}
    assert (by_code["XIE"]["enterprises"], by_code["XIE"]["implementing"]) == (5, 3)
    assert by_code["XIE"]["left_out"] == {"unverified": 1}
    assert (by_code["SUO"]["enterprises"], by_code["SUO"]["implementing"]) == (2, 1)
    assert json.loads(biaolian("stats", "adoption", "--as-of", "2012-06-30", "--json")) == answer
    assert "3/5" in biaolian("stats", "adoption", "--as-of", "2012-06-30")


def test_a_repeated_import_changes_nothing_and_says_so(biaolian, example_files):
    biaolian("init", "--no-demo")
    for table in ORDER:
        biaolian("import", table, example_files[table])
    for table in ORDER:
        assert f"新增 0，更新 0，未变 {len(example.TABLES[table])}，退回 0" in biaolian("import", table, example_files[table])
    assert "一致" in biaolian("search", "check")


def test_refused_rows_go_to_a_file_that_can_be_mended(biaolian, tmp_path):
    biaolian("init", "--no-demo")
    rows = tmp_path / "standards.csv"
    rows.write_text("标准号,标准名称,发布日期\nGB/T 90001-2020,甲,2020-02-30\nGB/T 90002-2020,乙,2020-02-28\n")
    rejects = tmp_path / "rejects.csv"
    said = biaolian("import", "standards", rows, "--rejects", rejects, code=1)
    assert "新增 1，更新 0，未变 0，退回 1" in said
    refused = rejects.read_text(encoding="utf-8-sig")
    assert "GB/T 90001-2020" in refused
    assert "2020-02-30" in refused
    rejects.write_text(refused.replace("2020-02-30", "2020-02-29", 1))
    assert "新增 1" in biaolian("import", "standards", rejects)


def test_what_is_exported_can_be_imported_elsewhere(biaolian, example_files, tmp_path):
    biaolian("init", "--no-demo")
    for table in ORDER:
        biaolian("import", table, example_files[table])
    for form in ("csv", "xlsx", "jsonl"):
        out = tmp_path / f"all.{form}"
        biaolian("export", "standards", out)
        assert f"未变 {len(example.TABLES['standards'])}，退回 0" in biaolian("import", "standards", out)


def test_a_dry_run_writes_nothing(biaolian, example_files, client):
    biaolian("init", "--no-demo")
    assert "（试运行）新增" in biaolian("import", "standards", example_files["standards"], "--dry-run")
    assert client.get("/api/v1/standards").json["total"] == 0


def test_the_choice_of_seed_data_lasts(biaolian, client):
    assert "参考数据，" in biaolian("init", "--no-demo")
    assert biaolian("init") == ""
    assert client.get("/api/v1/standards").json["total"] == 0
    assert client.get("/api/v1/block-industries").json["total"] > 0


def test_an_instance_with_the_demonstration_keeps_it(biaolian):
    biaolian("init")
    assert biaolian("init") == ""
    assert "请用 BIAOLIAN_INSTANCE_DIR 另建" in biaolian("init", "--no-demo", code=1)
