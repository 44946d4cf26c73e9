"""What an instance does with an index that another version wrote."""

import pytest

from app import instance
from app.database import db
from app.registry import seeding
from app.registry.models import Setting
from app.search import sync
from app.search.embedded_folder import SUFFIX
from tests.factories import make_standard
from tests.search.samples import ask


@pytest.fixture
def indexed(app):
    """An instance that is set up, with one standard in its index."""
    db.session.add(Setting(name="seeded", value=seeding.choose(demonstration=False)))
    make_standard("GB/T 1-2020", "断路器")
    list(instance.prepare())
    return app


def write_older_mark(settings):
    """Make every file of the index one of the first form."""
    for path in settings.index_dir.glob(f"*{SUFFIX}"):
        path.write_bytes(b"BLarr001" + path.read_bytes()[8:])


def test_an_index_of_another_form_is_rebuilt_and_said_so(indexed, settings):
    sync.search_engine().close()
    del indexed.extensions["search_engine"]
    write_older_mark(settings)
    assert not sync.search_engine().ready()
    assert list(instance.prepare()) == ["原有索引由另一版本写成或已损坏，已重新建立，共 1 项标准"]
    assert ask(sync.search_engine(), "断路器").total == 1
    assert list(instance.prepare()) == []
