"""采标率: of the leading products of above-scale enterprises of a year, those that adopt an international or foreign standard.

docs/rules.md section 4. No published text fixes the formula; ours counts products, a row of the year's list each, and takes
each record as it stands for the body that reported it, as drafting counts do.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from app.registry.rates.bodies import LeftOut, Ref
from app.registry.rates.implementation import Rate
from app.registry.rates.yearly import YearlyFact, list_year
from app.registry.words import Degree, Kind

ADOPTED_KINDS = frozenset({Kind.INTERNATIONAL, Kind.FOREIGN})
ADOPTING_DEGREES = frozenset({Degree.IDT, Degree.MOD, Degree.EQV})


@dataclass(frozen=True)
class Product:
    """A leading product of a year. `kind`: of the standard it adopts, None for none or for no standard.

    `through_national`: that standard is a national one which itself adopts an international or foreign one.
    """

    ref: Ref
    body: Ref
    year: int
    kind: Kind | None = None
    degree: Degree | None = None
    through_national: bool = False


@dataclass(frozen=True)
class AdoptionRate:
    """The rate of a year, of the list of `list_year`; `left_out`: products that adopt something, but not so that it counts."""

    year: int
    list_year: int | None
    adopting: frozenset[Ref]
    products: frozenset[Ref]
    left_out: Mapping[Ref, LeftOut]

    @property
    def rate(self) -> Rate:
        """Adopting products of all."""
        return Rate(len(self.adopting), len(self.products))


def adoption_rate(
    products: Iterable[Product], facts: Collection[YearlyFact], year: int, through_national: bool = False
) -> AdoptionRate:
    """The rate of one year; `through_national`, a setting of the plan: adopting a national standard that adopts one counts."""
    listed = list_year(facts, year)
    above_scale = {fact.body for fact in facts if fact.year == listed and fact.above_scale}
    asked = [product for product in products if product.year == year and product.body in above_scale]
    against = {product.ref: why_not(product, through_national) for product in asked if adopts_any(product)}
    return AdoptionRate(
        year,
        listed,
        frozenset(ref for ref, why in against.items() if why is None),
        frozenset(product.ref for product in asked),
        {ref: why for ref, why in against.items() if why is not None},
    )


def adopts_any(product: Product) -> bool:
    """Whether a product adopts an international or foreign standard in any way."""
    return product.kind in ADOPTED_KINDS or product.through_national


def why_not(product: Product, through_national: bool) -> LeftOut | None:
    """Why an adoption does not count; None where it does. A national standard is carried out whole: its degree may be absent."""
    if product.degree is Degree.NEQ:
        return LeftOut.NOT_EQUIVALENT
    if product.through_national:
        return None if through_national else LeftOut.THROUGH_NATIONAL
    return None if product.degree in ADOPTING_DEGREES else LeftOut.DEGREE_UNKNOWN


def rising(rates: Mapping[int, Rate], year: int) -> bool | None:
    """Whether the rate of a year is above that of the year before; None where either has no data."""
    now, before = (rates[each].share if each in rates else None for each in (year, year - 1))
    return None if now is None or before is None else now > before


def by_reason(left_out: Iterable[LeftOut]) -> Mapping[LeftOut, int]:
    """How many each reason keeps out, in the order of the reasons."""
    counted: dict[LeftOut, int] = defaultdict(int)
    for why in left_out:
        counted[why] += 1
    return {reason: counted[reason] for reason in LeftOut if reason in counted}
