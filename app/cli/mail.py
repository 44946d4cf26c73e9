"""`biaolian mail`: the outbox from the machine itself."""

import click

from app.accounts import mailing
from app.cli.application import application


@click.group()
def mail() -> None:
    """邮件：发出发件箱中待发的邮件。"""


@mail.command()
@click.pass_context
def send(context: click.Context) -> None:
    """发出所有到期的邮件；有发不出去的，退出码为 1，原因见发件箱页面。"""
    with application():
        sent, failed = mailing.send()
    click.echo(f"已发出 {sent} 封，未能发出 {failed} 封")
    if failed:
        context.exit(1)
