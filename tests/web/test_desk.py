"""The staff desk: every record listed, created, changed, chosen between, ended, taken out, merged, put back."""

import pytest
from sqlalchemy import func, select

from app.accounts.permissions import OfficeKind
from app.database import db
from app.registry.editing.kept import kept
from app.registry.importing.columns import TABLES
from app.registry.models import Change, Membership, Organization, Standard
from app.registry.words import RelationKind
from tests.factories import (
    make_block_industry,
    make_drafting,
    make_membership,
    make_organization,
    make_standard,
    relate,
)
from tests.signing import make_user, post, sign_in
from tests.web.typing_in import fields_checked, fields_of


@pytest.fixture
def staff(client):
    return sign_in(client, make_user(office=OfficeKind.STAFF, name="李工"))


def shown(staff, address, status=200):
    answer = staff.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def saved(staff, address, typed):
    answer = post(staff, address, typed)
    assert answer.status_code == 303, answer.text
    return answer.location


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_a_list_a_form_and_files(staff, table):
    page = shown(staff, f"/workbench/records/{table}")
    assert TABLES[table].label in page
    form = shown(staff, f"/workbench/records/{table}/new")
    for column in TABLES[table].key:
        assert f'name="{column}"' in form
    assert staff.get(f"/workbench/records/{table}.csv").status_code == 200
    empty = post(staff, f"/workbench/records/{table}/new", {"whole": "1"})
    assert empty.status_code == 422
    assert "autofocus" in empty.text


def test_a_standard_is_typed_in_and_read_as_typed(staff):
    typed = {
        "whole": "1",
        "number": "ＧＢ∕Ｔ 1.1－2020",
        "title_zh": "标准化工作导则",
        "published_on": "2020-03",
        "replaces": "GB/T 1.1-2009\r\nGB/T 1.2-2002",
        "drafting_units": "甲、乙研究所;\r\n丙公司",
        "reason": "补录",
    }
    location = saved(staff, "/workbench/records/standards/new", typed)
    row = kept("standards", int(location.rpartition("/")[2])).row
    assert (row["number"], row["published_on"]) == ("GB/T 1.1-2020", "2020-03")
    assert row["replaces"] == ("GB/T 1.1-2009", "GB/T 1.2-2002")
    assert row["drafting_units"] == ("甲、乙研究所", "丙公司")
    assert db.session.scalar(select(Change.reason).where(Change.table_name == "standards")) == "补录"
    page = shown(staff, location)
    assert "已新增标准 GB/T 1.1-2020" in page
    assert saved(staff, location, {"whole": "1", "number": "GB/T 1.1-2020", "title_zh": "标准化工作导则"}) == location


def test_a_form_that_is_sent_as_it_was_shown_changes_nothing(staff):
    standard = make_standard("GB/T 1-2020", "断路器", keywords=("甲、乙", "丙"), source=("a;b", "c"), scope="一\n二")
    make_drafting(standard, make_organization("甲公司"))
    before = kept("standards", standard.id)
    page = shown(staff, f"/workbench/records/standards/{standard.id}")
    saved(staff, f"/workbench/records/standards/{standard.id}", fields_of(page))
    assert kept("standards", standard.id).row == before.row
    assert db.session.scalar(select(func.count(Change.id))) == 0


def test_what_was_typed_is_kept_beside_what_is_wrong(staff):
    typed = {"whole": "1", "number": "GB/T 1-2020", "title_zh": "断路器", "published_on": "去年", "pages": "多"}
    answer = post(staff, "/workbench/records/standards/new", typed)
    assert answer.status_code == 422
    assert "有 2 项要改正" in answer.text
    assert 'id="published_on-wrong"' in answer.text
    assert 'value="去年"' in answer.text
    assert answer.text.count("autofocus") == 1
    assert db.session.scalar(select(func.count(Standard.id))) == 0


