"""A block industry with its association, a member and an alliance standard tied to it."""

from dataclasses import dataclass

import pytest
from flask import Flask

from app.registry.models import BlockIndustry, Organization, Standard
from app.registry.words import OrganizationKind
from tests.factories import make_block_industry, make_membership, make_organization, make_standard, tie


@dataclass
class Locks:
    """锁 with its association, one member since 2015 and one standard in force since 2020-11-01."""

    block: BlockIndustry
    association: Organization
    member: Organization
    standard: Standard


@pytest.fixture
def locks(app: Flask) -> Locks:
    association = make_organization("演示锁业协会", kind=OrganizationKind.ASSOCIATION)
    block = make_block_industry("SUO", "锁", association_id=association.id)
    member = make_organization("演示锁厂")
    make_membership(member, block, "2015-01-01")
    standard = make_standard("T/YANSHI 1-2020", "演示锁具")
    tie(standard, block)
    return Locks(block, association, member, standard)
