"""`biaolian documents`: the text of documents."""

import click

from app.api.schemas.fields import LARGEST_ID
from app.cli.application import application
from app.cli.parameters import integer
from app.files import FileStore
from app.registry.services.alliance.reading import read_again, read_waiting
from app.search import sync


@click.group()
def documents() -> None:
    """标准文件：读取文字，供检索和比对。"""


@documents.command()
@click.option("--again", is_flag=True, help="全部重新读取，例如升级之后")
@click.argument("document_id", type=integer(1, LARGEST_ID), required=False)
def read(document_id: int | None, again: bool) -> None:
    """读取待读文件的文字；给出 DOCUMENT_ID 则重新读取那一份。服务器运行时会自行读取新文件。"""
    with application() as opened:
        store = FileStore(opened.config["BIAOLIAN"].instance_dir / "files")
        count = read_again(store, document_id) if again or document_id else read_waiting(store)
        sync.catch_up(sync.search_engine())
    click.echo(f"已读取 {count} 份文件")
