"""How long each figure takes over the register of a large city: `python -m bench.figures [--times N …] [--database-url URL …]`.

1,000 block industries, 50,000 enterprises, 250,000 implementations, 100,000 draftings, N times as many where asked for; on
SQLite where no empty databases are named, one for each N. The register is invented. Each figure is asked of days of its own,
so nothing of it was kept; the columns it is counted from are, as between two writes. `nothing kept`: not even these, in a
process that has answered before.

Of several sizes (`--times 1 4`) each figure is asked of one after the other, and a line tells how much more it takes for how
many times the rows: it should be no more than that.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from statistics import median

from flask import Flask
from flask.testing import FlaskClient

from app import create_app, garbage, migrating
from app.api.reports import live_report
from app.api.sheets import Name, sheet
from app.config import Settings
from app.database import db, learn_sizes
from app.registry.queries.drafting_network import drafting_network
from app.registry.queries.support import supported
from app.registry.rates.implementation import Evidence, Scope, Weight
from app.registry.statistics import (
    GroupBy,
    ImplementationGroup,
    adoption_by_year,
    committees_on,
    drafting_counts,
    implementation_course,
    implementation_groups,
    implementation_rate,
    implementation_rows,
    innovation_changes,
    innovation_enterprises,
    keeping,
    plan_on,
    targets_on,
)
from app.registry.statistics.assessment import assessment
from app.registry.statistics.courses import courses, quarter_days
from app.registry.statistics.coverage import coverage_on
from app.registry.statistics.plans import settings_of
from bench.figures_register import Sizes, fill

DAY, CITY = date(2016, 6, 30), "3303"
SINCE = date(2011, 1, 1)
RUNS, PAGE_RUNS = 20, 5

Ask = Callable[[date], object]


def _assessment(day: date) -> object:
    plan = plan_on(day)
    return plan and assessment(plan, day, city=CITY)


def _quarters(day: date) -> object:
    plan = plan_on(day)
    return plan and courses(settings_of(plan), (), day, city=CITY)


FIGURES: dict[str, Ask] = {
    "implementation rate, verified": implementation_rate,
    "implementation rate, declared, with standards": lambda day: implementation_rate(
        day, evidence=Evidence.DECLARED, scope=Scope.WITH_STANDARDS
    ),
    "implementation rate by output": lambda day: implementation_rate(day, weight=Weight.OUTPUT),
    **{
        f"implementation rate by {by.value}": lambda day, by=by: implementation_groups(day, by) for by in ImplementationGroup
    },
    "rows of one block industry": lambda day: implementation_rows(1, day),
    "course of one block industry": lambda day: implementation_course(1, quarter_days(SINCE, day)),
    "innovation enterprises": innovation_enterprises,
    "innovation enterprises gained and lost": lambda day: innovation_changes(day - timedelta(365), day),
    **{
        f"drafting counts by {group.value}": lambda day, group=group: drafting_counts(SINCE, day, city=CITY, group_by=group)
        for group in GroupBy
    },
    "drafting network": lambda day: drafting_network(SINCE, day, top=30),
    "committees": lambda day: committees_on(day, city=CITY),
    "adoption of international standards": lambda day: adoption_by_year(day.year, 1 + day.day % 4),
    "standards against rules of support": lambda day: supported(day.day + 1, day),
    "counties against their shares": _assessment,
    "health and coverage": coverage_on,
    "all targets": lambda day: targets_on(day, city=CITY),
    "quarters over five years": _quarters,
    **{f"sheet {name.value}": lambda day, name=name: sheet(name, day) for name in Name},
    "report, all sheets": live_report,
}
PAGES = {
    "statistics page": "/statistics",
    "page of all implementation rates": "/statistics/implementation",
    "page of all block industries": "/block-industries",
    "page of one block industry": "/block-industries/1",
    "page of innovation enterprises": "/statistics/innovation-enterprises",
    "page of counties": "/statistics/counties",
    "targets by the interface": "/api/v1/statistics/targets",
    "implementation rates by the interface": "/api/v1/statistics/adoption",
}


@dataclass(frozen=True)
class Taken:
    """Milliseconds: the middle and the 95th of a hundred by the clock, and what this process used of the processor."""

    middle: float
    p95: float
    used: float


@dataclass(frozen=True)
class Register:
    """A register of one size, open for questions."""

    times: int
    application: Flask

    def taken(self, ask: Ask, runs: int, *, first: int = 0) -> Taken:
        """Ask of as many days."""
        with self.application.app_context():
            before = time.process_time()
            found = sorted(_milliseconds(ask, DAY + timedelta(first + run)) for run in range(runs))
            used = (time.process_time() - before) * 1000 / runs
        return Taken(median(found), found[max(0, -(-95 * runs // 100) - 1)], used)


def main() -> None:
    """Print the time of each figure and page, and how it grows."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--database-url", nargs="+", default=[])
    asked.add_argument("--times", type=int, nargs="+", default=[1])
    asked.add_argument("--only", help="figures and pages whose name holds this")
    how = asked.parse_args()
    if how.database_url and len(how.database_url) != len(how.times):
        asked.error("as many databases as sizes")
    with ExitStack() as open_ones:
        urls = how.database_url or [None] * len(how.times)
        registers = [open_ones.enter_context(_opened(*each)) for each in zip(how.times, urls, strict=True)]
        garbage.settle()  # as the server does
        measured = [*_measured()]
        for name, ask, runs in measured:
            if not how.only or how.only in name:
                _tell(name, [(register, ask(register.application.test_client(), register), runs) for register in registers])


