"""A missing or damaged index is rebuilt on the way, and the answer says so."""

import shutil
import threading

import pytest

from app.database import db
from app.registry.models import Stale
from app.search import serving, sync
from tests.factories import make_standard
from tests.search.samples import make_document
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
    assert search(client)["warning"] is None
    damage_index(settings.index_dir, damage)
    answer = search(client)
    assert [item["id"] for item in answer["items"]] == [standard.id]
    assert "索引缺失或损坏" in answer["warning"]
    client.application.extensions.get("search_mending").join()
    assert search(client)["warning"] is None
    assert not sync.check(sync.search_engine())


def test_a_new_process_without_an_index_answers_from_a_rebuild(client, standard, settings):
    shutil.rmtree(settings.index_dir)
    del client.application.extensions["search_engine"]
    page = client.get("/search?q=耐磨").get_data(as_text=True)
    assert "已按登记的内容重新建立" in page
    assert "<strong>1</strong> 项" in page
    assert search(client)["warning"] is None


def test_a_rebuild_that_takes_long_is_told_with_how_far_it_is(client, standard, settings, monkeypatch):
    shutil.rmtree(settings.index_dir)
    del client.application.extensions["search_engine"]
    monkeypatch.setattr(serving, "PATIENCE", 0.1)
    halfway, goes_on = threading.Event(), threading.Event()

    def documents():
        for number in range(1, 1200):
            yield make_document(number, f"GB {number}-2020")
        halfway.set()
        goes_on.wait(30)

    another = sync.open_engine(settings)
    rebuilding = threading.Thread(target=another.rebuild, args=(documents(),))
    rebuilding.start()
    try:
        assert halfway.wait(30)
        page = client.get("/search?q=耐磨")
        assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
        text = page.get_data(as_text=True)
        assert '<meta http-equiv="refresh" content="5">' in text
        assert "已完成 1\u202f000 / 1 项" in text  # what the other one writes is more than the register holds
        assert 'href="/search?q=耐磨">现在再试' in text
        problem = client.get("/api/v1/standards?q=耐磨")
        assert (problem.status_code, problem.headers["Retry-After"]) == (503, "5")
        assert "正在按登记的内容重新建立" in problem.json["detail"]
    finally:
        goes_on.set()
        rebuilding.join()
    assert client.get("/search?q=耐磨").status_code == 200


def test_changes_that_meet_a_missing_index_rebuild_it(client, standard, settings):
    shutil.rmtree(settings.index_dir)
    del client.application.extensions["search_engine"]
    db.session.add(Stale(standard_id=standard.id))
    db.session.commit()
    engine = sync.search_engine()
    assert sync.catch_up(engine) == 1
    assert not sync.check(engine)
