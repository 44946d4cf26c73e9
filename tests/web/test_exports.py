"""Tables taken away as files: everything found, not the page alone, and nothing that a spreadsheet would run."""

import csv
import io
from collections.abc import Sequence

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.database import db
from app.registry.models import BlockIndustry
from app.registry.words import OrganizationKind, RelationKind
from app.web import bodies
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

Rows = Sequence[Sequence[object]]


def csv_rows(text: str) -> Rows:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def as_text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


@pytest.fixture
def taken(client: FlaskClient):
    """The rows of a table in both forms, which are to agree."""

    def take(address: str, **asked: object) -> Rows:
        plain = client.get(address, query_string=asked | {"format": "csv"}, buffered=True)
        book = client.get(address, query_string=asked | {"format": "xlsx"}, buffered=True)
        assert (plain.status_code, book.status_code) == (200, 200), plain.text
        assert plain.mimetype == "text/csv"
        assert "attachment; filename*=UTF-8''" in book.headers["Content-Disposition"]
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.data)).get_sheet_by_index(0)
        rows = csv_rows(plain.text)
        assert rows == [[as_text(cell) for cell in row] for row in sheet.to_python()]
        return rows

    return take


@pytest.mark.parametrize("address", ["/search", "/api/v1/standards/export"])
def test_everything_found_is_exported_whatever_the_page(taken, app, index, address):
    for serial in range(1, 31):
        make_standard(f"GB/T {serial}-2020", "鞋" if serial % 2 else "帽")
    index()
    rows = taken(address, q="鞋", sort="number", page=2, per_page=1)
    assert rows[0][:2] == ["标准号", "标准名称"]
    assert [row[0] for row in rows[1:]] == [f"GB/T {serial}-2020" for serial in range(1, 31, 2)]


def test_a_row_says_what_the_standard_is_on_the_day(taken, app, index):
    dates = {"published_on": "2010-01", "implemented_on": "2010-06-01"}
    old = make_standard("GB/T 1-2010", "鞋", title_en="Shoes", ics=("61.060",), **dates)
    relate(make_standard("GB/T 1-2021", "新鞋", implemented_on="2021-12-01"), RelationKind.REPLACES, old)
    index()
    named = dict(zip(*taken("/search", q="GB/T 1-2010", sort="number", as_of="2022-01-01")[:2], strict=True))
    assert named["标准号"] == "GB/T 1-2010"
    assert (named["状态"], named["状态截至"]) == ("被代替", "2022-01-01")
    assert (named["终止日期"], named["被代替"]) == ("2021-12-01", "GB/T 1-2021")
    assert (named["英文名称"], named["标准类别"], named["性质"]) == ("Shoes", "国家标准", "推荐性")
    assert (named["发布日期"], named["实施日期"], named["ICS"]) == ("2010-01", "2010-06-01", "61.060")
    earlier = dict(zip(*taken("/search", q="GB/T 1-2010", sort="number", as_of="2020-01-01")[:2], strict=True))
    assert earlier["状态"] == "现行"


@pytest.mark.parametrize("sign", "=+-@")
def test_no_cell_is_a_formula(client, app, index, sign):
    make_standard("GB/T 1-2020", f"{sign}HYPERLINK(鞋)")
    index()
    plain = csv_rows(client.get("/search?format=csv", buffered=True).text)
    assert plain[1][1] == f"'{sign}HYPERLINK(鞋)"
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/search?format=xlsx", buffered=True).data))
    assert book.get_sheet_by_index(0).to_python()[1][1] == f"{sign}HYPERLINK(鞋)"


def test_statements_grow_by_the_chunk_and_not_by_the_row(client, app, index, statements):
    for serial in range(1, 61):
        make_standard(f"GB/T {serial}-2020", "鞋")
    index()
    with statements() as few:
        assert client.get("/search?format=csv&q=GB/T 7-2020", buffered=True).text.count("\n") >= 2
    with statements() as many:
        assert client.get("/search?format=csv&q=鞋", buffered=True).text.count("\n") == 61
    assert len(many) <= len(few)


