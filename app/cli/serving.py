"""Setting an instance up and serving it."""

import click

from app import instance, server
from app.cli.application import application
from app.cli.parameters import integer
from app.config import Settings


@click.command()
@click.option("--no-demo", is_flag=True, help="只装入参考数据表，不装入演示数据；此后该实例一直如此。")
def init(no_demo: bool) -> None:
    """建立或升级数据库，首次装入种子数据，建立索引；可重复执行。"""
    with application(set_up=False):
        for done in instance.prepare(demonstration=False if no_demo else None):
            click.echo(done)


@click.command()
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option("--port", envvar="PORT", default=8000, show_default=True, type=integer(0, 65535), help="监听端口。")
def run(host: str, port: int) -> None:
    """启动生产服务器，按 Ctrl-C 停止；首次启动先建立实例。"""
    settings = Settings.from_environment()
    server.require_free(host, port)
    server.share_metrics(settings)
    with application(settings, set_up=False):
        for done in instance.prepare():
            click.echo(done)
    server.serve(settings, host, port)
