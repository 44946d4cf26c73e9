"""Organizations and committees: lists to look one up in, and what each of them did."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from flask import render_template
from flask.typing import ResponseReturnValue

from app.api.schemas.fields import LARGEST_ID, Choice, Controlled, Plain, Query, several
from app.registry.queries import committees as committee_queries
from app.registry.queries.codes import names_of
from app.registry.queries.committees import SORTS as COMMITTEE_SORTS
from app.registry.queries.committees import committee_record, committees_below, standards_in_charge
from app.registry.queries.organizations import SORTS, organization_record
from app.registry.queries.organizations import organizations as find_organizations
from app.registry.queries.standards import StandardCard, cards
from app.registry.words import CommitteeLevel, OrganizationKind
from app.web.asked import Listing, OfDay, as_file, read
from app.web.blueprint import pages
from app.web.record_tables import ORGANIZATION_TABLES, committee_standards_file, organization_file
from app.web.tables import committees_file, every, organizations_file

AT_ONCE = 1_000
"""Rows of an export that are read together."""


class OrganizationsAsked(Listing):
    """Organizations by name, kind and place."""

    kind = several(Controlled(OrganizationKind))
    county = several(Plain())
    sort = Choice(*SORTS, *(f"-{each}" for each in SORTS), load_default="name")


class OrganizationAsked(Query):
    """One organization, or one of its tables to take away."""

    table = Choice(*ORGANIZATION_TABLES, load_default=ORGANIZATION_TABLES[0])
    form = as_file()


class CommitteesAsked(Listing):
    """Committees by number or name, level and seat."""

    level = several(Controlled(CommitteeLevel))
    county = several(Plain())
    sort = Choice(*COMMITTEE_SORTS, *(f"-{each}" for each in COMMITTEE_SORTS), load_default="number")


class CommitteeAsked(OfDay, Listing):
    """One committee on a day, with a page of its standards."""


@pages.get("/organizations")
def organizations() -> ResponseReturnValue:
    """Organizations in the order asked for."""
    asked = read(OrganizationsAsked)
    find = partial(find_organizations, q=asked["q"], kinds=asked["kind"], counties=asked["county"], sort=asked["sort"])
    if asked["form"]:
        return organizations_file(asked["form"], every(lambda page: find(page=page, per_page=AT_ONCE)))
    found = find(page=asked["page"])
    return render_template("organizations.html", asked=asked, found=found, kinds=OrganizationKind, divisions=names_of("division"))


@pages.get(f"/organizations/<int(max={LARGEST_ID}):organization_id>")
def organization(organization_id: int) -> ResponseReturnValue:
    """One organization with what it drafted, implements, holds and keeps."""
    asked = read(OrganizationAsked)
    record = organization_record(organization_id)
    if asked["form"]:
        return organization_file(asked["form"], record, asked["table"])
    return render_template("organization.html", record=record, divisions=names_of("division"))


@pages.get("/committees")
def committees() -> ResponseReturnValue:
    """The tree of committees from its roots; a plain list where some are looked for."""
    asked = read(CommitteesAsked)
    narrowed = bool(asked["q"].strip() or asked["level"] or asked["county"])
    find = partial(
        committee_queries.committees, q=asked["q"], levels=asked["level"], counties=asked["county"], sort=asked["sort"]
    )
    if asked["form"]:
        return committees_file(asked["form"], every(lambda page: find(page=page, per_page=AT_ONCE)))
    found = find(roots_only=not narrowed, page=asked["page"])
    shown = [committee.id for committee in found.items]
    below = {} if narrowed else committees_below(shown)
    shown += [child.id for children in below.values() for child in children]
    return render_template(
        "committees.html",
        asked=asked,
        found=found,
        narrowed=narrowed,
        below=below,
        in_charge=standards_in_charge(shown),
        levels=CommitteeLevel,
        divisions=names_of("division"),
    )


@pages.get(f"/committees/<int(max={LARGEST_ID}):committee_id>")
def committee(committee_id: int) -> ResponseReturnValue:
    """One committee: where it stands in the tree, who keeps it, and the standards in its charge on a day."""
    asked = read(CommitteeAsked)
    record = committee_record(committee_id, page=asked["page"])
    if asked["form"]:
        return committee_standards_file(
            asked["form"], record.committee.number, asked["as_of"], _in_charge(committee_id, asked["as_of"])
        )
    return render_template(
        "committee.html",
        record=record,
        day=asked["as_of"],
        below=committees_below([committee_id]),
        standards=cards([standard.id for standard in record.standards.items], asked["as_of"]),
        divisions=names_of("division"),
    )


def _in_charge(committee_id: int, day: date) -> Iterator[StandardCard]:
    """All standards in the charge of a committee, read page by page."""
    page = 1
    while True:
        found = committee_record(committee_id, page=page, per_page=AT_ONCE).standards
        yield from cards([standard.id for standard in found.items], day)
        if page >= found.pages:
            return
        page += 1
