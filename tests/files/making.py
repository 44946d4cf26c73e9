"""Small real files made on the spot: PDF pages with Chinese text, Word documents."""

import io
from collections.abc import Sequence
from typing import Any

import docx
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
"""A font that readers of PDF bring along."""


def pdf_of(pages: Sequence[str | None], password: str | StandardEncryption | None = None) -> bytes:
    """A PDF of these pages, line by line; None is a page that is a mere picture, `""` an empty one."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=password, pageCompression=1)
    for page in pages:
        if page is None:
            canvas.drawImage(ImageReader(_grey()), 72, 72, 200, 200)
        else:
            lines = canvas.beginText(72, 780)
            lines.setFont(FONT, 11)
            lines.textLines(page)
            canvas.drawText(lines)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _grey() -> Any:
    from PIL import Image

    return Image.new("L", (8, 8), 128)


def docx_of(document: Any) -> bytes:
    """The bytes of a Word document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word(*paragraphs: str) -> Any:
    """A Word document of these paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return document
