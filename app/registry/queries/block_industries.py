"""Reading block industries (块状产业), their members and their standards."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.database import db
from app.errors import NotFound
from app.registry.models import BlockIndustry, Membership, Standard, StandardBlockIndustry
from app.registry.queries.paging import Page, containing, page_of


@dataclass(frozen=True)
class BlockIndustryRecord:
    """A block industry with all memberships and ties, past and coming ones too."""

    block_industry: BlockIndustry
    memberships: Sequence[Membership]
    standards: Sequence[StandardBlockIndustry]


def block_industries(
    *, q: str = "", counties: Sequence[str] = (), page: int = 1, per_page: int = 20
) -> Page[BlockIndustry]:
    """Block industries by code; `q` is a part of code or name, a division code matches all below it."""
    asked = select(BlockIndustry).options(joinedload(BlockIndustry.association)).order_by(BlockIndustry.code)
    if q.strip():
        pattern = containing(q.strip())
        asked = asked.where(or_(BlockIndustry.code.ilike(pattern, escape="\\"), BlockIndustry.name.ilike(pattern, escape="\\")))
    if counties:
        asked = asked.where(or_(*(BlockIndustry.county.startswith(county, autoescape=True) for county in counties)))
    return page_of(asked, page, per_page)


def block_industry_record(block_industry_id: int) -> BlockIndustryRecord:
    """One block industry, its memberships by name and its standards by number. Raises `NotFound`."""
    block_industry = db.session.get(BlockIndustry, block_industry_id, options=[joinedload(BlockIndustry.association)])
    if block_industry is None:
        raise NotFound(f"没有编号为 {block_industry_id} 的块状产业")
    memberships = db.session.scalars(
        select(Membership)
        .where(Membership.block_industry_id == block_industry.id)
        .options(joinedload(Membership.organization))
        .order_by(Membership.from_on.nulls_last(), Membership.id)
    ).all()
    ties = db.session.scalars(
        select(StandardBlockIndustry)
        .join(StandardBlockIndustry.standard)
        .where(StandardBlockIndustry.block_industry_id == block_industry.id)
        .options(joinedload(StandardBlockIndustry.standard))
        .order_by(Standard.number_order)
    ).all()
    return BlockIndustryRecord(block_industry, memberships, ties)


def block_industry_named(text: str) -> BlockIndustry:
    """The block industry of this code, or else of this name. Raises `NotFound`."""
    named = or_(BlockIndustry.code == text.strip().upper(), BlockIndustry.name == text.strip())
    found = db.session.scalars(select(BlockIndustry).where(named).order_by(BlockIndustry.id)).first()
    if found is None:
        raise NotFound(f"没有代码或名称为“{text[:40]}”的块状产业，代码见 biaolian stats adoption")
    return found


def industries_of(standard_id: int) -> Sequence[int]:
    """Ids of the block industries that a standard is tied to."""
    return db.session.scalars(
        select(StandardBlockIndustry.block_industry_id).where(StandardBlockIndustry.standard_id == standard_id)
    ).all()
