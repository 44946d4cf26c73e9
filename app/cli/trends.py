"""`biaolian stats` for what is more than one number: tables of the report, courses, counties, networks, one enterprise."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click
from marshmallow import Schema
from rich.console import Console
from rich.table import Table

from app.api.schemas.trends import BlockCourseSchema, CountiesSchema, CoursesSchema, NetworkSchema, SupportSchema
from app.api.sheets import Cell, Name, Share, Sheet, sheet
from app.api.sheets.singly import network_sheet, support_sheet
from app.api.trends import block_answer, counties_answer, courses_answer, network_answer, support_answer
from app.cli.application import application
from app.cli.parameters import DAY, integer, require_in_order, words
from app.clock import today
from app.percent import percent
from app.registry.importing.writing import writing
from app.registry.queries.block_industries import block_industry_named
from app.registry.queries.drafting_network import MOST
from app.registry.queries.names import named_organization
from app.registry.rates.implementation import Evidence
from app.registry.statistics import implementation_rows

_WIDE = 60
"""Signs for each column of a table that goes into a pipe, where nothing tells how wide the reader's terminal is."""

_as_of = click.option("--as-of", "day", type=DAY, default=None, help="截至哪一天，默认今天。")
_as_json = click.option("--json", "as_json", is_flag=True, help="输出与 API 相同的 JSON。")
_out = click.option("--out", type=click.Path(path_type=Path), default=None, help="写入文件，格式按扩展名：.csv、.xlsx、.jsonl。")


@click.command()
@click.argument("name", type=words(Name))
@_as_of
@_as_json
def table(name: Name, day: date | None, as_json: bool) -> None:
    """显示报告中的一张表 NAME；写成文件用 biaolian stats export。"""
    on = day or today()
    with application():
        found = sheet(name, on)
    if as_json:
        _print_json({"as_of": on.isoformat()} | vars(found))
        return
    _print(found, f"截至 {on}")


@click.command()
@_as_of
@_as_json
def courses(day: date | None, as_json: bool) -> None:
    """各指标在各季度末的数值，与按趋势外推至规划期末。"""
    with application():
        if as_json:
            _print_json(CoursesSchema(), courses_answer(day or today()))
            return
        for name in (Name.COURSES, Name.FORECASTS):
            _print(sheet(name, day or today()))


@click.command()
@_as_of
@_as_json
def counties(day: date | None, as_json: bool) -> None:
    """县（市、区）年度考核：各指标对照其份额与上年。"""
    with application():
        if as_json:
            _print_json(CountiesSchema(), counties_answer(day or today()))
            return
        _print(sheet(Name.COUNTIES, day or today()))


@click.command("industry")
@click.argument("code")
@_as_of
@click.option("--evidence", type=words(Evidence), default=Evidence.VERIFIED.value, show_default=True, help="何种实施计入。")
@_as_json
def block_industry(code: str, day: date | None, evidence: Evidence, as_json: bool) -> None:
    """一个块状产业 CODE：实施率、走势、谁在实施、谁未核实、还差几家。"""
    on = day or today()
    with application():
        block = block_industry_named(code)
        found = block_answer(block.id, on, evidence)
        if as_json:
            _print_json(BlockCourseSchema(), found)
            return
        rows = [
            (row.enterprise.name, row.enterprise.uscc, "是" if row.implements else "否", "；".join(row.standards),
             "；".join(reason.label for reason in row.left_out))
            for row in implementation_rows(block.id, on, evidence)
        ]  # fmt: skip
    short = "" if found["missing"] is None else f"，距目标 {percent(found['target'])} 还差 {found['missing']} 家"
    told = "（{implementing}/{enterprises}）".format_map(found)
    click.echo(f"{block.name}（截至 {on}，{evidence.label}）：{percent(found['rate'])}{told}{short}")
    course = [
        (str(each["on"]), None if each["rate"] is None else Share(each["rate"]), each["implementing"], each["enterprises"])
        for each in found["course"]
    ]
    _print(Sheet("course", "各季度末", ("截至", "实施率", "实施", "成员"), course))
    _print(Sheet("members", "成员企业", ("企业", "统一社会信用代码", "计入", "所实施的标准", "未计入的原因"), rows))


@click.command()
@click.option("--from", "since", type=DAY, default=None, help="发布日期起（含），默认止前五年。")
@click.option("--to", "until", type=DAY, default=None, help="发布日期止（不含），默认明天。")
@click.option("--top", type=integer(2, MOST), default=30, show_default=True, help="起草最多的几个单位。")
@_as_json
@_out
def network(since: date | None, until: date | None, top: int, as_json: bool, out: Path | None) -> None:
    """起草合作网络：起草最多的单位，两两共同起草的标准数。"""
    if since and until:
        require_in_order(since, until)
    with application():
        found = network_answer(since, until, top)
        _tell(NetworkSchema(), found, network_sheet(found), as_json, out)


@click.command()
@click.argument("organization")
@_as_of
@_as_json
@_out
def support(organization: str, day: date | None, as_json: bool, out: Path | None) -> None:
    """一家企业（统一社会信用代码、编号或全称）起草的标准对照各奖补办法。"""
    with application():
        found = support_answer(named_organization(organization).id, day or today())
        _tell(SupportSchema(), found, support_sheet(found), as_json, out)


COMMANDS = (table, courses, counties, block_industry, network, support)


def _tell(schema: Schema, found: Mapping[str, Any], as_sheet: Sheet, as_json: bool, out: Path | None) -> None:
    """As a file, as JSON, or as a table."""
    if out:
        with writing(out, as_sheet.headings) as file:
            for row in as_sheet.rows:
                file.write(row)
        click.echo(f"{as_sheet.title}：{len(as_sheet.rows)} 行，已写入 {out}")
    elif as_json:
        _print_json(schema, found)
    else:
        _print(as_sheet)


def _print(found: Sheet, more: str = "") -> None:
    shown = Table(title=f"{found.title}{f'（{more}）' if more else ''}", title_justify="left", box=None, pad_edge=False)
    for at, heading in enumerate(found.headings):
        shown.add_column(heading, justify="right" if any(isinstance(row[at], int | float) for row in found.rows) else "left")
    for row in found.rows:
        shown.add_row(*map(_cell, row))
    console = Console()
    (console if console.is_terminal else Console(width=_WIDE * len(found.headings))).print(shown)
    if not found.rows:
        click.echo("没有记录")


def _cell(cell: Cell) -> str:
    if isinstance(cell, Share):
        return percent(cell)
    return "—" if cell is None or cell == "" else f"{cell:.10g}" if isinstance(cell, float) else str(cell)


def _print_json(schema: Schema | Mapping[str, Any], found: Mapping[str, Any] | None = None) -> None:
    said = schema.dump(found) if isinstance(schema, Schema) else schema
    click.echo(json.dumps(said, ensure_ascii=False, indent=2))
