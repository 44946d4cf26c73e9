"""Database to index: nothing is lost between the two, and neighbours of a change are taken up with it."""

from datetime import date

import pytest

from app.database import db
from app.errors import Unavailable
from app.registry.models import Stale, Standard, ThesaurusGroup
from app.registry.words import RelationKind
from app.search import sync
from app.search.query import Asked
from tests.factories import make_standard, relate

DAY = date(2026, 1, 1)


def mark(*standards):
    db.session.add_all([Stale(standard_id=standard.id) for standard in standards])
    db.session.commit()


@pytest.fixture
def engine(app):
    engine = sync.search_engine()
    sync.rebuild(engine)
    return engine


def found(engine, text):
    return [hit.id for hit in engine.find(Asked(text=text, as_of=DAY)).hits]


def test_a_marked_standard_is_taken_up_and_its_mark_goes(engine):
    standard = make_standard(title_zh="鞋类 耐磨试验方法")
    mark(standard)
    assert found(engine, "耐磨") == []
    assert sync.catch_up(engine) == 1
    assert found(engine, "耐磨") == [standard.id]
    assert sync.pending() == 0
    assert not sync.check(engine)


def test_a_deleted_standard_goes_from_the_index(engine):
    standard = make_standard(title_zh="鞋类 耐磨试验方法")
    mark(standard)
    sync.catch_up(engine)
    gone = standard.id
    db.session.delete(standard)
    db.session.add(Stale(standard_id=gone))
    db.session.commit()
    sync.catch_up(engine)
    assert found(engine, "耐磨") == []


def test_a_mark_stays_where_the_index_could_not_take_it_up(app, engine, monkeypatch):
    standard = make_standard(title_zh="鞋类 耐磨试验方法")
    mark(standard)
    # the other process holds the write lock for longer than this one waits
    monkeypatch.setattr("app.search.embedded.PATIENCE", 0.05)
    other = sync.open_engine(app.config["BIAOLIAN"])
    with other._folder.writing(0.05), pytest.raises(Unavailable):
        sync.catch_up(engine)
    assert sync.pending() == 1
    sync.catch_up(engine)
    assert found(engine, "耐磨") == [standard.id]


def test_check_tells_missing_stale_and_superfluous_apart(engine):
    missing = make_standard(title_zh="甲")
    changed, superfluous = make_standard(title_zh="乙"), make_standard(title_zh="丙")
    mark(changed, superfluous)
    sync.catch_up(engine)
    gone = superfluous.id
    changed.title_zh = "丁"
    db.session.delete(superfluous)
    db.session.commit()
    assert sync.check(engine) == sync.Drift(missing=(missing.id,), stale=(changed.id,), superfluous=(gone,))
    sync.rebuild(engine)
    assert not sync.check(engine)


def test_the_timeline_of_a_replaced_edition_ends_with_its_successor(engine):
    old = make_standard("GB/T 90010-2010", published_on="2010-01-01", implemented_on="2010-06-01")
    new = make_standard("GB/T 90010-2020", published_on="2020-01-01", implemented_on="2020-06-01")
    relate(new, RelationKind.REPLACES, old)
    documents = {document.id: document for document in sync.documents_of([old.id, new.id], db.session())}
    assert documents[old.id].timeline == (
        (1, "draft"),
        (date(2010, 1, 1).toordinal(), "upcoming"),
        (date(2010, 6, 1).toordinal(), "current"),
        (date(2020, 6, 1).toordinal(), "superseded"),
    )
    assert documents[new.id].timeline[-1] == (date(2020, 6, 1).toordinal(), "current")


def test_a_database_emptied_behind_the_index_is_never_shown(engine, client):
    standard = make_standard(title_zh="鞋类 耐磨试验方法")
    mark(standard)
    sync.catch_up(engine)
    db.session.execute(db.delete(Standard))
    db.session.commit()
    answer = client.get("/api/v1/standards?q=耐磨").json
    assert (answer["total"], answer["items"]) == (0, [])


def test_synonyms_are_those_that_staff_keep_and_an_edit_needs_no_rebuild(engine, monkeypatch):
    monkeypatch.setattr(sync, "THESAURUS_SECONDS", 0)
    standard = make_standard(title_zh="鞋类 耐磨试验方法")
    mark(standard)
    sync.catch_up(engine)
    assert found(engine, "抗磨损") == []
    group = ThesaurusGroup(term="耐磨", synonyms=("抗磨损",))
    db.session.add(group)
    db.session.commit()
    answer = engine.find(Asked(text="抗磨损", as_of=DAY))
    assert ([hit.id for hit in answer.hits], answer.synonyms) == ([standard.id], {"抗磨损": ("耐磨",)})
    group.synonyms = ("磨耗",)
    db.session.commit()
    assert (found(engine, "抗磨损"), found(engine, "磨耗")) == ([], [standard.id])


def test_where_the_register_keeps_no_synonyms_those_of_the_seed_data_hold(engine):
    standard = make_standard(title_zh="家用断路器")
    mark(standard)
    sync.catch_up(engine)
    assert found(engine, "空开") == [standard.id]


def test_local_standards_are_found_by_their_place_and_alliance_standards_by_their_body(engine):
    local = make_standard("DB33/T 1-2020", title_zh="塑胶跑道", issuer="浙江省市场监督管理局")
    alliance = make_standard("T/ABC 1-2020", title_zh="塑胶跑道", issuer="某某市鞋革行业协会")
    mark(local, alliance, make_standard("GB/T 1-2020", title_zh="塑胶跑道", issuer="国家市场监督管理总局"))
    sync.catch_up(engine)
    assert found(engine, "浙江 塑胶跑道") == [local.id]
    assert found(engine, "鞋革行业协会") == [alliance.id]
    assert found(engine, '归口:"监督管理"') == []
