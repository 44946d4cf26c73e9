"""`biaolian backup` and `biaolian restore`: everything that cannot be derived, in one file."""

from pathlib import Path

import click

from app.backups import back_up, restore
from app.cli.application import application
from app.cli.showing import counting
from app.config import Settings
from app.search import sync

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
def backup(file: Path) -> None:
    """把数据库、上传的文件和密钥备份到 FILE（.tar.gz），服务运行中也可进行；含密钥，请妥善保管。"""
    settings = Settings.from_environment()
    with application(settings), counting("备份"):
        count = back_up(settings, file)
    click.echo(f"已备份 {count} 行到 {file}")


@click.command("restore")
@click.argument("file", type=_FILE)
@click.option("--force", is_flag=True, help="覆盖该实例现有的全部数据。")
def restore_(file: Path, force: bool) -> None:
    """用 FILE 中的备份恢复实例并重建索引；实例已有数据时须加 --force。"""
    settings = Settings.from_environment()
    with application(settings, set_up=False), counting("恢复"):
        count = restore(settings, file, force=force)
        standards = sync.rebuild(sync.search_engine())
    click.echo(f"已恢复 {count} 行，索引已重建，共 {standards} 项标准；服务若在运行，请重新启动")
