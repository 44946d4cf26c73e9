"""The real files, whole: nothing valid may be lost. Counts are those that the data's own README gives."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.permissions import OPERATOR
from app.config import Settings
from app.database import db
from app.registry.importing.service import import_file
from app.registry.models import Committee, Drafter, Drafting, LeftOut, Organization, Relation, Standard
from app.registry.words import Kind


def count(*where: object, of: type = Standard) -> int:
    return db.session.scalar(select(func.count()).select_from(of).where(*where)) or 0  # type: ignore[arg-type]


def test_the_chinese_file(app: Flask, reference_data: Path) -> None:
    report = import_file("standards", reference_data / "standards.jsonl.gz", actor=OPERATOR)
    assert (report.created, report.rejected) == (2_224, 0)
    assert {kind: count(Standard.kind == kind) for kind in Kind if count(Standard.kind == kind)} == {
        Kind.NATIONAL: 934,
        Kind.INDUSTRY: 269,
        Kind.LOCAL: 540,
        Kind.ALLIANCE: 480,
        Kind.ENTERPRISE: 1,
    }
    assert count(Organization.unconfirmed, of=Organization) == 320
    assert db.session.scalar(select(func.count(Drafting.standard_id.distinct()))) == 78
    assert db.session.scalar(select(func.count(Drafter.standard_id.distinct()))) == 46
    assert db.session.scalar(select(func.count(Drafter.name.distinct()))) == 397
    assert count(Standard.lists_cut) == 10
    assert count(Committee.number.like("SAC/%"), of=Committee) == 44
    again = import_file("standards", reference_data / "standards.jsonl.gz", actor=OPERATOR)
    assert (again.created, again.updated, again.unchanged, again.rejected) == (0, 0, 2_224, 0)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_the_foreign_files(app: Flask, settings: Settings, reference_data: Path) -> None:
    iso = import_file("standards", reference_data / "standards-iso.jsonl.gz", actor=OPERATOR)
    assert (iso.created, iso.updated, iso.rejected) == (40_264, 0, 0)
    foreign = import_file("standards", reference_data / "standards-foreign.jsonl.gz", actor=OPERATOR)
    assert (foreign.created, foreign.updated, foreign.rejected) == (74_059, 0, 0)
    assert count() == 114_323
    left_out = select(Relation.left_out, func.count()).where(Relation.left_out.is_not(None)).group_by(Relation.left_out)
    assert sum(number for _, number in db.session.execute(left_out)) == 79
    assert count(Relation.left_out == LeftOut.LOOP, of=Relation) > 0
    # Of the links of the ISO file most name a record of it; the rest stay open until theirs arrives.
    assert count(Relation.object_id.is_(None), of=Relation) > 5_000
    assert count(Relation.object_id.is_not(None), Relation.subject_id.is_not(None), of=Relation) > 15_000
