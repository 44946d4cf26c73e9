"""How values are written on a page: numbers in their printed form, days, percents, signs of status."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request, url_for
from markupsafe import Markup, escape
from sqlalchemy.exc import OperationalError

from app.accounts import auth
from app.api.labels import NOT_STATED, code_label
from app.api.sheets import Cell, Share
from app.clock import CHINA, today
from app.database import db
from app.errors import Invalid
from app.percent import NO_DATA, percent
from app.registry.dates import PartialDate
from app.registry.numbers import parse_number
from app.registry.status import ENDED
from app.registry.words import Status, is_rate

LONGEST_UNBROKEN = 30
OFFICIAL_SEARCH = "https://std.samr.gov.cn/search/std?"
"""全国标准信息公共服务平台: one search over national, industry, local and group standards."""

SIGNS = {
    Status.DRAFT: "○",
    Status.UPCOMING: "◔",
    Status.CURRENT: "●",
    Status.SUPERSEDED: "↪",
    Status.WITHDRAWN: "✕",
    Status.UNKNOWN: "?",
}


@lru_cache(maxsize=8192)
def printed(number: str) -> str:
    """The printed form as plain text, `GB/T 1.1—2020`; what is no number of ours stays as it is."""
    try:
        return parse_number(number).printed
    except Invalid:
        return number


def number_html(number: str) -> Markup:
    """The printed form, whose selection copies as canonical text: the long dash is drawn, the short one is there."""
    shown = printed(number)
    if len(shown) != len(number):
        shown = number
    dash = Markup('<span class="dash"><span>-</span></span>')
    signs = (dash if (sign, now) == ("-", "—") else escape(sign) for sign, now in zip(number, shown, strict=True))
    long = " long" if len(number) > LONGEST_UNBROKEN else ""
    return Markup('<span class="number{}">{}</span>').format(long, Markup("").join(signs))


def standard_url(number: str, **query: Any) -> str:
    """The permalink of a standard."""
    return url_for("web.standard", number=number, **query)


def day_html(day: PartialDate | date | None) -> Markup:
    """A day as far as it is known; 未载 where it is not."""
    if day is None:
        return Markup('<span class="nothing">{}</span>').format(NOT_STATED)
    return Markup('<time class="day" datetime="{0}">{0}</time>').format(str(day))


def last_day_html(until: PartialDate | date | None) -> Markup:
    """The last day included of a term that ends before `until`; what is known to the month only is named as such."""
    if until is None:
        return Markup('<span class="nothing">—</span>')
    if isinstance(until, PartialDate) and not until.is_day:
        return Markup('<time class="day" datetime="{0}">{0}</time> 前').format(str(until))
    first_after = until.first_day if isinstance(until, PartialDate) else until
    return day_html(first_after - timedelta(days=1))


def amount(value: Fraction | float | None) -> str:
    """A count with a blank every three digits."""
    if value is None:
        return NO_DATA
    return f"{float(value):,.10g}".replace(",", "\u202f")


def shown_cell(cell: Cell) -> str:
    """A cell of a sheet as people read it."""
    if isinstance(cell, Share):
        return percent(cell)
    if isinstance(cell, float):
        return f"{cell:.10g}"
    return "" if cell is None else str(cell)


def percent_unbroken(share: Fraction | float | None, digits: int = 1) -> str:
    """A share in percent whose sign never stands alone on the next line."""
    return percent(share, digits).replace(" ", "\u00a0")


def address_with(**changes: object) -> str:
    """The address of the page shown, asking for something else; None takes a name out. The page number starts over."""
    asked: dict[str, object] = {name: values for name, values in request.args.lists() if name != "page"}
    asked |= changes
    return "?" + urlencode({name: value for name, value in asked.items() if value is not None}, doseq=True)


def page_numbers(page: int, pages: int) -> list[int]:
    """The pages that a list offers: the first, those around the present one, the last."""
    return sorted({1, pages, *(each for each in range(page - 2, page + 3) if 1 <= each <= pages)})


def asset_url(name: str) -> str:
    """The address of one of our own files, which changes with its content so that browsers may keep it."""
    return url_for("web.static", filename=name, v=_fingerprint(name))


@lru_cache(maxsize=64)
def _fingerprint(name: str) -> str:
    return blake2b((Path(__file__).parent / "static" / name).read_bytes(), digest_size=5).hexdigest()


def _asked_day() -> dict[str, str | None]:
    """The day in the address as typed, for links to pages that hold on a day too; one that can't be read is never shown."""
    return {"asked_day": request.args.get("as_of") or None}


def moment_html(moment: datetime) -> Markup:
    """A moment in China's time, to the minute."""
    return Markup('<time class="day" datetime="{}">{:%Y-%m-%d %H:%M}</time>').format(
        moment.isoformat(timespec="seconds"), moment.astimezone(CHINA)
    )


_BROWSERS = {"MicroMessenger/": "微信", "Edg/": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
_SYSTEMS = {"Windows": "Windows", "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Mac OS": "macOS", "Linux": "Linux"}


def browser(agent: str) -> str:
    """What people call the browser that names itself so; its own words where we don't know it."""
    program = next((name for sign, name in _BROWSERS.items() if sign in agent), None)
    system = next((name for sign, name in _SYSTEMS.items() if sign in agent), None)
    return " · ".join(part for part in (program, system) if part) or agent[:60] or "未知"


def onward() -> str | None:
    """Where signing in leads back to: the page shown, where it can simply be asked for again."""
    return request.full_path.rstrip("?") if request.method == "GET" and request.path != url_for("web.login") else None


def attributes(more: Mapping[str, object]) -> Markup:
    """Further attributes of an element, `_` for `-`; those that are False or None stay out."""
    said = ((name.replace("_", "-"), value) for name, value in more.items() if value is not None and value is not False)
    return Markup("").join(
        Markup(" {}").format(name) if value is True else Markup(' {}="{}"').format(name, value) for name, value in said
    )


def _whose() -> dict[str, auth.SignedIn | None]:
    """Whose page it is; nobody's where the database that knows can't be asked, as the page then says."""
    try:
        return {"whose": auth.current()}
    except OperationalError:
        db.session.rollback()
        return {"whose": None}


def register(application: Flask) -> None:
    """Give the templates these words."""
    application.context_processor(_asked_day)
    application.context_processor(_whose)
    application.jinja_env.filters.update(
        attributes=attributes,
        browser=browser,
        moment=moment_html,
        number=number_html,
        printed=printed,
        day=day_html,
        last_day=last_day_html,
        percent=percent_unbroken,
        shown_cell=shown_cell,
        amount=amount,
    )
    application.jinja_env.globals.update(
        ENDED=ENDED,
        NO_DATA=NO_DATA,
        NOT_STATED=NOT_STATED,
        OFFICIAL_SEARCH=OFFICIAL_SEARCH,
        SIGNS=SIGNS,
        address_with=address_with,
        asset_url=asset_url,
        code_label=code_label,
        is_rate=is_rate,
        onward=onward,
        page_numbers=page_numbers,
        standard_url=standard_url,
        today=today,
    )
    application.jinja_env.trim_blocks = True
    application.jinja_env.lstrip_blocks = True
