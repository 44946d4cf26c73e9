"""Staff bring a workbook in: five of its rows are bad, are mended, and go in with the rest behind them."""

import openpyxl
import pytest
from playwright.sync_api import expect

BAD = {
    2: ("标准号", None),
    3: ("标准名称", None),
    4: ("发布日期", "去年"),
    5: ("页数", "很多"),
    6: ("标准状态", "还行"),
}


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
def test_staff_import_a_workbook_with_five_bad_rows_mend_them_and_import_the_rest(signed_in_page, tmp_path, width):
    page = signed_in_page(width)
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
    book = openpyxl.load_workbook(download.value.path())
    assert book.active.max_row == 6
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    mended = [good[line - 1] for line in BAD]
    bring_in(page, workbook(tmp_path / "改好.xlsx", mended))
    page.get_by_role("button", name="确认写入").click()
    page.get_by_text("已写入").wait_for()
    expect(page.locator("main")).to_contain_text("新增 5")
    page.goto(f"/standards/Q/YANSHI {serial + 5}-2024")
    expect(page.locator("h1")).to_contain_text("YANSHI")
