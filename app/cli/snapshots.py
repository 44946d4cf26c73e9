"""`biaolian stats snapshot`: freeze what is reported, and see how the register differs from it since."""

import json
from datetime import date

import click

from app.accounts.permissions import OPERATOR
from app.api.differing import differences
from app.api.reports import frozen, live_report
from app.api.schemas.fields import LARGEST_ID
from app.api.schemas.snapshots import DifferencesSchema, SnapshotListSchema
from app.api.sheets import Cell, sheets
from app.api.snapshots import thawed_of
from app.cli.application import application
from app.cli.parameters import DAY, whole
from app.clock import today
from app.registry.services import snapshots as kept

_as_json = click.option("--json", "as_json", is_flag=True, help="输出与 API 相同的 JSON。")


@click.group()
def snapshot() -> None:
    """报送快照：留存上报的数据，此后的更正不改变它，只列为差异。"""


@snapshot.command()
@click.argument("title")
@click.option("--as-of", "day", type=DAY, default=None, help="截至哪一天，默认今天。")
def take(title: str, day: date | None) -> None:
    """留存一份报送快照，以 TITLE 为标题。"""
    with application():
        report = live_report(day or today())
        taken = kept.take_snapshot(title, report.as_of, report.definition_version, frozen(report), actor=OPERATOR)
        click.echo(f"已存报送快照 {taken.id}“{taken.title}”（截至 {taken.as_of}）")


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
            click.echo(f"{each.id}  {each.title}（截至 {each.as_of}，{each.taken_at:%Y-%m-%d} {each.taken_by} 存）")
        if not found:
            click.echo("还没有报送快照，用 biaolian stats snapshot take 标题 存一份")


@snapshot.command("differences")
@click.argument("snapshot_id", metavar="ID", type=whole(1, LARGEST_ID))
@_as_json
def differences_(snapshot_id: int, as_json: bool) -> None:
    """登记现状与快照 ID 的差异，逐行：- 只在快照中，+ 只在现状中。"""
    with application():
        taken = kept.snapshot_whole(snapshot_id)
        found = differences(thawed_of(taken).sheets, sheets(taken.as_of.first_day))
        if as_json:
            _print_json(DifferencesSchema().dump({"id": taken.id, "as_of": taken.as_of, "items": found}))
            return
        for each in found:
            click.echo(f"{each.sheet.title}：快照独有 {len(each.gone)} 行，现在独有 {len(each.new)} 行")
            for sign, rows in (("-", each.gone), ("+", each.new)):
                for row in rows:
                    click.echo(f"{sign} {'，'.join(map(_told, row))}")
        if not found:
            click.echo("没有差异")


def _told(cell: Cell) -> str:
    return "—" if cell is None else f"{cell:.10g}" if isinstance(cell, float) else str(cell)


def _print_json(found: object) -> None:
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
