"""What local bodies drafted in a period, worked out over columns; the plain rule is rates/drafting.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import Integer, case, func, literal, select, type_coerce

from app.database import db
from app.errors import FieldError, Invalid
from app.registry.models import Drafting, Organization, Relation, Standard, StandardBlockIndustry, StandardCommittee
from app.registry.statistics.columns import NEVER, Flags, Numbers, date_column, first_days, in_order, packed, read_columns
from app.registry.statistics.keeping import kept
from app.registry.words import Action, DraftingRole, Kind, RelationKind

KINDS = tuple(Kind)
_NO_RANK = 1 << 30


@dataclass(frozen=True)
class Standards:
    """Standards that may count, by id: the place of the kind in KINDS or -1, first day of publication, whether it revises."""

    kind: Numbers
    published: Numbers
    revises: Flags

    @property
    def width(self) -> int:
        """More than any id."""
        return len(self.kind)


@dataclass(frozen=True)
class Draftings:
    """One row a body in the list of a standard. `role`: 1 lead, 0 other, -1 not recorded."""

    standard: Numbers
    body: Numbers
    rank: Numbers
    role: Numbers


@dataclass(frozen=True)
class Counties:
    """The county of each body by id, as its place among `codes`; the first code is None, not known."""

    codes: Sequence[str | None]
    of: Numbers

    def of_bodies(self, body: Numbers) -> Numbers:
        """The place of the county of each of these; 0 too for one that was added since the bodies were read."""
        known = body < len(self.of)
        return np.where(known, self.of[np.where(known, body, 0)], 0)


@dataclass(frozen=True)
class Drafted:
    """The local parts of a period: a row a local body of a standard, `lead` 1 where it led.

    `published`: ids of all standards of the period. `local_lead` by id of a standard: -1 no local part, 0 took part, 1 led;
    `perhaps_lead` the same if every body of unknown county were local. `listed`: whether its list is recorded.
    """

    standards: Standards
    counties: Counties
    published: Numbers
    standard: Numbers
    body: Numbers
    lead: Numbers
    local_lead: Numbers
    perhaps_lead: Numbers
    listed: Flags


def drafted_in(since: date, until: date, kinds: Sequence[Kind], city: str, lead_rank: int) -> Drafted:
    """Standards of these kinds (none: all) published in [since, until), and the part of local bodies in them.

    Raises `Invalid` where the period ends before it begins; an empty one holds nothing.
    """
    if until < since:
        reason = f"统计期的终止日期 {until} 早于起始日期 {since}，请调换或更正"
        raise Invalid(reason, (FieldError("to", reason, until.isoformat()),))
    found = _parts(city, lead_rank)
    asked = found.standards.kind >= 0
    if kinds:
        asked &= np.isin(found.standards.kind, [KINDS.index(kind) for kind in kinds])
    asked &= (found.standards.published >= packed(since)) & (found.standards.published < packed(until))
    here = asked[found.standard]
    return Drafted(
        found.standards,
        found.counties,
        np.flatnonzero(asked),
        found.standard[here],
        found.body[here],
        found.lead[here],
        np.where(asked, found.local_lead, -1),
        np.where(asked, found.perhaps_lead, -1),
        found.listed & asked,
    )


def _parts(city: str, lead_rank: int) -> Drafted:
    """The local parts in all standards, whenever they were published."""

    def work_out() -> Drafted:
        found, rows, counties = standards(), draftings(), county_of()
        width = found.width
        here = rows.standard < width
        standard, body, rank, role = (column[here] for column in (rows.standard, rows.body, rows.rank, rows.role))
        recorded, listed = np.zeros(width, bool), np.zeros(width, bool)
        recorded[standard[role >= 0]] = True
        listed[standard] = True
        lead = np.where(recorded[standard], role == 1, rank <= lead_rank).astype(np.int64)
        is_local = np.array([code is not None and code.startswith(city) for code in counties.codes])
        county = counties.of_bodies(body)
        local, unknown = is_local[county], county == 0
        local_lead, perhaps_lead = np.full(width, -1), np.full(width, -1)
        np.maximum.at(local_lead, standard[local], lead[local])
        np.maximum.at(perhaps_lead, standard[local | unknown], lead[local | unknown])
        return Drafted(
            found,
            counties,
            np.flatnonzero(found.kind >= 0),
            standard[local],
            body[local],
            lead[local],
            local_lead,
            perhaps_lead,
            listed,
        )

    return kept(("drafted parts", city, lead_rank), work_out, ("standard", "relation", "drafting", "organization"))


def standards() -> Standards:
    """All standards as far as drafting counts ask; amendments, supplements, regulations and drafts never count."""

    def read() -> Standards:
        kind = case({each.value: place for place, each in enumerate(KINDS)}, value=Standard.kind, else_=-1)
        revised = case((Standard.action == Action.REVISED, 1), else_=0)
        ids, kinds, published, revises = read_columns(
            select(Standard.id, kind, date_column(Standard.published_on, NEVER), revised).where(
                Standard.is_supplement.is_(False), Standard.published_on.is_not(None), Standard.kind.is_not(None)
            )
        )
        width = int(ids.max(initial=0)) + 1
        of_kind, on, again = np.full(width, -1), np.full(width, NEVER), np.zeros(width, bool)
        of_kind[ids], on[ids], again[ids] = kinds, first_days(published), revises == 1
        for subject in _subjects(RelationKind.AMENDS):
            if subject < width:
                of_kind[subject] = -1
        replacing = _subjects(RelationKind.REPLACES, RelationKind.PARTLY_REPLACES)
        again[replacing[replacing < width]] = True
        return Standards(of_kind, on, again)

    return kept("drafted standards", read, ("standard", "relation"))


def draftings() -> Draftings:
    """All draftings."""

    def read() -> Draftings:
        role = case((Drafting.role == DraftingRole.LEAD, 1), (Drafting.role.is_not(None), 0), else_=-1)
        rank = func.coalesce(Drafting.rank, _NO_RANK)
        return Draftings(*read_columns(select(Drafting.standard_id, Drafting.organization_id, rank, role)))

    return kept("draftings", read, ("drafting",))


def county_of() -> Counties:
    """The counties that bodies are in."""

    def read() -> Counties:
        found = db.session.scalars(select(Organization.county).where(Organization.county.is_not(None)).distinct())
        codes: dict[str | None, int] = {code: place for place, code in enumerate([None, *found])}
        place = case({code: at for code, at in codes.items() if code}, value=Organization.county, else_=0)
        ids, county = read_columns(select(Organization.id, place if len(codes) > 1 else literal(0)))
        of = np.zeros(int(ids.max(initial=0)) + 1, np.int64)
        of[ids] = county
        return Counties(list(codes), of)

    return kept("counties of bodies", read, ("organization",))


def ties_of_all() -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """(standard, block industry, since, until) of every tie, by standard."""

    def read() -> tuple[Numbers, ...]:
        columns = (
            StandardBlockIndustry.standard_id,
            StandardBlockIndustry.block_industry_id,
            date_column(StandardBlockIndustry.from_on, 0),
            date_column(StandardBlockIndustry.until_on, NEVER),
        )
        return in_order(read_columns(select(*columns)))

    standard, block, since, until = kept("ties of all kinds", read, ("standard_block_industry",))
    return standard, block, since, until


def committees_of_all() -> tuple[Numbers, Numbers]:
    """(standard, committee) for every committee in charge, by standard."""

    def read() -> tuple[Numbers, ...]:
        columns = (StandardCommittee.standard_id, StandardCommittee.committee_id)
        return in_order(read_columns(select(*columns)))

    standard, committee = kept("committees in charge", read, ("standard_committee",))
    return standard, committee


def _subjects(*kinds: RelationKind) -> Numbers:
    """Ids of the standards from which an acting relation of these kinds goes out."""
    asked = select(type_coerce(Relation.subject_id, Integer)).distinct()
    acting = asked.where(Relation.kind.in_(kinds), Relation.left_out.is_(None), Relation.subject_id.is_not(None))
    (found,) = read_columns(acting)
    return found
