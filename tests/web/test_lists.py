"""Organizations, committees and what staff should look at."""

import pytest

from app.database import db
from app.registry.words import CommitteeKind, CommitteeLevel, OrganizationKind, RelationKind
from tests import worked_example as example
from tests.factories import (
    make_award,
    make_block_industry,
    make_committee,
    make_drafting,
    make_implementation,
    make_membership,
    make_organization,
    make_plan,
    make_scheme,
    make_standard,
    relate,
)
from tests.registry.statistics.loading import load


@pytest.fixture
def bodies(divisions):
    make_organization("正泰电器", county="330382", uscc="91330399E000000013")
    make_organization("温州鞋革行业协会", kind=OrganizationKind.ASSOCIATION, county="330302")
    make_organization("某研究所", county=None, unconfirmed=True)


def test_organizations_by_name_kind_and_place(page, bodies):
    assert page("/organizations").rows("共 3 家")[0] == ["正泰电器", "企业", "乐清市", "91330399E000000013"]
    assert [row[0] for row in page("/organizations", q="鞋革").rows()] == ["温州鞋革行业协会"]
    assert [row[0] for row in page("/organizations", kind="enterprise", county="330382").rows()] == ["正泰电器"]
    assert page("/organizations", q="研究所").rows()[0][0] == "某研究所 待核"
    assert "没有符合条件的单位" in page("/organizations", q="无此单位").text


def test_an_organization_with_everything_it_did(page, divisions):
    body = make_organization("正泰电器", county="330382", established_on="1997-08")
    make_organization("老厂", merged_into_id=body.id, merged_on="2010-01-01")
    make_committee("SAC/TC 189", secretariat_id=body.id)
    standard = make_standard("T/YANSHI 1-2021", "断路器")
    make_drafting(standard, body, 2)
    make_implementation(body, standard, "2021-01-01", "2022-01-01", verified_on="2021-02-01")
    make_membership(body, make_block_industry("DYDQ", "低压电器"), "2010-01-01")
    make_award(body, make_scheme("YANSHI", "初级", "高级"), "2014-06-01", "高级", valid_until="2017-06-01")
    shown = page(f"/organizations/{body.id}")
    assert shown.rows("共 1 项") == [["T/YANSHI 1-2021", "断路器", "2020-04-28", "2", "未载"]]
    assert shown.rows("共 1 条")[0][1:5] == ["2021-01-01", "2021-12-31", "未载", "2021-02-01"]
    assert "标准创新型企业（演示）" in shown.text
    assert "2017-05-31" in shown.text
    assert {"老厂", "低压电器", "SAC/TC 189 全国低压电器标准化技术委员会"} <= {link.text for link in shown.all("a")}


def test_committees_stand_as_a_tree_and_are_found_by_number(page, statements):
    root = make_committee("SAC/TC 189")
    sub = make_committee("SAC/TC 189/SC 1", "分委会", kind=CommitteeKind.SC, parent_id=root.id)
    make_committee("SAC/TC 189/SC 1/WG 2", "工作组", kind=CommitteeKind.WG, parent_id=sub.id)
    make_standard("GB/T 1-2020", committees=[sub])
    shown = page("/committees")
    assert [row[0] for row in shown.rows("共 1 个技术委员会")] == [
        "SAC/TC 189 全国低压电器标准化技术委员会",
        "SAC/TC 189/SC 1 分委会",
        "SAC/TC 189/SC 1/WG 2 工作组",
    ]
    assert [row[-1] for row in shown.rows()] == ["0", "1", "0"]
    assert [row[0] for row in page("/committees", q="SC 1/").rows("共 1 个")] == ["SAC/TC 189/SC 1/WG 2 工作组"]
    record = page(f"/committees/{sub.id}")
    assert record.link("SAC/TC 189") == f"/committees/{root.id}"
    assert record.link("SAC/TC 189/SC 1/WG 2 工作组")
    assert record.rows("共 1 项")[0][0] == "GB/T 1-2020"


