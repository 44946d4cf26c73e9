"""Handing messages of the outbox to a mail server, where one is named; else they wait there for the administrator."""

import logging
import smtplib
import ssl
import threading
from typing import Any

from flask import Flask, current_app
from flask_mailman import EmailMessage, Mail
from flask_mailman.backends import smtp
from sqlalchemy.exc import SQLAlchemyError

from app.accounts.auth import settings
from app.accounts.models import Message
from app.accounts.services.outbox import LINK, send_due
from app.config import Settings
from app.database import db
from app.errors import Unavailable

EVERY_SECONDS = 20
_TIMEOUT_SECONDS = 20
_log = logging.getLogger(__name__)


class _Smtp(smtplib.SMTP):
    """Looks at whose certificate it is before it goes on encrypted; the library's own does not."""

    def starttls(self, *_files: Any, context: ssl.SSLContext | None = None, **_more: Any) -> Any:
        return super().starttls(context=context or ssl.create_default_context())


class EmailBackend(smtp.EmailBackend):  # type: ignore[misc]  # the library is not typed
    """The library's, with that; found by this name."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """What connects."""
        return smtplib.SMTP_SSL if self.use_ssl else _Smtp


def register(application: Flask) -> None:
    """Tell the library of the mail server."""
    chosen: Settings = application.config["BIAOLIAN"]
    server = chosen.mail
    application.config["MAIL_BACKEND"] = __name__
    if server:
        application.config.update(
            MAIL_SERVER=server.host,
            MAIL_PORT=server.port,
            MAIL_USERNAME=server.user,
            MAIL_PASSWORD=server.password,
            MAIL_USE_SSL=server.scheme == "smtps",
            MAIL_USE_TLS=server.scheme == "smtp+starttls",
            MAIL_DEFAULT_SENDER=server.sender,
            MAIL_TIMEOUT=_TIMEOUT_SECONDS,
        )
    Mail(application)


def send() -> tuple[int, int]:
    """Send what is due, and give how many went out and how many failed. Raises `Unavailable` where no server is named."""
    if settings().mail is None:
        raise Unavailable("没有设置邮件服务器（BIAOLIAN_MAIL_URL）：邮件留在发件箱，由系统管理员在页面上查看")
    return send_due(_deliver)


def text_of(message: Message, root: str, *, hide: bool = False) -> str:
    """The text with its link as people can open it, `root` being this site's address without a slash at the end.

    `hide`: for those who may read what is sent, but not what the link opens.
    """
    return message.body.replace(LINK, f"{root}{message.link}" if message.link and not hide else "（链接已隐去）")


def keep_sending(application: Flask) -> None:
    """Send what is due every few seconds, beside the requests, for as long as the process lives."""
    if application.config["BIAOLIAN"].mail is not None:
        threading.Thread(target=_keep_sending, args=(application, threading.Event()), daemon=True, name="mail").start()


def _keep_sending(application: Flask, stop: threading.Event) -> None:
    while not stop.wait(EVERY_SECONDS):
        with application.app_context():
            try:
                send()
            except SQLAlchemyError as error:
                _log.warning("the outbox can't be read: %s", error)
            finally:
                db.session.remove()


def _deliver(message: Message) -> None:
    root = settings().public_url or ""
    with current_app.extensions["mailman"].get_connection() as connection:  # closed when sending fails, too
        EmailMessage(message.subject, text_of(message, root), to=[message.to_address], connection=connection).send()
