"""The API's description, readable: Swagger UI out of an installed package, nothing from a foreign server."""

from flask import Blueprint, Response, render_template, send_from_directory
from swagger_ui_bundle import swagger_ui_path

from app.headers import POLICY

_FILES = ("swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png")
# Swagger UI sets styles on its elements; its scripts are files like any other
_POLICY = POLICY + "; style-src 'self' 'unsafe-inline'"

bp = Blueprint("api_docs", __name__, url_prefix="/api/docs", template_folder="templates", static_folder="static")


@bp.get("")
def page() -> Response:
    """The page that shows the description."""
    response = Response(render_template("api_docs.html"))
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@bp.get(f"/<any({', '.join(map(repr, _FILES))}):name>")
def file(name: str) -> Response:
    """A file of Swagger UI."""
    return send_from_directory(str(swagger_ui_path), name, max_age=86_400)
