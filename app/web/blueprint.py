"""The one blueprint of all pages; the modules beside it add a subject each."""

from flask import Blueprint, request

A_YEAR = 365 * 24 * 60 * 60


class Pages(Blueprint):
    """Pages with files of their own, which browsers keep as long as the address tells their content apart."""

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """Seconds that a file may be kept unasked; None: it is asked for each time whether it changed."""
        return A_YEAR if "v" in request.args else None


pages = Pages("web", __name__, template_folder="templates", static_folder="static", static_url_path="/assets")
