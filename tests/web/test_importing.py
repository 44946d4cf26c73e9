"""Imports in the browser: columns joined, every row's fate before anything is written, the bad rows mended."""

import io
import os
import time

import openpyxl
import pytest
from sqlalchemy import func, select

from app.accounts.permissions import OfficeKind
from app.database import db
from app.registry.editing.import_jobs import SILENT_SECONDS
from app.registry.importing.columns import TABLES
from app.registry.models import Change, ImportJob, Organization, Standard
from app.registry.words import JobState, Through
from tests.factories import make_organization
from tests.signing import csrf_token, make_user, post, sign_in
from tests.web.typing_in import fields_of

pytestmark = pytest.mark.usefixtures("index_is_there")


@pytest.fixture
def index_is_there(index):
    index()


@pytest.fixture
def staff(client):
    return sign_in(client, make_user(office=OfficeKind.STAFF, name="李工"))


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def hand_in(staff, table, content, name="标准.xlsx"):
    data = {"csrf_token": csrf_token(staff), "table": table, "file": (io.BytesIO(content), name)}
    return staff.post("/workbench/imports", data=data, content_type="multipart/form-data")


def settled(staff, address):
    """The page of the job once it no longer works."""
    deadline = time.monotonic() + 60
    while True:
        page = staff.get(address).text
        if 'http-equiv="refresh"' not in page:
            return page
        assert time.monotonic() < deadline
        time.sleep(0.05)


def tried(staff, table, content, name="标准.xlsx"):
    answer = hand_in(staff, table, content, name)
    assert answer.status_code == 303, answer.text
    address = answer.location
    columns = fields_of(staff.get(address).text)
    post(staff, f"{address}/columns", columns)
    return address, settled(staff, address)


HEADINGS = ("标准号", "标准名称", "发布日期")


def test_nothing_is_written_before_it_is_confirmed_and_bad_rows_come_back(staff):
    rows = [(f"GB/T {serial}-2020", "断路器", "2020-04") for serial in range(1, 6)]
    bad = (("GB/T 9-2020", "", "2020"), ("GB/T 8-2020", "x", "昨天"))
    address, page = tried(staff, "standards", workbook(HEADINGS, *rows, *bad))
    assert "试运行完毕，还没有写入" in page
    assert "不是日期" in page
    assert db.session.scalar(select(func.count(Standard.id))) == 0

    post(staff, f"{address}/confirm")
    page = settled(staff, address)
    assert "已写入" in page
    db.session.rollback()
    assert db.session.scalar(select(func.count(Standard.id))) == 5
    change = db.session.scalar(select(Change).order_by(Change.id))
    assert (change.through, change.reason, change.by_name) == (Through.PAGE, "导入 标准.xlsx", "李工")
    assert "退回 2" in staff.get(f"{address}?what=退回").text
    assert staff.get("/api/v1/standards?q=断路器").json["total"] == 5

    with staff.get(f"{address}/rejects.xlsx") as rejects:
        sheet = openpyxl.load_workbook(io.BytesIO(rejects.data)).active
    head, *bad = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert head == ["number", "title_zh", "published_on", "line", "field", "value", "reason"]
    assert sorted(row[3] for row in bad) == [7, 8]
    mended = [[row[0], row[1] or "漏了名称的标准", "2020-05-01", *row[3:]] for row in bad]
    again, page = tried(staff, "standards", workbook(head, *mended), "改好.xlsx")
    post(staff, f"{again}/confirm")
    settled(staff, again)
    db.session.rollback()
    assert db.session.scalar(select(func.count(Standard.id))) == 7


def test_columns_are_joined_by_hand_where_their_headings_say_nothing(staff):
    content = "甲,乙,丙\n91330399MA0000001X,演示公司,瑞安\n".encode()
    location = hand_in(staff, "organizations", content, "名单.csv").location
    assert fields_of(staff.get(location).text)["column-0"] == ""
    refused = post(staff, f"{location}/columns", {"column-0": "name", "column-1": "name"})
    assert refused.status_code == 422
    assert "单位名称" in refused.text
    post(staff, f"{location}/columns", {"column-1": "name"})
    assert "新增 <strong>1</strong>" in settled(staff, location)
    post(staff, f"{location}/confirm")
    settled(staff, location)
    db.session.rollback()
    assert db.session.scalars(select(Organization.name)).all() == ["演示公司"]


