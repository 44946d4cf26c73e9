"""Rate limits: who asks too often is told when to come back, and nobody else is."""

from dataclasses import replace

import pytest

from app import create_app
from app.accounts import limiting
from app.accounts.limits_file import SCHEME, LimitsFile
from app.config import Settings
from app.database import db
from app.errors import Unavailable
from tests.web.reading import read


@pytest.fixture
def limited(settings):
    """The application where reading is limited to three a minute."""
    application = create_app(replace(settings, read_limit="3 per minute", write_limit="2 per minute"))
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()


def test_reading_too_often_is_a_problem_with_the_time_to_wait(limited):
    client = limited.test_client()
    assert [client.get("/api/v1/organizations").status_code for _time in range(3)] == [200] * 3
    answer = client.get("/api/v1/organizations")
    assert (answer.status_code, answer.mimetype) == (429, "application/problem+json")
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "秒后再试" in answer.json["detail"]
    shown = client.get("/organizations")
    assert shown.status_code == 429
    assert "秒后再试" in read(shown.text).main.text


def test_others_read_on_and_watchers_are_never_refused(limited):
    one, other = limited.test_client(), limited.test_client()
    for _time in range(4):
        one.get("/", environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert other.get("/", environ_base={"REMOTE_ADDR": "192.0.2.2"}).status_code == 200
    assert one.get("/healthz", environ_base={"REMOTE_ADDR": "192.0.2.1"}).status_code == 200


def test_writing_has_a_limit_of_its_own(limited):
    client = limited.test_client()
    assert [client.post("/logout").status_code for _time in range(3)] == [400, 400, 429]


def test_every_way_to_a_file_is_an_export(app, client, monkeypatch):
    monkeypatch.setitem(limiting.LIMITS, limiting.Asking.EXPORT, "4 per minute")
    numbers = {"numbers": "GB/T 1.1-2020"}

    def code(answer):
        answer.close()
        return answer.status_code

    asked = [
        code(client.get("/organizations?format=csv")),
        code(client.get("/api/v1/standards/export?format=csv")),
        code(client.post("/currency-check?export=csv", data=numbers)),
        code(client.get("/search?format=csv")),
        code(client.get("/committees?format=xlsx")),
        code(client.post("/currency-check?export=xlsx", data=numbers)),
    ]
    assert asked == [200, 200, 200, 200, 429, 429]
    assert client.get("/organizations").status_code == 200
    assert client.post("/currency-check", data=numbers).status_code == 200


def test_reading_is_free_where_nothing_is_set(app, client, settings):
    for address in ("/healthz", "/", "/api/v1/organizations", "/login", "/assets/icon.svg"):
        client.get(address).close()
    counted = LimitsFile(f"{SCHEME}://{settings.instance_dir / 'limits.db'}")
    assert counted.reset() == 0
    client.post("/logout")
    assert counted.reset() == 1


@pytest.mark.parametrize("name", ["BIAOLIAN_READ_LIMIT", "BIAOLIAN_WRITE_LIMIT"])
def test_a_limit_that_can_not_be_read_stops_the_start(name, tmp_path):
    with pytest.raises(Unavailable, match=name):
        Settings.from_environment({"BIAOLIAN_INSTANCE_DIR": str(tmp_path), name: "often"})


def test_processes_count_together(tmp_path):
    one, other = (LimitsFile(f"{SCHEME}://{tmp_path / 'limits.db'}") for _process in range(2))
    assert [one.incr("a", 60), other.incr("a", 60), one.incr("b", 60), one.get("a")] == [1, 2, 1, 2]
    one.clear("a")
    assert (other.get("a"), other.get("b"), other.check()) == (0, 1, True)
    assert other.reset() == 1


def test_a_window_that_is_over_counts_no_more(tmp_path):
    counted = LimitsFile(f"{SCHEME}://{tmp_path / 'limits.db'}")
    assert counted.incr("a", -1) == 1
    assert (counted.get("a"), counted.incr("a", 60)) == (0, 1)
