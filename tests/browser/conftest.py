"""A registry with its demonstration, served as it is, and a browser that looks at it."""

import shutil
import threading
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright
from werkzeug.serving import make_server

from app import create_app, instance
from app.config import Settings

CHROMIUM = shutil.which("chromium")
REFUSED = "status of 422"
"""What the browser says of a form that was shown again with what is wrong; the page itself is as it should be."""
ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a new registry with its demonstration."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: pages are not looked at in a browser")
    settings = Settings.from_environment({"BIAOLIAN_INSTANCE_DIR": str(tmp_path_factory.mktemp("instance"))})
    application = create_app(settings)
    with application.app_context():
        list(instance.prepare(demonstration=True))
    server = make_server("127.0.0.1", 0, application, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    serving.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: pages are not looked at in a browser")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS.split())
        yield started
        started.close()


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of the pages go, for people to look at."""
    return tmp_path_factory.mktemp("screenshots")


@pytest.fixture(scope="session")
def windows(browser: Browser, site: str) -> Callable[..., BrowserContext]:
    """A browser's memory for each kind of window: pages that are only looked at load styles and scripts once."""

    @cache
    def window(width: int, script: bool, dark: bool) -> BrowserContext:
        return _window(browser, site, width, script, dark)

    return window


def _window(browser: Browser, site: str, width: int, script: bool, dark: bool) -> BrowserContext:
    return browser.new_context(
        base_url=site,
        viewport={"width": width, "height": 900},
        java_script_enabled=script,
        color_scheme="dark" if dark else "light",
        locale="zh-CN",
    )


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens a page in a window of its own, which remembers nothing; what the browser complains about fails the test."""
    contexts: list[BrowserContext] = []

    def window(width: int, script: bool, dark: bool) -> BrowserContext:
        contexts.append(_window(browser, site, width, script, dark))
        return contexts[-1]

    yield from _opening(window)
    for context in contexts:
        context.close()


@pytest.fixture
def look_at(windows: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Opens a page to look at, as `open_page` does, beside those that other tests looked at."""
    yield from _opening(windows)


def _opening(window: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    opened_pages: list[Page] = []
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and REFUSED not in message.text:
            complaints.append(f"{message.location.get('url')}: {message.text}")

    def note_failure(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a file still on its way when the page is left
            complaints.append(f"{request.url}: {request.failure}")

    def opened(address: str = "/", *, width: int = 1280, script: bool = True, dark: bool = False) -> Page:
        page = window(width, script, dark).new_page()
        opened_pages.append(page)
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", note_failure)
        page.goto(address)
        return page

    yield opened
    for page in opened_pages:
        page.close()
    assert complaints == []
