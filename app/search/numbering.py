"""Standard numbers as terms: every way a number may be asked for stands in the index. Pure."""

import re

from app.search.analysis import fold
from app.search.documents import IndexDocument

_YEAR = re.compile(r"[-:](?:19|20)\d\d(?:[(/+].*)?$")


def number_terms(document: IndexDocument) -> list[str]:
    """The terms of a document's number."""
    return [fold(document.number)]
