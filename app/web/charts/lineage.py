"""The life of a document as a line of time: its editions as bars, what is coming dotted, transition hatched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.web.charts.scales import Span, year_ticks

ROW = 44
HEAD = 24
FOOT = 26
OPEN_AHEAD = 0.08


@dataclass(frozen=True)
class EditionLife:
    """What is known of one edition. `end` None: open, or not known; `ended` tells which; `start` None: no bar."""

    label: str
    word: str
    start: date | None
    end: date | None
    published: date | None = None
    ended: bool = False
    this: bool = False


@dataclass(frozen=True)
class Stretch:
    """A piece of a bar: `form` is transition, lived, coming or unsure (ended, nobody knows when); `x` and `width` in percent."""

    form: str
    x: float
    width: float


@dataclass(frozen=True)
class PlacedEdition:
    """An edition in its row."""

    edition: EditionLife
    y: int
    stretches: Sequence[Stretch]


@dataclass(frozen=True)
class LineageChart:
    """Rows oldest first, ticks as (x, year), and where today stands."""

    rows: Sequence[PlacedEdition]
    ticks: Sequence[tuple[float, int]]
    today: float
    day: date
    height: int


def lineage_chart(editions: Sequence[EditionLife], day: date) -> LineageChart | None:
    """Place editions on one axis that holds `day`; None where no edition has a known start."""
    known = [each for edition in editions for each in (edition.published, edition.start, edition.end) if each]
    if not any(edition.start for edition in editions):
        return None
    first, last = min(*known, day), max(*known, day)
    margin = max(timedelta(days=200), (last - first) * OPEN_AHEAD)
    span = Span(date(first.year, 1, 1), min(last, date.max - margin) + margin)
    rows = [
        PlacedEdition(edition, HEAD + row * ROW, list(_stretches(edition, span, day))) for row, edition in enumerate(editions)
    ]
    return LineageChart(
        rows=rows,
        ticks=[(span.at(date(year, 1, 1)), year) for year in year_ticks(span)],
        today=span.at(day),
        day=day,
        height=HEAD + ROW * len(rows) + FOOT,
    )


def _stretches(edition: EditionLife, span: Span, day: date) -> Sequence[Stretch]:
    """From publication to start hatched, lived solid up to the day, dotted from the day on."""
    start, end = edition.start, edition.end
    if start is None:
        return ()
    pieces: list[tuple[str, date, date]] = []
    if edition.published and edition.published < start:
        pieces.append(("transition", edition.published, start))
    if start > day:
        pieces.append(("coming", start, end or span.until))
    elif edition.ended and end is None:
        pieces.append(("unsure", start, day))
    else:
        pieces.append(("lived", start, min(end, day) if end else day))
        if end is None or end > day:
            pieces.append(("coming", day, end or span.until))
    return [Stretch(form, span.at(since), round(span.at(until) - span.at(since), 3)) for form, since, until in pieces]
