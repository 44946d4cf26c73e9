"""Files on their way in and out: kept before the form they came with is read, handed out as attachments and nothing else."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from flask import Response, current_app, request, send_file
from itsdangerous import BadSignature, URLSafeSerializer

from app.accounts.permissions import Actor
from app.api.files import file_store
from app.database import db
from app.errors import FieldError, Invalid
from app.files import plain_name
from app.files.kinds import JPEG, PDF, PNG
from app.registry.models import Document, StoredFile
from app.registry.services.evidence import keep_file
from app.web.forms import Form

SANDBOXED = "default-src 'none'; sandbox"
"""The content security policy of a file that somebody handed in: should a browser show it after all, it can do nothing."""


_PDF = "default-src 'none'; object-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_LOOKED_AT = {PDF.media_type: _PDF, PNG.media_type: SANDBOXED, JPEG.media_type: SANDBOXED}
"""What browsers show by themselves. A sandbox keeps the viewer of PDF from starting; it runs apart from this site anyway."""


def taken_file(field: str, kept_field: str, *, actor: Actor) -> int | None:
    """The id of the file that came with the form, or came with it before: a form shown again carries it along, sealed.

    None where there is none. Raises `Invalid` for that field.
    """
    upload = request.files.get(field)
    if upload is not None and upload.filename:
        try:
            return keep_file(file_store(), upload.stream, upload.filename, actor=actor)
        except Invalid as error:
            raise Invalid(str(error), (FieldError(field, str(error), plain_name(upload.filename)),)) from None
    sealed = request.form.get(kept_field)
    if not sealed:
        return None
    try:
        file_id: int = _sealing().loads(sealed)
    except BadSignature:
        raise Invalid("附件需要重新选择", (FieldError(field, "请重新选择附件"),)) from None
    return file_id


def file_along(form: Form, *, actor: Actor, field: str = "file") -> int | None:
    """The id of the file that came with a form; it is kept by itself, so that a form refused for another field need not
    bring it again. Raises `Invalid` for that field.
    """
    file_id = taken_file(field, f"kept_{field}", actor=actor)
    if file_id is not None:
        db.session.commit()
        form.typed[f"kept_{field}"] = carried_along(file_id)
        record = db.session.get(StoredFile, file_id)
        form.typed["kept_name"] = record.name if record else ""
    return file_id


def carried_along(file_id: int) -> str:
    """A file taken, for a form that is shown again."""
    sealed = _sealing().dumps(file_id)
    return sealed if isinstance(sealed, str) else sealed.decode()


def shown_file(document: Document, path: Path) -> Response:
    """The answer that hands out a document: a PDF or a picture to be looked at, anything else to be saved.

    What may be kept is asked again each time, since a document may be closed or withdrawn; the digest says whether it changed.
    """
    record = document.file
    response = send_file(
        path, mimetype=record.media_type, as_attachment=False, download_name=record.name, conditional=True, etag=record.digest
    )
    way = "inline" if record.media_type in _LOOKED_AT else "attachment"
    response.headers["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(record.name, safe='')}"
    response.headers["Content-Security-Policy"] = _LOOKED_AT.get(record.media_type, SANDBOXED)
    response.headers["Cache-Control"] = f"{'public' if document.is_open else 'private'}, no-cache"
    return response


def attachment(record: StoredFile, path: Path) -> Response:
    """The answer that hands out a kept file."""
    response = send_file(path, mimetype=record.media_type, as_attachment=True, download_name=record.name, conditional=True)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(record.name, safe='')}"
    response.headers["Content-Security-Policy"] = SANDBOXED
    response.headers["Cache-Control"] = "private, no-store"
    return response


@contextmanager
def written_aside(field: str, ending: str) -> Iterator[Path]:
    """The uploaded file in a folder of its own under a name of ours, gone afterwards. Raises `Invalid` where none came."""
    upload = request.files.get(field)
    if upload is None or not upload.filename:
        raise Invalid("请选择文件", (FieldError(field, "请选择要上传的文件"),))
    with tempfile.TemporaryDirectory(prefix="biaolian-") as folder:
        path = Path(folder) / f"上传{ending}"
        upload.save(path)
        yield path


def _sealing() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="file handed in with a form")
