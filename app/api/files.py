"""Files of evidence: handed in by multipart, answered with a text under which the sender's next request names them."""

from typing import Any

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from marshmallow import Schema, fields
from werkzeug.exceptions import UnsupportedMediaType

from app.accounts.auth import signed_in
from app.accounts.permissions import Actor, Permission
from app.api.smorest import Blueprint
from app.database import db
from app.errors import FieldError, Invalid, NotAllowed
from app.files import FileStore
from app.registry.models import StoredFile
from app.registry.services.evidence import keep_file

bp = Blueprint("files", __name__, url_prefix="/api/v1/files", description="证明材料")

_FIELD = "file"
_MULTIPART = "multipart/form-data"
_HANDING_IN = frozenset({Permission.IMPLEMENTATION_DECLARE, Permission.IMPLEMENTATION_VERIFY, Permission.DRAFTING_CLAIM})
_UPLOAD = {"type": "string", "format": "binary", "description": "PDF、图片、Word、Excel 或 OFD，不超过 20 MB"}
_BODY = {
    "required": True,
    "content": {_MULTIPART: {"schema": {"type": "object", "required": [_FIELD], "properties": {_FIELD: _UPLOAD}}}},
}


class FileShown(Schema):
    """A file that was taken; `file` is what another request of the same account names it by."""

    file = fields.String(required=True)
    name = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "字节"})


def file_store() -> FileStore:
    """Where files are kept."""
    return FileStore(current_app.config["BIAOLIAN"].instance_dir / "files")


@bp.before_request
def _who_hands_in() -> None:
    """Whoever hands in is known and has something to hand in, before anything of the request is read."""
    actor = signed_in()
    if not actor.all_permissions & _HANDING_IN:
        raise NotAllowed(f"{actor.name} 没有上交证明材料的权限")
    if request.mimetype != _MULTIPART:
        raise UnsupportedMediaType


@bp.post("")
@bp.doc(summary="上交一份证明材料，随后在声明里写明", requestBody=_BODY, security=[{"token": []}])
@bp.response(201, FileShown)
@bp.alt_response(400, "BAD_REQUEST")
@bp.alt_response(401, "UNAUTHORIZED")
@bp.alt_response(403, "FORBIDDEN")
@bp.alt_response(413, "REQUEST_ENTITY_TOO_LARGE")
@bp.alt_response(415, "UNSUPPORTED_MEDIA_TYPE")
@bp.alt_response(422, "UNPROCESSABLE_ENTITY")
@bp.alt_response(429, "TOO_MANY_REQUESTS")
@bp.alt_response(503, "SERVICE_UNAVAILABLE")
def hand_in() -> dict[str, Any]:
    """Take in a file."""
    actor = signed_in()
    upload = request.files.get(_FIELD)
    if upload is None or not upload.filename:
        raise Invalid("请上传文件", (FieldError(_FIELD, "请在 file 一项里上传文件，并带上文件名"),))
    try:
        file_id = keep_file(file_store(), upload.stream, upload.filename, actor=actor)
    except Invalid as error:
        raise Invalid(str(error), (FieldError(_FIELD, str(error)),)) from None
    finally:
        upload.close()
    db.session.commit()
    record = db.session.get_one(StoredFile, file_id)
    named = _sealing().dumps([file_id, _whose(actor)])
    return {
        "file": named if isinstance(named, str) else named.decode(),
        "name": record.name,
        "media_type": record.media_type,
        "size": record.size,
    }


def file_named(text: str | None, *, actor: Actor) -> int | None:
    """The id of the file that a request names, None where it names none. Raises `Invalid` where it is not the sender's."""
    if text is None:
        return None
    try:
        file_id, whose = _sealing().loads(text)
    except (BadSignature, ValueError, TypeError):
        file_id, whose = None, None
    if file_id is None or whose != _whose(actor):
        reason = "没有这份文件，请先用同一账户上交（POST /api/v1/files），照写答回的 file"
        raise Invalid(reason, (FieldError(_FIELD, reason),))
    found: int = file_id
    return found


def _whose(actor: Actor) -> str:
    return str(actor.user_id) if actor.user_id is not None else actor.name


def _sealing() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="file handed in through the API")