def test_what_is_copied_from_a_spreadsheet_is_pasted(staff):
    answer = post(staff, "/workbench/imports", {"table": "organizations", "pasted": "名称\t所在县区\n演示公司\t\n"})
    post(staff, f"{answer.location}/columns", {"column-0": "name", "column-1": "county"})
    assert "新增 <strong>1</strong>" in settled(staff, answer.location)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.xlsx", "空文件"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 40, "a.xlsx", "PNG"),
        (b"PK\x03\x04broken", "a.xlsx", "损坏"),
        (b"%PDF-1.7\n", "../../etc/passwd", "PDF"),
    ],
    ids=["empty", "picture", "broken", "path in its name"],
)
def test_a_file_that_is_none_of_ours_is_refused_beside_its_field(staff, settings, content, name, said):
    answer = hand_in(staff, "standards", content, name)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'id="file-wrong"' in answer.text
    assert os.listdir(settings.instance_dir / "imports") == []


def test_nothing_chosen_is_asked_for(staff):
    answer = post(staff, "/workbench/imports", {"table": "standards", "pasted": ""})
    assert answer.status_code == 422
    assert "请选择文件" in answer.text


def test_a_name_is_a_label_and_never_a_path(staff, settings):
    location = hand_in(staff, "standards", workbook(HEADINGS, ("GB/T 1-2020", "a", "")), "..\\..\\<i>x.xlsx").location
    page = staff.get(location).text
    assert "&lt;i&gt;x.xlsx" in page
    [folder] = (settings.instance_dir / "imports").iterdir()
    assert [each.name for each in folder.iterdir()] == ["source.xlsx"]


def test_ten_thousand_rows_with_one_in_a_hundred_bad(staff):
    lines = [f"演示企业{serial},{'330382' if serial % 100 else '33038'}" for serial in range(10_000)]
    address, page = tried(staff, "organizations", "\n".join(["名称,所在县区", *lines]).encode(), "企业.csv")
    assert "退回 <strong>100</strong>" in page
    post(staff, f"{address}/confirm")
    page = settled(staff, address)
    assert "新增 <strong>9,900</strong>".replace(",", "\u202f") in page
    assert "退回 <strong>100</strong>" in page
    db.session.rollback()
    assert db.session.scalar(select(func.count(Organization.id))) == 9_900


def test_a_job_whose_process_died_says_so_and_goes_on(staff, settings):
    address, _ = tried(staff, "standards", workbook(HEADINGS, ("GB/T 1-2020", "断路器", "")))
    job = db.session.scalar(select(ImportJob))
    job.state, job.is_trial = JobState.RUNNING, False
    db.session.commit()
    progress = settings.instance_dir / "imports" / job.token / "progress"
    long_ago = time.time() - SILENT_SECONDS - 1
    os.utime(progress, (long_ago, long_ago))
    assert "中途停过" in staff.get(address).text
    post(staff, f"{address}/resume")
    assert "已写入" in settled(staff, address)


def test_a_job_is_confirmed_once(staff):
    address, _ = tried(staff, "standards", workbook(HEADINGS, ("GB/T 1-2020", "断路器", "")))
    assert post(staff, f"{address}/confirm").status_code == 303
    settled(staff, address)
    assert post(staff, f"{address}/confirm").status_code == 409


@pytest.mark.parametrize("table", TABLES)
def test_a_template_is_what_its_own_import_reads(staff, table):
    with staff.get(f"/workbench/records/{table}/template.xlsx") as answer:
        content = answer.data
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [cell.value for cell in book["数据"][1]] == [TABLES[table].column(name).label for name in TABLES[table].written]
    columns = fields_of(staff.get(hand_in(staff, table, content, "模板.xlsx").location).text)
    chosen = [columns[f"column-{at}"] for at in range(len(TABLES[table].written))]
    assert set(TABLES[table].key) <= set(chosen)


def test_only_who_may_import_does(client, app):
    assert client.get("/workbench/imports").status_code in (302, 303)
    body = make_organization()
    member = sign_in(app.test_client(), make_user(office=OfficeKind.EDITOR, organization=body))
    assert member.get("/workbench/imports").status_code == 403
    assert post(member, "/workbench/imports", {"table": "standards", "pasted": "标准号\nGB/T 1-2020"}).status_code == 403
