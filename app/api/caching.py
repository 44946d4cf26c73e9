"""Answers carry a fingerprint of what they say, so that who asks again is told only whether it changed."""

from flask import Flask, Response, request

from app.api.errors import is_asked_of_api


def register(application: Flask) -> None:
    """Let readers of the API keep answers and ask whether they still hold."""
    application.after_request(_revalidate)


def _revalidate(response: Response) -> Response:
    """Figures and states are of a day: an answer may be kept, but never shown again unasked."""
    if is_asked_of_api() and request.method in ("GET", "HEAD") and response.status_code == 200 and response.is_json:
        response.cache_control.no_cache = True
        response.add_etag()
        response.make_conditional(request)
    return response
