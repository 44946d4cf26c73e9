"""Accounts in a browser: somebody invited on paper joins, sets up two-step sign-in and signs in by it; the pages fit a phone."""

import shutil
import threading

import pyotp
import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from app import create_app
from app.accounts.permissions import OfficeKind
from app.config import Settings
from app.database import db
from app.search import sync
from tests.browser.test_looks import CONTRASTS, fits
from tests.factories import make_organization
from tests.signing import PASSWORD, hold, make_user

PAGES = ("/account", "/account/tokens", "/account/two-step", "/people", "/people/1", "/invitations", "/outbox")


@pytest.fixture(scope="module")
def site(tmp_path_factory, migrated_sqlite):
    """A small registry of its own with an administrator who manages an organization too."""
    folder = tmp_path_factory.mktemp("instance")
    shutil.copy(migrated_sqlite, folder / "biaolian.db")
    application = create_app(Settings.from_environment({"BIAOLIAN_INSTANCE_DIR": str(folder)}))
    with application.app_context():
        administrator = make_user("lihua", office=OfficeKind.ADMINISTRATOR, name="李华", email="lihua@example.com")
        hold(administrator, OfficeKind.MANAGER, make_organization("演示锁厂"))
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


def type_password(page, login):
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def test_from_a_printed_invitation_to_signing_in_by_two_steps(open_page, screenshots):
    administrator = open_page("/login?next=/invitations")
    type_password(administrator, "lihua")
    administrator.get_by_label("姓名").fill("王强")
    administrator.get_by_label("职务").select_option("staff")
    administrator.get_by_role("button", name="邀请", exact=True).click()
    administrator.screenshot(path=screenshots / "invitation.png", full_page=True)
    code = administrator.locator("code.secret").inner_text()

    guest = open_page("/join", width=390, script=False)
    guest.get_by_label("邀请码").fill(code.lower().replace("-", " "))
    guest.get_by_role("button", name="继续").click()
    guest.get_by_label("登录名").fill("wangqiang")
    guest.get_by_label("密码").fill(PASSWORD)
    guest.get_by_role("button", name="建立账户并接受").click()
    expect(guest.get_by_role("heading", name="我的账户")).to_be_visible()
    expect(guest.locator("main")).to_contain_text("标准化院工作人员")

    guest.goto("/account/two-step")
    secret = pyotp.TOTP(guest.locator("code.secret").inner_text())
    guest.get_by_label("验证码").fill(secret.now())
    guest.get_by_role("button", name="开启").click()
    expect(guest.get_by_role("heading", name="两步验证已开启")).to_be_visible()
    recovery = guest.locator("code.secret").first.inner_text()

    again = open_page("/login?next=/account")
    type_password(again, "wangqiang")
    expect(again.get_by_role("heading", name="登录：第二步")).to_be_visible()
    again.get_by_label("验证码").fill(recovery)
    again.get_by_role("button", name="登录", exact=True).click()
    expect(again.locator("main")).to_contain_text("剩余恢复码 9 个")


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)], ids=["desk", "phone-at-night"])
def test_the_pages_fit_and_can_be_read(open_page, screenshots, width, dark):
    page = open_page("/login", width=width, dark=dark)
    assert fits(page)
    type_password(page, "lihua")
    for address in PAGES:
        page.goto(address)
        page.screenshot(path=screenshots / f"{address.strip('/').replace('/', '-')}-{width}.png", full_page=True)
        assert fits(page), address
        assert page.evaluate(CONTRASTS) == [], address
