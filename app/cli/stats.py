"""`biaolian stats`: the figures, as tables for people or as the API answers them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
from marshmallow import Schema
from rich.console import Console
from rich.table import Table

from app.api import figures
from app.api.reports import live_report
from app.api.schemas.statistics import (
    AdoptionSchema,
    DraftingFigureSchema,
    InnovationSchema,
    InternationalAdoptionSchema,
    TargetsSchema,
)
from app.api.sheets import Name, named, sheet
from app.cli.application import application
from app.cli.parameters import DAY, OneOf, require_in_order, words
from app.cli.reporting import write_report
from app.cli.snapshots import snapshot
from app.cli.trends import COMMANDS
from app.clock import today
from app.percent import NO_DATA, percent
from app.registry.importing.writing import writing
from app.registry.rates.bodies import LeftOut
from app.registry.rates.implementation import Evidence, Population, Scope, Weight
from app.registry.statistics import GroupBy, ImplementationGroup
from app.registry.words import Kind

_WIDE = 200
"""Columns of a table that goes into a pipe, where nothing tells how wide the reader's terminal is."""

_FURTHER = (("评定办法", "by_scheme"), ("批次", "by_batch"))
_RISING = {True: "上升", False: "没有上升", None: "—"}
_MET = {True: "达到", False: "未达到", None: "—"}

_as_of = click.option("--as-of", "day", type=DAY, default=None, help="截至哪一天，默认今天。")
_as_json = click.option("--json", "as_json", is_flag=True, help="输出与 API 相同的 JSON。")


@click.group()
def stats() -> None:
    """统计指标：实施率、标准创新型企业、起草数、规划目标。"""


for each in (snapshot, *COMMANDS):
    stats.add_command(each)


@stats.command()
@_as_of
@click.option("--evidence", type=words(Evidence), default=Evidence.VERIFIED.value, show_default=True, help="何种实施计入。")
@click.option("--scope", type=words(Scope), default=Scope.ALL.value, show_default=True, help="总实施率包括哪些块状产业。")
@click.option(
    "--population", type=words(Population), default=Population.ALL.value, show_default=True, help="问哪些成员企业。"
)
@click.option("--weight", type=words(Weight), default=Weight.COUNT.value, show_default=True, help="按企业数还是按产值。")
@click.option("--group-by", type=words(ImplementationGroup), default=None, help="把总实施率再按什么分列。")
@_as_json
def adoption(
    day: date | None,
    evidence: Evidence,
    scope: Scope,
    population: Population,
    weight: Weight,
    group_by: ImplementationGroup | None,
    as_json: bool,
) -> None:
    """块状产业联盟标准实施率。"""
    with application():
        found = figures.adoption(day or today(), evidence, scope, population, weight, group_by)
        if as_json:
            _print_json(AdoptionSchema(), found)
            return
    table = _table(f"块状产业联盟标准实施率（{found['as_of']}，{'，'.join(_how(found))}）")
    _columns(table, "块状产业", "实施率", f"目标 {percent(found['target'])}" if found["target"] is not None else "目标", "未计入")
    for block in found["block_industries"]:
        table.add_row(f"{block['name']} {block['code']}", *_told(block))
    for group in found.get("groups", ()):
        table.add_row(group["label"], *_told(group))
    overall = found["overall"]
    table.add_row("合计（每家企业计一次）", *_told(overall | {"left_out": found["left_out"]}))
    table.add_row("各块状产业实施率的平均", percent(overall["mean_rate"]))
    _print(table)
    click.echo(f"实施联盟标准的块状产业：{found['implementing_block_industries']} 个")


@stats.command()
@_as_of
@click.option("--from", "since", type=DAY, default=None, help="再列自此日（含）起新认定、到期、撤销的企业数，须与 --to 同用。")
@click.option("--to", "until", type=DAY, default=None, help="至此日（不含）。")
@_as_json
def innovation(day: date | None, since: date | None, until: date | None, as_json: bool) -> None:
    """标准创新型企业数。"""
    if (since is None) != (until is None):
        missing = "--to" if since else "--from"
        raise click.UsageError(f"{missing} 也要给出：--from 与 --to 须同时使用", click.get_current_context())
    period = (since, until) if since and until else None
    if period:
        require_in_order(*period)
    with application():
        found = figures.innovation(day or today(), period)
        if as_json:
            _print_json(InnovationSchema(), found)
            return
    asked = "" if found["target"] is None else f"，目标 {_amount(found['target'])}，{_MET[found['met']]}"
    click.echo(f"标准创新型企业（{found['as_of']}）：{found['count']} 家{asked}")
    for heading, key in (("等级", "by_level"), ("县（市、区）", "by_county"), ("块状产业", "by_block_industry"), *_FURTHER):
        if found[key]:
            table = _table()
            _columns(table, heading, "企业数")
            for group in found[key]:
                table.add_row(group["label"], str(group["count"]))
            _print(table)
    if "period" in found:
        became = found["period"]
        told = f"新认定 {became.awarded} 家，到期 {became.expired} 家，撤销 {became.revoked} 家"
        click.echo(f"{became.since} 起、{became.until} 前：{told}")
    _print_left_out(found["left_out"])


