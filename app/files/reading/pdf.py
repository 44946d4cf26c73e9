"""PDF by PDFium, page by page: a page is let go before the next is read, so thousands of them take the memory of one."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from app.files.reading.page import End, Opened, Page, Refused, plain


def open_pdf(file: Path) -> Opened:
    """Open a PDF. Raises `Refused` where it asks for a password or is damaged beyond what PDFium mends."""
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        asks = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise Refused(End.LOCKED if asks else End.DAMAGED) from None
    count = len(document)
    if not count:
        raise Refused(End.DAMAGED)
    return Opened(count, paged=True, pages=_pages(document, count))


def _pages(document: pypdfium2.PdfDocument, count: int) -> Iterator[Page]:
    for index in range(count):
        try:
            page = document[index]
            text_page = page.get_textpage()
            text = plain(text_page.get_text_range())
        except pypdfium2.PdfiumError:
            yield Page("", bare=True)
            continue
        yield Page(text, bare=not text.strip() and raw.FPDFPage_CountObjects(page) > 0)
        text_page.close()
        page.close()
