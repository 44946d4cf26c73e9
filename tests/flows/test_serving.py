"""The production server from start to stop, as whoever runs it meets it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

BIAOLIAN = Path(sys.executable).with_name("biaolian")
PATIENCE_SECONDS = 90


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(address):
    try:
        with urlopen(address, timeout=30) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        with refused:
            return refused.status, refused.read().decode()


def wait_until_ready(server, address):
    for _attempt in range(PATIENCE_SECONDS * 5):
        assert server.poll() is None, server.stdout.read()
        try:
            if get(f"{address}/readyz")[0] == 200:
                return
        except URLError:
            pass
        time.sleep(0.2)
    pytest.fail("the server did not get ready")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A server of its own on the seed data; stopping it is part of the promise."""
    environment = os.environ | {"BIAOLIAN_INSTANCE_DIR": str(tmp_path_factory.mktemp("instance")), "PORT": str(free_port())}
    with subprocess.Popen(  # noqa: S603  our own command
        [BIAOLIAN, "run"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        address = f"http://127.0.0.1:{environment['PORT']}"
        try:
            wait_until_ready(server, address)
            yield address
            server.send_signal(signal.SIGINT)
            assert server.wait(timeout=30) == 0
        finally:
            server.kill()


def test_it_searches_the_seed_data(address):
    status, text = get(f"{address}/api/v1/standards?q={quote('断路器')}")
    found = json.loads(text)
    assert status == 200
    assert found["total"] > 0
    assert "<mark>断路器</mark>" in found["items"][0]["highlights"]["title_zh"]


def test_chinese_that_a_program_sends_as_it_is_typed_is_read(address):
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as line:
        line.sendall("GET /api/v1/standards?q=断路器&per_page=1 HTTP/1.0\r\n\r\n".encode())
        answer = b"".join(iter(lambda: line.recv(65_536), b"")).decode()
    assert answer.startswith("HTTP/1.0 200"), answer[:200]
    assert json.loads(answer.partition("\r\n\r\n")[2])["items"][0]["highlights"]["title_zh"].count("<mark>断路器</mark>") == 1


def test_a_connection_lost_in_mid_upload_leaves_nothing(address):
    host, port = address.removeprefix("http://").split(":")
    open_items = json.loads(get(f"{address}/api/v1/work-items?stage=comment")[1])["items"]
    item = open_items[0]["id"]
    given = f"/api/v1/work-items/{item}/comments"
    before = json.loads(get(address + given)[1])["total"]
    field = "--X\r\nContent-Disposition: form-data; name={}\r\n\r\n{}\r\n"
    begun = (field.format("clause-1", "4.1") + field.format("body-1", "甲" * 2_000)).encode()[:-9]
    head = f"POST /alliance-standards/{item}/comments HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000000\r\n"
    for _attempt in range(5):
        with socket.create_connection((host, int(port)), timeout=30) as line:
            line.sendall(head.encode() + b"Content-Type: multipart/form-data; boundary=X\r\n\r\n" + begun)
    assert get(f"{address}/readyz")[0] == 200
    assert json.loads(get(address + given)[1])["total"] == before


def test_a_query_of_ten_kilobytes_is_answered(address):
    status, text = get(f"{address}/api/v1/standards?q={quote('断' * 3413)}")
    assert status == 200
    assert "过长" in json.loads(text)["notes"][0]


def test_what_all_processes_did_is_measured_together(address):
    line = 'biaolian_requests_total{method="GET",route="/healthz",status="200"}'

    def counted():
        return next((float(each.rpartition(" ")[2]) for each in get(f"{address}/metrics")[1].splitlines() if line in each), 0)

    before = counted()
    for _request in range(20):
        assert get(f"{address}/healthz")[0] == 200
    assert counted() - before == 20


def test_a_second_server_on_the_port_says_what_to_do(address, tmp_path):
    environment = os.environ | {"BIAOLIAN_INSTANCE_DIR": str(tmp_path), "PORT": address.rpartition(":")[2]}
    refused = subprocess.run(  # noqa: S603  our own command
        [BIAOLIAN, "run"], env=environment, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert "PORT=" in refused.stderr
    assert "Traceback" not in refused.stderr
