"""Records of the register as the plain rules of rates/ see them."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from app.database import db
from app.registry.models import Implementation, Membership, Organization, Standard, StandardBlockIndustry
from app.registry.queries.lives import lives
from app.registry.rates import implementation as rule
from app.registry.rates.bodies import Body, Ref
from app.registry.rates.counting import Counting, counting


def membership_of(row: Membership) -> rule.Membership:
    """A membership, for the rule."""
    return rule.Membership(row.block_industry_id, row.organization_id, row.from_on, row.until_on)


def tie_of(row: StandardBlockIndustry) -> rule.Tie:
    """A tie of a standard to a block industry, for the rule."""
    return rule.Tie(row.standard_id, row.block_industry_id, row.from_on, row.until_on)


def counting_of(implementations: Sequence[Implementation]) -> dict[int, Counting]:
    """By id, from which day each of these declarations counts once verified, and what speaks against its own first day.

    The number of statements does not grow with them. Days on which they were declared, ended or revoked are not asked:
    it is the question before any of these.
    """
    enterprises = {each.organization_id for each in implementations}
    standards = {each.standard_id for each in implementations}
    bodies = bodies_of(enterprises)
    kinds = dict(db.session.execute(select(Standard.id, Standard.kind).where(Standard.id.in_(standards))).all())
    life_of = lives(standards)
    chains = {enterprise: _stand_for(bodies, enterprise) for enterprise in enterprises}
    members = {ref for chain in chains.values() for ref in chain}
    memberships = db.session.scalars(select(Membership).where(Membership.organization_id.in_(members))).all()
    ties = db.session.scalars(select(StandardBlockIndustry).where(StandardBlockIndustry.standard_id.in_(standards))).all()
    return {
        each.id: counting(
            rule.Register(
                bodies={ref: bodies[ref] for ref in chains[each.organization_id]},
                standards={each.standard_id: rule.ImplementedStandard(kinds[each.standard_id], life_of[each.standard_id])},
                memberships=[membership_of(row) for row in memberships if row.organization_id in chains[each.organization_id]],
                ties=[tie_of(row) for row in ties if row.standard_id == each.standard_id],
                implementations=[rule.Implementation(each.organization_id, each.standard_id, each.from_on)],
            )
        )
        for each in implementations
    }


def _stand_for(bodies: dict[Ref, Body], ref: Ref) -> set[Ref]:
    """A body and all that may come to stand for it."""
    chain: set[Ref] = set()
    following: Ref | None = ref
    while following is not None and following not in chain:
        chain.add(following)
        following = bodies[following].merged_into
    return chain


def bodies_of(refs: Collection[Ref]) -> dict[Ref, Body]:
    """These bodies and all that stand for them, however many mergers on, as the plain rules see them."""
    chain = select(Organization.id, Organization.merged_into_id).where(Organization.id.in_(refs)).cte("chain", recursive=True)
    chain = chain.union(
        select(Organization.id, Organization.merged_into_id).join(chain, Organization.id == chain.c.merged_into_id)
    )
    columns = (
        Organization.id,
        Organization.kind,
        Organization.county,
        Organization.established_on,
        Organization.dissolved_on,
        Organization.merged_into_id,
        Organization.merged_on,
    )
    found = db.session.execute(select(*columns).where(Organization.id.in_(select(chain.c.id))))
    return {row.id: Body(*row) for row in found}
