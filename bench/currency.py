"""How long a currency check of 5,000 numbers takes over the real records, on SQLite: at most 2 s. `python -m bench.currency`.

The numbers are drawn from the register and typed as people do: as they stand, with other signs, without year, with a year
that does not exist, with a digit mistyped, with a title behind. BIAOLIAN_BENCH_INSTANCE names an instance that holds the
records already; without it they are imported first, which takes minutes.
"""

import os
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

from flask import Flask
from sqlalchemy import func, select

from app import create_app, garbage, migrating
from app.accounts.permissions import OPERATOR
from app.config import Settings
from app.database import db
from app.registry.importing.service import import_file
from app.registry.models import Standard
from app.registry.queries.currency import check_currency
from bench.search_corpus import FILES, reference_folder

COUNT, SECONDS, DAY, RUNS = 5_000, 2.0, date(2026, 6, 1), 5


def main() -> None:
    """Print the seconds of each kind of list, the slowest run of it, and whether that is within the bar."""
    instance = os.environ.get("BIAOLIAN_BENCH_INSTANCE")
    folder = reference_folder()
    if instance is None and folder is None:
        print("currency: skipped, neither BIAOLIAN_BENCH_INSTANCE nor BIAOLIAN_REFERENCE_DATA is set")
        return
    with tempfile.TemporaryDirectory() as fresh:
        application = create_app(Settings.from_environment({"BIAOLIAN_INSTANCE_DIR": instance or fresh}))
        with application.app_context():
            if instance is None and folder is not None:
                _import(folder)
            garbage.settle()  # as the server does
            _measure(application)
            db.session.remove()
            db.engine.dispose()


def _import(folder: Path) -> None:
    migrating.upgrade()
    for name in FILES:
        import_file("standards", folder / name, actor=OPERATOR)


def _measure(application: Flask) -> None:
    held = db.session.scalar(select(func.count()).select_from(Standard))
    rows = db.session.execute(select(Standard.number, Standard.title_zh, Standard.title_en).order_by(Standard.id)).all()
    drawn = Random(20260601).sample(rows, COUNT)
    del rows  # or they are gone through again at every collection of garbage
    random = Random(1)
    lists = {
        "as they stand": [row.number for row in drawn],
        "typed by people": [_typed(row.number, row.title_zh or row.title_en or "", random) for row in drawn],
        "nothing known": [f"GB/T {serial}-2030" for serial in range(700_000, 700_000 + COUNT)],
    }
    for name, lines in lists.items():
        times = []
        for _ in range(RUNS):
            db.session.remove()
            began, worked = time.perf_counter(), time.process_time()
            checked = check_currency(lines, DAY)
            times.append(time.perf_counter() - began)
            worked = time.process_time() - worked
        verdicts = Counter(each.finding.verdict.value for each in checked)
        verdict = "ok" if max(times) <= SECONDS else "ABOVE THE BAR"
        print(
            f"currency: {COUNT:,} numbers {name:16} of {held:,} records: median {sorted(times)[RUNS // 2]:.2f} s, "
            f"slowest {max(times):.2f} s ({worked:.2f} s of the processor): {verdict}; {dict(verdicts)}"
        )


def _typed(number: str, title: str, random: Random) -> str:
    """One of the ways in which people type a number."""
    document = number.rpartition(":" if ":" in number else "-")[0] or number
    ways = (
        number,
        number.replace(" ", "").lower(),
        number.replace("-", "—"),
        document,
        f"{document}{':' if ':' in number else '-'}2029",
        number.replace("1", "7", 1),
        f"{number} {title[:60]}",
    )
    return random.choice(ways)


if __name__ == "__main__":
    main()
