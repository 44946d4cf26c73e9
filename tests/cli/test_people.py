"""`biaolian user` and `biaolian mail`: accounts from the machine itself."""

import re

import pytest

from app import instance
from app.accounts.permissions import OfficeKind
from app.accounts.services import people
from app.accounts.services.links import ask_for_password
from app.cli import main
from app.database import db
from tests.factories import make_organization
from tests.signing import PASSWORD, make_user, post


@pytest.fixture
def run(app, command):
    """Runs a command, which is to leave with 0 unless told otherwise, and gives what it printed."""

    def ran(*words, leaves=0, typed=None):
        db.session.commit()
        result = command.invoke(main, words, input=typed)
        db.session.expire_all()
        assert result.exit_code == leaves, result.output
        return result.output

    return ran


def printed_password(output):
    return re.search(r"密码：(\S+)$", output, re.MULTILINE)[1]


def test_the_password_printed_at_the_first_start_signs_in_and_is_printed_once(app, client):
    first = "\n".join(instance.prepare(demonstration=False))
    assert "登录名：admin" in first
    assert post(client, "/login", {"login": "admin", "password": printed_password(first)}).status_code == 303
    assert client.get("/people").status_code == 200
    assert "密码" not in "\n".join(instance.prepare())


def test_the_password_of_a_new_account_signs_in(run, client):
    printed = run("user", "create", "LiHua", "--name", "李华", "--email", "a@example.com", "--office", "标准化院工作人员")
    assert "已建立账户 lihua（李华），职务：标准化院工作人员" in printed
    assert post(client, "/login", {"login": "lihua", "password": printed_password(printed)}).status_code == 303


def test_an_office_on_an_organization_is_named_by_name_or_code(run):
    organization = make_organization("甲公司（演示）", uscc="91330300MA00000007")
    named = ("--organization", "91330300ma00000007")
    run("user", "create", "wang", "--office", "editor", *named, "--password-stdin", typed=f"{PASSWORD}\n")
    run("user", "office", "add", "wang", "manager", "--organization", "甲公司（演示）")
    assert [(each.kind, each.organization_id) for each in people.find_user("wang").offices] == [
        (OfficeKind.EDITOR, organization.id),
        (OfficeKind.MANAGER, organization.id),
    ]
    run("user", "office", "remove", "wang", "editor", "--organization", str(organization.id))
    assert "甲公司（演示） 负责人" in run("user", "list")
    assert "经办人" not in run("user", "list")


@pytest.mark.parametrize(
    ("words", "leaves", "says"),
    [
        (("create", "lihua"), 1, "已有人使用"),
        (("create", "a b"), 1, "登录名"),
        (("create", "wang", "--office", "editor"), 1, "请选择在哪个单位任职"),
        (("create", "wang", "--office", "editor", "--organization", "没有的单位"), 1, "登记中没有这个单位"),
        (("create", "wang", "--office", "king"), 2, "可选值"),
        (("create", "wang", "--email", "nonsense"), 1, "name@example.com"),
        (("password", "nobody"), 1, "没有登录名为“nobody”的账户"),
        (("office", "remove", "lihua", "auditor"), 1, "没有这一职务"),
    ],
)
def test_what_can_not_be_done_is_said_with_the_remedy_and_nothing_is_left_behind(run, words, leaves, says):
    make_user("lihua")
    assert says in run("user", *words, leaves=leaves)
    assert people.find_user("wang") is None


def test_a_new_password_and_disabling_end_what_was_before(run, client):
    make_user("lihua")
    printed = run("user", "password", "lihua")
    assert post(client, "/login", {"login": "lihua", "password": PASSWORD}).status_code == 422
    assert post(client, "/login", {"login": "lihua", "password": printed_password(printed)}).status_code == 303
    run("user", "disable", "lihua")
    assert client.get("/account").status_code == 303
    run("user", "enable", "lihua")
    assert post(client, "/login", {"login": "lihua", "password": printed_password(printed)}).status_code == 303


def test_sending_without_a_server_says_where_messages_wait(run):
    make_user("lihua", email="lihua@example.com")
    ask_for_password("lihua", "")
    assert "BIAOLIAN_MAIL_URL" in run("mail", "send", leaves=1)
