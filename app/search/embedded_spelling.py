"""Did you mean: a better spelling of what finds nothing, taken from what the index holds."""

from app.search.analysis import Analyzer
from app.search.embedded_reading import Reading
from app.search.embedded_snapshot import Snapshot


def better_text(text: str, reading: Reading, analyzer: Analyzer, index: Snapshot) -> str | None:
    """The text with its wrong runs replaced, None where nothing near is known."""
    return None
