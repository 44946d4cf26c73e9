"""Declaring many implementations by a file, as imports take rows in, but only what whoever brings it may declare."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts.permissions import Actor
from app.clock import today
from app.registry.dates import PartialDate
from app.registry.history import Author
from app.registry.importing.columns import TABLES, Table
from app.registry.importing.files import RowFile
from app.registry.importing.outcomes import Report
from app.registry.importing.records import Problem
from app.registry.importing.rejects import Rejects
from app.registry.importing.rows import Refusal
from app.registry.importing.service import take_rows
from app.registry.importing.terms import ImplementationRecords
from app.registry.importing.writing import writing
from app.registry.models import Implementation, Organization, Standard, StandardBlockIndustry
from app.registry.services.reach import may_declare_for, require_may_declare
from app.registry.words import Kind, OrganizationKind, Through

COLUMNS = ("uscc", "number", "from", "to", "products", "evidence", "to_included")
_ALL = TABLES["implementations"]
TABLE = Table(_ALL.name, _ALL.label, _ALL.key, tuple(_ALL.column(name) for name in COLUMNS))
"""What a declaration says; who verified it and when is others' to say."""


class DeclaredRecords(ImplementationRecords):
    """Declarations of a file: new ones are declared today, those that overlap one in the register are that one."""

    def __init__(self, actor: Actor) -> None:
        super().__init__()
        self.table = TABLE
        self.fields = tuple(field for field in self.fields if field.column in COLUMNS)
        self._actor = actor
        self._allowed = may_declare_for(actor, today())
        self._names: Mapping[int, tuple[str, OrganizationKind | None]] = {}
        self._tied: Collection[int] = ()
        self._alive: list[Implementation] = []

    def find(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> dict[Hashable, Any]:
        """The declarations of the same enterprises and standards, and what is to be known of these."""
        enterprises = {row["organization_id"] for row in rows}
        standards = {row["standard_id"] for row in rows}
        # held, as whoever declares on a page holds them, so that the same is not declared twice at once
        held = select(Organization.id, Organization.name, Organization.kind).where(Organization.id.in_(enterprises))
        asked = held.order_by(Organization.id).with_for_update(key_share=True)
        self._names = {own: (name, kind) for own, name, kind in session.execute(asked)}
        self._tied = set(
            session.scalars(
                select(StandardBlockIndustry.standard_id)
                .join(Standard, Standard.id == StandardBlockIndustry.standard_id)
                .where(StandardBlockIndustry.standard_id.in_(standards), Standard.kind == Kind.ALLIANCE)
            )
        )
        self._alive = list(
            session.scalars(
                select(Implementation).where(
                    Implementation.organization_id.in_(enterprises),
                    Implementation.standard_id.in_(standards),
                    or_(Implementation.revoked_on.is_(None), Implementation.revoked_on > PartialDate.of(today())),
                )
            )
        )
        return super().find(session, rows)

    def sought(self, found: Mapping[Hashable, Any], values: Mapping[str, Any]) -> Any | None:
        """The very declaration, else one whose term has a day in common with the row's."""
        exact = super().sought(found, values)
        if exact is not None:
            return exact
        since, until = values["from_on"], values.get("until_on")
        return next(
            (
                each
                for each in (*self._alive, *found.values())
                if (each.organization_id, each.standard_id) == (values["organization_id"], values["standard_id"])
                and (each.until_on is None or since < each.until_on)
                and (until is None or each.from_on < until)
            ),
            None,
        )

    def complete(self, session: Session, record: Any | None, values: dict[str, Any]) -> None:
        """Whether the actor may say this. A declaration that is verified or revoked stays as it is."""
        name, kind = self._names[values["organization_id"]]
        if self._allowed is not None and values["organization_id"] not in self._allowed:
            raise Problem("uscc", f"您不能为{name}声明：只能为任职的企业或协会成员声明")
        if kind not in (None, OrganizationKind.ENTERPRISE):
            raise Problem("uscc", f"{name}登记为{kind.label}，只有企业可以声明实施")
        if values["standard_id"] not in self._tied:
            raise Problem("number", "只有关联了块状产业的联盟（团体）标准可以声明")
        if record is None:
            values["declared_on"] = PartialDate.of(today())
            values["declared_by"] = self._actor.name
        elif record.revoked_on:
            raise Problem("from", f"自 {record.from_on} 起的声明已于 {record.revoked_on} 撤销，请以整改后的日期重新声明")
        else:
            # known already: what was first said stands, and changes go through the declaration's own page
            for attribute in tuple(values):
                values[attribute] = self.get(record, attribute)


def declare_file(
    path: Path,
    *,
    actor: Actor,
    dry_run: bool = False,
    rejects: Path | None = None,
    on_refusal: Callable[[Refusal], None] | None = None,
) -> Report:
    """Declare what a file of rows says. Good rows stay; each refused one is handed to `on_refusal` with field and reason.

    Raises `NotAllowed` where the actor may declare for nobody, `Invalid` where the file as a whole can't be used.
    """
    require_may_declare(actor, today())
    file = RowFile(path, TABLE)
    with closing(Rejects(TABLE)) as refused:

        def refuse(refusal: Refusal) -> None:
            refused.add(refusal)
            if on_refusal:
                on_refusal(refusal)

        report = take_rows(
            DeclaredRecords(actor),
            file,
            author=Author(actor, Through.PAGE, "表格批量声明"),
            dry_run=dry_run,
            on_refusal=refuse,
        )
        report.warnings[:0] = file.warnings()
        if rejects and refused.count:
            report.warnings += refused.write(rejects)
    return report


def write_template(path: Path, rows: Sequence[Sequence[str]] = ()) -> None:
    """Write the workbook to fill in, with Chinese headings; `rows` by `uscc`, `number` are filled in already."""
    names = [name for name in COLUMNS if name != "to"]
    with writing(path, [TABLE.column(name).label for name in names]) as out:
        for row in rows:
            out.write([*row, *[""] * (len(names) - len(row))])
