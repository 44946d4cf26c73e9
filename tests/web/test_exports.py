"""Tables taken away as files: everything found, not the page alone, and nothing that a spreadsheet would run."""

import csv
import io
from collections.abc import Sequence

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from app.registry.words import RelationKind
from tests.factories import make_standard, relate

Rows = Sequence[Sequence[object]]


def csv_rows(text: str) -> Rows:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


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
        assert rows == [[str(cell) for cell in row] for row in sheet.to_python()]
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
