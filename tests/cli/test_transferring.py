"""What `biaolian import` says of single rows that no file can hold as they came."""

import json

import pytest

from app.cli import main


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_half_a_surrogate_pair_is_refused_and_written_down(command, tmp_path, form):
    rows = ({"number": "GB/T 1-2020", "title_zh": "甲\ud800", "无\udfff此列": 1}, {"number": "GB/T 2-2020", "title_zh": "乙"})
    (tmp_path / "rows.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    rejects = tmp_path / f"rejects.{form}"
    done = command.invoke(main, ["import", "standards", str(tmp_path / "rows.jsonl"), "--rejects", str(rejects)])
    assert (done.exit_code, done.stdout) == (1, "rows.jsonl：新增 1，更新 0，未变 0，退回 1\n")
    assert "第 1 行，title_zh“甲?”：" in done.stderr
    assert "无?此列" in done.stderr
    again = command.invoke(main, ["import", "standards", str(rejects)])
    assert (again.exit_code, again.stdout) == (0, f"rejects.{form}：新增 1，更新 0，未变 0，退回 0\n")
