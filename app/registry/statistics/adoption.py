"""采标率 by year, docs/rules.md section 4; the plain rule is rates/adoption.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, false, func, or_, select

from app.database import db
from app.errors import Invalid
from app.registry.models import LeadingProduct, Organization, Relation, Standard, YearlyFact
from app.registry.numbers import key_of, parse_number
from app.registry.rates.adoption import ADOPTED_KINDS, ADOPTING_DEGREES, Product, adopts_any, by_reason, rising, why_not
from app.registry.rates.bodies import LeftOut
from app.registry.rates.implementation import Rate
from app.registry.statistics.keeping import kept
from app.registry.words import Kind, RelationKind


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
    return kept(("adoption by year", until, years, through_national), lambda: _by_year(until, years, through_national))


def adoption_rows(year: int, *, through_national: bool = False) -> list[ProductRow]:
    """The products of above-scale enterprises of a year: those adopting, those left out, then the others, by enterprise."""
    found = []
    for product, body, read in _products({year: _list_years([year])[year]}):
        why = why_not(read, through_national) if adopts_any(read) else None
        found.append(ProductRow(product, body, adopts_any(read) and why is None, why))
    return sorted(found, key=lambda row: (not row.adopting, row.left_out is None, row.organization.name, row.product.product))


def _by_year(until: int, years: int, through_national: bool) -> Sequence[AdoptionOf]:
    # one year more, so that the first can be judged too
    asked = select(LeadingProduct.year).where(LeadingProduct.year <= until).distinct().order_by(LeadingProduct.year.desc())
    known = sorted(db.session.scalars(asked.limit(years + 1)))
    listed = _list_years(known)
    counts = {year: [0, 0] for year in known}
    left_out: dict[int, dict[int, LeftOut]] = {year: {} for year in known}
    for product, _body, read in _products(listed):
        why = why_not(read, through_national) if adopts_any(read) else None
        counts[read.year][1] += 1
        if why:
            left_out[read.year][product.id] = why
        elif adopts_any(read):
            counts[read.year][0] += 1
    rates = {year: Rate(*both) for year, both in counts.items()}
    return [
        AdoptionOf(year, listed[year], rates[year], rising(rates, year), by_reason(left_out[year].values()))
        for year in known[-years:]
    ]


def _list_years(years: Sequence[int]) -> dict[int, int | None]:
    """The year of the list that holds in each year."""
    asked = select(YearlyFact.year).where(YearlyFact.above_scale.is_not(None)).distinct()
    lists = sorted(db.session.scalars(asked.where(YearlyFact.year <= max(years, default=0))))
    return {year: max((each for each in lists if each <= year), default=None) for year in years}


def _products(listed: Mapping[int, int | None]) -> list[tuple[LeadingProduct, Organization, Product]]:
    """Products of these years of the enterprises above scale on the list that held then, as the plain rule reads them."""
    holds = [and_(LeadingProduct.year == year, YearlyFact.year == held) for year, held in listed.items() if held]
    rows = db.session.execute(
        select(LeadingProduct, Organization)
        .join(Organization, Organization.id == LeadingProduct.organization_id)
        .join(YearlyFact, YearlyFact.organization_id == LeadingProduct.organization_id)
        .where(YearlyFact.above_scale.is_(True), or_(false(), *holds))
    ).all()
    numbers = {product.adopts for product, _ in rows if product.adopts}
    kinds = _kinds(numbers)
    adopting = _adopting({number for number in numbers if kinds[number] is Kind.NATIONAL})
    return [
        (
            product,
            body,
            Product(
                ref=product.id,
                body=body.id,
                year=product.year,
                kind=kinds[product.adopts] if product.adopts else None,
                degree=product.degree,
                through_national=product.adopts in adopting,
            ),
        )
        for product, body in rows
    ]


def _kinds(numbers: set[str]) -> dict[str, Kind | None]:
    """The kind of each number: of its record, else as the number says."""
    keys = {number: key_of(number) for number in numbers}
    recorded = dict(db.session.execute(select(Standard.key, Standard.kind).where(Standard.key.in_(keys.values()))).all())
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
            func.coalesce(Relation.subject_key, "").in_(keys),
        )
    )
    found = rows.all()
    kinds = _kinds({adopted for _, adopted in found})
    return {keys[key] for key, adopted in found if kinds[adopted] in ADOPTED_KINDS}
