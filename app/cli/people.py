"""`biaolian user`: accounts from the machine itself."""

import sys
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from app.accounts.models import Office, User
from app.accounts.passwords import made_password
from app.accounts.permissions import OPERATOR, OfficeKind
from app.accounts.services import people, signing_in, two_step
from app.cli.application import application
from app.cli.parameters import words
from app.errors import FieldError, Invalid, NotFound
from app.registry.queries.names import named_organization, organization_names

_WIDE = 160
_password = click.option("--password-stdin", is_flag=True, help="从标准输入读取密码；不用时生成一个并显示一次。")
_office = click.option("--office", "kind", type=words(OfficeKind), help="职务。")
_organization = click.option("--organization", help="任职单位：统一社会信用代码、编号或全称。")


@click.group()
def user() -> None:
    """账户：建立、列出、停用，密码和职务。"""


@user.command()
@click.argument("login")
@click.option("--name", help="姓名，默认与登录名相同。")
@click.option("--email", help="邮箱。")
@_office
@_organization
@_password
def create(
    login: str, name: str | None, email: str | None, kind: OfficeKind | None, organization: str | None, password_stdin: bool
) -> None:
    """建立账户 LOGIN，可同时授予一个职务。"""
    given = _given_password(password_stdin)
    with application():
        held_on = _organization_id(kind, organization)
        password = given or made_password()
        made = people.create_user(
            login, name or login, email=email, password=password, office=kind, organization_id=held_on, actor=OPERATOR
        )
        click.echo(f"已建立账户 {made.login}（{made.name}）{'，职务：' + kind.label if kind else ''}")
        _show(given, password)


@user.command("list")
def list_() -> None:
    """列出全部账户及其职务。"""
    with application():
        known = people.everybody(actor=OPERATOR)
        offices = (office for each in known for office in each.offices)
        names = organization_names({office.organization_id for office in offices if office.organization_id})
        table = Table(box=None, pad_edge=False)
        for head in ("登录名", "姓名", "职务", "邮箱", "两步验证", "状态"):
            table.add_column(head, no_wrap=head == "登录名")
        for each in known:
            held = "；".join(_office_text(office, names) for office in people.offices_held(each))
            state = "停用" if each.disabled_at else "正常"
            table.add_row(each.login, each.name, held or "—", each.email or "—", "已开启" if each.is_two_step else "—", state)
    console = Console()
    (console if console.is_terminal else Console(width=_WIDE)).print(table)


@user.command()
@click.argument("login")
def disable(login: str) -> None:
    """停用账户 LOGIN 并结束其全部会话。"""
    with application():
        signing_in.disable_user(_known(login).id, actor=OPERATOR)
    click.echo(f"已停用 {login}")


@user.command()
@click.argument("login")
def enable(login: str) -> None:
    """恢复账户 LOGIN。"""
    with application():
        signing_in.enable_user(_known(login).id, actor=OPERATOR)
    click.echo(f"已恢复 {login}")


@user.command()
@click.argument("login")
@_password
def password(login: str, password_stdin: bool) -> None:
    """给账户 LOGIN 一个新密码，其全部会话随之结束。"""
    given = _given_password(password_stdin)
    with application():
        made = given or made_password()
        signing_in.set_password(_known(login).id, made, actor=OPERATOR)
    click.echo(f"已更换 {login} 的密码")
    _show(given, made)


@user.command()
@click.argument("login")
def onestep(login: str) -> None:
    """关闭账户 LOGIN 的两步验证，供丢失手机和恢复码的人重新登录。"""
    with application():
        two_step.switch_off(_known(login).id, None, actor=OPERATOR)
    click.echo(f"已关闭 {login} 的两步验证")


@user.group()
def office() -> None:
    """授予和结束职务。"""


@office.command("add")
@click.argument("login")
@click.argument("kind", type=words(OfficeKind))
@_organization
def add_office(login: str, kind: OfficeKind, organization: str | None) -> None:
    """授予账户 LOGIN 职务 KIND。"""
    with application():
        people.give_office(_known(login).id, kind, _organization_id(kind, organization), actor=OPERATOR)
    click.echo(f"已授予 {login} 职务：{kind.label}")


@office.command("remove")
@click.argument("login")
@click.argument("kind", type=words(OfficeKind))
@_organization
def remove_office(login: str, kind: OfficeKind, organization: str | None) -> None:
    """结束账户 LOGIN 的职务 KIND。"""
    with application():
        held_on = _organization_id(kind, organization)
        held = [each for each in people.offices_held(_known(login)) if (each.kind, each.organization_id) == (kind, held_on)]
        if not held:
            raise NotFound(f"{login} 没有这一职务")
        people.end_office(held[0].id, actor=OPERATOR)
    click.echo(f"已结束 {login} 的职务：{kind.label}")


def _known(login: str) -> User:
    found = people.find_user(login)
    if found is None:
        raise NotFound(f"没有登录名为“{login}”的账户，全部账户见 biaolian user list")
    return found


def _organization_id(kind: OfficeKind | None, asked: str | None) -> int | None:
    if asked is None:
        return None
    if kind is None or not kind.on_organization:
        raise Invalid("职务与单位不符", (FieldError("organization", "只有成员、经办人、负责人在某个单位任职"),))
    return named_organization(asked).id


def _office_text(held: Office, names: dict[int, str]) -> str:
    return held.kind.label if held.organization_id is None else f"{names[held.organization_id]} {held.kind.label}"


def _given_password(from_stdin: bool) -> str | None:
    return sys.stdin.readline().rstrip("\r\n") if from_stdin else None


def _show(given: Any, password: str) -> None:
    if given is None:
        click.echo(f"密码只显示这一次：\n  密码：{password}")
