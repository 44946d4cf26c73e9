"""Whether the server is alive and able to work, and what it measures of itself."""

import os
import re
import subprocess
import sys

import pytest
from sqlalchemy import text

from app import create_app
from app.config import Settings
from app.database import db
from tests.factories import make_standard

DESCRIBED = re.compile(r"# (?:HELP|TYPE) ")


def measured(client):
    answer = client.get("/metrics")
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    lines = (line for line in answer.text.splitlines() if not DESCRIBED.match(line))
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_alive_needs_neither_database_nor_index(tmp_path):
    application = create_app(Settings.from_environment({"BIAOLIAN_INSTANCE_DIR": str(tmp_path)}))
    assert application.test_client().get("/healthz").json == {"status": "ok"}


def test_ready_once_database_and_index_are(client):
    before = client.get("/readyz")
    assert (before.status_code, before.json["database"]) == (503, "ok")
    assert "重新建立" in before.json["index"]
    client.application.extensions["search_mending"].join()
    after = client.get("/readyz")
    assert (after.status_code, after.json) == (200, {"status": "ok", "database": "ok", "index": "ok"})


def test_not_ready_without_tables(client, index):
    index()
    db.session.execute(text("ALTER TABLE standard RENAME TO away"))
    db.session.commit()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["status"], answer.json["index"]) == (503, "unavailable", "ok")
    assert "biaolian init" in answer.json["database"]
    assert "Traceback" not in answer.text


def test_requests_are_counted_by_route_method_and_status(client):
    name = 'biaolian_requests_total{method="GET",route="/api/v1/organizations",status="%s"}'
    before = measured(client)
    client.get("/api/v1/organizations")
    client.get("/api/v1/organizations?page=x")
    after = measured(client)
    assert after[name % 200] - before.get(name % 200, 0) == 1
    assert after[name % 422] - before.get(name % 422, 0) == 1
    seconds = 'biaolian_request_seconds_count{method="GET",route="/api/v1/organizations"}'
    assert after[seconds] - before.get(seconds, 0) == 2


def test_what_no_route_knows_makes_no_label_of_its_own(client):
    name = 'biaolian_requests_total{method="other",route="none",status="404"}'
    before = measured(client).get(name, 0)
    for each in range(3):
        client.open(f"/nowhere/{each}", method=f"X{each}")
    after = measured(client)
    assert after[name] - before == 3
    assert not any("nowhere" in line for line in after)


def test_searches_are_timed_and_the_register_is_looked_up(client, index):
    make_standard()
    index()
    before = measured(client)
    assert (before["biaolian_standards"], before["biaolian_index_documents"], before["biaolian_index_lag"]) == (1, 1, 0)
    client.get("/api/v1/standards?q=x")
    assert measured(client)["biaolian_search_seconds_count"] - before["biaolian_search_seconds_count"] == 1


@pytest.mark.parametrize("module", ["app.cli", "app.api.searching", "app.api.figures"])
def test_commands_do_not_load_the_metrics(module):
    # the library looks for the folder that the processes share when it is imported, before the server has named it
    check = f"import sys, {module}; sys.exit('prometheus_client' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False, env=os.environ).returncode == 0  # noqa: S603


def test_what_several_processes_counted_is_added_up(tmp_path):
    shared = tmp_path / "metrics"
    shared.mkdir()
    environment = os.environ | {
        "BIAOLIAN_INSTANCE_DIR": str(tmp_path / "instance"), "PROMETHEUS_MULTIPROC_DIR": str(shared),
    }
    asked = "from app import create_app; client = create_app().test_client(); client.get('/healthz'); client.get('/healthz')"
    for _process in range(2):
        subprocess.run([sys.executable, "-c", asked], check=True, env=environment)  # noqa: S603
    told = subprocess.run(
        [sys.executable, "-c", "from app import create_app; print(create_app().test_client().get('/metrics').text)"],
        check=True, env=environment, capture_output=True, text=True,
    )
    assert 'biaolian_requests_total{method="GET",route="/healthz",status="200"} 4.0' in told.stdout
