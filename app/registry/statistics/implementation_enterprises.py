"""The distinct enterprises behind any number of the implementation rate, of the city or of one group."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import select

from app.database import db
from app.registry.models import BlockIndustry, Organization
from app.registry.queries.paging import Page, page_of
from app.registry.rates.bodies import LeftOut
from app.registry.statistics.columns import Numbers
from app.registry.statistics.ids import among
from app.registry.statistics.implementation import Asked, blocks, in_scope
from app.registry.statistics.implementation_groups import ImplementationGroup, told_apart
from app.registry.statistics.implementing import BIT, Implementing, Pairs, grouped, implementing_on, narrowed, reasons_of
from app.registry.statistics.names import numbers_of
from app.registry.words import Word


class Standing(Word):
    """Which of the enterprises behind a rate: how they stand to it, or why they are left out of it."""

    MEMBER = "member", "成员企业"
    IMPLEMENTING = "implementing", "实施企业"
    NOT_IMPLEMENTING = "not_implementing", "未实施的成员企业"
    UNVERIFIED = "unverified", "未核实"
    UNDECLARED = "undeclared", "尚未申报"
    ENDED = "ended", "已停止实施"
    REVOKED = "revoked", "已撤销"
    EDITION_SUPERSEDED = "edition_superseded", "所实施的版本已被代替"
    STANDARD_WITHDRAWN = "standard_withdrawn", "所实施的标准已废止"
    NOT_IN_FORCE = "not_in_force", "所实施的标准当日非现行"
    MEMBERSHIP_UNDATED = "membership_undated", "成员起始日期未载"


class Within(Word):
    """Of what group the enterprises are."""

    BLOCK_INDUSTRY = "block_industry", "块状产业"
    COUNTY = ImplementationGroup.COUNTY.value, ImplementationGroup.COUNTY.label
    ASSOCIATION = ImplementationGroup.ASSOCIATION.value, ImplementationGroup.ASSOCIATION.label
    STANDARD = ImplementationGroup.STANDARD.value, ImplementationGroup.STANDARD.label


@dataclass(frozen=True)
class EnterpriseRow:
    """An enterprise behind a rate, once however many block industries it is in; those it is in, and what it implements there.

    `implements`: within the group asked for. `left_out`: what keeps it out of it; empty where it implements, or tried nothing.
    """

    enterprise: Organization
    implements: bool
    block_industries: Sequence[str]
    standards: Sequence[str]
    left_out: frozenset[LeftOut]


def enterprises_behind(
    day: date,
    asked: Asked,
    page: int,
    per_page: int,
    *,
    standing: Standing = Standing.MEMBER,
    within: Within | None = None,
    value: str | None = None,
) -> Page[EnterpriseRow]:
    """One page of the enterprises on `day` that stand to the rate in one way, by name; `value`: of that group alone."""
    found = implementing_on(day, asked.evidence, asked.population)
    pairs = _pairs(day, found, asked, within, value)
    chosen = _chosen(pairs, standing)
    listed = page_of(
        select(Organization).where(among(Organization.id, chosen.tolist())).order_by(Organization.name, Organization.id),
        page,
        per_page,
    )
    against = dict(zip(pairs.enterprise.tolist(), pairs.against.tolist(), strict=True))
    counting = set(pairs.enterprise[pairs.implements].tolist())
    here = np.array([body.id for body in listed.items], np.int64)
    belongs, implements = _belongs(found, here), _implements(found, here)
    rows = [
        EnterpriseRow(
            body,
            body.id in counting,
            belongs.get(body.id, ()),
            implements.get(body.id, ()),
            reasons_of(against[body.id]) if body.id in against else frozenset({LeftOut.MEMBERSHIP_UNDATED}),
        )
        for body in listed.items
    ]
    return Page(listed.total, page, per_page, rows)


def _pairs(day: date, found: Implementing, asked: Asked, within: Within | None, value: str | None) -> Pairs:
    """The members of the group asked for, each once."""
    if within is None:
        pairs = in_scope(found, asked)
        return grouped(pairs, np.zeros_like(pairs.group), np.zeros_like(pairs.undated_group), found.enterprises.width)
    if within is Within.BLOCK_INDUSTRY:
        return narrowed(found.pairs, [block.id for block in blocks() if block.code == value])
    pairs, values = told_apart(day, found, asked, ImplementationGroup.read(within.value))
    return narrowed(pairs, [key for key, own in values.items() if own == value])


def _chosen(pairs: Pairs, standing: Standing) -> Numbers:
    """Ids of those that stand so."""
    if standing is Standing.MEMBERSHIP_UNDATED:
        return pairs.undated_enterprise
    if standing is Standing.IMPLEMENTING:
        return pairs.enterprise[pairs.implements]
    if standing is Standing.NOT_IMPLEMENTING:
        return pairs.enterprise[~pairs.implements]
    if standing is Standing.MEMBER:
        return pairs.enterprise
    return pairs.enterprise[pairs.against & BIT[LeftOut.read(standing.value)] > 0]


def _belongs(found: Implementing, bodies: Numbers) -> Mapping[int, Sequence[str]]:
    """Names of the block industries that each of these enterprises is a member of, or would be if that were dated."""
    pairs = found.pairs
    members, undated = np.isin(pairs.enterprise, bodies), np.isin(pairs.undated_enterprise, bodies)
    body = np.concatenate([pairs.enterprise[members], pairs.undated_enterprise[undated]])
    block = np.concatenate([pairs.group[members], pairs.undated_group[undated]])
    asked = select(BlockIndustry.id, BlockIndustry.name).where(among(BlockIndustry.id, np.unique(block).tolist()))
    return _listed(body, block, dict(db.session.execute(asked.order_by(BlockIndustry.code)).all()))


def _implements(found: Implementing, bodies: Numbers) -> Mapping[int, Sequence[str]]:
    """Numbers of the standards that count for each of these enterprises."""
    counting = found.begun.counting
    here = np.isin(counting.enterprise, bodies)
    standard = counting.standard[here]
    return _listed(counting.enterprise[here], standard, numbers_of(np.unique(standard).tolist()))


def _listed(body: Numbers, of: Numbers, named: Mapping[int, str]) -> Mapping[int, Sequence[str]]:
    """By body the names of what it has, in the order of `named`."""
    has: dict[int, set[int]] = defaultdict(set)
    for own, each in zip(body.tolist(), of.tolist(), strict=True):
        has[own].add(each)
    order = {each: place for place, each in enumerate(named)}
    return {
        own: [named[each] for each in sorted(several & order.keys(), key=order.__getitem__)] for own, several in has.items()
    }
