"""The production server: gunicorn, a few processes of a few threads each."""

import os
import re
import shutil
import socket
from typing import Any

import click
from gunicorn.app.base import BaseApplication
from gunicorn.http import message, parser

from app import garbage
from app.config import Settings
from app.errors import Unavailable

THREADS = 4
GRACEFUL_STOP_SECONDS = 10
LONGEST_REQUEST_LINE = 65_536
"""Bytes of an address: a query of 10 kB takes three times as many when percent-encoded, and deserves an answer of ours."""


class _Request(message.Request):  # type: ignore[misc]  # gunicorn is not typed
    """A request whose address may hold Chinese as it is typed: command line programs send it as they got it.

    RFC 9112 wants it percent-encoded, and that is what is read here; gunicorn by itself answers 400 in English.
    """

    def parse_request_line(self, line_bytes: bytes) -> None:
        """Read method and address."""
        super().parse_request_line(re.sub(rb"[\x80-\xff]", _percent_encoded, line_bytes))


def _percent_encoded(byte: re.Match[bytes]) -> bytes:
    return f"%{byte[0][0]:02X}".encode()


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn is not typed
    """gunicorn with our settings in place of a configuration file."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Take the options given."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Build the application, in each process of its own."""
        from app import create_app
        from app.accounts import mailing
        from app.web import document_reading

        application = create_app()
        mailing.keep_sending(application)
        document_reading.keep_reading(application)
        garbage.settle()
        return application


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until stopped."""
    shown = f"[{host}]" if ":" in host else host
    message.MAX_REQUEST_LINE = LONGEST_REQUEST_LINE  # else the library cuts the setting down to 8190
    parser.RequestParser.mesg_class = _Request
    _Server(
        {
            "bind": f"{shown}:{port}",
            "workers": settings.processes,
            "worker_class": "gthread",
            "threads": THREADS,
            "graceful_timeout": GRACEFUL_STOP_SECONDS,
            "http_parser": "python",
            "limit_request_line": LONGEST_REQUEST_LINE,
            "proc_name": "biaolian",
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda _arbiter: click.echo(f"标联已启动：http://{shown}:{port}  （按 Ctrl-C 停止）"),
            "child_exit": _forget_process,
        }
    ).run()


def share_metrics(settings: Settings) -> None:
    """Keep metrics where all processes add to them, anew with each start; before anything loads the metrics library.

    It finds the folder through the environment alone, and when it is imported. Raises `Unavailable`.
    """
    settings.prepare_instance()
    measures = settings.instance_dir / "metrics"
    shutil.rmtree(measures, ignore_errors=True)
    measures.mkdir()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(measures)


def require_free(host: str, port: int) -> None:
    """Find out before any work that a port can't be had. Raises `Unavailable` with the remedy."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise Unavailable(f"监听地址“{host}”无法解析：请用 HOST=127.0.0.1 或本机地址") from None
    except OSError as error:
        raise Unavailable(
            f"端口 {host}:{port} 无法使用（{error.strerror}）：请用 PORT=… 另选端口，例如 PORT=8001 make run"
        ) from None


def _forget_process(_arbiter: Any, worker: Any) -> None:
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
