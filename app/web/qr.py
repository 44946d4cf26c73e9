"""QR codes as drawings within the page."""

import segno
from markupsafe import Markup


def qr_code(text: str, title: str, described: str) -> Markup:
    """The QR code of a text as an SVG element; dark on light whatever the page's colours, since scanners want it so."""
    drawn = segno.make(text, error="m").svg_inline(
        scale=5, border=3, dark="#000", light="#fff", title=title, desc=described, svgclass="qr", lineclass=None, omitsize=True
    )
    return Markup(drawn.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704  drawn by the library from its own modules
