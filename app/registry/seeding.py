"""Seed data: what a new instance starts with, loaded once, and safe to load again after an interruption."""

from collections.abc import Iterator
from pathlib import Path

from app.accounts.permissions import OPERATOR
from app.config import SEED_DATA
from app.database import db
from app.errors import Conflict
from app.registry.editing.demonstrating import load_alliance
from app.registry.importing.outcomes import Report
from app.registry.importing.service import import_file
from app.registry.models import Setting

REFERENCE, DEMONSTRATION = "reference", "demonstration"

ORDER = (
    "classifications",
    "thesaurus",
    "award-schemes",
    "plans",
    "targets",
    "organizations",
    "block-industries",
    "committees",
    "standards",
    "standard-block-industries",
    "memberships",
    "implementations",
    "draftings",
    "awards",
    "yearly-facts",
    "leading-products",
    "observations",
    "projects",
    "county-targets",
    "support-rules",
)
"""What names a record comes after it."""

_CHOICE = "seed"


def choose(demonstration: bool | None) -> str:
    """What this instance is seeded with: the first choice lasts, None is no choice (a new instance is then shown whole).

    Raises `Conflict` where an instance with the demonstration is asked to be without it, or the other way round.
    """
    asked = REFERENCE if demonstration is False else DEMONSTRATION
    made = db.session.get(Setting, _CHOICE)
    if made is None:
        db.session.add(Setting(name=_CHOICE, value=asked))
        db.session.commit()
        return asked
    if demonstration is not None and made.value != asked:
        has = "含" if made.value == DEMONSTRATION else "不含"
        raise Conflict(f"该实例建立时选择了{has}演示数据，不能更改；请用 BIAOLIAN_INSTANCE_DIR 另建一个实例")
    return made.value


def is_seeded() -> bool:
    """Whether the seed data is in, whole."""
    return db.session.get(Setting, "seeded") is not None


def seed(choice: str) -> Iterator[Report]:
    """Load what was chosen, a report a table. Only when all is in is the instance taken for seeded."""
    folders = (REFERENCE,) if choice == REFERENCE else (REFERENCE, DEMONSTRATION)
    for folder in folders:
        for table in ORDER:
            path = SEED_DATA / folder / f"{table}.csv"
            if path.exists():
                yield _load(table, path)
    if choice == DEMONSTRATION:
        load_alliance(SEED_DATA / DEMONSTRATION)
    db.session.add(Setting(name="seeded", value=choice))
    db.session.commit()


def _load(table: str, path: Path) -> Report:
    report = import_file(table, path, actor=OPERATOR)
    if report.rejected:
        raise RuntimeError(f"{path.name}: {report.rejected} rows of the seed data were refused")
    return report
