"""The one blueprint of all pages; the modules beside it add a subject each."""

from flask import Blueprint

pages = Blueprint("web", __name__, template_folder="templates", static_folder="static", static_url_path="/assets")
