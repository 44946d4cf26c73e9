"""The command group, and how its commands answer: exit 0 done, 1 refused input, 2 wrong usage."""

import logging
import sys
from typing import Any

import click
from sqlalchemy.exc import OperationalError

from app.cli.review import review
from app.cli.searching import search
from app.cli.serving import init, run
from app.cli.transferring import export, import_
from app.errors import BiaolianError


class Commands(click.Group):
    """Shows an error that is the asker's to mend as one sentence, and never a stack trace for it."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; print what went wrong in our own words and leave with 1."""
        try:
            return super().invoke(ctx)
        except BiaolianError as error:
            click.echo(f"错误：{error}", err=True)
            for field in getattr(error, "fields", ()):
                click.echo(f"  {field.field}：{field.reason}", err=True)
            ctx.exit(1)
        except OperationalError as error:
            click.echo(f"错误：无法使用数据库（{error.orig}）：请检查 BIAOLIAN_DATABASE_URL 与数据库服务", err=True)
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="biaolian", message="标联 BiaoLian %(version)s")
def main() -> None:
    """标联 BiaoLian：城市标准登记与检索系统。"""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


main.add_command(init)
main.add_command(run)
main.add_command(import_)
main.add_command(export)
main.add_command(search)
main.add_command(review)
