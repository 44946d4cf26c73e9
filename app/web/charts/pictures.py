"""Charts as pictures that stand alone, to take away and for reports: SVG always, PNG where the machine has a Chinese font."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import current_app
from markupsafe import Markup

WIDTH = 880
_FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts", Path("/Library/Fonts"))
_CHINESE = re.compile(r"(CJK|SourceHan|wqy|simsun|simhei|msyh|PingFang|uming|ukai)", re.IGNORECASE)
_DRAWING = re.compile(r"<svg.*</svg>(?=\s*(?:<figcaption|</figure>))", re.DOTALL)
_MARKS = re.compile(r'<svg width="12" height="12".*?<rect class="([^"]+)".*?</svg>([^<]*)', re.DOTALL)


def svg(macro: str, chart: Any, title: str, *more: str) -> str:
    """A chart drawn by one of the macros of macros/charts.html, with its title, its legend and colours of its own."""
    environment = current_app.jinja_env
    module = environment.get_template("macros/charts.html").module
    figure = str(getattr(module, macro)(chart, "picture", title, *more))
    drawing = _DRAWING.search(figure)
    legend = _MARKS.findall(figure)
    template = environment.get_template("picture.svg")
    return template.render(
        title=title,
        drawing=Markup(drawing[0] if drawing else ""),  # noqa: S704  our own macro made it
        height=chart.height,
        legend=legend,
        width=WIDTH,
    )


def png(picture: str) -> bytes | None:
    """The picture as PNG at twice its size; None where the machine has no font with Chinese letters."""
    font = chinese_font()
    if font is None:
        return None
    import resvg_py  # some megabytes that only a process needs that makes pictures

    family = "Noto Sans CJK SC" if "CJK" in font.name else None
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=picture,
            background="#ffffff",
            zoom=2,
            skip_system_fonts=True,
            font_files=[str(font)],
            font_family=family,
            sans_serif_family=family,
        )
    )


@lru_cache(maxsize=1)
def chinese_font() -> Path | None:
    """A font of the machine with Chinese letters, a plain one first; None where it has none."""
    found = [
        path
        for folder in _FONT_FOLDERS
        if folder.is_dir()
        for path in folder.rglob("*")
        if path.suffix.lower() in (".ttc", ".ttf", ".otf") and _CHINESE.search(path.name)
    ]
    return min(found, key=lambda path: ("Sans" not in path.name, "Regular" not in path.name, path.name), default=None)