def test_committees_in_the_order_asked_for(page, divisions):
    keeper = make_organization("甲院", county="330382")
    make_committee("SAC/TC 1", "一", level=CommitteeLevel.PROVINCIAL, secretariat_id=keeper.id)
    make_committee("SAC/TC 2", "二", level=CommitteeLevel.NATIONAL, county="330302")
    make_committee("SAC/TC 3", "三", level=CommitteeLevel.MUNICIPAL)

    def order(sort):
        return [row[0].split()[1] for row in page("/committees", sort=sort).rows()]

    assert order("-number") == ["3", "2", "1"]
    assert order("county") == ["2", "1", "3"]
    assert order("-county") == ["1", "2", "3"]
    assert order("level") == ["2", "1", "3"]
    assert order("secretariat") == ["1", "2", "3"]


def test_a_tree_takes_one_statement_a_level(page, statements):
    root = make_committee("SAC/TC 1", "甲")
    for serial in range(1, 9):
        sub = make_committee(f"SAC/TC 1/SC {serial}", "分", parent_id=root.id, secretariat_id=make_organization().id)
        make_committee(f"SAC/TC 1/SC {serial}/WG 1", "组", parent_id=sub.id)
    db.session.remove()
    with statements() as taken:
        assert len(page("/committees").rows()) == 17
    assert len(taken) <= 10


def test_committees_whose_parents_run_in_a_circle_do_not_hang_the_page(page, app):
    first, second = make_committee("SAC/TC 1", "甲"), make_committee("SAC/TC 2", "乙")
    first.parent_id, second.parent_id = second.id, first.id
    db.session.commit()
    assert page("/committees", q="TC 1").rows()[0][0] == "SAC/TC 1 甲"
    assert "SAC/TC 2 乙" in page(f"/committees/{first.id}").text


def test_what_staff_should_look_at_with_the_reason(page, app):
    make_standard("GB/T 1-2020", "早于", published_on="2020-05-01", implemented_on="2020-01-01")
    make_standard("GB/T 2-2020", "没有毛病")
    make_standard("GB/T 3-2020", "不知道", published_on=None, implemented_on=None)
    rows = page("/workbench", as_of="2021-01-01").rows("2 项")
    assert [(row[0].split(" ")[1], row[1]) for row in rows] == [("1-2020", "实施早于发布"), ("3-2020", "状态未知")]
    assert rows[0][2] == "实施日期 2020-01-01 早于发布日期 2020-05-01"
    assert len(page("/workbench", flaw="status_unknown").rows("1 项")) == 1
    assert "没有要核对的记录" in page("/workbench", kind="foreign").text


def test_the_list_for_staff_goes_on_from_where_it_stopped(page, app):
    for serial in range(1, 53):
        make_standard(f"GB/T {serial}-2020", published_on=None, implemented_on=None)
    shown = page("/workbench")
    assert len(shown.rows("50 项，按标准号，还有更多")) == 50
    rest = page("/workbench" + shown.link("往后看"))
    assert [row[0].split(" ")[1] for row in rest.rows("2 项")] == ["51-2020", "52-2020"]


def test_the_first_page_says_what_changed_and_what_is_coming(page, app):
    old = make_standard("GB/T 1-2010", "旧版", published_on="2010-01-01", implemented_on="2010-06-01")
    new = make_standard("GB/T 1-2021", "新版", published_on="2021-01-01", implemented_on="2021-12-01")
    relate(new, RelationKind.REPLACES, old)
    shown = page("/", as_of="2021-06-01")
    recent, coming = shown.all("ul", _class="changes")
    assert recent.all("li")[0].text == "2021-01-01 发布 GB/T 1-2021 新版"
    assert [each.text for each in coming.all("li")] == ["2021-12-01 实施 GB/T 1-2021 新版 代替 GB/T 1-2010"]
    assert "没有可对照的目标" in shown.text


def test_the_first_page_shows_the_plan_with_its_day(page, app):
    load(example.TABLES)
    make_plan("2011-2015", *example.PLAN_PERIOD, {"implementation_rate": 0.3, "committees": 5})
    shown = page("/", as_of="2012-06-30")
    tiles = {tile.one("h3").text: tile.text for tile in shown.all("li", _class="tile")}
    assert len(tiles) == 6
    assert "66.7 % (4/6) ✓达到" in tiles["块状产业联盟标准实施率"]
    assert "0 ▽未达到" in tiles["落户本市的标准化技术委员会"]
    assert "截至 2012-06-30" in shown.text