def test_what_is_there_is_shown_instead_of_created(staff):
    own = make_standard("GB/T 1-2020").id
    answer = post(staff, "/workbench/records/standards/new", {"whole": "1", "number": "GB/T 1-2020", "title_zh": "断路器"})
    assert answer.status_code == 409
    assert f"/workbench/records/standards/{own}" in answer.text


def test_of_two_who_edit_the_second_sees_both_and_chooses(staff):
    own = make_organization("甲公司", established_on="2001-01-01").id
    address = f"/workbench/records/organizations/{own}"
    opened = fields_of(shown(staff, address))
    saved(staff, address, opened | {"name": "甲集团", "established_on": "2002"})
    answer = post(staff, address, opened | {"name": "甲股份", "kind": "enterprise"})
    assert answer.status_code == 409
    choices = answer.text
    for text in ("甲集团", "甲股份", "您没有改动这一项"):
        assert text in choices
    assert kept("organizations", own).row["name"] == "甲集团"
    merged = fields_checked(choices)
    assert merged["name"] == "甲股份"
    assert merged["established_on"] == "2002"
    saved(staff, address, merged)
    row = kept("organizations", own).row
    assert (row["name"], row["established_on"]) == ("甲股份", "2002")


def test_the_last_day_included_stands_in_the_form_and_the_day_after_in_the_register(staff):
    member = make_membership(make_organization("甲公司"), make_block_industry("XIE"), "2011-01-01", "2015-01-01").id
    address = f"/workbench/records/memberships/{member}"
    opened = fields_of(shown(staff, address))
    assert opened["to_included"] == "2014-12-31"
    saved(staff, address, opened | {"to_included": "2016-12-31"})
    db.session.expire_all()
    assert str(db.session.get(Membership, member).until_on) == "2017-01-01"


def test_a_record_ends_goes_and_comes_back(staff):
    own = make_standard("GB/T 1-2020", "断路器").id
    address = f"/workbench/records/standards/{own}"
    saved(staff, f"{address}/end", {"on": "2023-05-01", "reason": "公告"})
    assert kept("standards", own).row["withdrawn_on"] == "2023-05-01"
    assert post(staff, f"{address}/remove", {}).status_code == 422
    location = saved(staff, f"{address}/remove", {"reason": "重复"})
    assert "GB/T 1-2020" in shown(staff, location)
    shown(staff, address, 404)
    change = db.session.scalar(select(Change.id).order_by(Change.id.desc()))
    assert "将重新建立这条记录" in shown(staff, f"/workbench/history/{change}")
    back = saved(staff, f"/workbench/history/{change}", {"reason": "误删"})
    assert kept("standards", int(back.rpartition("/")[2])).row["withdrawn_on"] == "2023-05-01"


def test_two_records_of_one_body_are_found_looked_at_and_merged(staff):
    real, double = make_organization("甲公司", established_on="2001"), make_organization("甲公司（旧名）", county=None)
    make_drafting(make_standard("GB/T 1-2020"), double)
    stays, goes = real.id, double.id
    address = f"/workbench/records/organizations/{goes}/merge"
    assert f"into={stays}" in shown(staff, f"{address}?q=甲公司")
    assert "GB/T 1-2020" in shown(staff, f"{address}?into={stays}")
    saved(staff, address, {"into": str(stays), "reason": "同一家"})
    db.session.expire_all()
    assert db.session.get(Organization, goes) is None


def test_history_is_narrowed_and_handed_out(staff):
    saved(staff, "/workbench/records/organizations/new", {"whole": "1", "name": "甲公司", "county": "330382", "reason": "报名"})
    saved(staff, "/workbench/records/standards/new", {"whole": "1", "number": "GB/T 1-2020", "title_zh": "断路器"})
    shown(staff, "/workbench/records")  # says what was done, once
    page = shown(staff, "/workbench/history?table=organizations")
    assert "甲公司" in page
    assert "GB/T 1-2020" not in page
    assert "没有这样的改动" in shown(staff, "/workbench/history?by=无此人")
    lines = staff.get("/workbench/history.csv?table=organizations").text.splitlines()
    assert lines[0].lstrip("\ufeff").startswith("时间,何人")
    assert any("单位名称" in line and "甲公司" in line and "报名" in line for line in lines)


