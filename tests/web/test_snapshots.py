"""Reports as files, and snapshots that stay what they were while the register is put right."""

import io
import json
import zipfile

import pytest
import python_calamine

from app.accounts.permissions import OfficeKind
from app.cli.main import main
from app.database import db
from app.errors import Conflict
from app.registry.models import Snapshot
from tests import worked_example as example
from tests.factories import make_plan
from tests.registry.statistics.loading import load
from tests.signing import csrf_token, make_user, sign_in


@pytest.fixture
def register(app):
    load(example.TABLES)
    make_plan("2011-2015", *example.PLAN_PERIOD, {"implementation_rate": 0.3})


@pytest.fixture
def staff(app):
    client = app.test_client()
    sign_in(client, make_user("院工作人员", office=OfficeKind.STAFF))
    return client


def take(client, **typed):
    return client.post("/statistics/snapshots", data={"csrf_token": csrf_token(client), **typed})


@pytest.mark.usefixtures("register")
class TestSnapshots:
    def test_later_corrections_are_differences_and_change_nothing(self, staff, client, page):
        answer = take(staff, title="2012 年报送", as_of="2012-06-30")
        assert answer.status_code == 303
        where = answer.headers["Location"]
        assert "没有差异" in page(where).text
        frozen = client.get(f"{where}/block-industries.csv").text
        load({"implementations": [
            {"uscc": example.E3, "number": example.S1, "from": "2012-06-01", "verified_on": "2012-06-15"},
        ]})
        shown = page(where).text
        assert "各块状产业实施率：快照独有 2 行，现在独有 2 行" in shown
        assert "66.7 %" in shown
        assert client.get(f"{where}/block-industries.csv").text == frozen
        assert "XIE,鞋,,5,3,0.6,是,未核实 1" in frozen
        kept = db.session.query(Snapshot).one()
        kept.title = "另一个"
        with pytest.raises(Conflict):
            db.session.commit()
        db.session.rollback()

    def test_command_and_api_say_the_same_of_them(self, command, client):
        assert command.invoke(main, ["stats", "snapshot", "take", "2012 年报送", "--as-of", "2012-06-30"]).exit_code == 0
        (kept,) = client.get("/api/v1/statistics/snapshots").json["items"]
        assert (kept["title"], kept["as_of"]) == ("2012 年报送", "2012-06-30")
        where = f"/api/v1/statistics/snapshots/{kept['id']}"
        assert client.get(f"{where}/differences").json["items"] == []
        load({"implementations": [
            {"uscc": example.E3, "number": example.S1, "from": "2012-06-01", "verified_on": "2012-06-15"},
        ]})
        found = client.get(f"{where}/differences").json
        rate = next(each for each in found["items"] if each["name"] == "block-industries")
        assert ["XIE", "鞋", None, 5, 3, 0.6, "是", "未核实 1"] in rate["gone"]
        assert ["XIE", "鞋", None, 5, 4, 0.8, "是", ""] in rate["new"]
        frozen = next(each for each in client.get(where).json["sheets"] if each["name"] == "block-industries")
        assert ["XIE", "鞋", None, 5, 3, 0.6, "是", "未核实 1"] in frozen["rows"]
        told = command.invoke(main, ["stats", "snapshot", "differences", str(kept["id"]), "--json"])
        assert json.loads(told.stdout) == found
        assert "各块状产业实施率：快照独有 2 行，现在独有 2 行" in command.invoke(
            main, ["stats", "snapshot", "differences", str(kept["id"])]
        ).stdout
        assert client.get("/api/v1/statistics/snapshots/99").status_code == 404

    def test_only_who_may_takes_one(self, app, staff):
        editor = app.test_client()
        sign_in(editor, make_user("审计", office=OfficeKind.AUDITOR))
        assert take(editor, title="甲", as_of="2012-06-30").status_code == 403
        answer = take(staff, title=" ", as_of="2012-06-30")
        assert answer.status_code == 422
        assert "请写标题" in answer.text
        assert take(staff, title="甲", as_of="2012-02-30").status_code == 422
        assert db.session.query(Snapshot).count() == 0


@pytest.mark.usefixtures("register")
class TestReports:
    def test_the_workbook_has_every_row(self, client):
        book = python_calamine.CalamineWorkbook.from_filelike(
            io.BytesIO(client.get("/statistics/report.xlsx?as_of=2014-06-01").data)
        )
        members = book.get_sheet_by_name("实施率明细 成员企业").to_python()
        assert len(members) == 1 + 5
        rates = {row[0]: row[5] for row in book.get_sheet_by_name("各块状产业实施率").to_python()}
        assert (rates["XIE"], rates["SUO"]) == (0, 0)
        assert any("口径版本" in str(row[0]) for row in book.get_sheet_by_name("说明").to_python())

    def test_the_document_holds_figures_rows_and_definitions(self, client):
        data = client.get("/statistics/report.docx?as_of=2012-06-30").data
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            text = packed.read("word/document.xml").decode()
        for found in ("标准化工作报告（截至 2012-06-30）", "66.7 %", "未核实 1", "成员企业：D 日在该块状产业成员期内"):
            assert found in text

    def test_the_page_prints_the_same(self, page):
        shown = page("/statistics/report?as_of=2012-06-30")
        assert "66.7 %" in shown.text
        assert "没有记录" in shown.text

    def test_charts_are_taken_away_as_pictures(self, client):
        for name in ("rates", "drafting", "innovation"):
            drawn = client.get(f"/statistics/charts/{name}.svg?as_of=2012-06-30")
            assert drawn.mimetype == "image/svg+xml"
            assert "2012-06-30" in drawn.text
        assert "60.0 %（3/5）" in client.get("/statistics/charts/rates.svg?as_of=2012-06-30").text
        assert client.get("/statistics/charts/rates.png?as_of=2012-06-30").status_code in (200, 404)
        assert client.get("/statistics/charts/nothing.svg").status_code == 404
