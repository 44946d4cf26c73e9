"""A table handed out as a file, flat in memory: it is sent while it is made."""

from collections.abc import Iterable, Sequence
from itertools import chain
from urllib.parse import quote

from flask import Response, request, stream_with_context
from werkzeug.http import dump_options_header

from app.registry.importing.writing import Written, csv_pieces, workbook_pieces

FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
SENT_AT_ONCE = 1 << 18
"""Bytes that are made before the first are sent: a smaller file comes whole, with its length."""


def table_file(name: str, form: str, headings: Sequence[str], rows: Iterable[Sequence[Written]]) -> Response:
    """The rows as a file called `name` in one of `FORMS`. Cells that a spreadsheet would run are written as texts.

    A text too long for a cell of a workbook is cut short and says so. Rows are read while the answer is sent: what can be
    refused must be refused before, later it breaks the answer off.
    """
    response = Response(mimetype=FORMS[form])
    response.headers["Content-Disposition"] = dump_options_header("attachment", {"filename*": f"UTF-8''{quote(name)}.{form}"})
    response.cache_control.no_store = True
    if request.method == "HEAD":
        return response
    pieces = workbook_pieces(headings, rows) if form == "xlsx" else (piece.encode() for piece in csv_pieces(headings, rows))
    begun: list[bytes] = []
    for piece in pieces:
        begun.append(piece)
        if sum(map(len, begun)) > SENT_AT_ONCE:
            response.response = stream_with_context(chain(begun, pieces))
            return response
    response.data = b"".join(begun)
    return response
