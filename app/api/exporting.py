"""A table handed out as a file, flat in memory: CSV is sent while it is made, a workbook is made on the disk before."""

from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from urllib.parse import quote

from flask import Response, request, stream_with_context
from werkzeug.http import dump_options_header
from werkzeug.wsgi import wrap_file

from app.registry.importing.writing import Written, csv_pieces, write_workbook

FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
SENT_AT_ONCE = 1 << 18
"""Bytes of a workbook up to which it is not sent in pieces."""


def table_file(name: str, form: str, headings: Sequence[str], rows: Iterable[Sequence[Written]]) -> Response:
    """The rows as a file called `name` in one of `FORMS`. Cells that a spreadsheet would run are written as texts.

    Raises `Invalid` where a sheet can't hold them. Rows are read while the answer is sent: what can be refused must be
    refused before.
    """
    response = Response(mimetype=FORMS[form])
    response.headers["Content-Disposition"] = dump_options_header("attachment", {"filename*": f"UTF-8''{quote(name)}.{form}"})
    response.cache_control.no_store = True
    if request.method == "HEAD":
        return response
    if form == "csv":
        response.response = stream_with_context(piece.encode() for piece in csv_pieces(headings, rows))
        return response
    file = TemporaryFile()  # noqa: SIM115 - a large one is open until it is sent; the server closes it
    write_workbook(file, headings, rows)
    response.content_length = file.tell()
    file.seek(0)
    if response.content_length <= SENT_AT_ONCE:
        with file:
            response.data = file.read()
        return response
    response.response = wrap_file(request.environ, file)
    response.direct_passthrough = True
    return response