def test_a_form_there_is_none_of_is_refused_by_field(client, page, index):
    index()
    assert client.get("/api/v1/standards/export?format=pdf").json["errors"][0]["field"] == "format"
    assert "格式" in page("/search?format=pdf", 422).text


def test_the_search_page_offers_its_whole_result(page, app, index):
    make_standard("GB/T 1-2020", "鞋")
    index()
    links = page("/search?q=鞋&page=1&kind=national").links()
    assert {"?q=%E9%9E%8B&kind=national&format=xlsx", "?q=%E9%9E%8B&kind=national&format=csv"} <= links
    assert not any("format=" in link for link in page("/search?q=帽").links())


@pytest.fixture
def city(app, divisions, index):
    load(example.TABLES)
    make_plan("2011-2015", *example.PLAN_PERIOD, {"implementation_rate": 0.3})
    index()


def test_lists_are_exported_whole_and_as_narrowed(taken, divisions):
    for serial in range(25):
        make_organization(f"厂{serial:02}", county="330382", uscc=f"91330399E{serial:09}")
    make_organization("协会", kind=OrganizationKind.ASSOCIATION)
    rows = taken("/organizations", kind="enterprise", sort="-name")
    assert rows[0][:4] == ["名称", "类型", "所在地", "统一社会信用代码"]
    assert [row[0] for row in rows[1:]] == [f"厂{serial:02}" for serial in range(24, -1, -1)]
    assert rows[1][1:4] == ["企业", "乐清市", "91330399E000000024"]


def test_the_tree_of_committees_is_exported_with_what_stands_above(taken, app):
    root = make_committee("SAC/TC 1", "甲")
    make_committee("SAC/TC 1/SC 1", "分", parent_id=root.id)
    assert [row[:4] for row in taken("/committees")[1:]] == [
        ["SAC/TC 1", "甲", "国家", ""],
        ["SAC/TC 1/SC 1", "分", "国家", "SAC/TC 1"],
    ]


@pytest.mark.parametrize("address", ["/block-industries", "/statistics/implementation"])
def test_rates_are_exported_with_their_counts(taken, city, address):
    """The worked example on 2012-06-30: 鞋 3/5, 锁 1/2."""
    rows = taken(address, as_of="2012-06-30")
    assert {row[0]: tuple(row[4:8]) for row in rows[1:]} == {
        "鞋": ("3", "5", "0.6", "达到"),
        "锁": ("1", "2", "0.5", "达到"),
    }
    assert [row[0] for row in taken(address, as_of="2012-06-30", sort="rate")[1:]] == ["锁", "鞋"]


def test_the_rows_behind_figures_are_exported(taken, city):
    shoes = db.session.scalars(select(BlockIndustry).where(BlockIndustry.name == "鞋")).one().id
    members = {row[0]: row[2:5] for row in taken(f"/block-industries/{shoes}", as_of="2014-06-01")[1:]}
    assert {name[:2] for name in members} == {"E1", "E3", "E5"}
    e3 = next(row for name, row in members.items() if name.startswith("E3"))
    assert (e3[0], e3[1]) == ("否", "")
    assert set(e3[2].split(";")) == {"所实施的版本已被代替", "未核实"}
    held = {row[0][:2]: row[3] for row in taken("/statistics/innovation-enterprises", as_of="2014-01-01")[1:]}
    assert set(held) == {"E1", "E3"}
    asked = {"from": "2011-01-01", "last": "2015-12-31"}
    assert [row[4] for row in taken("/statistics/drafting", **asked)[1:]].count("为主") == 2
    targets = {row[0]: row[1:6] for row in taken("/statistics", as_of="2012-06-30")[1:]}
    assert [round(float(each), 3) for each in targets["块状产业联盟标准实施率"][:4]] == [0.667, 4, 6, 0.3]
    assert targets["块状产业联盟标准实施率"][4] == "达到"
    assert taken("/statistics/committees")[0][0] == "编号"


