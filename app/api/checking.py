"""A currency check answered whole (标准查新): the register's findings, and for what it does not hold titles like the one typed.

The API, the page and the command show the same.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from app.errors import Unavailable
from app.registry.currency import Verdict
from app.registry.queries.currency import Checked, check_currency
from app.registry.queries.names import standard_numbers
from app.search.query import Asked
from app.search.sync import search_engine

MOST_SEARCHED = 50
"""Lines of one check whose words are searched for; the first of those that are not known by number."""

MOST_WORDS = 60
"""Characters of a line's words that may be a title; more is running text."""

MOST_SUGGESTED = 3

_TITLE = re.compile("[\u3400-\u9fff]{2}")

HEADINGS = ("序号", "输入", "标准号", "名称", "结论", "提示", "代替关系", "现行版本", "候选", "说明", "状态日期")
"""Headings of a check written as a table."""


def checked_numbers(lines: Sequence[str], day: date) -> list[Checked]:
    """Check every number in `lines` as of `day`. Raises `Invalid` where there are more than one check takes.

    Without an index the check stands, only the titles are not looked for.
    """
    results = check_currency(lines, day)
    asked = [at for at, each in enumerate(results) if _is_searched(each)][:MOST_SEARCHED]
    try:
        found = {at: _ids(results[at].words, day) for at in asked}
    except Unavailable:
        return results
    numbers = standard_numbers({each for ids in found.values() for each in ids})
    for at, ids in found.items():
        suggested = [numbers[each] for each in ids if each in numbers]
        results[at] = replace(results[at], finding=results[at].finding.suggesting(suggested))
    return results


def table(results: Sequence[Checked], day: date) -> Iterator[list[str | int]]:
    """The rows of a check under `HEADINGS`."""
    for place, each in enumerate(results, start=1):
        finding = each.finding
        yield [
            place,
            each.input,
            finding.number or "",
            finding.title,
            finding.verdict.label,
            "、".join(flag.label for flag in finding.flags),
            " → ".join(f"{step.number}（{step.on or '日期未载'}）" for step in finding.chain),
            "、".join(finding.current),
            "、".join(finding.candidates),
            finding.message,
            day.isoformat(),
        ]


def _is_searched(checked: Checked) -> bool:
    known = checked.finding.verdict is not Verdict.UNKNOWN or checked.finding.title
    return not known and len(checked.words) <= MOST_WORDS and _TITLE.search(checked.words) is not None


def _ids(words: str, day: date) -> list[int]:
    return [hit.id for hit in search_engine().find(Asked(text=words, as_of=day, per_page=MOST_SUGGESTED)).hits]
