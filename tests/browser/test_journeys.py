"""Journeys as people take them: with a mouse, with a keyboard alone, on a phone, and where no script runs."""

import re

import pytest
from playwright.sync_api import expect


def test_from_the_first_page_to_a_record_without_script(open_page):
    page = open_page(script=False)
    page.get_by_label("检索词或标准号").fill("鞋")
    page.get_by_role("button", name="检索").click()
    expect(page).to_have_url(re.compile(r"/search\?q="))
    page.locator("#facet-kind ~ ul a", has_text="联盟/团体标准").click()
    expect(page.locator(".removable")).to_contain_text("联盟/团体标准")
    expect(page.locator(".hit").first).to_contain_text("T/YANSHI")
    page.locator(".removable").click()
    expect(page.locator(".removable")).to_have_count(0)
    page.get_by_label("状态按").fill("2012-06-30")
    page.get_by_role("button", name="应用").click()
    expect(page.locator(".found")).to_contain_text("状态为 2012-06-30 当日")
    page.locator(".hit-link").first.click()
    expect(page).to_have_url(re.compile(r"/standards/.*as_of=2012-06-30"))
    expect(page.get_by_role("button", name="复制编号")).to_have_count(0)


def test_back_gives_the_search_again_as_it_was(open_page):
    page = open_page("/search?q=鞋&kind=alliance&as_of=2015-06-30&sort=number")
    before = page.url
    page.locator(".hit-link").first.click()
    page.go_back()
    assert page.url == before
    expect(page.get_by_label("排序")).to_have_value("number")
    expect(page.get_by_label("状态按")).to_have_value("2015-06-30")


def test_a_keyboard_alone_reaches_the_record(open_page):
    page = open_page()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("检索词或标准号")).to_be_focused()
    page.keyboard.type("GB/T 1.1-2020")
    page.keyboard.press("Enter")
    expect(page.locator(".hit").first).to_contain_text("精确匹配")
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('hit-link')"):
            break
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert ring == "solid"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/standards/GB/T%201.1-2020"))


def test_completions_are_chosen_with_the_arrows(open_page):
    page = open_page()
    box = page.get_by_role("combobox", name="检索词或标准号")
    box.press_sequentially("GB/T 14048.2")
    expect(page.get_by_role("option").first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press_sequentially("-2020")
    expect(page.get_by_role("option").first).to_contain_text("GB/T 14048.2-2020")
    box.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(page).to_have_url(re.compile("/standards/GB/T%2014048.2-2020"))


def test_a_choice_acts_at_once_and_a_typed_day_when_it_is_done(open_page):
    page = open_page("/search?q=鞋")
    page.get_by_label("排序").select_option("number")
    expect(page).to_have_url(re.compile("sort=number"))
    day = page.get_by_label("状态按")
    day.fill("2013-01-01")
    day.press("Enter")
    expect(page.locator(".found")).to_contain_text("2013-01-01")


def test_the_number_is_copied_as_canonical_text(open_page):
    page = open_page("/standards/GB/T%201.1-2020")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制编号").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "GB/T 1.1-2020"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_on_a_phone_the_filters_are_a_sheet_behind_a_button(open_page, script):
    page = open_page("/search?q=鞋&status=current", width=390, script=script)
    sheet = page.locator("#facets")
    expect(sheet).to_be_hidden()
    page.get_by_role("link", name="筛选（1）").click()
    expect(sheet).to_be_visible()
    page.get_by_role("link", name=re.compile("看结果")).click()
    expect(sheet).to_be_hidden()
    page.get_by_role("link", name="筛选（1）").click()
    sheet.get_by_role("link").filter(has_text="联盟/团体标准").click()
    expect(sheet).to_be_hidden()
    expect(page.get_by_role("link", name="筛选（2）")).to_be_visible()


def test_from_a_figure_to_its_rows_and_to_its_definition(open_page):
    page = open_page("/statistics?as_of=2014-06-30")
    row = page.get_by_role("row", name=re.compile("块状产业联盟标准实施率")).first
    row.get_by_role("link", name="块状产业联盟标准实施率的明细").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("块状产业联盟标准实施率")
    page.locator("tbody a").first.click()
    expect(page.get_by_label("按哪一天查看")).to_have_value("2014-06-30")
    page.get_by_role("link", name="口径", exact=True).nth(1).click()
    expect(page).to_have_url(re.compile("/about/definitions#implementation_rate"))


def test_what_was_typed_wrong_is_mended_where_it_stands(browser, site):
    # a window of its own: browsers note an answer of 422 as an error of the page
    context = browser.new_context(base_url=site, locale="zh-CN")
    page = context.new_page()
    page.goto("/search?q=鞋&as_of=2020-13-01&kind=national")
    expect(page.get_by_label("日期")).to_be_focused()
    page.get_by_label("日期").fill("2020-12-01")
    page.get_by_role("button", name="改好了，再试").click()
    expect(page.locator(".found")).to_contain_text("2020-12-01")
    expect(page.locator(".removable")).to_contain_text("国家标准")
    context.close()


def test_results_change_without_a_reload_and_back_brings_them_again(open_page):
    page = open_page("/search?q=鞋")
    page.evaluate("window.stays = true")
    facet = page.locator("#facet-kind ~ ul a", has_text="联盟/团体标准")
    facet.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("kind=alliance"))
    expect(page.locator(".removable")).to_contain_text("联盟/团体标准")
    expect(page.locator(":focus")).to_contain_text("联盟/团体标准")
    page.get_by_label("排序").select_option("number")
    expect(page).to_have_url(re.compile("sort=number.*kind=alliance"))
    box = page.get_by_role("combobox", name="检索词或标准号")
    box.fill("断路器")
    box.press("Enter")
    expect(page.locator(".hit mark").first).to_contain_text("断路器")
    expect(page).to_have_title(re.compile("断路器"))
    page.go_back()
    expect(box).to_have_value("鞋")
    expect(page.get_by_label("排序")).to_have_value("number")
    page.go_back()
    page.go_back()
    expect(page.locator(".removable")).to_have_count(0)
    assert page.evaluate("window.stays")
    assert "as_of" not in page.url


def test_what_was_searched_is_offered_again_and_cleared(open_page):
    page = open_page()
    recent = page.locator("[data-recent]")
    expect(recent).to_be_hidden()
    for text in ("鞋", "断路器", "鞋"):
        page.get_by_label("检索词或标准号").fill(text)
        page.get_by_role("button", name="检索").click()
        expect(page).to_have_url(re.compile("/search"))
        page.goto("/")
    assert recent.locator("a").all_inner_texts() == ["鞋", "断路器"]
    recent.get_by_role("button", name="清除记录").click()
    expect(recent).to_be_hidden()
    page.reload()
    expect(recent).to_be_hidden()


def test_synonyms_are_shown_and_can_be_switched_off_and_on(open_page):
    page = open_page("/search?q=空开")
    page.get_by_role("link", name="只查原词").click()
    expect(page).to_have_url(re.compile("widen=false"))
    page.get_by_role("link", name="同时查找同义词").click()
    expect(page.get_by_role("link", name="只查原词")).to_be_visible()