@pytest.mark.parametrize(
    "address",
    [
        *("/organizations", "/block-industries", "/statistics", "/statistics/implementation?as_of=2012-06-30&sort=-rate"),
        "/statistics/innovation-enterprises?as_of=2014-01-01",
        # a page of two tables
        "/statistics/drafting?from=2011-01-01&last=2015-12-31&table=groups",
        "/statistics/drafting?from=2011-01-01&last=2015-12-31&table=rows",
    ],
)
def test_every_table_of_a_list_offers_its_export_as_it_is_asked_for(page, city, address):
    asked = address.partition("?")[2]
    links = page(address).links()
    for form in ("xlsx", "csv"):
        assert f"?{asked}{'&' if asked else ''}format={form}" in links


def test_a_click_on_a_head_sorts_and_another_turns_it_round(page, divisions):
    make_organization("乙厂", county="330382")
    make_organization("甲厂", county="330302")
    make_organization("丙厂", county=None)
    shown = page("/organizations")
    by_county = page("/organizations" + shown.link("所在地↕"))
    assert [row[0] for row in by_county.rows()] == ["甲厂", "乙厂", "丙厂"]
    assert by_county.all("th", aria_sort="ascending")[0].text == "所在地▲"
    turned = page("/organizations" + by_county.link("所在地▲"))
    assert [row[0] for row in turned.rows()] == ["乙厂", "甲厂", "丙厂"]
    assert "没有" not in page("/organizations?sort=uscc").text
    assert "排序" in page("/organizations?sort=abc", 422).text


def test_a_block_industry_is_listed_with_its_association(page, app):
    make_block_industry("SUO", "锁", association_id=make_organization("锁具行业协会", kind=OrganizationKind.ASSOCIATION).id)
    assert page("/block-industries").rows()[0][2] == "锁具行业协会"


def test_what_an_organization_did_is_taken_away_table_by_table(taken, client, app):
    body = make_organization("正泰电器")
    standard = make_standard("T/YANSHI 1-2021", "断路器", published_on="2021-01")
    make_drafting(standard, body, 2)
    make_implementation(body, standard, "2021-01-01", "2022-01-01", verified_on="2021-02-01")
    make_membership(body, make_block_industry("DYDQ", "低压电器"), "2010", "2020-07")
    make_award(body, make_scheme("YANSHI", "初级"), "2014-06-01", "初级", valid_until="2017-06-01")
    expected = {
        "draftings": ["T/YANSHI 1-2021", "断路器", "2021-01", "2", ""],
        "memberships": ["DYDQ", "低压电器", "2010", "2020-07 前"],
    }
    for table, row in expected.items():
        assert taken(f"/organizations/{body.id}", table=table)[1:] == [row]
    assert taken(f"/organizations/{body.id}", table="implementations")[1][2:6] == ["2021-01-01", "2021-12-31", "", "2021-02-01"]
    assert taken(f"/organizations/{body.id}", table="awards")[1][1:5] == ["初级", "", "2014-06-01", "2017-05-31"]
    assert client.get(f"/organizations/{body.id}?table=all&format=csv").status_code == 422


def test_all_standards_of_a_committee_are_taken_away_with_their_status(taken, app, monkeypatch):
    monkeypatch.setattr(bodies, "AT_ONCE", 2)
    committee = make_committee("SAC/TC 189")
    for serial in (3, 1, 2):
        make_standard(f"GB/T {serial}-2020", "锁", implemented_on="2020-11-01", committees=[committee])
    rows = taken(f"/committees/{committee.id}", as_of="2020-10-01", page=2)
    assert [(row[0], row[3], row[4], row[5]) for row in rows[1:]] == [
        (f"GB/T {serial}-2020", "2020-11-01", "即将实施", "2020-10-01") for serial in (1, 2, 3)
    ]
