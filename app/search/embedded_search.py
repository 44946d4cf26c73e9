"""x"""

from app.search.analysis import Analyzer
from app.search.embedded_snapshot import Snapshot
from app.search.engine import Found
from app.search.query import Asked
from app.search.thesaurus import Thesaurus


class Searcher:
    """x"""

    def __init__(self, analyzer: Analyzer, thesaurus: Thesaurus) -> None:
        self.a = analyzer

    def find(self, asked: Asked, index: Snapshot) -> Found:
        """X"""
        raise NotImplementedError
