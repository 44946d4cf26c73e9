"""Answers carry a fingerprint of what they say, so that who asks again is told only whether it changed."""

from flask import Flask, Response, after_this_request, request

from app.api.errors import is_asked_of_api
from app.registry.editing.kept import kept


def register(application: Flask) -> None:
    """Let readers of the API keep answers and ask whether they still hold."""
    application.after_request(_revalidate)


def names_version(table_name: str, record_id: int) -> None:
    """Let the fingerprint of this answer begin with the version of a record, which a later `If-Match` goes by."""
    version = kept(table_name, record_id).version

    @after_this_request
    def tag(response: Response) -> Response:
        response.set_etag(version)
        return response


def _revalidate(response: Response) -> Response:
    """Figures and states are of a day: an answer may be kept, but never shown again unasked."""
    if is_asked_of_api() and request.method in ("GET", "HEAD") and response.status_code == 200 and response.is_json:
        response.cache_control.no_cache = True
        version, _ = response.get_etag()
        response.add_etag(overwrite=True)
        if version:
            response.set_etag(f"{version}.{response.get_etag()[0]}")
        response.make_conditional(request)
    return response
