"""What is like a title: found by the words that tell its subject, never by those of every title, and why is said."""

from datetime import date

import pytest

from app.checking import mandatory_on, similar_to
from app.search import sync
from tests.factories import make_block_industry, make_standard, tie

DAY = date(2026, 6, 1)


@pytest.fixture
def register(app):
    """Standards on locks, shoes and valves; the same generic words everywhere."""
    made = [
        make_standard("QB/T 5001-2020", "电子门锁通用技术条件", ics=["97.180"], scope="适用于电子门锁的指纹识别。"),
        make_standard("GB 5002-2020", "门锁安全技术要求", ics=["97.180"]),
        make_standard("GB/T 5003-2010", "电子门锁 试验方法", withdrawn_on="2018-01-01"),
        make_standard("T/YSBX 4-2021", "旅游鞋通用技术条件", ics=["61.060"]),
        make_standard("GB/T 5005-2020", "阀门 技术要求 试验方法"),
    ]
    sync.rebuild(sync.search_engine())
    return made


def found(title, scope=None, ics=(), **more):
    return [each.number for each in similar_to(title, scope, ics, DAY, **more)]


def test_the_same_subject_is_found_nearest_first_and_what_has_ended_is_not(register):
    assert found("电子门锁") == ["QB/T 5001-2020", "GB 5002-2020"]


@pytest.mark.parametrize("title", ["技术要求", "通用技术条件", "试验方法", "产品质量评价规范", "", "登机桥"])
def test_words_of_every_title_and_words_of_none_find_nothing(register, title):
    assert found(title) == []
    assert mandatory_on(title, None, (), DAY) == ()


def test_each_neighbour_says_why(register):
    block = make_block_industry(name="锁")
    tie(register[0], block)
    nearest = similar_to("电子门锁 指纹识别", "适用于指纹识别。", ["97.180"], DAY, industries=[block.id])[0]
    assert nearest.number == "QB/T 5001-2020"
    assert set(nearest.shared) == {"电子", "门锁"}
    assert {"ICS 同为 97.180", "同属一个块状产业", "范围都提到“指纹识别”"} <= set(nearest.reasons)


def test_a_class_above_counts_as_the_same_group(register):
    assert "ICS 同属 61.060" in similar_to("旅游鞋", None, ["61.060.10"], DAY)[0].reasons


def test_the_document_itself_is_no_neighbour_of_its_own(register):
    assert found("电子门锁", apart_from=["QB/T 5001-2015"]) == ["GB 5002-2020"]


def test_mandatory_standards_on_the_subject_are_named_apart(register):
    (mandatory,) = mandatory_on("智能门锁", None, ["97.180"], DAY)
    assert (mandatory.number, mandatory.mandatory) == ("GB 5002-2020", True)
    assert mandatory_on("旅游鞋", None, ["61.060"], DAY) == ()


def test_asking_for_neighbours_takes_as_few_statements_however_many_there_are(app, statements):
    def asked() -> int:
        sync.rebuild(sync.search_engine())
        with statements() as sent:
            similar_to("电子门锁", None, ["97.180"], DAY)
        return len(sent)

    make_standard("GB/T 6000-2020", "电子门锁")
    few = asked()
    for serial in range(6001, 6030):
        make_standard(f"GB/T {serial}-2020", "电子门锁")
    assert asked() == few
