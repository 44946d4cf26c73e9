"""采标率 by year, docs/rules.md section 4; the plain rule is rates/adoption.py."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVarTuple

from sqlalchemy import Select, and_, false, func, or_, select

from app.database import db
from app.errors import Invalid
from app.registry.models import LeadingProduct, Organization, Relation, Standard, YearlyFact
from app.registry.numbers import key_of, parse_number
from app.registry.queries.many import listed_texts
from app.registry.rates.adoption import ADOPTED_KINDS, ADOPTING_DEGREES, Product, adopts_any, by_reason, rising, why_not
from app.registry.rates.bodies import LeftOut
from app.registry.rates.implementation import Rate
from app.registry.statistics.enterprises import list_year_in
from app.registry.statistics.keeping import kept
from app.registry.words import Degree, Kind, RelationKind

_Columns = TypeVarTuple("_Columns")


@dataclass(frozen=True)
class AdoptionOf:
    """The rate of a year, of the list of `list_year` (None: no list); `rising`: above that of the year before."""

    year: int
    list_year: int | None
    rate: Rate
    rising: bool | None
    left_out: Mapping[LeftOut, int]


@dataclass(frozen=True)
class ProductRow:
    """One product behind the rate. `left_out`: why its adoption does not count; None where it counts, or adopts nothing."""

    product: LeadingProduct
    organization: Organization
    adopting: bool
    left_out: LeftOut | None


def adoption_by_year(until: int, years: int = 5, *, through_national: bool = False) -> Sequence[AdoptionOf]:
    """The rate of the last `years` years up to `until` that have leading products, oldest first."""
    every = kept(("adoption by year", through_national), lambda: _by_year(through_national))
    return [each for each in every if each.year <= until][-years:]


def adoption_rows(year: int, *, through_national: bool = False) -> list[ProductRow]:
    """The products of above-scale enterprises of a year: those adopting, those left out, then the others, by enterprise."""
    found = []
    for product, body, read in _products({year: list_year_in(year)}):
        why = why_not(read, through_national) if adopts_any(read) else None
        found.append(ProductRow(product, body, adopts_any(read) and why is None, why))
    return sorted(found, key=lambda row: (not row.adopting, row.left_out is None, row.organization.name, row.product.product))


def _by_year(through_national: bool) -> Sequence[AdoptionOf]:
    """The rate of every year; products that adopt the same to the same degree are looked at together."""
    known = sorted(db.session.scalars(select(LeadingProduct.year).distinct()))
    listed = {year: list_year_in(year) for year in known}
    columns = (LeadingProduct.year, LeadingProduct.adopts, LeadingProduct.degree)
    groups = db.session.execute(_above_scale(select(*columns, func.count()), listed).group_by(*columns)).all()
    counts = {year: [0, 0] for year in known}
    left_out: dict[int, Counter[LeftOut]] = {year: Counter() for year in known}
    read = _reader({adopts for _, adopts, _, _ in groups if adopts})
    for year, adopts, degree, count in groups:
        product = read(0, 0, year, adopts, degree)
        why = why_not(product, through_national) if adopts_any(product) else None
        counts[year][1] += count
        if why:
            left_out[year][why] += count
        elif adopts_any(product):
            counts[year][0] += count
    rates = {year: Rate(*both) for year, both in counts.items()}
    return [
        AdoptionOf(year, listed[year], rates[year], rising(rates, year), by_reason(left_out[year].elements()))
        for year in known
    ]


def _products(listed: Mapping[int, int | None]) -> list[tuple[LeadingProduct, Organization, Product]]:
    """Products of these years of the enterprises above scale on the list that held then, as the plain rule reads them."""
    asked = select(LeadingProduct, Organization).join(Organization, Organization.id == LeadingProduct.organization_id)
    rows = db.session.execute(_above_scale(asked, listed)).all()
    read = _reader({product.adopts for product, _ in rows if product.adopts})
    return [
        (product, body, read(product.id, body.id, product.year, product.adopts, product.degree)) for product, body in rows
    ]


def _above_scale(asked: Select[*_Columns], listed: Mapping[int, int | None]) -> Select[*_Columns]:
    """Of what is asked of products, that of enterprises above scale on the list that held in the year of the product."""
    holds = [and_(LeadingProduct.year == year, YearlyFact.year == held) for year, held in listed.items() if held]
    return asked.join(YearlyFact, YearlyFact.organization_id == LeadingProduct.organization_id).where(
        YearlyFact.above_scale.is_(True), or_(false(), *holds)
    )


def _reader(numbers: set[str]) -> Callable[[int, int, int, str | None, Degree | None], Product]:
    """What makes products for the plain rule that adopt these numbers."""
    kinds = _kinds(numbers)
    adopting = _adopting({number for number in numbers if kinds[number] is Kind.NATIONAL})
    return lambda ref, body, year, adopts, degree: Product(
        ref, body, year, kinds[adopts] if adopts else None, degree, adopts in adopting
    )


def _kinds(numbers: set[str]) -> dict[str, Kind | None]:
    """The kind of each number: of its record, else as the number says."""
    keys = {number: key_of(number) for number in numbers}
    known = select(Standard.key, Standard.kind).where(Standard.key.in_(listed_texts(db.session(), keys.values())))
    recorded = dict(db.session.execute(known).all())
    return {number: recorded.get(key) or _kind_of(number) for number, key in keys.items()}


def _kind_of(number: str) -> Kind | None:
    try:
        return parse_number(number).kind
    except Invalid:
        return None


def _adopting(national: set[str]) -> set[str]:
    """Those of these national standards that adopt an international or foreign one."""
    keys = {key_of(number): number for number in national}
    rows = db.session.execute(
        select(Relation.subject_key, Relation.object_number).where(
            Relation.kind == RelationKind.ADOPTS,
            Relation.degree.in_(ADOPTING_DEGREES),
            Relation.left_out.is_(None),
            func.coalesce(Relation.subject_key, "").in_(listed_texts(db.session(), keys)),
        )
    )
    found = rows.all()
    kinds = _kinds({adopted for _, adopted in found})
    return {keys[key] for key, adopted in found if kinds[adopted] in ADOPTED_KINDS}
