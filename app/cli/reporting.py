"""Writing a report as a file, for the commands that do."""

from pathlib import Path

import click

from app.api.reports import Report
from app.errors import Invalid, Unavailable


def write_report(report: Report, file: Path) -> None:
    """Write it as .docx or .xlsx, by the name. Raises `Invalid` for another, `Unavailable` where it can't be written."""
    # some megabytes that only this needs
    from app.web.report_document import document
    from app.web.report_workbook import workbook

    makers = {".docx": document, ".xlsx": workbook}
    make = makers.get(file.suffix.lower())
    if make is None:
        raise Invalid(f"看不出 {file.name} 的格式，请用 .docx 或 .xlsx 作扩展名")
    made = make(report)
    try:
        file.write_bytes(made)
    except OSError as error:
        raise Unavailable(f"写不进 {file}（{error.strerror}），请检查文件夹与权限") from None
    click.echo(f"已写入 {file}")
