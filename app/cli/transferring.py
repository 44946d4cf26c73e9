"""`biaolian import` and `biaolian export`: tables in and out of files."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from app.accounts.permissions import OPERATOR
from app.cli.application import application
from app.cli.parameters import OneOf
from app.cli.showing import counting
from app.registry.importing.columns import TABLES
from app.registry.importing.outcomes import Report
from app.registry.importing.rows import Format, Refusal
from app.registry.importing.service import export_file, import_file
from app.search import sync

_TABLE = OneOf(list(TABLES))
_FILE = click.Path(path_type=Path)


@click.command("import")
@click.argument("table", type=_TABLE)
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=_FILE)
@click.option("--dry-run", is_flag=True, help="只检查，不写入。")
@click.option("--format", "asked", type=OneOf([form.value for form in Format]), help="文件格式，默认按文件名。")
@click.option("--rejects", type=_FILE, help="把退回的行写入此文件，改正后可再次导入。")
@click.pass_context
def import_(
    context: click.Context, table: str, files: tuple[Path, ...], dry_run: bool, asked: str | None, rejects: Path | None
) -> None:
    """把 FILE 中的行导入 TABLE：按自然键新增或更新；有行被退回时退出码为 1。"""
    refused = False
    with application():
        for path in files:
            refusals = _FirstRefusals()
            with counting(f"导入 {path.name}", total=100) as progress:
                report = import_file(
                    table,
                    path,
                    actor=OPERATOR,
                    asked=Format(asked) if asked else None,
                    dry_run=dry_run,
                    rejects=_rejects_of(rejects, path, several=len(files) > 1),
                    on_refusal=refusals.add,
                    progress=partial(_percent, progress),
                )
            refusals.print()
            _print(path, report, dry_run)
            refused |= bool(report.rejected)
        if not dry_run:
            with counting("更新索引"):
                sync.catch_up(sync.search_engine())
    if refused:
        context.exit(1)


@click.command()
@click.argument("table", type=_TABLE)
@click.argument("file", type=_FILE)
def export(table: str, file: Path) -> None:
    """把 TABLE 全部写入 FILE，格式按文件名（.csv、.xlsx、.jsonl、.jsonl.gz）。"""
    with application():
        click.echo(f"已导出 {export_file(table, file)} 行到 {file}")


def _percent(show: Callable[[int], None], fraction: float) -> None:
    show(int(fraction * 100))


class _FirstRefusals:
    """The first refused rows, to be shown at once; all of them go to the rejects file."""

    MOST = 20

    def __init__(self) -> None:
        self._first: list[Refusal] = []
        self._count = 0

    def add(self, refusal: Refusal) -> None:
        self._count += 1
        if len(self._first) < self.MOST:
            self._first.append(refusal)

    def print(self) -> None:
        for refusal in self._first:
            field = f"，{refusal.field}" if refusal.field else ""
            value = f"“{str(refusal.value)[:60]}”" if refusal.value else ""
            click.echo(f"第 {refusal.line} 行{field}{value}：{refusal.reason}", err=True)
        if self._count > len(self._first):
            click.echo(f"……另有 {self._count - len(self._first)} 行被退回，用 --rejects 文件名 可取得全部", err=True)


def _rejects_of(asked: Path | None, source: Path, *, several: bool) -> Path | None:
    """One rejects file a source: of several, each bears the source's name."""
    if asked is None or not several:
        return asked
    return asked.with_name(f"{asked.stem}-{source.name.split('.')[0]}{''.join(asked.suffixes)}")


def _print(path: Path, report: Report, dry_run: bool) -> None:
    for warning in report.warnings:
        click.echo(f"提示：{warning}", err=True)
    counts = f"新增 {report.created}，更新 {report.updated}，未变 {report.unchanged}，退回 {report.rejected}"
    click.echo(f"{path.name}：{'（试运行）' if dry_run else ''}{counts}")
