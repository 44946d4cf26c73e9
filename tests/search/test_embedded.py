from collections.abc import Iterator
from pathlib import Path

import pytest

from app.search.analysis import Analyzer
from app.search.embedded import EmbeddedEngine
from app.search.engine import Engine
from tests.search.engine_contract import EngineContract

ANALYZER = Analyzer()
"""Shared: its dictionary takes a while to load."""


class TestEmbedded(EngineContract):
    @pytest.fixture
    def engine(self, tmp_path: Path) -> Iterator[Engine]:
        engine = EmbeddedEngine(tmp_path / "index", ANALYZER)
        engine.rebuild([])
        yield engine
        engine.close()
