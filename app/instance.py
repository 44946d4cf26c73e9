"""Bringing an instance to where it can serve: database migrated, seed data in, index built. Safe to repeat."""

from collections.abc import Iterator

from app import migrating
from app.accounts.services.people import FIRST_LOGIN, first_administrator
from app.registry import seeding
from app.search import sync


def prepare(*, demonstration: bool | None = None) -> Iterator[str]:
    """Do what is missing, and say what was done, a Chinese sentence each; nothing where nothing was missing.

    `demonstration`: whether to load the demonstration; None: as this instance was set up, a new one with it. Raises
    `Conflict` where the instance was set up the other way.
    """
    if not migrating.is_current():
        migrating.upgrade()
        yield "数据库已就绪"
    choice = seeding.choose(demonstration)
    if not seeding.is_seeded():
        rows = sum(report.created for report in seeding.seed(choice))
        what = "参考数据和演示数据" if choice == seeding.DEMONSTRATION else "参考数据"
        yield f"已装入{what}，共 {rows} 条"
    if password := first_administrator():
        yield f"已建立系统管理员，密码只显示这一次，请记下并在登录后修改：\n  登录名：{FIRST_LOGIN}\n  密码：{password}"
    engine = sync.search_engine()
    if not engine.ready():
        done = "原有索引由另一版本写成或已损坏，已重新建立" if engine.generation() else "索引已建立"
        yield f"{done}，共 {sync.rebuild(engine)} 项标准"
    elif taken := sync.catch_up(engine):
        yield f"索引已补入 {taken} 项标准的变更"