def test_the_page_of_a_record_shows_its_history_to_who_may_read_it(staff, app):
    own = make_organization("甲公司").id
    saved(staff, f"/workbench/records/organizations/{own}", {"name": "乙公司", "reason": "更名"})
    page = shown(staff, f"/organizations/{own}")
    assert "更名" in page
    assert f"/workbench/records/organizations/{own}" in page
    reader = app.test_client()
    assert "更名" not in shown(reader, f"/organizations/{own}")


def test_how_a_number_is_read_is_said_while_it_is_typed(staff):
    make_standard("GB/T 1.1-2020")
    assert staff.get("/workbench/reading?number=gb/t 1.1－2020").json["said"].endswith("已在库中")
    assert staff.get("/workbench/reading?number=GB/T 19001-16").json["reading"] == "GB/T 19001-2016"


@pytest.mark.parametrize(
    "address",
    [
        "/workbench/records",
        "/workbench/records/standards",
        "/workbench/records/standards/new",
        "/workbench/records/organizations/1",
        "/workbench/records/organizations/1/end",
        "/workbench/records/organizations/1/remove",
        "/workbench/records/organizations/1/merge",
        "/workbench/history",
        "/workbench/reading?number=GB",
    ],
)
def test_only_staff_sit_at_the_desk(app, client, address):
    body = make_organization("甲公司")
    assert client.get(address).status_code in (302, 303)
    member = sign_in(app.test_client(), make_user(office=OfficeKind.MANAGER, organization=body))
    assert member.get(address).status_code == 403


def test_the_workbench_counts_what_waits_for_staff_and_leads_on(staff, app):
    standard = make_standard("GB/T 1-2020")
    relate(standard, RelationKind.CITES, "GB/T 7-2015")
    relate(make_standard("GB/T 2-2020"), RelationKind.CITES, "GB/T 7-2015")
    make_drafting(standard, make_organization("只知其名", county=None, unconfirmed=True))
    page = shown(staff, "/workbench")
    assert "单位待核</a>：<strong>1</strong> 家" in page
    assert "库中没有的标准号</a>：<strong>1</strong> 个" in page
    assert "只知其名" in shown(staff, "/workbench/unconfirmed-bodies")
    missing = shown(staff, "/workbench/missing-numbers")
    assert "GB/T 7-2015" in missing
    assert "2 次" in missing
    assert "标准化院工作" not in shown(app.test_client(), "/workbench")
    auditor = sign_in(app.test_client(), make_user(office=OfficeKind.AUDITOR))
    assert "补全" not in shown(auditor, "/workbench/unconfirmed-bodies")


def test_a_number_typed_wrong_is_corrected_on_a_page_of_its_own(staff, client):
    standard = make_standard("GB/T 1234-2020")
    other = make_standard("GB/T 9-2020")
    address = f"/workbench/records/standards/{standard.id}/number"
    assert address in shown(staff, f"/workbench/records/standards/{standard.id}")
    typed = fields_of(shown(staff, address))
    assert typed["number"] == "GB/T 1234-2020"
    for wrong, said in (({}, "请填写这一项"), ({"number": "GB/T 9-2020", "why": "corrected", "reason": "封面"}, "另一项标准")):
        answer = post(staff, address, typed | wrong)
        assert (answer.status_code, said in answer.text) == (422, True)
    asked = typed | {"number": "gb/t 1243—2020", "why": "corrected", "reason": "对照封面"}
    saved(staff, address, asked)
    assert kept("standards", standard.id).key == "GB/T 1243-2020"
    # sent a second time, from the state that is no more
    assert "已被他人修改" in post(staff, address, asked | {"number": "GB/T 1-2020"}).text
    assert kept("standards", standard.id).key == "GB/T 1243-2020"
    assert "GB/T 1234-2020" in shown(staff, f"/workbench/records/standards/{standard.id}")
    assert kept("standards", other.id).key == "GB/T 9-2020"
