"""The currency check (标准查新): any text in, the state of every number in it out; also as a workbook or CSV.

The form is sent by POST for its length. It changes nothing and answers everybody alike, so it carries no secret of a
session; an export sends the text again and keeps nothing on the server.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.csrf import only_asks
from app.api.checking import HEADINGS, checked_numbers, table
from app.api.currency import LONGEST_REQUEST
from app.clock import today
from app.errors import Invalid
from app.registry.currency import Verdict
from app.registry.dates import read_day
from app.registry.importing.writing import writing
from app.registry.queries.currency import MOST_NUMBERS, Checked
from app.web.blueprint import pages

MOST_SHOWN = 2_000
"""Results that the page shows; all of them are in the exports."""

MOST_CANDIDATES = 8
"""Candidates of one number that the page shows."""

_EXPORTS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_TROUBLE_FIRST = (
    Verdict.UNKNOWN,
    Verdict.AMBIGUOUS,
    Verdict.EDITION_MISSING,
    Verdict.WITHDRAWN,
    Verdict.SUPERSEDED,
    Verdict.UPCOMING,
    Verdict.CURRENT,
)
EXAMPLE = "GB/T 1.1-2009\nGB/T 14048.2\n执行标准：GB 10963.1-2005、JB/T 8979"


@dataclass(frozen=True)
class Group:
    """The results of one verdict, with the place of each in what was typed."""

    verdict: Verdict
    results: Sequence[tuple[int, Checked]]


@dataclass(frozen=True)
class Form:
    """What was typed, as it was typed, and what of it can't be used."""

    numbers: str = ""
    as_of: str = ""
    wrong_numbers: str = ""
    wrong_day: str = ""


@pages.route("/currency-check", methods=["GET", "POST"])
@only_asks
def currency_check() -> ResponseReturnValue:
    """The empty form, or what is found of every number typed; the numbers may also stand in the address."""
    request.max_content_length = request.max_form_memory_size = LONGEST_REQUEST
    typed = Form(request.values.get("numbers", ""), request.values.get("as_of", "").strip())
    if not typed.numbers.strip():
        return _page(typed if request.method == "GET" else Form("", typed.as_of, wrong_numbers="请填写至少一个标准号"))
    try:
        day = _day(typed.as_of)
    except Invalid as error:
        return _page(Form(typed.numbers, typed.as_of, wrong_day=str(error)))
    try:
        results = checked_numbers([line for line in typed.numbers.splitlines() if line.strip()], day)
    except Invalid as error:
        return _page(Form(typed.numbers, typed.as_of, wrong_numbers=str(error)))
    form = request.args.get("export", "")  # in the address, where exports are counted
    return _export(results, day, form) if form in _EXPORTS else _page(typed, day, results)


def _day(text: str) -> date:
    return read_day(text) if text else today()


def _page(form: Form, day: date | None = None, results: Sequence[Checked] = ()) -> ResponseReturnValue:
    placed = list(enumerate(results, start=1))
    counts = {verdict: sum(each.finding.verdict is verdict for each in results) for verdict in _TROUBLE_FIRST}
    in_order = sorted(placed, key=lambda each: _TROUBLE_FIRST.index(each[1].finding.verdict))[:MOST_SHOWN]
    groups = [
        Group(verdict, found)
        for verdict in _TROUBLE_FIRST
        if (found := [each for each in in_order if each[1].finding.verdict is verdict])
    ]
    page = render_template(
        "currency_check.html",
        form=form,
        day=day or today(),
        checked=day is not None,
        total=len(placed),
        shown=len(in_order),
        counts=counts,
        groups=groups,
        most=MOST_NUMBERS,
        example=EXAMPLE,
        asked_on=day if day and day != today() else None,
        VERDICT_SIGNS=_SIGNS,
        MOST_CANDIDATES=MOST_CANDIDATES,
    )
    return page, 422 if form.wrong_numbers or form.wrong_day else 200


_SIGNS = {
    Verdict.UNKNOWN: "?",
    Verdict.AMBIGUOUS: "⋔",
    Verdict.EDITION_MISSING: "∅",
    Verdict.WITHDRAWN: "✕",
    Verdict.SUPERSEDED: "↪",
    Verdict.UPCOMING: "◔",
    Verdict.CURRENT: "●",
}


def _export(results: Sequence[Checked], day: date, form: str) -> Response:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"currency-check.{form}"
        with writing(path, HEADINGS) as rows:
            for row in table(results, day):
                rows.write(row)
        content = path.read_bytes()
    answer = Response(content, content_type=_EXPORTS[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="currency-check-{day}.{form}"'
    return answer
