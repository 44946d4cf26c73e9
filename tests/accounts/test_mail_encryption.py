"""Mail over encrypted connections: who is told the password, and who is not. A mail server of the test's own listens."""

import base64
import shutil
import socketserver
import ssl
import subprocess
import threading
from dataclasses import replace

import pytest

from app import create_app
from app.accounts import mailing
from app.accounts.models import Message
from app.accounts.services import outbox
from app.config import MailServer
from app.database import db

SCHEMES = ("smtps", "smtp+starttls")


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate for localhost with its key, signed by itself, made for this run."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed: no certificate to listen with")
    folder = tmp_path_factory.mktemp("certificate")
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", folder / "key.pem", "-out", folder / "certificate.pem"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    made = [openssl, "req", "-x509", "-nodes", "-days", "2", *curve, *names, *files]
    subprocess.run(made, check=True, capture_output=True)  # noqa: S603 -- our own words
    return folder / "certificate.pem", folder / "key.pem"


class Listening(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs; what it is told stands in the server's `told`, with whether it was encrypted."""

    def setup(self):
        if self.server.scheme == "smtps":
            self.request = self.encrypted()
        super().setup()

    def encrypted(self):
        return self.server.context.wrap_socket(self.request, server_side=True)

    def handle(self):
        self.say("220 test")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            self.server.told.append((word, line, isinstance(self.request, ssl.SSLSocket)))
            if word == "EHLO":
                self.say("250-localhost", *(["250-STARTTLS"] if self.server.offers_tls else []), "250 AUTH PLAIN")
            elif word == "STARTTLS":
                self.say("220 go on")
                self.request = self.encrypted()
                super().setup()
            elif word == "DATA":
                self.say("354 go on")
                while self.rfile.readline() != b".\r\n":
                    pass
                self.say("250 taken")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("235 welcome" if word == "AUTH" else "250 ok")

    def finish(self):
        super().finish()
        self.request.close()

    def say(self, *lines):
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, certificate, scheme, offers_tls):
        super().__init__(("127.0.0.1", 0), Listening)
        self.scheme, self.offers_tls, self.told = scheme, offers_tls, []
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(*certificate)

    def handle_error(self, request, client_address):
        """A client that turns away from this certificate is what is tested."""


@pytest.fixture
def sent_to(settings, certificate):
    """Sends one message to a server that listens by that scheme; gives what became of it, and what the server was told."""

    def send(scheme, *, offers_tls=True):
        with Server(certificate, scheme, offers_tls) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            mail = MailServer(scheme, "localhost", server.server_address[1], "bot", "secret", "biaolian@example.com")
            application = create_app(replace(settings, mail=mail, public_url="https://biaolian.example.cn"))
            with application.app_context():
                outbox.post("lihua@example.com", "李华", "标题", "正文")
                db.session.commit()
                counted = mailing.send()
                error = db.session.query(Message).one().error
                db.session.remove()
                db.engine.dispose()
            server.shutdown()
            thread.join()
        return counted, error, server.told

    return send


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_message_and_the_password_go_encrypted_to_a_server_that_is_who_it_says(app, sent_to, certificate, monkeypatch, scheme):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    counted, error, told = sent_to(scheme)
    assert (counted, error) == ((1, 0), None)
    (password,) = [(line, encrypted) for word, line, encrypted in told if word == "AUTH"]
    assert password == ("AUTH PLAIN " + base64.b64encode(b"\0bot\0secret").decode(), True)
    assert all(encrypted for word, _line, encrypted in told if word not in ("EHLO", "STARTTLS"))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_server_that_nobody_vouches_for_is_told_nothing(app, sent_to, scheme):
    counted, error, told = sent_to(scheme)
    assert (counted, "CERTIFICATE_VERIFY_FAILED" in error) == ((0, 1), True)
    assert {word for word, _line, _encrypted in told} <= {"EHLO", "STARTTLS"}


def test_a_server_that_offers_no_encryption_gets_no_password(app, sent_to):
    counted, error, told = sent_to("smtp+starttls", offers_tls=False)
    assert (counted, "STARTTLS" in error) == ((0, 1), True)
    assert "AUTH" not in {word for word, _line, _encrypted in told}
