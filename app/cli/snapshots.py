"""`biaolian stats snapshot`: freeze what is reported, read it back, and see how the register differs from it since."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from app.accounts.permissions import OPERATOR
from app.api.differing import FLAT, Difference, flat, told
from app.api.reports import live_report, thawed_of
from app.api.schemas.fields import LARGEST_ID
from app.api.schemas.snapshots import DifferencesSchema, SnapshotListSchema, SnapshotSchema
from app.api.snapshots import differing, taken, whole
from app.cli.application import application
from app.cli.parameters import DAY, integer
from app.cli.reporting import write_report
from app.clock import CHINA, today
from app.registry.importing.writing import writing
from app.registry.services import snapshots as kept

_as_json = click.option("--json", "as_json", is_flag=True, help="输出与 API 相同的 JSON。")
_ID = click.argument("snapshot_id", metavar="ID", type=integer(1, LARGEST_ID))


@click.group()
def snapshot() -> None:
    """报送快照：留存上报的数据，此后的更正不改变它，只列为差异。"""


@snapshot.command()
@click.argument("title")
@click.option("--as-of", "day", type=DAY, default=None, help="截至哪一天，默认今天。")
def take(title: str, day: date | None) -> None:
    """留存一份报送快照，以 TITLE 为标题。"""
    with application():
        made = taken(title, live_report(day or today()), OPERATOR)
        click.echo(f"已存报送快照 {made.id}“{made.title}”（截至 {made.as_of}），校验值 {made.checksum}")


@snapshot.command("list")
@_as_json
def list_(as_json: bool) -> None:
    """列出报送快照，最近的在前。"""
    with application():
        found = kept.snapshots()
        if as_json:
            _print_json(SnapshotListSchema().dump({"items": found}))
            return
        for each in found:
            when = f"{each.taken_at.astimezone(CHINA):%Y-%m-%d} {each.taken_by} 存"
            click.echo(f"{each.id}  {each.title}（截至 {each.as_of}，{when}）{each.checksum}")
        if not found:
            click.echo("还没有报送快照，用 biaolian stats snapshot take 标题 存一份")


@snapshot.command()
@_ID
def show(snapshot_id: int) -> None:
    """输出快照 ID 的全部内容：口径与各表，与 API 相同的 JSON。"""
    with application():
        _print_json(SnapshotSchema().dump(whole(kept.snapshot_whole(snapshot_id))))


@snapshot.command()
@_ID
@click.argument("file", type=click.Path(path_type=Path))
def report(snapshot_id: int, file: Path) -> None:
    """把快照 ID 的报告写入 FILE，格式按扩展名：.docx 或 .xlsx。"""
    with application():
        write_report(thawed_of(kept.snapshot_whole(snapshot_id)), file)


@snapshot.command()
def check() -> None:
    """核对全部快照的校验值；有不符的，列出并以 1 结束。"""
    with application():
        altered = kept.altered_snapshots()
        for each in altered:
            click.echo(f"{each.id}  {each.title}：内容与留存时的校验值不符")
        if altered:
            raise SystemExit(1)
        click.echo(f"{len(kept.snapshots())} 份快照均与留存时相同")


@snapshot.command("differences")
@_ID
@_as_json
@click.option("--out", type=click.Path(path_type=Path), default=None, help="写入文件，格式按扩展名：.csv、.xlsx、.jsonl。")
def differences_(snapshot_id: int, as_json: bool, out: Path | None) -> None:
    """登记现状与快照 ID 的差异，逐行：- 只在快照中，+ 只在现状中，~ 有改变。"""
    with application():
        found = differing(kept.snapshot_whole(snapshot_id))
    if out:
        with writing(out, FLAT) as rows:
            for row in flat(found["items"]):
                rows.write(row)
        click.echo(f"已写入 {out}")
    elif as_json:
        _print_json(DifferencesSchema().dump(found))
    else:
        _print_differences(found["items"])


def _print_differences(found: Sequence[Difference]) -> None:
    for each in found:
        click.echo(f"{each.sheet.title}：减少 {len(each.gone)} 行，增加 {len(each.new)} 行，改变 {len(each.changed)} 行")
        for sign, rows in (("-", each.gone), ("+", each.new)):
            for row in rows:
                click.echo(f"{sign} {'，'.join(map(told, row))}")
        for changed in each.changed:
            cells = "；".join(f"{cell.heading} {told(cell.before)} → {told(cell.after)}" for cell in changed.cells)
            click.echo(f"~ {'，'.join(map(told, changed.key))}：{cells}")
    if not found:
        click.echo("没有差异")


def _print_json(found: object) -> None:
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
