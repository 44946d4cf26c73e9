"""The page of one standard."""

from urllib.parse import quote

import pytest

from app.database import db
from app.registry.words import Degree, DraftingRole, RelationKind
from tests.factories import (
    make_block_industry,
    make_committee,
    make_drafting,
    make_implementation,
    make_organization,
    make_standard,
    relate,
    tie,
)


def at(number):
    return f"/standards/{quote(number)}"


@pytest.fixture
def editions(app):
    old = make_standard("GB/T 1.1-2009", "标准的结构和编写", published_on="2009-06-17", implemented_on="2010-01-01")
    new = make_standard("GB/T 1.1-2020", "标准化文件的结构", published_on="2020-03-31", implemented_on="2020-10-01")
    relate(new, RelationKind.REPLACES, old)
    return old, new


def chips(shown):
    return [chip.text for chip in shown.one("ul", _class="chips").all("li")]


def test_what_is_known_is_shown_and_what_is_not_is_named_as_such(page, divisions):
    body = make_organization("正泰电器", county="330382")
    committee = make_committee("SAC/TC 189")
    standard = make_standard(
        "GB/T 14048.2-2020",
        "低压开关设备和控制设备 第2部分：断路器",
        title_en="Low-voltage switchgear",
        issuer="国家标准化管理委员会",
        committees=[committee],
        source=("web:std.samr.gov.cn",),
        drafters=("张三", "李四"),
        former_numbers=("GB 14048.2-2020",),
    )
    make_drafting(standard, body, 1, DraftingRole.LEAD)
    relate(standard, RelationKind.ADOPTS, "IEC 60947-2:2019", Degree.MOD)
    shown = page(at("GB/T 14048.2-2020"), as_of="2021-01-01")
    facts = {fact.all("dt")[0].text: fact.all("dd")[0].text for fact in shown.one("main").all("div") if fact.all("dt")}
    assert facts["发布日期"] == "2020-04-28"
    assert facts["发布部门"] == "国家标准化管理委员会"
    assert facts["备案号"] == "未载"
    assert facts["曾用编号"] == "GB 14048.2-2020"
    assert facts["归口"] == "SAC/TC 189 全国低压电器标准化技术委员会"
    assert facts["采用"] == "IEC 60947-2:2019 MOD 修改"
    assert facts["引用"] == "未载"
    assert shown.rows("起草单位") == [["1", "正泰电器", "乐清市", "为主"]]
    assert "张三、李四" in shown.text
    assert "web:std.samr.gov.cn" in shown.text
    assert chips(shown)[:3] == ["●现行（2021-01-01）", "推荐性", "国家标准"]
    assert shown.link("全国标准信息公共服务平台 ↗") == "https://std.samr.gov.cn/search/std?q=GB%2FT+14048.2-2020"
    assert shown.one("button", data_copies="GB/T 14048.2-2020").attributes["hidden"] == ""


@pytest.mark.parametrize(
    ("day", "old", "new"),
    [
        ("2009-07-01", "即将实施", "未发布"),
        ("2015-01-01", "现行", "未发布"),
        ("2020-06-01", "现行", "即将实施"),
        ("2020-10-01", "被代替", "现行"),
    ],
)
def test_the_editions_with_their_status_on_the_day(page, editions, day, old, new):
    shown = page(at("GB/T 1.1-2009"), as_of=day)
    rows = shown.rows("按先后排列")
    assert [(row[0], row[-1][1:]) for row in rows] == [("GB/T 1.1-2009", old), ("GB/T 1.1-2020", new)]
    assert old in chips(shown)[0]
    assert shown.one("svg", _class="lineage")


def test_an_old_edition_leads_to_what_replaced_it(page, editions):
    shown = page(at("GB/T 1.1-2009"), as_of="2021-01-01")
    assert "本标准已由 GB/T 1.1-2020 代替，自 2020-10-01 起" in shown.text
    assert shown.link("GB/T 1.1-2020") == "/standards/GB/T%201.1-2020"
    later = shown.one("tbody").all("a")[0]
    assert (later.text, later.attributes["href"]) == ("GB/T 1.1-2020", "/standards/GB/T%201.1-2020?as_of=2021-01-01")


def test_of_very_many_editions_the_last_are_drawn_and_all_are_listed(page, app):
    for year in range(1990, 2010):
        make_standard(f"GB/T 5-{year}", published_on=f"{year}-01-01", implemented_on=f"{year}-06-01")
    shown = page(at("GB/T 5-1990"))
    assert len(shown.rows("共 20 版")) == 20
    labels = [each.text for each in shown.one("svg", _class="lineage").all("text", _class="label")]
    drawn = [label.partition("—")[2][:4] for label in labels]
    assert drawn == ["1990", *(str(year) for year in range(1998, 2010))]
    assert "只画最近的版本，全部 20 版" in shown.text


