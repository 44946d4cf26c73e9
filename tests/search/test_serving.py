"""A missing or damaged index is rebuilt on the way, and the answer says so."""

import shutil

import pytest

from app.database import db
from app.registry.models import Stale
from app.search import sync
from tests.factories import make_standard
from tests.search.test_embedded_storage import damage_index

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # Whoosh leaves a table it can't read open


@pytest.fixture
def standard(app):
    standard = make_standard(title_zh="鞋类 耐磨试验方法")
    sync.rebuild(sync.search_engine())
    return standard


def search(client):
    answer = client.get("/api/v1/standards?q=耐磨")
    assert answer.status_code == 200
    return answer.json


@pytest.mark.parametrize("damage", ["cut", "garbage", "altered", "gone", "table", "folder"])
def test_a_search_of_a_damaged_index_is_answered_from_a_rebuild_with_a_banner(client, standard, settings, damage):
    assert search(client)["notes"] == []
    damage_index(settings.index_dir, damage)
    answer = search(client)
    assert [item["id"] for item in answer["items"]] == [standard.id]
    assert "索引缺失或损坏" in answer["notes"][0]
    client.application.extensions.get("search_mending").join()
    assert search(client)["notes"] == []
    assert not sync.check(sync.search_engine())


def test_a_new_process_without_an_index_answers_from_a_rebuild(client, standard, settings):
    shutil.rmtree(settings.index_dir)
    del client.application.extensions["search_engine"]
    answer = search(client)
    assert [item["id"] for item in answer["items"]] == [standard.id]
    assert "已按登记的内容重新建立" in answer["notes"][0]
    page = client.get("/search?q=耐磨").get_data(as_text=True)
    assert "耐磨" in page


def test_changes_that_meet_a_missing_index_rebuild_it(client, standard, settings):
    shutil.rmtree(settings.index_dir)
    del client.application.extensions["search_engine"]
    db.session.add(Stale(standard_id=standard.id))
    db.session.commit()
    engine = sync.search_engine()
    assert sync.catch_up(engine) == 1
    assert not sync.check(engine)
