"""The overall implementation rate told apart by county, association or standard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import select

from app.database import db
from app.registry.models import Organization
from app.registry.statistics.columns import Numbers
from app.registry.statistics.counties import county_today
from app.registry.statistics.enterprises import survivors_on
from app.registry.statistics.implementation import AS_A_RULE, Asked, blocks, in_scope
from app.registry.statistics.implementing import Implementing, Pairs, by_standard, grouped, implementing_on
from app.registry.statistics.keeping import kept
from app.registry.statistics.names import names_of, numbers_of
from app.registry.statistics.tallies import Tally, tallies
from app.registry.words import Word


class ImplementationGroup(Word):
    """What the overall rate can be told apart by."""

    COUNTY = "county", "县（市、区）"
    ASSOCIATION = "association", "行业协会"
    STANDARD = "standard", "联盟标准"


@dataclass(frozen=True)
class GroupRate(Tally):
    """The members of one group. `value` is its code or id as text, None for members that belong to none."""

    value: str | None
    label: str | None


def implementation_groups(day: date, by: ImplementationGroup, asked: Asked = AS_A_RULE) -> Sequence[GroupRate]:
    """The overall rate told apart: members by their county or by the associations of their block industries, best known first.

    For a merged association stands its survivor on the day.
    By standard: of the members of the block industries that a current alliance standard is tied to, who implements it.
    """
    return kept(("implementation groups", by, day, asked), lambda: _groups(day, by, asked))


def told_apart(
    day: date, found: Implementing, asked: Asked, by: ImplementationGroup
) -> tuple[Pairs, Mapping[int, str | None]]:
    """The members in scope by other groups, and the value of each group in the order in which they are listed."""
    pairs, width = in_scope(found, asked), found.enterprises.width
    if by is ImplementationGroup.STANDARD:
        return by_standard(found, pairs), dict(numbers_of(found.tied_standard.tolist()))
    if by is ImplementationGroup.ASSOCIATION:
        kept_by = _kept_by(day)
        group, undated = (_mapped(kept_by, column) for column in (pairs.group, pairs.undated_group))
        keys: list[int] = np.unique(np.concatenate([group, undated])).tolist()
        return grouped(pairs, group, undated, width), {key: str(key) if key else None for key in keys}
    codes, county = _counties(width)
    values = dict(sorted(enumerate(codes), key=lambda item: (item[1] is None, item[1] or "")))
    return grouped(pairs, county[pairs.enterprise], county[pairs.undated_enterprise], width), values


def _groups(day: date, by: ImplementationGroup, asked: Asked) -> list[GroupRate]:
    found = implementing_on(day, asked.evidence, asked.population)
    pairs, values = told_apart(day, found, asked, by)
    counted = tallies(pairs, found.enterprises, asked.weight)
    labels = _labels(by, values)
    groups = [
        GroupRate(**vars(counted[key]), value=value, label=labels.get(key)) for key, value in values.items() if key in counted
    ]
    if by is ImplementationGroup.ASSOCIATION:
        return sorted(groups, key=lambda group: (group.value is None, group.label or ""))
    return groups


def _labels(by: ImplementationGroup, values: Mapping[int, str | None]) -> Mapping[int, str | None]:
    if by is ImplementationGroup.COUNTY:
        return {}
    return values if by is ImplementationGroup.STANDARD else {**names_of([key for key in values if key])}


def _kept_by(day: date) -> Mapping[int, int]:
    """The association that keeps each block industry on the day, the survivor of mergers; 0 for none."""
    survivor = survivors_on(day)
    return {
        block.id: int(survivor[block.association_id])
        for block in blocks()
        if block.association_id and block.association_id < len(survivor)
    }


def _mapped(mapping: Mapping[int, int], column: Numbers) -> Numbers:
    return np.fromiter((mapping.get(each, 0) for each in column.tolist()), np.int64, len(column))


def _counties(width: int) -> tuple[list[str | None], Numbers]:
    """The counties there are, and for each body by id the place of its own among them; the first is None, not known."""

    def read() -> tuple[list[str | None], Numbers]:
        codes: dict[str | None, int] = {None: 0}
        of_body = np.zeros(width, np.int64)
        for own, county in db.session.execute(select(Organization.id, Organization.county)):
            if own < width:
                of_body[own] = codes.setdefault(county_today(county), len(codes))
        return list(codes), of_body

    return kept(("counties", width), read, ("organization",))