@stats.command()
@click.option("--from", "since", type=DAY, required=True, help="起始日期（含）。")
@click.option("--to", "until", type=DAY, required=True, help="终止日期（不含）。")
@click.option("--group-by", type=words(GroupBy), default=GroupBy.KIND.value, show_default=True, help="按什么分组。")
@click.option("--kind", "kinds", type=words(Kind), multiple=True, help="只计这些类别的标准，可重复。")
@_as_json
def drafting(since: date, until: date, group_by: GroupBy, kinds: tuple[Kind, ...], as_json: bool) -> None:
    """本市单位为主、参与起草的标准数，按标准的发布日期。"""
    require_in_order(since, until)
    with application():
        found = figures.drafting(since, until, group_by, kinds)
        if as_json:
            _print_json(DraftingFigureSchema(), found)
            return
    table = _table(f"起草的标准（{since} 起，{until} 前发布）")
    _columns(table, group_by.label, "为主", "其中制定", "其中修订", "参与")
    for group in found["items"]:
        table.add_row(group["label"], *_counts(group))
    table.add_row("合计（每项标准计一次）", *_counts(vars(found["total"])))
    _print(table)
    _print_left_out(found["left_out"])


@stats.command()
@_as_of
@_as_json
def targets(day: date | None, as_json: bool) -> None:
    """规划目标与当日的实现情况。"""
    with application():
        found = figures.targets(day or today())
        if as_json:
            _print_json(TargetsSchema(), found)
            return
    plan = found["plan"]
    if plan is None:
        click.echo(f"{found['as_of']} 之前没有规划期")
        return
    over = "" if found["inside"] else f"，规划期 {plan.until_on} 前已结束"
    table = _table(f"{plan.name}（{found['as_of']}{over}）")
    _columns(table, "指标", "数值", "目标", "达标", "未计入")
    for metric in found["metrics"]:
        shown = percent if metric["unit"] == "rate" else _amount
        aim = "逐年上升" if metric["must_rise"] else "—" if metric["target"] is None else shown(metric["target"])
        table.add_row(metric["label"], shown(metric["value"]), aim, _MET[metric["met"]], _left_out(metric["left_out"]))
    _print(table)


@stats.command("international")
@_as_of
@_as_json
def international_adoption(day: date | None, as_json: bool) -> None:
    """规上企业主导产品采标率，逐年。"""
    with application():
        found = figures.international_adoption(day or today())
        if as_json:
            _print_json(InternationalAdoptionSchema(), found)
            return
    if not found["by_year"]:
        click.echo(f"{found['as_of'].year} 年及此前没有主导产品的记录：{NO_DATA}")
        return
    table = _table("规上企业主导产品采标率" + ("（含经国家标准采用）" if found["through_national"] else ""))
    _columns(table, "年份", "名录", "采标率", "比上年", "未计入")
    for each in found["by_year"]:
        rate = percent(each.rate.share) + ("" if each.rate.share is None else f"（{each.rate.count}/{each.rate.of}）")
        table.add_row(str(each.year), str(each.list_year or "—"), rate, _RISING[each.rising], _left_out(each.left_out))
    _print(table)


@stats.command(epilog=f"NAME 可为 {' '.join(each.value for each in Name)}。")
@click.argument("name", metavar="NAME", type=OneOf([each.value for each in Name]))
@click.argument("file", type=click.Path(path_type=Path))
@_as_of
def export(name: str, file: Path, day: date | None) -> None:
    """把一张统计表 NAME（明细或汇总）写入 FILE，格式按扩展名：.csv、.xlsx、.jsonl。"""
    with application():
        found = sheet(named(name), day or today())
        with writing(file, found.headings) as out:
            for row in found.rows:
                out.write(row)
    click.echo(f"{found.title}：{len(found.rows)} 行，已写入 {file}")


@stats.command()
@click.argument("file", type=click.Path(path_type=Path))
@_as_of
def report(file: Path, day: date | None) -> None:
    """把报告写入 FILE，格式按扩展名：.docx 或 .xlsx。"""
    with application():
        write_report(live_report(day or today()), file)


def _told(found: Mapping[str, Any]) -> tuple[str, str, str]:
    return _rate(found), _MET[found["meets_target"]], _left_out(found["left_out"])


def _how(found: Mapping[str, Any]) -> Iterator[str]:
    """In which of its forms the rate was asked for."""
    yield found["evidence"].label
    yield found["scope"].label
    if found["population"] is Population.ABOVE_SCALE:
        yield f"规模以上（{found['above_scale_year']} 年名录）" if found["above_scale_year"] else "规模以上（没有名录）"
    if found["weight"] is Weight.OUTPUT:
        yield found["weight"].label


def _print_json(schema: Schema, found: Mapping[str, Any]) -> None:
    click.echo(json.dumps(schema.dump(found), ensure_ascii=False, indent=2))


def _table(title: str | None = None) -> Table:
    """A table without lines; the title goes before it, where a narrow table does not break it."""
    if title:
        click.echo(title)
    return Table(box=None, pad_edge=False)


def _columns(table: Table, first: str, *others: str) -> None:
    table.add_column(first, no_wrap=True)
    for heading in others:
        table.add_column(heading, justify="left" if heading == "未计入" else "right")


def _print(table: Table) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDE)
    console.print(table)


def _rate(found: Mapping[str, Any]) -> str:
    share = percent(found["rate"])
    return share if found["rate"] is None else f"{share}（{found['implementing']}/{found['enterprises']}）"


def _amount(value: Fraction | int | None) -> str:
    return NO_DATA if value is None else f"{float(value):.10g}"


def _counts(found: Mapping[str, int]) -> Iterable[str]:
    return (str(found[name]) for name in ("lead", "formulated", "revised", "participate"))


def _left_out(found: Mapping[LeftOut, int]) -> str:
    return " ".join(f"{reason.label}（{count}）" for reason, count in found.items())


def _print_left_out(found: Mapping[LeftOut, int]) -> None:
    if found:
        click.echo(f"未计入：{_left_out(found)}")
