"""Snapshots that stay what they were while the register is put right."""

import json

import pytest
from sqlalchemy import update

from app import migrating
from app.accounts.permissions import OfficeKind
from app.api.sheets import Name
from app.cli.main import main
from app.database import db
from app.errors import Conflict
from app.registry.models import Snapshot
from tests import worked_example as example
from tests.factories import make_plan
from tests.registry.statistics.loading import load
from tests.signing import csrf_header, csrf_token, make_user, sign_in


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
        assert "各块状产业实施率：减少 0 行，增加 0 行，改变 2 行" in shown
        assert "66.7 %" in shown
        assert "实施率明细：成员企业：减少 0 行，增加 0 行，改变 1 行" in shown
        listed = client.get(f"{where}/differences.csv").text
        assert "实施率明细：成员企业,改,XIE，E3，91330399E000000039,实施,否,是" in listed
        assert client.get(f"{where}/differences.xlsx").data[:2] == b"PK"
        assert client.get(f"{where}/differences.pdf").status_code == 404
        assert client.get(f"{where}/block-industries.csv").text == frozen
        assert "XIE,鞋,,5,3,0.6,是,未核实 1" in frozen
        kept = db.session.query(Snapshot).one()
        kept.title = "另一个"
        with pytest.raises(Conflict):
            db.session.commit()
        db.session.rollback()

    def test_command_and_api_say_the_same_of_them(self, command, client, tmp_path):
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
        assert (rate["gone"], rate["new"]) == ([], [])
        assert rate["changed"][0] == {"key": ["XIE"], "cells": [
            {"heading": "实施企业", "before": 3, "after": 4},
            {"heading": "实施率", "before": 0.6, "after": 0.8},
            {"heading": "未计入", "before": "未核实 1", "after": ""},
        ]}
        assert found["definition_version"] == found["definition_version_now"] == kept["definition_version"]
        frozen = next(each for each in client.get(where).json["sheets"] if each["name"] == "block-industries")
        assert ["XIE", "鞋", None, 5, 3, 0.6, "是", "未核实 1"] in frozen["rows"]
        told = command.invoke(main, ["stats", "snapshot", "differences", str(kept["id"]), "--json"])
        assert json.loads(told.stdout) == found
        lines = command.invoke(main, ["stats", "snapshot", "differences", str(kept["id"])]).stdout
        assert "~ XIE：实施企业 3 → 4；实施率 0.6 → 0.8；未计入 未核实 1 → —" in lines
        out = tmp_path / "差异.jsonl"
        assert command.invoke(main, ["stats", "snapshot", "differences", str(kept["id"]), "--out", str(out)]).exit_code == 0
        assert {"表": "各块状产业实施率", "变化": "改", "行": "XIE", "项": "实施企业", "快照": 3, "现在登记": 4} in map(
            json.loads, out.read_text().splitlines()
        )
        shown = command.invoke(main, ["stats", "snapshot", "show", str(kept["id"])])
        assert json.loads(shown.stdout) == client.get(where).json
        assert client.get("/api/v1/statistics/snapshots/99").status_code == 404

    def test_a_row_added_and_a_row_gone_are_named(self, client, staff):
        where = take(staff, title="甲", as_of="2012-06-30").headers["Location"]
        load({"memberships": [{"block_industry": "SUO", "uscc": example.E1, "from": "2012-01-01"}]})
        items = client.get(f"/api/v1{where}/differences").json["items"]
        members = next(each for each in items if each["name"] == "members")
        assert [row[:3] for row in members["new"]] == [["SUO", "锁", "E1"]]
        assert (members["gone"], members["changed"]) == ([], [])
        where = take(staff, title="乙", as_of="2012-06-30").headers["Location"]
        load({"memberships": [{"block_industry": "SUO", "uscc": example.E1, "from": "2012-01-01", "to": "2012-06-30"}]})
        items = client.get(f"/api/v1{where}/differences").json["items"]
        members = next(each for each in items if each["name"] == "members")
        assert [row[:3] for row in members["gone"]] == [["SUO", "锁", "E1"]]
        assert members["new"] == []

    def test_the_interface_takes_one_once(self, staff, client):
        headers = csrf_header(staff) | {"Idempotency-Key": "k1"}
        given = {"title": "2012 年报送", "as_of": "2012-06-30"}
        first = staff.post("/api/v1/statistics/snapshots", json=given, headers=headers)
        again = staff.post("/api/v1/statistics/snapshots", json=given, headers=headers)
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json == again.json
        whole = client.get(first.headers["Location"]).json
        assert first.json.items() <= whole.items()
        assert {sheet["name"] for sheet in whole["sheets"]} == {name.value for name in Name}
        assert db.session.query(Snapshot).count() == 1
        for wrong, field in (({"as_of": "2012-06-30"}, "title"), ({"title": "甲", "as_of": "2012-13-01"}, "as_of"),
                             ({"title": " "}, "title")):  # fmt: skip
            refused = staff.post("/api/v1/statistics/snapshots", json=wrong, headers=csrf_header(staff))
            assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, field)

    def test_one_that_was_altered_in_the_database_is_not_shown(self, staff, client, command):
        where = take(staff, title="甲", as_of="2012-06-30").headers["Location"]
        assert command.invoke(main, ["stats", "snapshot", "check"]).stdout == "1 份快照均与留存时相同\n"
        kept = db.session.query(Snapshot).one()
        assert kept.checksum in client.get(where).text
        altered = kept.content | {"target": 0.2}
        db.session.execute(update(Snapshot).values(content=altered))
        db.session.commit()
        assert client.get(where).status_code == 409
        assert client.get(f"/api/v1{where}").status_code == 409
        assert client.get(f"{where}/report.xlsx").status_code == 409
        checked = command.invoke(main, ["stats", "snapshot", "check"])
        assert checked.exit_code == 1
        assert "甲：内容与留存时的校验值不符" in checked.stdout

    def test_one_taken_before_there_were_checksums_has_one(self, staff, client):
        where = take(staff, title="甲", as_of="2012-06-30").headers["Location"]
        checksum = db.session.query(Snapshot).one().checksum
        db.session.remove()
        migrating.downgrade("0014")
        migrating.upgrade()
        assert db.session.query(Snapshot).one().checksum == checksum
        assert client.get(where).status_code == 200

    def test_the_frozen_report_can_be_made_again(self, staff, client, command, tmp_path):
        where = take(staff, title="2012 年报送", as_of="2012-06-30").headers["Location"]
        before = [client.get(f"{where}/report.{form}").data for form in ("docx", "xlsx")]
        load({"implementations": [
            {"uscc": example.E3, "number": example.S1, "from": "2012-06-01", "verified_on": "2012-06-15"},
        ]})
        assert [client.get(f"{where}/report.{form}").data for form in ("docx", "xlsx")] == before
        out = tmp_path / "报告.docx"
        number = where.rpartition("/")[2]
        assert command.invoke(main, ["stats", "snapshot", "report", number, str(out)]).exit_code == 0
        assert out.read_bytes() == before[0]

    def test_only_who_may_takes_one(self, app, staff):
        editor = app.test_client()
        sign_in(editor, make_user("审计", office=OfficeKind.AUDITOR))
        assert take(editor, title="甲", as_of="2012-06-30").status_code == 403
        answer = take(staff, title=" ", as_of="2012-06-30")
        assert answer.status_code == 422
        assert "请写标题" in answer.text
        assert take(staff, title="甲", as_of="2012-02-30").status_code == 422
        assert db.session.query(Snapshot).count() == 0
