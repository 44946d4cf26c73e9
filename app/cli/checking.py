"""`biaolian check`: the currency check (标准查新) of the numbers in a file."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.api.checking import HEADINGS, checked_numbers, table
from app.api.schemas.currency import CheckAnswerSchema
from app.cli.application import application
from app.cli.parameters import DAY
from app.cli.texts import read_text
from app.clock import today
from app.errors import Invalid
from app.registry.currency import Verdict
from app.registry.importing.writing import writing
from app.registry.queries.currency import Checked

_FILE = click.Path(path_type=Path)
_TABLES = (".csv", ".xlsx")


@click.command()
@click.argument("file", type=_FILE)
@click.option("--as-of", type=DAY, default=None, help="按哪一天判断，默认今天。")
@click.option("--json", "as_json", is_flag=True, help="输出与 API 相同的 JSON。")
@click.option("--out", type=_FILE, help="把结果写成表格，.csv 或 .xlsx。")
def check(file: Path, as_of: date | None, as_json: bool, out: Path | None) -> None:
    """逐个查 FILE 中的标准号是否现行：每行可有一个或几个标准号，也可以是正文。"""
    if out is not None and out.suffix.lower() not in _TABLES:
        raise Invalid(f"看不出 {out.name} 的格式，请用 .csv 或 .xlsx 作扩展名")
    day = as_of or today()
    lines = [line for line in read_text(file).splitlines() if line.strip()]
    with application():
        results = checked_numbers(lines, day)
    if out is not None:
        with writing(out, HEADINGS) as rows:
            for row in table(results, day):
                rows.write(row)
    if as_json:
        click.echo(json.dumps(CheckAnswerSchema().dump({"as_of": day, "results": results}), ensure_ascii=False, indent=2))
    elif out is None:
        _print(results, day)
    else:
        click.echo(f"{_counts(results)}；结果写入 {out}")


def _counts(results: Sequence[Checked]) -> str:
    counted = Counter(each.finding.verdict for each in results)
    parts = "，".join(f"{verdict.label} {counted[verdict]}" for verdict in Verdict if counted[verdict])
    return f"共 {len(results)} 项" + (f"：{parts}" if parts else "")


def _print(results: Sequence[Checked], day: date) -> None:
    shown = Table(title=f"{_counts(results)}（{day}）", title_justify="left", box=None)
    for head in ("输入", "结论", "说明"):
        shown.add_column(head, no_wrap=head == "结论", overflow="fold")
    for each in results:
        flags = "".join(f"，{flag.label}" for flag in each.finding.flags)
        shown.add_row(Text(each.input), each.finding.verdict.label + flags, Text(each.finding.message))
    Console().print(shown)
