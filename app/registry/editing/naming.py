"""What else names a record: read from the foreign keys of all tables, so that no table can be forgotten."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Table, func, select
from sqlalchemy.orm import Session

from app.database import Base
from app.registry.importing.columns import TABLES
from app.registry.importing.registered import records_of

_LABELS: Mapping[str, str] = {
    "relation": "代替、采用、引用等关系",
    "former_number": "曾用标准号",
    "drafter": "起草人",
    "standard_committee": "归口委员会",
    "award_level": "评定等级",
    "office": "账户职务",
    "drafting_claim": "起草申报",
}


@dataclass(frozen=True)
class Naming:
    """Records of one table that name a record: how many, and whether they go with it when it is removed."""

    label: str
    count: int
    goes_along: bool


def foreign_columns(target: Table) -> Iterator[Column[int]]:
    """Every column of any table that names records of `target` by id."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table is target for key in column.foreign_keys):
                yield column


def exchange_tables() -> Mapping[str, str]:
    """The exchange table that is kept in each database table, by the name of the latter."""
    return {records_of(name).model.__tablename__: name for name in TABLES}


def label_of(table: Table) -> str:
    """What people call the records of a database table."""
    known = exchange_tables()
    return TABLES[known[table.name]].label if table.name in known else _LABELS.get(table.name, "其他记录")


def naming(session: Session, target: Table, record_id: int) -> list[Naming]:
    """What names one record, by table; one statement a column."""
    found: dict[str, Naming] = {}
    for column in foreign_columns(target):
        count = session.scalar(select(func.count()).select_from(column.table).where(column == record_id)) or 0
        if count:
            label = label_of(column.table)
            along = all(key.ondelete == "CASCADE" for key in column.foreign_keys)
            before = found.get(label)
            found[label] = Naming(label, count + (before.count if before else 0), along and (before is None or before.goes_along))
    return list(found.values())
