"""The search page; what is found and counted is the index's own matter."""

import pytest

from app.registry.words import Degree, Kind, RelationKind
from tests.factories import make_block_industry, make_drafting, make_organization, make_standard, relate, tie


@pytest.fixture
def shoes(app, index):
    old = make_standard("GB/T 3903.1-2008", "鞋类 整鞋试验方法 耐折性能", published_on="2008-06-01", implemented_on="2009-01-01")
    new = make_standard("GB/T 3903.1-2017", "鞋类 整鞋试验方法 耐折性能", published_on="2017-06-01", implemented_on="2018-01-01")
    relate(new, RelationKind.REPLACES, old)
    relate(new, RelationKind.ADOPTS, "ISO 24266:2020", Degree.MOD)
    alliance = make_standard("T/YANSHI 1-2021", "鞋用胶粘剂 初粘强度", kind=Kind.ALLIANCE)
    tie(alliance, make_block_industry("XIE", "鞋"))
    body = make_organization("演示鞋厂")
    make_drafting(alliance, body)
    index()
    return old, new, alliance, body


def numbers(shown):
    return [hit.one("a", _class="hit-link").text for hit in shown.all("li", _class="hit")]


def test_hits_with_status_of_the_day_highlights_and_what_replaced_them(page, shoes):
    shown = page("/search", q="鞋类", as_of="2020-01-01", widen="false")
    assert set(numbers(shown)) == {"GB/T 3903.1-2008", "GB/T 3903.1-2017"}
    assert [mark.text for mark in shown.all("mark")][:1] == ["鞋类"]
    old = next(hit for hit in shown.all("li", _class="hit") if "3903.1-2008" in hit.text and "被代替" in hit.text)
    assert "已由 GB/T 3903.1-2017 代替" in old.text
    assert "采用 ISO 24266:2020 MOD" in shown.text
    earlier = page("/search", q="鞋类", as_of="2010-01-01", status="current")
    assert numbers(earlier) == ["GB/T 3903.1-2008"]
    assert earlier.one("a", _class="hit-link").attributes["href"].endswith("?as_of=2010-01-01")


def test_the_title_in_which_it_was_found_is_shown_beside_the_one_people_read(page, index):
    make_standard("JIS C 4606:2011", None, title_en="Indoor use disconnectors", title_original="屋内用断路器", language=("ja",))
    index()
    [hit] = page("/search", q="断路器", widen="false").all("li", _class="hit")
    assert "Indoor use disconnectors" in hit.text
    [more] = [each for each in hit.all("p", _class="hit-more") if each.attributes.get("lang") == "ja"]
    assert [mark.text for mark in more.all("mark")] == ["断路器"]


def test_a_number_typed_exactly_comes_first_and_says_so(page, shoes):
    shown = page("/search", q="gb/t3903.1—2008")
    assert numbers(shown)[0] == "GB/T 3903.1-2008"
    assert "精确匹配" in shown.all("li", _class="hit")[0].text


def test_a_facet_leads_to_what_it_counts_and_back(page, shoes):
    shown = page("/search", q="鞋")
    facet = shown.one("div", aria_labelledby="facet-kind")
    alliance = next(each for each in facet.all("a") if "联盟/团体标准" in each.text)
    assert alliance.text.endswith("1")
    narrowed = page("/search" + alliance.attributes["href"])
    assert numbers(narrowed) == ["T/YANSHI 1-2021"]
    chip = narrowed.one("a", _class="removable")
    assert chip.text.startswith("类别联盟/团体标准")
    assert len(numbers(page("/search" + chip.attributes["href"]))) == 3


def test_filters_are_called_by_their_names(page, shoes):
    *_, body = shoes
    shown = page("/search", block_industry="XIE", organization=body.id, year_from=2015, year_to=2021)
    called = [chip.text.partition("✕")[0] for chip in shown.all("a", _class="removable")]
    assert called == ["起草单位演示鞋厂", "块状产业鞋", "发布年份2015 至 2021"]
    assert numbers(shown) == ["T/YANSHI 1-2021"]


def test_a_year_is_a_facet_that_opens_and_closes(page, shoes):
    shown = page("/search")
    year = next(each for each in shown.one("div", aria_labelledby="facet-year").all("a") if each.text.startswith("2017"))
    narrowed = page("/search" + year.attributes["href"])
    assert numbers(narrowed) == ["GB/T 3903.1-2017"]
    again = next(each for each in narrowed.one("div", aria_labelledby="facet-year").all("a") if each.text.startswith("2017"))
    assert len(numbers(page("/search" + again.attributes["href"]))) == 3


def test_forms_keep_what_was_asked(page, shoes):
    shown = page("/search", q="鞋", kind="national", year_from="2000", as_of="2020-01-01", sort="number")
    form = shown.one("form", _class="search-form")
    kept = {(each.attributes.get("name"), each.attributes.get("value")) for each in form.all("input")}
    assert kept == {("q", "鞋"), ("as_of", "2020-01-01"), ("kind", "national"), ("year_from", "2000")}
    assert [each.attributes["value"] for each in form.all("option") if "selected" in each.attributes] == ["number"]


def test_pages_can_be_turned(page, app, index):
    for serial in range(1, 24):
        make_standard(f"GB/T {serial}-2020", "鞋")
    index()
    shown = page("/search", sort="number")
    assert (numbers(shown)[0], len(numbers(shown))) == ("GB/T 1-2020", 20)
    following = page("/search" + shown.link("下一页"))
    assert numbers(following) == ["GB/T 21-2020", "GB/T 22-2020", "GB/T 23-2020"]
    assert following.one("ol", _class="hits").attributes["start"] == "21"
    beyond = page("/search", sort="number", page=99)
    assert "这一页没有内容，结果只有 2 页" in beyond.text
    assert numbers(page("/search" + beyond.link("最后一页"))) == ["GB/T 21-2020", "GB/T 22-2020", "GB/T 23-2020"]


@pytest.mark.parametrize("text", ["完全没有的词", "。。。", '"', "*", "-", "鞋 " * 5000, "(", "字段:"])
def test_nothing_found_gives_advice(page, shoes, text):
    shown = page("/search", q=text, status="draft")
    assert numbers(shown) == []
    assert "没有找到符合条件的标准" in shown.text
    assert "/search" in shown.links()


def test_what_is_typed_is_never_markup(client, shoes):
    answer = client.get("/search", query_string={"q": "<script>alert(1)</script>鞋", "ics": '"><b>'})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert '"><b>' not in answer.text
