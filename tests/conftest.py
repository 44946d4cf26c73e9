"""What every test may ask for: an application on each database, a client, the reference data."""

import os
import shutil
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner
from flask import Flask, g
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event
from werkzeug.routing import Rule

from app import create_app, garbage, migrating
from app.accounts import passwords
from app.config import Settings
from app.database import db
from tests.postgres import Cluster

pytest_plugins = ["tests.demanding", "tests.examples"]


def pytest_collection_finish() -> None:
    """What is there before the first test is never garbage, and looking for some in all of it took a quarter of the time."""
    garbage.settle()


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The folder of real reference files."""
    folder = os.environ.get("BIAOLIAN_REFERENCE_DATA")
    if not folder:
        pytest.skip("BIAOLIAN_REFERENCE_DATA is not set: the reference data is not here")
    return Path(folder)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of this test run's own."""
    if not Cluster.can_run():
        pytest.skip("PostgreSQL's server programs are not installed")
    with Cluster() as started:
        yield started


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database to copy from."""
    folder = tmp_path_factory.mktemp("template")
    application = create_app(Settings.from_environment({"BIAOLIAN_INSTANCE_DIR": str(folder)}))
    with application.app_context():
        migrating.upgrade()
        db.session.remove()
        db.engine.dispose()
    return folder / "biaolian.db"


@pytest.fixture(scope="session")
def migrated_postgres(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a migrated, empty PostgreSQL database to copy from."""
    folder = tmp_path_factory.mktemp("template")
    settings = {"BIAOLIAN_INSTANCE_DIR": str(folder), "BIAOLIAN_DATABASE_URL": cluster.create("template_biaolian")}
    application = create_app(Settings.from_environment(settings))
    with application.app_context():
        migrating.upgrade()
        db.session.remove()
        db.engine.dispose()
    return "template_biaolian"


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a new instance on a migrated, empty database; each test runs once on each database."""
    environment = {"BIAOLIAN_INSTANCE_DIR": str(tmp_path / "instance")}
    (tmp_path / "instance").mkdir()
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "instance" / "biaolian.db")
        yield Settings.from_environment(environment)
    else:
        cluster: Cluster = request.getfixturevalue("cluster")
        environment["BIAOLIAN_DATABASE_URL"] = cluster.copy(request.getfixturevalue("migrated_postgres"))
        yield Settings.from_environment(environment)
        cluster.drop(environment["BIAOLIAN_DATABASE_URL"])


class Browser(FlaskClient):
    """A client whose requests do not know of one another but by cookie.

    Tests hold one application context open, and Flask would let all requests share what it remembers (`g`): who is signed in.
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:
        for name in list(g):
            g.pop(name)
        return super().open(*args, **kwargs)


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once for all applications of a run, by their content: else each test compiles them anew."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(settings: Settings, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """The application of that instance, with its context pushed."""
    application = create_app(settings)
    application.jinja_env.bytecode_cache = compiled_templates
    application.test_client_class = Browser
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def statements(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """Within `with statements() as asked:` every statement that reaches the database is added to `asked`."""

    @contextmanager
    def recording() -> Iterator[list[str]]:
        asked: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            asked.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return recording


@pytest.fixture(autouse=True, scope="session")
def _routes_compiled_once() -> None:
    """How each address is written is compiled once for all applications of a run: a third of its time went there."""
    compile_builder = Rule._compile_builder
    compiled: dict[Hashable, Any] = {}

    def once(rule: Rule, append_unknown: bool = True) -> Any:
        # all that the compiled function depends on: it is given the rule itself when it is called
        key = (rule.rule, tuple(rule._trace), tuple((rule.defaults or {}).items()), append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    Rule._compile_builder = once  # type: ignore[method-assign]


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> None:
    """Passwords cost next to nothing: what argon2 asks for in earnest is held by a test of its own."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._nobodys = passwords._hasher.hash("nobody's")


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A reader without an account."""
    return app.test_client()


@pytest.fixture
def command(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """Runs `biaolian` commands on that instance."""
    monkeypatch.setenv("BIAOLIAN_INSTANCE_DIR", str(settings.instance_dir))
    monkeypatch.setenv("BIAOLIAN_DATABASE_URL", settings.database_url)
    return CliRunner()
