"""Members of a block industry x the alliance standards tied to it on a day: what is declared, verified, missing."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import not_, or_, select
from sqlalchemy.orm import joinedload

from app.database import db
from app.registry.dates import PartialDate
from app.registry.models import DeclarationLink, Implementation, Organization, Standard, StandardBlockIndustry
from app.registry.queries.declaration_links import still_open
from app.registry.queries.lives import statuses
from app.registry.statistics.days import begun, reached
from app.registry.statistics.enterprises import enterprises_on
from app.registry.statistics.ids import among
from app.registry.statistics.implementing import members_on
from app.registry.words import Kind, Status, Word


class Standing(Word):
    """How far an enterprise is with a standard, what needs a hand first."""

    DECLARED = "declared", "待核实"
    RETURNED = "returned", "已退回补正"
    MISSING = "missing", "未声明"
    ASKED = "asked", "已发链接，未答复"
    VERIFIED = "verified", "已核实"


@dataclass(frozen=True)
class Place:
    """One member and one standard; `since` is the day from which it stands so, None where nothing was ever said."""

    enterprise: Organization
    standard: Standard
    standing: Standing
    since: date | None
    implementation: Implementation | None = None
    link: DeclarationLink | None = None


@dataclass(frozen=True)
class Board:
    """All places of a block industry on a day, by name of the enterprise and number of the standard."""

    members: Sequence[Organization]
    standards: Sequence[Standard]
    places: Sequence[Place]

    @property
    def counts(self) -> Mapping[int, Mapping[Standing, int]]:
        """How many members stand how, by id of the standard."""
        found: dict[int, Counter[Standing]] = {standard.id: Counter() for standard in self.standards}
        for place in self.places:
            found[place.standard.id][place.standing] += 1
        return found

    @property
    def without_any(self) -> Collection[int]:
        """Members that have declared none of the standards."""
        some = {place.enterprise.id for place in self.places if place.implementation}
        return {member.id for member in self.members} - some


def board_of(block_industry_id: int, day: date) -> Board:
    """Where the members of a block industry stand on `day`; the statements do not grow with them."""
    block, member = members_on(day)
    members = db.session.scalars(
        select(Organization)
        .where(among(Organization.id, member[block == block_industry_id].tolist()))
        .order_by(Organization.name, Organization.id)
    ).all()
    standards = _standards(block_industry_id, day)
    ids = [standard.id for standard in standards]
    declared = _declared(ids, day)
    links = {
        (link.organization_id, link.standard_id): link
        for link in db.session.scalars(
            select(DeclarationLink).where(among(DeclarationLink.standard_id, ids), *still_open(day)).order_by(DeclarationLink.id)
        )
    }
    places = [
        _place(member, standard, declared.get((member.id, standard.id)), links.get((member.id, standard.id)))
        for member in members
        for standard in standards
    ]
    return Board(members, standards, places)


def _standards(block_industry_id: int, day: date) -> Sequence[Standard]:
    """The alliance standards tied on the day that can be implemented: in force, or published and coming."""
    tied = db.session.scalars(
        select(Standard)
        .join(StandardBlockIndustry, StandardBlockIndustry.standard_id == Standard.id)
        .where(
            StandardBlockIndustry.block_industry_id == block_industry_id,
            Standard.kind == Kind.ALLIANCE,
            begun(StandardBlockIndustry.from_on, day),
            not_(reached(StandardBlockIndustry.until_on, day)),
        )
        .order_by(Standard.number_order)
    ).all()
    found = statuses([standard.id for standard in tied], day)
    return [standard for standard in tied if found[standard.id].status in (Status.CURRENT, Status.UPCOMING)]


def _declared(standards: Collection[int], day: date) -> dict[tuple[int, int], Implementation]:
    """By enterprise (as of the day) and standard, the declaration that is alive then: a verified one before others."""
    rows = db.session.scalars(
        select(Implementation)
        .where(
            among(Implementation.standard_id, standards),
            or_(Implementation.until_on.is_(None), Implementation.until_on > PartialDate.of(day)),
            not_(reached(Implementation.revoked_on, day)),
        )
        .options(joinedload(Implementation.organization))
        .order_by(Implementation.verified_on.is_(None), Implementation.from_on, Implementation.id)
    ).all()
    standing = enterprises_on(day).standing_for(np.array([each.organization_id for each in rows], np.int64))
    found: dict[tuple[int, int], Implementation] = {}
    for enterprise, implementation in zip(standing.tolist(), rows, strict=True):
        found.setdefault((enterprise, implementation.standard_id), implementation)
    return found


def _place(
    member: Organization, standard: Standard, declared: Implementation | None, link: DeclarationLink | None
) -> Place:
    if declared is not None:
        if declared.verified_on:
            standing, since = Standing.VERIFIED, declared.verified_on
        elif declared.returned_on:
            standing, since = Standing.RETURNED, declared.returned_on
        else:
            standing, since = Standing.DECLARED, declared.declared_on or declared.from_on
        return Place(member, standard, standing, since.first_day, declared)
    if link is not None:
        return Place(member, standard, Standing.ASKED, link.made_at.date(), None, link)
    return Place(member, standard, Standing.MISSING, None)
