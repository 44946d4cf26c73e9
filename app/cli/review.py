"""`biaolian review`: what staff should look at."""

import json
from datetime import date

import click

from app.cli.application import application
from app.cli.parameters import DAY, words
from app.clock import today
from app.registry.contradictions import Flaw
from app.registry.queries.review import to_review
from app.registry.words import Kind


@click.command()
@click.option("--as-of", type=DAY, default=None, help="按哪一天判断，默认今天。")
@click.option("--kind", "kinds", type=words(Kind), multiple=True, help="只看这些类别的标准，可重复。")
@click.option("--flaw", "flaws", type=words(Flaw), multiple=True, help="只看这些问题，可重复。")
@click.option("--json", "as_json", is_flag=True, help="每行输出一个 JSON 对象。")
def review(as_of: date | None, kinds: tuple[Kind, ...], flaws: tuple[Flaw, ...], as_json: bool) -> None:
    """逐项列出应由工作人员核查的标准及理由。"""
    count = 0
    with application():
        for item in to_review(as_of or today(), kinds=kinds, flaws=flaws):
            count += 1
            for finding in item.findings:
                if as_json:
                    row = {"number": item.standard.number, "flaw": finding.flaw.value, "reason": finding.reason}
                    click.echo(json.dumps(row, ensure_ascii=False))
                else:
                    click.echo(f"{item.standard.number}\t{finding.flaw.label}\t{finding.reason}")
    if not as_json:
        click.echo(f"共 {count} 项标准需要核查")
