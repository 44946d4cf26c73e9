"""Reading organizations (单位) and what each of them did."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Text, cast, or_, select
from sqlalchemy.orm import joinedload

from app.database import db
from app.errors import NotFound
from app.registry.models import Award, Committee, Drafting, Implementation, Membership, Organization, Standard
from app.registry.queries.paging import Page, containing, page_of
from app.registry.words import OrganizationKind


@dataclass(frozen=True)
class OrganizationRecord:
    """An organization with everything the register knows of it; dated rows newest first."""

    organization: Organization
    draftings: Sequence[Drafting]
    implementations: Sequence[Implementation]
    memberships: Sequence[Membership]
    awards: Sequence[Award]
    committees: Sequence[Committee]
    """Those whose secretariat it keeps."""
    merged_from: Sequence[Organization]


SORTS = {"name": Organization.name, "kind": Organization.kind, "county": Organization.county, "uscc": Organization.uscc}
"""What organizations can be ordered by; `-` first for descending."""


def organizations(
    *,
    q: str = "",
    kinds: Sequence[OrganizationKind] = (),
    counties: Sequence[str] = (),
    sort: str = "name",
    page: int = 1,
    per_page: int = 20,
) -> Page[Organization]:
    """Organizations in the order of one of `SORTS`, unconfirmed ones last, and what is not known.

    `q` is a part of a name, a former name or a code; a division code in `counties` matches all below it.
    """
    column = SORTS[sort.removeprefix("-")]
    first = (column.desc() if sort.startswith("-") else column.asc()).nulls_last()
    asked = select(Organization).order_by(Organization.unconfirmed, first, Organization.name, Organization.id)
    if q.strip():
        pattern = containing(q.strip())
        named = (Organization.name, Organization.uscc, cast(Organization.former_names, Text))
        asked = asked.where(or_(*(column.ilike(pattern, escape="\\") for column in named)))
    if kinds:
        asked = asked.where(Organization.kind.in_(kinds))
    if counties:
        asked = asked.where(or_(*(Organization.county.startswith(county, autoescape=True) for county in counties)))
    return page_of(asked, page, per_page)


def organization_record(organization_id: int) -> OrganizationRecord:
    """One organization and its records. Raises `NotFound`."""
    organization = db.session.get(Organization, organization_id)
    if organization is None:
        raise NotFound(f"没有编号为 {organization_id} 的单位")
    mine = organization.id
    session = db.session
    return OrganizationRecord(
        organization=organization,
        draftings=session.scalars(
            select(Drafting)
            .join(Drafting.standard)
            .where(Drafting.organization_id == mine)
            .options(joinedload(Drafting.standard))
            .order_by(Standard.published_on.desc().nulls_last(), Standard.number_order)
        ).all(),
        implementations=session.scalars(
            select(Implementation)
            .where(Implementation.organization_id == mine)
            .options(joinedload(Implementation.standard))
            .order_by(Implementation.from_on.desc(), Implementation.id)
        ).all(),
        memberships=session.scalars(
            select(Membership)
            .where(Membership.organization_id == mine)
            .options(joinedload(Membership.block_industry))
            .order_by(Membership.from_on.desc().nulls_last(), Membership.id)
        ).all(),
        awards=session.scalars(
            select(Award)
            .where(Award.organization_id == mine)
            .options(joinedload(Award.scheme), joinedload(Award.level))
            .order_by(Award.awarded_on.desc(), Award.id)
        ).all(),
        committees=session.scalars(
            select(Committee).where(Committee.secretariat_id == mine).order_by(Committee.number)
        ).all(),
        merged_from=session.scalars(
            select(Organization).where(Organization.merged_into_id == mine).order_by(Organization.name)
        ).all(),
    )
