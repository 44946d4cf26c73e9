"""The command group, and how its commands answer: exit 0 done, 1 refused input, 2 wrong usage."""

import logging
import sys
from importlib import import_module
from typing import Any

import click
from sqlalchemy.exc import DatabaseError, OperationalError

from app.cli.usage import told
from app.errors import BiaolianError, Invalid

_COMMANDS = {
    "init": "app.cli.serving:init",
    "run": "app.cli.serving:run",
    "import": "app.cli.transferring:import_",
    "export": "app.cli.transferring:export",
    "backup": "app.cli.backing_up:backup",
    "restore": "app.cli.backing_up:restore_",
    "search": "app.cli.searching:search",
    "stats": "app.cli.stats:stats",
    "check": "app.cli.checking:check",
    "review": "app.cli.review:review",
    "user": "app.cli.people:user",
    "mail": "app.cli.mail:mail",
    "documents": "app.cli.documents:documents",
}


class Commands(click.Group):
    """Loads a command when it is asked for: the server must say where metrics are kept before anything loads them.

    Shows an error that is the asker's to mend as one sentence, and never a stack trace for it.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which one meets them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, loaded now."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; print what went wrong in our own words and leave with 1, of a wrong call with 2."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            if error.ctx is not None:
                click.echo(error.ctx.get_usage(), err=True)
            click.echo(f"错误：{told(error)}", err=True)
            ctx.exit(error.exit_code)
        except BiaolianError as error:
            click.echo(f"错误：{error}", err=True)
            for field in error.fields if isinstance(error, Invalid) else ():
                click.echo(f"  {field.field}：{field.reason}", err=True)
            ctx.exit(1)
        except DatabaseError as error:
            if not isinstance(error, OperationalError) and type(error) is not DatabaseError:
                raise  # a statement of ours is at fault, not the database
            reason = str(error.orig).splitlines()[0]
            click.echo(f"错误：无法使用数据库（{reason}）：请检查 BIAOLIAN_DATABASE_URL 与数据库服务", err=True)
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="biaolian", message="标联 BiaoLian %(version)s")
def main() -> None:
    """标联 BiaoLian：城市标准登记与检索系统。"""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