def test_in_transition_both_may_be_used_and_the_page_says_until_when(page, editions):
    shown = page(at("GB/T 1.1-2009"), as_of="2020-06-01")
    assert "新版 GB/T 1.1-2020 已于 2020-03-31 发布：旧版可用至 2020-09-30，新版自发布之日起可用" in shown.text


@pytest.mark.parametrize("spelling", ["gb/t1.1—2020", "GB∕T 1.1-2020", "ＧＢ／Ｔ 1.1－2020", "GBT 1.1-2020"])
def test_another_spelling_leads_to_the_permalink_and_keeps_the_day(client, editions, spelling):
    answer = client.get(at(spelling), query_string={"as_of": "2021-01-01", "other": "x"})
    assert (answer.status_code, answer.location) == (302, "/standards/GB/T%201.1-2020?as_of=2021-01-01")


def test_an_undated_number_gives_the_edition_of_the_day_and_names_the_coming_one(page, editions):
    shown = page(at("GB/T 1.1"), as_of="2020-06-01")
    assert shown.one("h1").text.startswith("GB/T 1.1-2009")
    assert "所查编号没有写年份，这是 2020-06-01 当日的版本。即将接续的版本：GB/T 1.1-2020。" in shown.text


def test_a_former_number_leads_on_and_says_so(page, app):
    make_standard("GB/T 2912.1-2009", former_numbers=("GB 2912.1-2009",))
    assert "“GB 2912.1-2009”现在的标准号是 GB/T 2912.1-2009" in page(at("GB 2912.1-2009")).text


def test_a_number_that_may_mean_several_gives_candidates_and_never_a_guess(page, app):
    make_standard("T/SSIASD 2-2022", "甲")
    make_standard("T/SSIASD 02-2022", "乙")
    assert page(at("T/SSIASD 2-2022")).one("h1").text.startswith("T/SSIASD 2-2022")
    shown = page(at("T/SSIASD 002-2022"), answers=300)
    assert [hit.all("a")[0].text for hit in shown.all("li", _class="hit")] == ["T/SSIASD 02-2022", "T/SSIASD 2-2022"]


def test_a_number_that_is_not_held_gives_advice_and_the_official_search(page, app):
    shown = page(at("GB/T 99999-2020"), answers=404)
    assert "没有" in shown.text
    assert "https://std.samr.gov.cn/search/std?q=GB%2FT+99999-2020" in shown.links()
    assert shown.one("input", id="q").attributes["value"] == "GB/T 99999-2020"


def test_implementations_are_shown_with_the_last_day_included(page, app):
    standard = make_standard("T/YANSHI 1-2021", "鞋用胶")
    body = make_organization("演示鞋厂")
    make_implementation(body, standard, "2021-01-01", "2023-01-01", verified_on="2021-02-01")
    make_implementation(make_organization("演示鞋厂二"), standard, "2022-01-01")
    tie(standard, make_block_industry("XIE", "鞋"))
    rows = page(at("T/YANSHI 1-2021")).rows("实施本标准的企业")
    assert rows == [
        ["演示鞋厂二", "2022-01-01", "—", "未载", "未核实", "—", "未载"],
        ["演示鞋厂", "2021-01-01", "2022-12-31", "未载", "2021-02-01", "—", "未载"],
    ]


def test_a_title_in_another_language_is_marked_as_such(page, app):
    make_standard("ISO 9001:2015", None, title_en="Quality management systems")
    title = page(at("ISO 9001:2015")).one("span", _class="record-title")
    assert title.all("span", lang="en")[0].text == "Quality management systems"


def test_the_number_of_statements_does_not_grow_with_the_rows(page, app, statements):
    def filled(number, rows):
        standard = make_standard(number)
        for rank in range(1, rows + 1):
            make_drafting(standard, make_organization(), rank)
            make_implementation(make_organization(), standard)
            relate(standard, RelationKind.CITES, make_standard())
        db.session.remove()
        with statements() as taken:
            page(at(number))
        return len(taken)

    few, many = filled("GB/T 1-2020", 2), filled("GB/T 2-2020", 9)
    assert many <= few  # names of codes are read once, by whoever comes first


def test_how_a_standard_is_cited(page, app):
    make_standard("GB/T 1.1-2020", "标准化工作导则", issuer="国家市场监督管理总局")
    cited = page("/standards/GB/T 1.1-2020").one("details", _class="citing")
    texts = [each.text.removesuffix("复制").strip() for each in cited.all("dd")]
    assert texts == ["GB/T 1.1—2020 标准化工作导则", "国家市场监督管理总局. 标准化工作导则：GB/T 1.1—2020[S]."]
