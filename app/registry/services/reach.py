"""Whose declarations are whose: which associations stand beside an enterprise, and which of them may verify what it declares."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select

from app.accounts.permissions import Actor, Permission
from app.database import db
from app.errors import NotAllowed
from app.registry.dates import PartialDate
from app.registry.models import BlockIndustry, Implementation, Membership, Organization, StandardBlockIndustry


def associations_beside(enterprises: Collection[int], day: date) -> dict[int, set[int]]:
    """By enterprise, the associations of the block industries of which it is, or will be, a member on or after `day`."""
    rows = db.session.execute(
        select(Membership.organization_id, BlockIndustry.association_id)
        .join(Membership.block_industry)
        .where(
            Membership.organization_id.in_(enterprises),
            BlockIndustry.association_id.is_not(None),
            or_(Membership.until_on.is_(None), Membership.until_on > PartialDate.of(day)),
        )
        .distinct()
    )
    found: dict[int, set[int]] = defaultdict(set)
    for enterprise, association in rows:
        if association is not None:
            found[enterprise].add(association)
    return found


def with_merged(bodies: Collection[int], day: date) -> frozenset[int]:
    """These bodies, and those for which they stand on `day`: what a merged body did stays its own, its survivor tends it."""
    return _with_merged(bodies, _mergers(day))


def _mergers(day: date) -> Mapping[int, Sequence[int]]:
    """By survivor, the bodies that are merged into it by `day`; merged on no recorded day: always."""
    rows = db.session.execute(
        select(Organization.id, Organization.merged_into_id).where(
            Organization.merged_into_id.is_not(None),
            or_(Organization.merged_on.is_(None), Organization.merged_on <= PartialDate.of(day)),
        )
    )
    merged: dict[int, list[int]] = defaultdict(list)
    for body, survivor in rows:
        if survivor is not None:
            merged[survivor].append(body)
    return merged


def _with_merged(bodies: Collection[int], mergers: Mapping[int, Sequence[int]]) -> frozenset[int]:
    found, further = set(bodies), list(bodies)
    while further:
        merged = [each for each in mergers.get(further.pop(), ()) if each not in found]
        found.update(merged)
        further += merged
    return frozenset(found)


def declares_for(actor: Actor, enterprise: int, day: date) -> int | None:
    """The organization within which the actor may declare for this enterprise; None: anywhere.

    It is the enterprise itself, the body that stands for it since a merger, or its association. Raises `NotAllowed`.
    """
    mine = actor.organizations(Permission.IMPLEMENTATION_DECLARE)
    if enterprise in mine:
        return enterprise
    if Permission.IMPLEMENTATION_DECLARE in actor.everywhere:
        return None
    mergers = _mergers(day) if mine else {}
    survivors = {each for each in mine if enterprise in _with_merged([each], mergers)}
    beside = survivors or mine & associations_beside([enterprise], day).get(enterprise, set())
    if not beside:
        raise NotAllowed("您只能为自己任职的企业，或所在协会的成员企业声明；请核对企业，或联系其所在协会")
    return min(beside)


def tends(actor: Actor, enterprise: int, day: date) -> bool:
    """Whether the actor may mend and end what this enterprise declared."""
    try:
        declares_for(actor, enterprise, day)
    except NotAllowed:
        return False
    return True


def may_declare_for(actor: Actor, day: date) -> frozenset[int] | None:
    """Every enterprise for which the actor may declare on `day`; None: for all."""
    if Permission.IMPLEMENTATION_DECLARE in actor.everywhere:
        return None
    mine = actor.organizations(Permission.IMPLEMENTATION_DECLARE)
    members = db.session.scalars(
        select(Membership.organization_id)
        .join(Membership.block_industry)
        .where(
            BlockIndustry.association_id.in_(mine),
            or_(Membership.until_on.is_(None), Membership.until_on > PartialDate.of(day)),
        )
    )
    return mine | frozenset(members)


def require_may_declare(actor: Actor, day: date) -> frozenset[int] | None:
    """The enterprises for which the actor may declare, None: for all. Raises `NotAllowed` where there are none."""
    allowed = may_declare_for(actor, day)
    if allowed is not None and not allowed:
        raise NotAllowed("声明实施由企业的经办人、负责人或其协会办理；请先请单位负责人授予职务")
    return allowed


def verifiers_of(implementations: Sequence[Implementation]) -> dict[int, frozenset[int]]:
    """By id of the declaration, the associations that may verify it.

    They are those of the block industries that its standard is tied to and its enterprise belongs to, at any time; where
    there is none, those of the block industries that its standard is tied to.
    """
    standards = {each.standard_id for each in implementations}
    enterprises = {each.organization_id for each in implementations}
    ties = db.session.execute(
        select(StandardBlockIndustry.standard_id, BlockIndustry.id, BlockIndustry.association_id)
        .join(StandardBlockIndustry.block_industry)
        .where(StandardBlockIndustry.standard_id.in_(standards), BlockIndustry.association_id.is_not(None))
    ).all()
    rows = db.session.execute(
        select(Membership.organization_id, Membership.block_industry_id).where(Membership.organization_id.in_(enterprises))
    )
    belongs = {(enterprise, block) for enterprise, block in rows}
    found: dict[int, frozenset[int]] = {}
    for each in implementations:
        tied = [(block, association) for standard, block, association in ties if association and standard == each.standard_id]
        here = [association for block, association in tied if (each.organization_id, block) in belongs]
        found[each.id] = frozenset(here or (association for _block, association in tied))
    return found


def verifying_within(actor: Actor, associations: Collection[int]) -> int | None:
    """The association within which the actor may verify, the first by id; None where there is none."""
    return min((each for each in associations if actor.may(Permission.IMPLEMENTATION_VERIFY, each)), default=None)
