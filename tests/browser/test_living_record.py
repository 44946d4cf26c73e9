"""The living record in a browser: an enterprise declares by a link, its association verifies, staff evaluate to awards, and each
figure moves on the day it should.
"""

import re
import shutil
import threading
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from app import create_app
from app.accounts.permissions import OfficeKind
from app.clock import today
from app.config import Settings
from app.database import db
from app.registry.words import OrganizationKind
from tests.factories import (
    make_block_industry,
    make_membership,
    make_organization,
    make_scheme,
    make_standard,
    tie,
)
from tests.living_record import living_record
from tests.signing import PASSWORD, make_user

YESTERDAY = today() - timedelta(days=1)


@pytest.fixture(scope="module")
def served(tmp_path_factory, migrated_sqlite):
    """A small registry of its own, what is written here is seen by no other test: its address, a login name, and pages."""
    folder = tmp_path_factory.mktemp("instance")
    shutil.copy(migrated_sqlite, folder / "biaolian.db")
    application = create_app(Settings.from_environment({"BIAOLIAN_INSTANCE_DIR": str(folder)}))
    with application.app_context():
        association = make_organization("演示锁业协会", kind=OrganizationKind.ASSOCIATION)
        block = make_block_industry("SUO", "锁", association_id=association.id)
        standard = make_standard("T/YANSHI 1-2020", "演示锁具")
        tie(standard, block)
        for name in "甲乙丙":
            make_membership(make_organization(f"演示锁厂{name}"), block)
        make_scheme("YANSHI", "初级", "高级").name = "梯度培育（演示）"
        db.session.commit()
        make_user("xiehui", office=OfficeKind.EDITOR, organization=association, name="王经办")
        make_user("yuan", office=OfficeKind.STAFF, name="李工")
        record = living_record()
        whose, addresses = record.person.login, record.addresses
        db.session.remove()
    server = make_server("127.0.0.1", 0, application, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.port}", whose, addresses
    server.shutdown()
    serving.join()
    with application.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def site(served):
    return served[0]


@pytest.fixture
def signed_in(open_page):
    def sign_in(login, onward, **more):
        page = open_page(f"/login?next={onward}", **more)
        page.get_by_label("登录名").fill(login)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        return page

    return sign_in


def expect_rate(open_page, day, implementing, members):
    """What the statistics page says of the block industry on a day."""
    row = open_page(f"/statistics/implementation?as_of={day}").get_by_role("row", name=re.compile("锁")).first
    expect(row.get_by_role("cell").nth(1)).to_have_text(str(implementing))
    expect(row.get_by_role("cell").nth(2)).to_have_text(str(members))


def test_declared_by_link_verified_and_counted_on_that_day(signed_in, open_page, screenshots):
    association = signed_in("xiehui", "/workbench")
    association.get_by_role("link", name="锁：成员与标准").click()
    expect(association.locator("main")).to_contain_text("还差 1 家")
    association.get_by_label("演示锁厂乙 T/YANSHI 1—2020").check()
    association.get_by_role("button", name="发出声明链接并打印").click()
    expect(association.locator(".slip")).to_have_count(1)
    expect(association.locator(".slip svg")).to_be_visible()
    association.screenshot(path=screenshots / "slip.png")
    link = association.locator(".slip a").get_attribute("href")

    enterprise = open_page(link, script=False, width=390)
    expect(enterprise.locator("main")).to_contain_text("演示锁厂乙")
    enterprise.get_by_label("实施的产品").fill("挂锁")
    enterprise.get_by_label("经办人姓名").fill("张三")
    enterprise.get_by_role("button", name="确认声明").click()
    expect(enterprise.get_by_role("status")).to_contain_text("已登记声明")
    again = open_page(link)
    expect(again.get_by_role("status")).to_contain_text("使用")
    expect(again.get_by_role("button", name="确认声明")).to_have_count(0)
    expect_rate(open_page, today(), 0, 3)

    association.goto("/workbench")
    association.get_by_role("link", name="演示锁厂乙").click()
    expect(association.locator("main")).to_contain_text("挂锁")
    association.get_by_label("核实日期").fill("2999-01-01")
    association.get_by_role("button", name="核实属实").click()
    expect(association.get_by_label("核实日期")).to_be_focused()
    expect(association.locator("main")).to_contain_text("不能晚于今天")
    association.get_by_label("核实日期").fill(str(today()))
    association.get_by_role("button", name="核实属实").click()
    expect(association.locator("main")).to_contain_text("演示锁业协会")

    expect_rate(open_page, today(), 1, 3)
    expect_rate(open_page, YESTERDAY, 0, 3)
    association.goto("/workbench")
    association.get_by_role("link", name="锁：成员与标准").click()
    expect(association.locator("main")).to_contain_text("已达到")


def test_a_batch_of_evaluation_becomes_awards(signed_in, open_page, screenshots):
    staff = signed_in("yuan", "/awards")
    staff.get_by_role("link", name="梯度培育（演示）").click()
    staff.get_by_label("第 1 项指标").fill("标准研制")
    staff.get_by_label("第 1 项满分").fill("60")
    staff.get_by_label("第 2 项指标").fill("标准实施")
    staff.get_by_label("第 2 项满分").fill("四十")
    staff.get_by_label("初级分数线").fill("60")
    staff.get_by_label("高级分数线").fill("90")
    staff.get_by_role("button", name="保存指标与分数线").click()
    expect(staff.get_by_label("第 2 项满分")).to_have_value("四十")
    staff.get_by_label("第 2 项满分").fill("40")
    staff.get_by_role("button", name="保存指标与分数线").click()
    expect(staff.get_by_role("status")).to_contain_text("已保存")
    staff.get_by_label("新批次的名称").fill("第一批")
    staff.get_by_role("button", name="开始一个批次").click()
    for name in ("演示锁厂甲", "演示锁厂丙"):
        staff.get_by_label("加入企业").fill(name)
        staff.get_by_role("button", name="加入名单").click()
    for name, researched, implemented in (("演示锁厂甲", "58", "35"), ("演示锁厂丙", "30", "20")):
        staff.get_by_label(f"{name}，标准研制").fill(researched)
        staff.get_by_label(f"{name}，标准实施").fill(implemented)
    staff.get_by_role("button", name="保存得分").click()
    expect(staff.get_by_role("row", name=re.compile("演示锁厂甲"))).to_contain_text("高级")
    expect(staff.get_by_role("row", name=re.compile("演示锁厂丙"))).to_contain_text("未达到")
    staff.get_by_label("公示从哪一天起").fill(str(YESTERDAY - timedelta(days=7)))
    staff.get_by_label("公示到哪一天为止").fill(str(YESTERDAY))
    staff.get_by_role("button", name="开始公示").click()
    staff.screenshot(path=screenshots / "batch.png", full_page=True)
    staff.get_by_role("button", name="认定").click()
    expect(staff.get_by_role("status")).to_contain_text("已认定 1 家")
    figure = open_page(f"/statistics/innovation-enterprises?as_of={today()}")
    expect(figure.locator("main")).to_contain_text("演示锁厂甲")
    before = open_page(f"/statistics/innovation-enterprises?as_of={YESTERDAY}")
    expect(before.locator("main")).not_to_contain_text("演示锁厂甲")


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_that_is_written_on_scrolls_sideways(served, signed_in, screenshots, width):
    _site, login, addresses = served
    page = signed_in(login, "/workbench", width=width)
    for place, address in enumerate(addresses):
        page.goto(address)
        page.screenshot(path=screenshots / f"written-{place}-{width}.png", full_page=True)
        for details in page.locator("main details > summary").all():
            details.click()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
