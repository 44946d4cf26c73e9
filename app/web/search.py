"""The search page: what was asked, how it was understood, what was found, and where a click leads from there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.api.found import found_file
from app.api.labels import code_label
from app.api.schemas.searching import ExportArguments
from app.api.searching import FacetValue, SearchAnswer, search_standards
from app.registry.queries.adoptions import adoptions_of
from app.registry.queries.names import block_industry_names, organization_names
from app.registry.words import Kind, Obligation, Status, Word
from app.search.query import FILTERS, Asked
from app.web.asked import as_file, read
from app.web.blueprint import pages
from app.web.charts.years import years
from app.web.presentation import address_with

SORTS = (
    ("relevance", "相关度"),
    ("-published", "发布日期，新的在前"),
    ("published", "发布日期，早的在前"),
    ("-implemented", "实施日期，新的在前"),
    ("implemented", "实施日期，早的在前"),
    ("number", "标准号"),
)

FACET_LABELS = {
    "status": "状态",
    "kind": "类别",
    "obligation": "性质",
    "block_industry": "块状产业",
    "year": "发布年份",
    "ics": "国际分类",
    "ccs": "中国分类",
    "committee": "归口",
}
FILTER_LABELS = FACET_LABELS | {"organization": "起草单位", "county": "起草单位所在地"}
SHOWN = 8
"""Values of a facet that are seen at once; the rest open on a click."""

_WORDS: dict[str, type[Word]] = {"kind": Kind, "status": Status, "obligation": Obligation}


@dataclass(frozen=True)
class Choice:
    """A value of a facet with the address that a click on it leads to; `on` where it already narrows the search."""

    label: str
    count: int | None
    address: str
    on: bool


@dataclass(frozen=True)
class Facet:
    """One facet; `more` are the values that open on a click."""

    name: str
    label: str
    choices: Sequence[Choice]

    @property
    def shown(self) -> Sequence[Choice]:
        """What is seen at once: the chosen values first."""
        return [choice for at, choice in enumerate(self.choices) if choice.on or at < SHOWN]

    @property
    def more(self) -> Sequence[Choice]:
        """What opens on a click."""
        return [choice for at, choice in enumerate(self.choices) if not choice.on and at >= SHOWN]


@dataclass(frozen=True)
class Chip:
    """A filter that is on; a click on it takes it away."""

    label: str
    value: str
    address: str


class SearchAsked(ExportArguments):
    """A search to look at, or with a format to take away whole."""

    form = as_file()


@pages.get("/search")
def search() -> ResponseReturnValue:
    """One page of a search; its address is all of its state. With a format, everything found as a file."""
    asked: Asked
    asked, form = read(SearchAsked)
    if form:
        return found_file(asked, form)
    answer = search_standards(asked)
    return render_template(
        "search.html",
        asked=asked,
        answer=answer,
        facets=[*_facets(answer)],
        years=years({int(each.value): each.count for each in answer.facets.get("year", ())}),
        chips=[*_chips(asked), *_understood(asked, answer)],
        sorts=SORTS if asked.text.strip() else SORTS[1:],
        sort=asked.sort or ("relevance" if asked.text.strip() else "-published"),
        pages=max(1, -(-answer.total // asked.per_page)),
        kept=_kept(),
        adoptions=adoptions_of([hit.standard.id for hit in answer.items]),
    )


def _facets(answer: SearchAnswer) -> Iterator[Facet]:
    for name, label in FACET_LABELS.items():
        choices = [_choice(name, value) for value in answer.facets.get(name, ())]
        if choices:
            yield Facet(name, label, choices)


def _choice(facet: str, found: FacetValue) -> Choice:
    if facet == "year":
        on = request.args.get("year_from") == request.args.get("year_to") == found.value
        year = None if on else found.value
        return Choice(found.label, found.count, address_with(year_from=year, year_to=year), on)
    chosen = request.args.getlist(facet)
    on = found.value in chosen
    return Choice(found.label, found.count, _toggled(facet, found.value), on)


def _toggled(name: str, value: str) -> str:
    """The address of the search with a value of a filter added, or taken away where it is on."""
    chosen = request.args.getlist(name)
    changed = [each for each in chosen if each != value] if value in chosen else [*chosen, value]
    return address_with(**{name: changed or None})


def _chips(asked: Asked) -> Iterator[Chip]:
    """The filters that are on, as people call them."""
    for name in FILTERS:
        for typed in dict.fromkeys(request.args.getlist(name)):
            if typed.strip():
                remaining = [each for each in request.args.getlist(name) if each != typed]
                yield Chip(FILTER_LABELS[name], _called(name, typed), address_with(**{name: remaining or None}))
    if asked.year_from or asked.year_to:
        span = f"{asked.year_from}" if asked.year_from == asked.year_to else f"{asked.year_from or ''} 至 {asked.year_to or ''}"
        yield Chip("发布年份", span, address_with(year_from=None, year_to=None))


def _understood(asked: Asked, answer: SearchAnswer) -> Iterator[Chip]:
    """Words of the text that act as filters; a click leaves the word out."""
    for each in answer.understood:
        text = " ".join(asked.text.replace(each.word, " ").split())
        yield Chip(FILTER_LABELS.get(each.filter, each.filter), _called(each.filter, each.value), address_with(q=text))


def _called(name: str, value: str) -> str:
    if name in _WORDS:
        return _WORDS[name].read(value).label
    if name in ("ics", "ccs"):
        return " ".join(filter(None, (value, code_label(name, value))))
    if name == "county":
        return code_label("division", value) or value
    if name == "block_industry":
        return block_industry_names().get(value, value)
    if name == "organization":
        return organization_names([int(value)]).get(int(value), value)
    return value


def _kept() -> list[tuple[str, str]]:
    """What the forms of the page carry on beside their own fields: every filter, not the page."""
    kept = (*FILTERS, "year_from", "year_to", "widen")
    return [(name, value) for name, value in request.args.items(multi=True) if name in kept]
