"""The outbox: what waits, what is sent, and what is said of a server that fails. A mail server of the test's own listens."""

import socketserver
import threading
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes

import pytest

from app import create_app
from app.accounts import mailing
from app.accounts.models import Message
from app.accounts.permissions import OfficeKind
from app.accounts.services import links, outbox
from app.clock import now
from app.config import MailServer, Settings
from app.database import db
from app.errors import Unavailable
from tests.signing import make_user, post, sign_in
from tests.web.reading import read


class Listening(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs; refuses recipients at refused.example."""

    def handle(self):
        self.say("220 test")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "DATA":
                self.say("354 go on")
                lines = iter(lambda: self.rfile.readline().decode(), ".\r\n")
                self.server.received.append("".join(lines))
                self.say("250 taken")
            elif word == "QUIT":
                return self.say("221 bye")
            else:
                self.say("550 no such mailbox" if "refused.example" in line else "250 ok")
        return None

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def server():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Listening) as listening:
        listening.received = []
        listening.daemon_threads = True
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield listening
        listening.shutdown()
        thread.join()


@pytest.fixture
def sending(app, settings, server):
    """The application where that server is set."""
    mail = MailServer("smtp", "127.0.0.1", server.server_address[1], None, None, "biaolian@example.com")
    application = create_app(replace(settings, mail=mail, public_url="https://biaolian.example.cn"))
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


def message():
    db.session.rollback()
    return db.session.query(Message).one()


def test_a_message_goes_out_with_its_link_which_is_then_forgotten(sending, server):
    make_user("lihua", email="lihua@example.com", name="李华")
    links.ask_for_password("lihua", "")
    link = message().link
    assert mailing.send() == (1, 0)
    assert len(server.received) == 1
    received = message_from_bytes(server.received[0].encode())
    assert (received["To"], received["From"]) == ("lihua@example.com", "biaolian@example.com")
    text = received.get_payload(decode=True).decode()
    assert f"https://biaolian.example.cn{link}" in text
    assert "李华" in text
    assert message().sent_at is not None
    assert message().link is None
    assert mailing.send() == (0, 0)


def test_a_server_that_refuses_is_shown_and_tried_again_later_and_later(sending, server):
    make_user("lihua", email="lihua@refused.example")
    links.ask_for_password("lihua", "")
    for waits in outbox.RETRY_AFTER:
        assert mailing.send() == (0, 1)
        assert mailing.send() == (0, 0)
        assert "no such mailbox" in message().error
        left = (message().try_at - now()).total_seconds() / 60
        assert waits - 1 < left <= waits
        message().try_at = now()
        db.session.commit()
    assert mailing.send() == (0, 1)
    assert message().try_at is None
    assert message().link


def test_no_server_at_all_is_a_failure_like_any_other(sending, server):
    server.server_close()
    server.shutdown()
    make_user("lihua", email="lihua@example.com")
    links.ask_for_password("lihua", "")
    assert mailing.send() == (0, 1)
    assert "ConnectionRefusedError" in message().error


def test_a_message_in_a_senders_hands_is_nobody_elses(sending):
    make_user("lihua", email="lihua@example.com")
    links.ask_for_password("lihua", "")
    taken = []

    def deliver(_message):
        taken.append(outbox.send_due(lambda _other: taken.append("again")))

    assert outbox.send_due(deliver) == (1, 0)
    assert taken == [(0, 0)]


def test_without_a_server_messages_wait_for_the_administrator(app, client):
    make_user("lihua", email="lihua@example.com")
    links.ask_for_password("lihua", "")
    with pytest.raises(Unavailable, match="BIAOLIAN_MAIL_URL"):
        mailing.send()
    link = message().link
    sign_in(client, make_user(office=OfficeKind.ADMINISTRATOR))
    shown = read(client.get("/outbox").text).main
    assert "没有设置邮件服务器" in shown.text
    assert f"http://localhost{link}" in shown.text


def test_auditors_read_messages_but_not_what_their_links_open(app, client):
    make_user("lihua", email="lihua@example.com")
    links.ask_for_password("lihua", "")
    sign_in(client, make_user(office=OfficeKind.AUDITOR))
    shown = client.get("/outbox").text
    assert "设置新密码" in shown
    assert message().link not in shown
    assert "链接已隐去" in shown


def test_what_failed_is_sent_again_from_the_page(sending, server):
    make_user("lihua", email="lihua@refused.example")
    links.ask_for_password("lihua", "")
    mailing.send()
    client = sign_in(sending.test_client(), make_user(office=OfficeKind.ADMINISTRATOR))
    assert "no such mailbox" in read(client.get("/outbox").text).main.text
    waiting = message()
    waiting.to_address = "lihua@example.com"
    db.session.commit()
    assert post(client, f"/outbox/{waiting.id}/send").status_code == 303
    assert mailing.send() == (1, 0)


@pytest.mark.parametrize(
    ("url", "more"),
    [
        ("http://mail.example.cn", {}),
        ("smtp://user:secret@mail.example.cn", {}),
        ("smtps://mail.example.cn", {"BIAOLIAN_MAIL_FROM": ""}),
        ("smtps://mail.example.cn", {"BIAOLIAN_PUBLIC_URL": ""}),
    ],
    ids=["no-mail", "password-in-the-clear", "no-sender", "no-address"],
)
def test_a_server_that_can_not_be_used_stops_the_start(tmp_path, url, more):
    known = {"BIAOLIAN_MAIL_FROM": "a@example.cn", "BIAOLIAN_PUBLIC_URL": "https://example.cn"}
    with pytest.raises(Unavailable, match="BIAOLIAN_MAIL_URL"):
        Settings.from_environment({"BIAOLIAN_INSTANCE_DIR": str(tmp_path), "BIAOLIAN_MAIL_URL": url} | known | more)


def test_the_servers_address_is_read(tmp_path):
    environment = {
        "BIAOLIAN_INSTANCE_DIR": str(tmp_path),
        "BIAOLIAN_MAIL_URL": "smtp+starttls://bot:p%40ss@mail.example.cn",
        "BIAOLIAN_MAIL_FROM": "a@example.cn",
        "BIAOLIAN_PUBLIC_URL": "https://example.cn/",
    }
    settings = Settings.from_environment(environment)
    assert settings.mail == MailServer("smtp+starttls", "mail.example.cn", 587, "bot", "p@ss", "a@example.cn")
    assert (settings.public_url, settings.is_https) == ("https://example.cn", True)


def test_messages_due_a_while_ago_go_first(sending, server):
    for minutes, name in ((1, "later"), (5, "earlier")):
        outbox.post(f"{name}@example.com", name, name, name)
        db.session.commit()
        last = db.session.query(Message).order_by(Message.id.desc()).first()
        last.try_at = now() - timedelta(minutes=minutes)
        db.session.commit()
    assert mailing.send() == (2, 0)
    assert ["earlier@example.com" in each for each in server.received] == [True, False]
