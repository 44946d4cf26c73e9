"""Staff bring a workbook in: five of its rows are bad, are mended, and go in with the rest behind them."""

import shutil
import threading

import openpyxl
import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from app import create_app
from app.accounts.permissions import OfficeKind
from app.config import Settings
from app.database import db
from app.search import sync
from tests.factories import make_organization
from tests.signing import PASSWORD, make_user

BAD = {
    2: ("标准号", None),
    3: ("标准名称", None),
    4: ("发布日期", "去年"),
    5: ("页数", "很多"),
    6: ("标准状态", "还行"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory, migrated_sqlite):
    """A small registry of its own with somebody of the staff."""
    folder = tmp_path_factory.mktemp("instance")
    shutil.copy(migrated_sqlite, folder / "biaolian.db")
    application = create_app(Settings.from_environment({"BIAOLIAN_INSTANCE_DIR": str(folder)}))
    with application.app_context():
        make_user("yuan", office=OfficeKind.STAFF, name="李工")
        make_organization("演示锁厂")
        sync.rebuild(sync.search_engine())
        db.session.remove()
    server = make_server("127.0.0.1", 0, application, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    serving.join()
    with application.app_context():
        db.engine.dispose()


@pytest.fixture
def staff(open_page):
    def opened(onward, width):
        page = open_page(f"/login?next={onward}", width=width)
        page.get_by_label("登录名").fill("yuan")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda address: "/login" not in address)
        return page

    return opened


def workbook(path, rows):
    book = openpyxl.Workbook()
    book.active.append(["标准号", "标准名称", "发布日期", "页数", "标准状态"])
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def bring_in(page, path):
    page.goto("/workbench/imports")
    page.get_by_label("导入到").select_option("standards")
    page.get_by_label("文件", exact=True).set_input_files(path)
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="试运行").click()
    page.get_by_text("试运行完毕").wait_for()


@pytest.mark.parametrize("width", [1280, 390])
def test_staff_import_a_workbook_with_five_bad_rows_mend_them_and_import_the_rest(staff, tmp_path, width):
    page = staff("/workbench/imports", width)
    serial = 70_000 + width
    rows = [[f"Q/YANSHI {serial + at}-2024", "演示标准", "2024-05-01", 12, "现行"] for at in range(1, 9)]
    good = [list(row) for row in rows]
    columns = ["标准号", "标准名称", "发布日期", "页数", "标准状态"]
    for line, (column, value) in BAD.items():
        rows[line - 1][columns.index(column)] = value
    bring_in(page, workbook(tmp_path / "标准.xlsx", rows))
    expect(page.locator("main")).to_contain_text("退回 5")
    page.get_by_role("button", name="确认写入").click()
    page.get_by_text("已写入").wait_for()
    expect(page.locator("main")).to_contain_text("新增 3")
    with page.expect_download() as download:
        page.get_by_text("下载退回的行").click()
    download.value.save_as(tmp_path / "退回.xlsx")
    book = openpyxl.load_workbook(tmp_path / "退回.xlsx")
    assert book.active.max_row == 6
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    mended = [good[line - 1] for line in BAD]
    bring_in(page, workbook(tmp_path / "改好.xlsx", mended))
    page.get_by_role("button", name="确认写入").click()
    page.get_by_text("已写入").wait_for()
    expect(page.locator("main")).to_contain_text("新增 5")
    page.goto(f"/standards/Q/YANSHI {serial + 5}-2024")
    expect(page.locator("h1")).to_contain_text("YANSHI")


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_of_the_desk_scrolls_sideways(staff, screenshots, width):
    page = staff("/workbench/records", width)
    for name, address in {
        "tables": "/workbench/records",
        "records": "/workbench/records/organizations",
        "standard": "/workbench/records/standards/new",
        "organization": "/workbench/records/organizations/1",
        "end": "/workbench/records/organizations/1/end",
        "remove": "/workbench/records/organizations/1/remove",
        "merge": "/workbench/records/organizations/1/merge",
        "imports": "/workbench/imports",
        "history": "/workbench/history",
        "workbench": "/workbench",
        "unconfirmed": "/workbench/unconfirmed-bodies",
        "missing": "/workbench/missing-numbers",
        "reviews": "/workbench/reviews-due",
        "claims": "/workbench/drafting-claims",
    }.items():
        page.goto(address)
        page.screenshot(path=screenshots / f"desk-{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


def test_a_number_is_read_while_it_is_typed(staff):
    page = staff("/workbench/records/standards/new", 1280)
    page.get_by_label("标准号", exact=False).first.fill("gb t 19001 16")
    expect(page.locator(".hint.read")).to_contain_text("GB/T 19001—2016")
