"""However many rows there are, a figure asks the same few statements."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from flask import Flask

from app.api.sheets import Name
from app.database import db
from app.registry.statistics import (
    GroupBy,
    committees_on,
    drafting_counts,
    drafting_rows,
    implementation_rate,
    implementation_rows,
    innovation_enterprises,
    keeping,
    targets_on,
)
from tests.factories import (
    make_award,
    make_block_industry,
    make_committee,
    make_drafting,
    make_implementation,
    make_membership,
    make_organization,
    make_plan,
    make_scheme,
    make_standard,
    tie,
)

DAY, CITY = date(2022, 6, 1), "3303"
SINCE, UNTIL = date(2020, 1, 1), date(2022, 1, 1)


def _implementation_rows() -> list[str]:
    return [f"{row.enterprise.name} {row.standards}" for row in implementation_rows(1, DAY)]


def _innovation() -> list[str]:
    found = innovation_enterprises(DAY)
    assert found.by_level
    assert found.by_block_industry
    return [f"{row.enterprise.name} {row.award.scheme.name} {row.award.organization.name}" for row in found.rows]


def _drafting_rows() -> list[str]:
    return [part.organization.name for row in drafting_rows(SINCE, UNTIL, city=CITY) for part in row.bodies]


FIGURES: dict[str, tuple[Callable[[], object], int]] = {
    "implementation rate": (lambda: implementation_rate(DAY), 12),
    "its rows": (_implementation_rows, 12),
    "innovation enterprises": (_innovation, 12),
    "drafting counts": (lambda: drafting_counts(SINCE, UNTIL, city=CITY, group_by=GroupBy.ORGANIZATION), 12),
    "their rows": (_drafting_rows, 12),
    "committees": (lambda: committees_on(DAY, city=CITY), 5),
    "targets": (lambda: targets_on(DAY, city=CITY), 40),
}


def _grow(times: int) -> None:
    scheme = make_scheme(f"YANSHI-{times}", "初级", "高级")
    for _ in range(times):
        block = make_block_industry()
        kept, unverified = (make_standard(f"T/YANSHI {block.id}{place}-2020") for place in (1, 2))
        for standard in (kept, unverified):
            tie(standard, block)
        enterprise, idle = make_organization(), make_organization()
        for member in (enterprise, idle):
            make_membership(member, block)
        make_membership(make_organization(), block, since=None)
        make_implementation(enterprise, kept, verified_on="2021-02-01")
        make_implementation(idle, unverified)
        for rank, body in enumerate((enterprise, idle), start=1):
            make_drafting(kept, body, rank)
        make_award(enterprise, scheme, level="初级")
        make_committee(secretariat_id=enterprise.id)


@pytest.mark.usefixtures("app")
def test_as_many_for_many_rows_as_for_few(statements: Callable[[], AbstractContextManager[list[str]]]) -> None:
    make_plan("2021-2025", "2021-01-01", "2026-01-01", {"implementation_rate": 0.3, "committees": 5})
    for times in (1, 6):
        _grow(times)
        for name, (ask, most) in FIGURES.items():
            db.session.remove()
            with statements() as asked:
                assert ask()
            assert len(asked) <= most, (name, times, asked)


ADDRESSES = (
    "/statistics",
    "/statistics?form=xlsx",
    "/statistics/implementation",
    "/statistics/implementation?form=csv",
    "/statistics/innovation-enterprises",
    "/statistics/drafting",
    "/statistics/drafting?form=xlsx",
    "/statistics/committees",
    "/statistics/counties",
    "/statistics/drafting-network",
    "/statistics/report",
    "/statistics/report.xlsx",
    "/statistics/charts/rates.svg",
    "/block-industries",
    "/block-industries/1",
    "/organizations/1/support",
    *(f"/statistics/sheets/{name.value}.csv" for name in Name),
    "/api/v1/statistics/adoption",
    "/api/v1/statistics/adoption/block-industries/1",
    "/api/v1/statistics/innovation-enterprises",
    "/api/v1/statistics/innovation-enterprises/rows",
    "/api/v1/statistics/drafting/rows?from=2020-01-01&to=2022-01-01",
    "/api/v1/statistics/targets",
)


def test_pages_and_exports_too(app: Flask, statements: Callable[[], AbstractContextManager[list[str]]]) -> None:
    make_plan("2021-2025", "2021-01-01", "2026-01-01", {"implementation_rate": 0.3, "committees": 5})
    client = app.test_client()
    counts: dict[str, list[int]] = {address: [] for address in ADDRESSES}
    for times in (2, 6):
        _grow(times)
        for address, found in counts.items():
            keeping.forget()
            db.session.remove()
            with statements() as asked:
                answer = client.get(address)
            assert answer.status_code == 200, (address, answer.get_data(as_text=True))
            found.append(len(asked))
    assert {address: found for address, found in counts.items() if found[1] > found[0]} == {}
