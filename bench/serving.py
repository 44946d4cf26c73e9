"""How many searches a second two processes answer over HTTP: `python -m bench.serving`. Bar: 150, and 95 of 100 within 60 ms.

Four clients ask `/api/v1/standards` the mixed queries of the search bench, each one after the other. The processor time that
a request takes within the process is printed beside, since clients and whatever else runs share the machine.
BIAOLIAN_BENCH_INSTANCE names an instance that holds the records already; without it they are imported first, which takes
minutes.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from app import create_app, instance
from app.accounts.permissions import OPERATOR
from app.config import Settings
from app.database import db
from app.registry.importing.service import import_file
from app.search.sync import rebuild, search_engine
from bench.search import told, worked
from bench.search_corpus import FILES, mixed_queries, reference_documents, reference_folder

CLIENTS, PROCESSES, ROUNDS = 4, 2, 3
REQUESTS_BAR, P95_BAR = 150, 60
UNKNOWN = " ".join(f"GB/T {serial}-2020" for serial in range(999_000, 999_040))


def main() -> None:
    """Print the processor time of a request, then requests a second and how long each took."""
    folder = reference_folder()
    if folder is None:
        print("serving: skipped, BIAOLIAN_REFERENCE_DATA is not set")
        return
    texts = mixed_queries(list(reference_documents(folder)))
    with tempfile.TemporaryDirectory() as fresh:
        held = os.environ.get("BIAOLIAN_BENCH_INSTANCE")
        environment = {"BIAOLIAN_INSTANCE_DIR": held or fresh}
        _within_the_process(environment, texts, None if held else folder)
        with _served(environment) as port:
            _over_http(port, [_address("/api/v1/standards", text) for text in texts])


def _within_the_process(environment: dict[str, str], texts: Sequence[str], folder: Path | None) -> None:
    application = create_app(Settings.from_environment(environment))
    with application.app_context():
        if folder is not None:
            _fill(folder)
    client = application.test_client()

    def asked(address: str) -> Callable[[], object]:
        return lambda: client.get(address)

    for name, path in (("API", "/api/v1/standards"), ("page", "/search")):
        asks = [asked(_address(path, text)) for text in texts]
        for ask in asks:
            ask()
        print(told(f"processor time of a search, {name}", [worked(ask) for ask in asks]))
    print(told("processor time of 40 unknown numbers", [worked(asked(_address("/search", UNKNOWN))) for _ in range(5)]))
    with application.app_context():
        db.engine.dispose()


def _fill(folder: Path) -> None:
    for _ in instance.prepare(demonstration=False):
        pass
    for name in FILES:
        import_file("standards", folder / name, actor=OPERATOR)
    db.session.remove()
    rebuild(search_engine())


def _address(path: str, text: str) -> str:
    return f"{path}?{urlencode({'q': text})}"


@contextmanager
def _served(environment: dict[str, str]) -> Iterator[int]:
    """A server of its own on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("biaolian")), "run", "--port", str(port)]
    given = os.environ | environment | {"BIAOLIAN_PROCESSES": str(PROCESSES)}
    server = subprocess.Popen(command, env=given, stdout=subprocess.PIPE, text=True)  # noqa: S603 -- our own command
    try:
        assert server.stdout is not None
        for line in server.stdout:
            if str(port) in line:
                break
        yield port
    finally:
        server.terminate()
        server.communicate()


def _over_http(port: int, addresses: Sequence[str]) -> None:
    def client(turn: int) -> list[float]:
        connection, times = HTTPConnection("127.0.0.1", port), []
        for address in addresses[turn::CLIENTS] * ROUNDS:
            began = time.perf_counter()
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
            times.append((time.perf_counter() - began) * 1000)
            assert answer.status == 200, (answer.status, address)
        connection.close()
        return times

    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(client, range(CLIENTS)))  # first sight
        began = time.perf_counter()
        times = [each for found in clients.map(client, range(CLIENTS)) for each in found]
        rate = len(times) / (time.perf_counter() - began)
    p95 = sorted(times)[int(len(times) * 0.95)]
    print(told(f"{CLIENTS} clients, {PROCESSES} processes", times))
    verdict = "ok" if rate >= REQUESTS_BAR and p95 <= P95_BAR else "NOT WITHIN THE BAR"
    print(f"{'requests a second':<44} {rate:9.0f}: {verdict}")


if __name__ == "__main__":
    main()
