"""`biaolian search`: ask from the shell, and look after the index."""

import json

import click
from rich.console import Console
from rich.table import Table

from app.api.schemas.searching import SearchAnswerSchema
from app.api.searching import SearchAnswer, search_standards
from app.cli.application import application
from app.cli.parameters import integer
from app.cli.showing import counting
from app.clock import today
from app.registry.words import Status
from app.search import sync
from app.search.query import PER_PAGE_MOST, Asked

_SHOWN_DRIFT = 10


@click.group()
def search() -> None:
    """检索标准，维护索引。"""


@search.command()
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="输出与 API 相同的 JSON。")
@click.option("--limit", default=10, show_default=True, type=integer(1, PER_PAGE_MOST), help="最多列出几项。")
def query(text: str, as_json: bool, limit: int) -> None:
    """检索 TEXT：词、"短语"、-排除、OR、标准号均可。"""
    with application():
        answer = search_standards(Asked(text=text, as_of=today(), per_page=limit))
        if as_json:
            click.echo(json.dumps(SearchAnswerSchema().dump(answer), ensure_ascii=False, indent=2))
        else:
            _print(answer)


@search.command()
def rebuild() -> None:
    """另写一份完整的索引，写好后替换；期间检索照常。"""
    with application(), counting("建立索引") as progress:
        held = sync.rebuild(sync.search_engine(), progress)
    click.echo(f"索引已重建，共 {held} 项标准")


@search.command("sync")
def sync_() -> None:
    """把数据库中尚未入索引的变更写入索引。"""
    with application():
        click.echo(f"已更新索引中的 {sync.catch_up(sync.search_engine())} 项标准")


@search.command()
@click.pass_context
def check(context: click.Context) -> None:
    """逐项比较索引与数据库；有出入时退出码为 1。"""
    with application():
        drift = sync.check(sync.search_engine())
    for name, ids in (("缺少", drift.missing), ("过时", drift.stale), ("多余", drift.superfluous)):
        if ids:
            shown = "、".join(map(str, ids[:_SHOWN_DRIFT])) + ("…" if len(ids) > _SHOWN_DRIFT else "")
            click.echo(f"{name} {len(ids)} 项（编号 {shown}）")
    if drift:
        click.echo("索引与数据库不一致：请运行 biaolian search sync，仍不一致则运行 biaolian search rebuild")
        context.exit(1)
    click.echo("索引与数据库一致")


def _print(answer: SearchAnswer) -> None:
    for note in filter(None, (answer.warning, *answer.notes)):
        click.echo(note)
    if answer.suggestion:
        click.echo(f"您要找的是不是：{answer.suggestion}")
    table = Table(title=f"共 {answer.total} 项（{answer.as_of}）", title_justify="left", box=None)
    for head in ("标准号", "状态", "名称", "实施日期"):
        table.add_column(head, no_wrap=head != "名称", overflow="fold")
    for card in answer.items:
        standard = card.standard
        status = card.status.status
        replaced = f" → {'、'.join(card.replaced_by)}" if card.replaced_by and status is Status.SUPERSEDED else ""
        table.add_row(
            standard.number,
            status.label + replaced,
            standard.title,
            str(standard.implemented_on or "未载"),
        )
    Console().print(table)
