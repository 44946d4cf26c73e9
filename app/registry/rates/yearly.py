"""Yearly facts on a day: which enterprises are above scale (规模以上), and their output. docs/rules.md sections 3 and 4."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.registry.rates.bodies import Body, Ref, enterprise_on


@dataclass(frozen=True)
class YearlyFact:
    """What the statistics of a year say of a body: `above_scale` and `output` (in yuan) are None where they don't."""

    body: Ref
    year: int
    above_scale: bool | None = None
    output: int | None = None


def list_year(facts: Iterable[YearlyFact], year: int) -> int | None:
    """The year whose list of enterprises above scale holds in `year`: its own, else the latest earlier; None without any."""
    return max((fact.year for fact in facts if fact.above_scale is not None and fact.year <= year), default=None)


def above_scale_on(bodies: Mapping[Ref, Body], facts: Iterable[YearlyFact], day: date) -> frozenset[Ref]:
    """The enterprises above scale on `day`: those that stand for a body on the list that holds then."""
    known = list(facts)
    year = list_year(known, day.year)
    found = (enterprise_on(bodies, fact.body, day) for fact in known if fact.year == year and fact.above_scale)
    return frozenset(enterprise.ref for enterprise in found if enterprise)


def outputs_on(bodies: Mapping[Ref, Body], facts: Iterable[YearlyFact], day: date) -> dict[Ref, int]:
    """Output in yuan of each enterprise on `day`, in the latest year up to that of the day for which any is recorded.

    After a merger it is the sum over all bodies that the enterprise stands for, of that year.
    """
    by_year: dict[Ref, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for fact in facts:
        enterprise = enterprise_on(bodies, fact.body, day)
        if enterprise and fact.output is not None and fact.year <= day.year:
            by_year[enterprise.ref][fact.year] += fact.output
    return {enterprise: years[max(years)] for enterprise, years in by_year.items()}
