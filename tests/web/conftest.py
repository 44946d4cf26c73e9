"""What tests of pages share."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.search import sync
from tests.registry.statistics.loading import load
from tests.web.reading import Page, read


@pytest.fixture
def index(app: Flask) -> Callable[[], object]:
    """Brings the search index to what the register holds."""
    return lambda: sync.rebuild(sync.search_engine())


@pytest.fixture
def page(client: FlaskClient) -> Callable[..., Page]:
    """Asks for a page, which is to answer 200 unless another status is named."""

    def ask(address: str, answers: int = 200, **asked: object) -> Page:
        answer = client.get(address, query_string=asked or None)
        assert answer.status_code == answers, answer.text
        assert answer.mimetype == "text/html"
        return read(answer.text)

    return ask


@pytest.fixture
def divisions(app: Flask) -> None:
    """The names of a few counties."""
    load({"classifications": [{"scheme": "division", "code": "330382", "name_zh": "乐清市"}]})
