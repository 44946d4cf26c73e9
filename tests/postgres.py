"""A PostgreSQL server for one test run: a temporary folder, a free port, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

import psycopg

_IN_MEMORY = Path("/dev/shm")  # noqa: S108  nothing there outlives the run
_ROOM_BYTES = 2 << 30
_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


class Cluster:
    """Starts the server on entering, stops and removes it on leaving."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="biaolian-pg-", dir=_roomy_memory()))
        self._port = _free_port()

    @staticmethod
    def can_run() -> bool:
        return any((programs / "initdb").exists() for programs in _PROGRAMS)

    def __enter__(self) -> Self:
        if os.geteuid() == 0:
            # the server refuses to run as root
            owner = pwd.getpwnam("postgres")
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
        data = self._folder / "data"
        self._program("initdb", "-D", data, "-U", "biaolian", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        options = f"-p {self._port} -h 127.0.0.1 -k {self._folder} -c fsync=off -c synchronous_commit=off"
        options += " -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0"
        self._program("pg_ctl", "-D", data, "-w", "-l", self._folder / "log", "-o", options, "start")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._program("pg_ctl", "-D", self._folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(self._folder)

    def create(self, name: str) -> str:
        """Make an empty database; its URL."""
        self._run(f'CREATE DATABASE "{name}"')
        return self._url(name)

    def copy(self, template: str) -> str:
        """Make a copy of a database; its URL. Files are copied as they are, which costs a tenth of writing them to the log."""
        name = f"test_{uuid4().hex}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return self._url(name)

    def drop(self, url: str) -> None:
        self._run(f'DROP DATABASE "{url.rpartition("/")[2]}" WITH (FORCE)')

    def _url(self, name: str) -> str:
        return f"postgresql://biaolian@127.0.0.1:{self._port}/{name}"

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _program(self, name: str, *arguments: object) -> None:
        as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run(  # noqa: S603  fixed programs with our own arguments
            [*as_owner, str(_PROGRAMS[0] / name), *map(str, arguments)],
            check=True, stdout=subprocess.DEVNULL, cwd=self._folder,
        )


def _roomy_memory() -> Path | None:
    """Where files lie in memory, if there is room: a database of a test's own is then there in a tenth of the time."""
    in_memory = _IN_MEMORY.is_dir() and os.access(_IN_MEMORY, os.W_OK) and shutil.disk_usage(_IN_MEMORY).free > _ROOM_BYTES
    return _IN_MEMORY if in_memory else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
