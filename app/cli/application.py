"""The application for the length of one command."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from app import create_app, garbage, migrating
from app.config import Settings
from app.database import db
from app.errors import Unavailable


@contextmanager
def application(settings: Settings | None = None, *, set_up: bool = True) -> Iterator[Flask]:
    """The application with its context; its connections are closed when the command is done.

    `set_up`: the command needs a database that is there and of this version. Raises `Unavailable` where it is not.
    """
    garbage.look_seldom()
    opened = create_app(settings)
    with opened.app_context():
        try:
            if set_up and not migrating.is_current():
                raise Unavailable("数据库尚未建立，或不是本版本的结构：请先运行 biaolian init（make run 会自动完成）")
            yield opened
        finally:
            db.session.remove()
            db.engine.dispose()
