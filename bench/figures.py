"""How long each figure takes over the register of a large city: `python -m bench.figures [--database-url URL] [--times N]`.

1,000 block industries, 50,000 enterprises, 250,000 implementations, 100,000 draftings, N times as many where asked for; on
SQLite where no empty database is named. The register is invented. Each figure is asked of days of its own, so nothing of it
was kept; the columns it is counted from are, as between two writes. `cold` is the first of all, with nothing kept at all.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from statistics import median
from typing import Any

from sqlalchemy import insert

from app import create_app, garbage, migrating
from app.config import Settings
from app.database import Base, db, learn_sizes
from app.registry import models
from app.registry.dates import PartialDate
from app.registry.rates.implementation import Evidence, Scope, Weight
from app.registry.statistics import (
    GroupBy,
    ImplementationGroup,
    committees_on,
    drafting_counts,
    implementation_groups,
    implementation_rate,
    implementation_rows,
    innovation_enterprises,
    plan_on,
    targets_on,
)
from app.registry.statistics.plans import settings_of
from app.registry.statistics.trend import courses
from app.registry.words import CommitteeLevel, Kind, OrganizationKind, RelationKind

DAY, CITY = date(2016, 6, 30), "3303"
SINCE, UNTIL = date(2011, 1, 1), date(2026, 1, 1)
BLOCK_INDUSTRIES, ENTERPRISES, MERGED = 1_000, 50_000, 2_500
ALLIANCE, OTHERS = 4_000, 20_000
IMPLEMENTATIONS, DRAFTINGS, AWARDS, COMMITTEES = 250_000, 100_000, 2_000, 300
RUNS = 20

FIGURES: dict[str, Callable[[date], object]] = {
    "implementation rate, verified": implementation_rate,
    "implementation rate, declared, with standards": lambda day: implementation_rate(
        day, evidence=Evidence.DECLARED, scope=Scope.WITH_STANDARDS
    ),
    "implementation rate by output": lambda day: implementation_rate(day, weight=Weight.OUTPUT),
    **{
        f"implementation rate by {by.value}": lambda day, by=by: implementation_groups(day, by) for by in ImplementationGroup
    },
    "rows of one block industry": lambda day: implementation_rows(1, day),
    "innovation enterprises": innovation_enterprises,
    **{
        f"drafting counts by {group.value}": lambda day, group=group: drafting_counts(SINCE, day, city=CITY, group_by=group)
        for group in GroupBy
    },
    "committees": lambda day: committees_on(day, city=CITY),
    "all targets": lambda day: targets_on(day, city=CITY),
    "quarters over five years": lambda day: _quarters(day),
}


def main() -> None:
    """Print the first and the 95th of 100 times of each figure in milliseconds."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--database-url")
    asked.add_argument("--times", type=int, default=1)
    how = asked.parse_args()
    with tempfile.TemporaryDirectory() as instance:
        environment = {"BIAOLIAN_INSTANCE_DIR": instance}
        if how.database_url:
            environment["BIAOLIAN_DATABASE_URL"] = how.database_url
        application = create_app(Settings.from_environment(environment))
        with application.app_context():
            migrating.upgrade()
            garbage.settle()  # as the server does
            began = time.perf_counter()
            _fill(Random(20110101), how.times)
            learn_sizes(db.session.connection())
            db.session.commit()
            print(f"figures: filled in {time.perf_counter() - began:.0f} s")
            _measure("all targets, cold", FIGURES["all targets"], 1)
            for name, ask in FIGURES.items():
                _measure(name, ask, RUNS)
            client = application.test_client()
            _measure("statistics page", lambda day: client.get(f"/statistics?as_of={day}"), 5)
            again = _milliseconds(lambda day: client.get(f"/statistics?as_of={day}"), DAY + timedelta(4))
            print(f"figures: {'statistics page, once computed':48} {again:7.1f} ms")
            db.session.remove()
            db.engine.dispose()


def _measure(name: str, ask: Callable[[date], object], runs: int) -> None:
    before = time.process_time()
    times = sorted(_milliseconds(ask, DAY + timedelta(run)) for run in range(runs))
    used = (time.process_time() - before) * 1000 / runs
    p95 = times[max(0, -(-95 * len(times) // 100) - 1)]
    print(f"figures: {name:48} median {median(times):7.1f} ms, p95 {p95:7.1f} ms, processor {used:7.1f} ms", flush=True)


def _quarters(day: date) -> object:
    plan = plan_on(day)
    assert plan is not None
    return courses(settings_of(plan), (), day, city=CITY)


def _milliseconds(ask: Callable[[date], object], day: date) -> float:
    db.session.remove()
    began = time.perf_counter()
    ask(day)
    return (time.perf_counter() - began) * 1000


def _fill(random: Random, times: int) -> None:
    """A register whose rows spread evenly over fifteen years, so many times the usual size."""
    for name in ("BLOCK_INDUSTRIES", "ENTERPRISES", "MERGED", "ALLIANCE", "OTHERS", "IMPLEMENTATIONS", "DRAFTINGS"):
        globals()[name] *= times
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
    _insert(
        models.YearlyFact,
        [
            {
                "organization_id": body, "year": year, "above_scale": random.random() < 0.3,
                "output_value": Decimal(random.randint(100, 90_000)),
            }
            for year in (2014, 2015, 2016)
            for body in range(1, ENTERPRISES + 1)
        ],
    )  # fmt: skip
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
        [{"standard_id": standard, "block_industry_id": standard % BLOCK_INDUSTRIES + 1} for standard in range(1, ALLIANCE + 1)],
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
