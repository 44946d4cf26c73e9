"""How long each figure takes over the register of a large city, on SQLite: `python -m bench.figures`.

100 block industries, 5,000 enterprises, 25,000 implementations, 10,000 draftings; the register is invented.
"""

import tempfile
import time
from collections.abc import Callable
from datetime import date
from random import Random
from statistics import median
from typing import Any

from sqlalchemy import insert

from app import create_app, migrating
from app.config import Settings
from app.database import Base, db
from app.registry import models
from app.registry.dates import PartialDate
from app.registry.rates.implementation import Evidence, Scope
from app.registry.statistics import (
    GroupBy,
    committees_on,
    drafting_counts,
    drafting_rows,
    implementation_rate,
    implementation_rows,
    innovation_enterprises,
    targets_on,
)
from app.registry.words import CommitteeLevel, Kind, OrganizationKind, RelationKind

DAY, CITY = date(2016, 6, 30), "3303"
SINCE, UNTIL = date(2011, 1, 1), date(2026, 1, 1)
BLOCK_INDUSTRIES, ENTERPRISES, MERGED = 100, 5_000, 250
ALLIANCE, OTHERS = 1_000, 4_000
IMPLEMENTATIONS, DRAFTINGS, AWARDS, COMMITTEES = 25_000, 10_000, 1_000, 300
RUNS = 7

FIGURES: dict[str, Callable[[], object]] = {
    "implementation rate, verified": lambda: implementation_rate(DAY),
    "implementation rate, declared, with standards": lambda: implementation_rate(
        DAY, evidence=Evidence.DECLARED, scope=Scope.WITH_STANDARDS
    ),
    "rows of one block industry": lambda: implementation_rows(1, DAY),
    "innovation enterprises": lambda: innovation_enterprises(DAY),
    **{
        f"drafting counts by {group.value}": lambda group=group: drafting_counts(SINCE, UNTIL, city=CITY, group_by=group)
        for group in GroupBy
    },
    "drafting rows": lambda: drafting_rows(SINCE, UNTIL, city=CITY),
    "committees": lambda: committees_on(DAY, city=CITY),
    "all targets": lambda: targets_on(DAY, city=CITY),
}


def main() -> None:
    """Print the median time of each figure in milliseconds, each asked with nothing kept of the time before."""
    with tempfile.TemporaryDirectory() as instance:
        application = create_app(Settings.from_environment({"BIAOLIAN_INSTANCE_DIR": instance}))
        with application.app_context():
            migrating.upgrade()
            _fill(Random(20110101))
            for name, ask in FIGURES.items():
                times = [_milliseconds(ask) for _ in range(RUNS)]
                print(f"figures: {name:48} median {median(times):7.1f} ms, slowest {max(times):7.1f} ms")
            db.session.remove()
            db.engine.dispose()


def _milliseconds(ask: Callable[[], object]) -> float:
    db.session.remove()
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def _fill(random: Random) -> None:
    """A register whose rows spread evenly over fifteen years."""
    _bodies(random)
    _standards(random)
    _implementing(random)
    _insert(
        models.Drafting,
        [
            {"standard_id": standard, "organization_id": body, "rank": random.randint(1, 8)}
            for standard, body in _pairs(random, DRAFTINGS, ALLIANCE + OTHERS, ENTERPRISES)
        ],
    )
    _insert(models.AwardScheme, [{"id": 1, "code": "S", "name": "S"}])
    _insert(models.AwardLevel, [{"id": place, "scheme_id": 1, "position": place, "name": str(place)} for place in (1, 2, 3)])
    _insert(
        models.Award,
        [
            {"organization_id": body, "scheme_id": 1, "level_id": random.randint(1, 3), "awarded_on": _day(random)}
            for body in random.sample(range(1, ENTERPRISES + 1), AWARDS)
        ],
    )
    _insert(models.Plan, [{"code": "P", "name": "P", "from_on": PartialDate(2011), "until_on": PartialDate(2026)}])
    db.session.commit()


def _bodies(random: Random) -> None:
    counties = ["330302", "330303", "330381", "330382", "330203", None]
    merged = set(random.sample(range(2, ENTERPRISES + 1), MERGED))
    _insert(
        models.Organization,
        [
            {
                "id": number, "key": f"{number}@", "name": f"N{number}", "county": random.choice(counties),
                "kind": OrganizationKind.ENTERPRISE,
                "merged_into_id": random.randint(1, number - 1) if number in merged else None,
                "merged_on": _day(random) if number in merged else None,
            }
            for number in range(1, ENTERPRISES + 1)
        ],
    )
    _insert(
        models.Committee,
        [
            {"id": number, "number": f"SAC/TC {number}", "level": CommitteeLevel.NATIONAL, "secretariat_id": number}
            for number in range(1, COMMITTEES + 1)
        ],
    )


def _standards(random: Random) -> None:
    """Alliance standards in two editions each, the later of which replaces the earlier; others of other kinds."""
    rows = [_alliance_standard(number, random) for number in range(1, ALLIANCE + 1)]
    kinds = (Kind.NATIONAL, Kind.INDUSTRY, Kind.LOCAL, Kind.INTERNATIONAL)
    rows += [
        _standard(number, f"GB/T {number}-2012", random.choice(kinds), _day(random))
        for number in range(ALLIANCE + 1, ALLIANCE + OTHERS + 1)
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
            for number in range(2, ALLIANCE + 1, 2)
        ],
    )
    _insert(
        models.StandardCommittee,
        [
            {"standard_id": standard, "committee_id": committee}
            for standard, committee in _pairs(random, OTHERS, ALLIANCE + OTHERS, COMMITTEES)
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
    }


def _implementing(random: Random) -> None:
    blocks = range(1, BLOCK_INDUSTRIES + 1)
    _insert(models.BlockIndustry, [{"id": block, "code": f"B{block}", "name": f"B{block}"} for block in blocks])
    _insert(
        models.StandardBlockIndustry,
        [{"standard_id": standard, "block_industry_id": standard % 100 + 1} for standard in range(1, ALLIANCE + 1)],
    )
    _insert(
        models.Membership,
        [
            {"organization_id": body, "block_industry_id": block, "from_on": _day(random)}
            for body in range(1, ENTERPRISES + 1)
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
            for body, standard in _pairs(random, IMPLEMENTATIONS, ENTERPRISES, ALLIANCE)
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


if __name__ == "__main__":
    main()
