"""An invented register of a large city, its rows spread evenly over fifteen years."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import insert

from app.database import Base, db
from app.registry import models
from app.registry.dates import PartialDate
from app.registry.words import CommitteeLevel, Degree, Kind, Metric, OrganizationKind, RelationKind

COUNTIES = ("330302", "330303", "330381", "330382", "330203", None)
YEARS = (2014, 2015, 2016)


@dataclass(frozen=True)
class Sizes:
    """How many rows there are of each kind."""

    block_industries: int = 1_000
    enterprises: int = 50_000
    merged: int = 2_500
    alliance: int = 4_000
    others: int = 20_000
    implementations: int = 250_000
    draftings: int = 100_000
    awards: int = 2_000
    committees: int = 300
    products: int = 20_000

    @property
    def standards(self) -> int:
        """Standards of all kinds."""
        return self.alliance + self.others

    def many(self, times: int) -> "Sizes":
        """So many times as many of everything."""
        return Sizes(*(each * times for each in vars(self).values()))


def fill(random: Random, sizes: Sizes) -> None:
    """Write the register into an empty database."""
    _bodies(random, sizes)
    _standards(random, sizes)
    _implementing(random, sizes)
    _drafting(random, sizes)
    _facts(random, sizes)
    _plan(random, sizes)
    db.session.commit()


def _bodies(random: Random, sizes: Sizes) -> None:
    merged = set(random.sample(range(2, sizes.enterprises + 1), sizes.merged))
    _insert(
        models.Organization,
        [
            {
                "id": number, "key": f"{number}@", "name": f"N{number}", "county": random.choice(COUNTIES),
                "kind": OrganizationKind.ENTERPRISE,
                "merged_into_id": random.randint(1, number - 1) if number in merged else None,
                "merged_on": _day(random) if number in merged else None,
            }
            for number in range(1, sizes.enterprises + 1)
        ],
    )  # fmt: skip
    _insert(
        models.Committee,
        [
            {"id": number, "number": f"SAC/TC {number}", "level": CommitteeLevel.NATIONAL, "secretariat_id": number}
            for number in range(1, sizes.committees + 1)
        ],
    )


def _standards(random: Random, sizes: Sizes) -> None:
    """Alliance standards in two editions each, the later of which replaces the earlier; others of other kinds."""
    rows = [_alliance_standard(number, random) for number in range(1, sizes.alliance + 1)]
    kinds = (Kind.NATIONAL, Kind.INDUSTRY, Kind.LOCAL, Kind.INTERNATIONAL)
    rows += [
        _standard(number, f"GB/T {number}-2012", random.choice(kinds), _day(random))
        for number in range(sizes.alliance + 1, sizes.standards + 1)
    ]
    _insert(models.Standard, rows)
    _insert(
        models.Relation,
        [
            {
                "kind": RelationKind.REPLACES, "stated_by_subject": True,
                "subject_id": number, "subject_number": str(number), "subject_key": str(number),
                "object_id": number - 1, "object_number": str(number - 1), "object_key": str(number - 1),
            }
            for number in range(2, sizes.alliance + 1, 2)
        ],
    )  # fmt: skip
    _insert(
        models.StandardCommittee,
        [
            {"standard_id": standard, "committee_id": committee}
            for standard, committee in _pairs(random, sizes.others, sizes.standards, sizes.committees)
        ],
    )


def _alliance_standard(number: int, random: Random) -> dict[str, Any]:
    year = random.randint(2011, 2014) + (0 if number % 2 else 4)
    return _standard(number, f"T/YANSHI {(number + 1) // 2}-{year}", Kind.ALLIANCE, PartialDate(year, 3, 1))


def _standard(number: int, text: str, kind: Kind, day: PartialDate) -> dict[str, Any]:
    document = text.rpartition("-")[0]
    keys = dict.fromkeys(("number", "key", "bare_key", "number_order", "title_zh"), f"{text} {number}")
    return keys | {
        "id": number, "document_key": document, "loose_key": document, "number_year": day.year, "kind": kind,
        "published_on": day, "implemented_on": day,
    }  # fmt: skip


def _implementing(random: Random, sizes: Sizes) -> None:
    blocks = range(1, sizes.block_industries + 1)
    _insert(models.BlockIndustry, [{"id": block, "code": f"B{block}", "name": f"B{block}"} for block in blocks])
    _insert(
        models.StandardBlockIndustry,
        [
            {"standard_id": standard, "block_industry_id": standard % sizes.block_industries + 1}
            for standard in range(1, sizes.alliance + 1)
        ],
    )
    _insert(
        models.Membership,
        [
            {"organization_id": body, "block_industry_id": block, "from_on": _day(random)}
            for body in range(1, sizes.enterprises + 1)
            for block in random.sample(blocks, random.choice((1, 1, 2)))
        ],
    )
    _insert(
        models.Implementation,
        [
            {
                "organization_id": body, "standard_id": standard, "from_on": _day(random),
                "verified_on": random.choice((_day(random), None)),
            }
            for body, standard in _pairs(random, sizes.implementations, sizes.enterprises, sizes.alliance)
        ],
    )  # fmt: skip


def _drafting(random: Random, sizes: Sizes) -> None:
    _insert(
        models.Drafting,
        [
            {"standard_id": standard, "organization_id": body, "rank": random.randint(1, 8)}
            for standard, body in _pairs(random, sizes.draftings, sizes.standards, sizes.enterprises)
        ],
    )
    _insert(
        models.SupportRule,
        [{"code": "R", "name": "R", "kinds": [Kind.NATIONAL.value], "rank": 3, "cap": 5, "amount": Decimal(20)}],
    )


def _facts(random: Random, sizes: Sizes) -> None:
    _insert(
        models.YearlyFact,
        [
            {
                "organization_id": body, "year": year, "above_scale": random.random() < 0.3,
                "output_value": Decimal(random.randint(100, 90_000)),
            }
            for year in YEARS
            for body in range(1, sizes.enterprises + 1)
        ],
    )  # fmt: skip
    _insert(
        models.LeadingProduct,
        [
            {
                "organization_id": body, "year": random.choice(YEARS), "product": "P",
                "adopts": random.choice((None, f"GB/T {sizes.alliance + 1 + body % 2_000}-2012", f"ISO {body % 500 + 1}:2010")),
                "degree": random.choice((*Degree, None)),
            }
            for body in random.sample(range(1, sizes.enterprises + 1), sizes.products)
        ],
    )  # fmt: skip


def _plan(random: Random, sizes: Sizes) -> None:
    """Awards, and a plan over all fifteen years with its targets and the counties' shares of one."""
    _insert(models.AwardScheme, [{"id": 1, "code": "S", "name": "S"}])
    _insert(models.AwardLevel, [{"id": place, "scheme_id": 1, "position": place, "name": str(place)} for place in (1, 2, 3)])
    _insert(
        models.Award,
        [
            {"organization_id": body, "scheme_id": 1, "level_id": random.randint(1, 3), "awarded_on": _day(random)}
            for body in random.sample(range(1, sizes.enterprises + 1), sizes.awards)
        ],
    )
    _insert(models.Plan, [{"id": 1, "code": "P", "name": "P", "from_on": PartialDate(2011), "until_on": PartialDate(2026)}])
    _insert(models.Target, [{"plan_id": 1, "metric": metric.value, "value": 0.3} for metric in Metric])
    _insert(
        models.CountyTarget,
        [
            {"plan_id": 1, "county": county, "metric": Metric.INNOVATION_ENTERPRISES.value, "value": 100.0}
            for county in COUNTIES
            if county
        ],
    )


def _pairs(random: Random, count: int, most_left: int, most_right: int) -> list[tuple[int, int]]:
    """Distinct pairs of ids."""
    chosen = random.sample(range(most_left * most_right), count)
    return [(each // most_right + 1, each % most_right + 1) for each in chosen]


def _day(random: Random) -> PartialDate:
    return PartialDate(random.randint(2011, 2025), random.randint(1, 12), random.randint(1, 28))


def _insert(model: type[Base], rows: list[dict[str, Any]]) -> None:
    db.session.execute(insert(model), rows)
