"""What is wrong with the way a command was called, in Chinese: what click says of it itself is English."""

from collections.abc import Sequence

import click


def told(error: click.UsageError) -> str:
    """One sentence that names the option or argument and what is wrong with it."""
    if isinstance(error, click.MissingParameter):
        return f"缺少 {_name(error.param)}，用法见 --help"
    if isinstance(error, click.BadParameter):
        return f"{_name(error.param)}：{error.message}"
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}{_near(error.possibilities)}，可用的见 --help"
    if isinstance(error, click.exceptions.NoSuchCommand):
        return f"没有命令 {error.command_name}{_near(error.possibilities)}，可用的见 --help"
    if isinstance(error, click.BadOptionUsage):
        return f"{error.option_name} 的用法有误：选项后面缺少值，或不带值的选项后面多了值"
    return error.message


def _name(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return "参数"
    return " / ".join(parameter.opts) if isinstance(parameter, click.Option) else parameter.human_readable_name


def _near(names: Sequence[str] | None) -> str:
    return f"（是否想写 {'、'.join(names)}）" if names else ""