def _measured() -> Iterator[tuple[str, Callable[[FlaskClient, Register], Ask], int]]:
    """What is asked, how and how often."""
    page = PAGES["statistics page"]
    yield "statistics page, first of the process", lambda client, _: lambda day: _page(client, page, day), 1
    yield "statistics page, nothing kept", lambda client, _: lambda day: _page(client, page, day, keep=False), PAGE_RUNS
    yield "all targets, nothing kept", lambda *_: _forgetful(FIGURES["all targets"]), PAGE_RUNS
    for name, ask in FIGURES.items():
        yield name, lambda *_, ask=ask: ask, PAGE_RUNS if name.startswith(("sheet", "report")) else RUNS
    for name, path in PAGES.items():
        yield name, lambda client, _, path=path: lambda day: _page(client, path, day + timedelta(40)), PAGE_RUNS
        yield f"{name}, once computed", lambda client, _, path=path: lambda _day: _page(client, path, DAY + timedelta(40)), RUNS


def _tell(name: str, asked: list[tuple[Register, Ask, int]]) -> None:
    found = [(register, register.taken(ask, runs)) for register, ask, runs in asked]
    for register, taken in found:
        size = f" x{register.times}" if len(found) > 1 else ""
        print(
            f"figures: {name + size:58} median {taken.middle:7.1f} ms, p95 {taken.p95:7.1f} ms,"
            f" processor {taken.used:7.1f} ms",
            flush=True,
        )
    least, base = found[0]
    for register, taken in found[1:]:
        rows = register.times / least.times
        print(
            f"figures: {name + f' x{register.times} : x{least.times}':58} {rows:.0f} times the rows,"
            f" {taken.middle / base.middle:.1f} times the time, {taken.used / base.used:.1f} times the processor",
            flush=True,
        )


def _page(client: FlaskClient, path: str, day: date, *, keep: bool = True) -> None:
    if not keep:
        keeping.forget()
    answer = client.get(f"{path}?as_of={day}")
    if answer.status_code != 200:
        raise SystemExit(f"{path} answers {answer.status}")


def _forgetful(ask: Ask) -> Ask:
    def asked(day: date) -> object:
        keeping.forget()
        return ask(day)

    return asked


def _milliseconds(ask: Ask, day: date) -> float:
    db.session.remove()
    began = time.perf_counter()
    ask(day)
    return (time.perf_counter() - began) * 1000


@contextmanager
def _opened(times: int, url: str | None) -> Iterator[Register]:
    """A register filled for the while."""
    with tempfile.TemporaryDirectory() as instance:
        environment = {"BIAOLIAN_INSTANCE_DIR": instance} | ({"BIAOLIAN_DATABASE_URL": url} if url else {})
        application = create_app(Settings.from_environment(environment))
        with application.app_context():
            migrating.upgrade()
            began = time.perf_counter()
            fill(Random(20110101), Sizes().many(times))
            learn_sizes(db.session.connection())
            db.session.commit()
            print(f"figures: x{times} filled in {time.perf_counter() - began:.0f} s", flush=True)
        yield Register(times, application)
        with application.app_context():
            db.session.remove()
            db.engine.dispose()


if __name__ == "__main__":
    main()
