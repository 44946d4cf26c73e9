"""Who is a member and who implements on a day, worked out over columns; the plain rule is rates/implementation.py.

An enterprise within a group is one number, `group * width + enterprise`, so that distinct pairs are distinct numbers.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np

from app.registry.rates.bodies import LeftOut
from app.registry.rates.implementation import Evidence, Population
from app.registry.statistics import columns
from app.registry.statistics.columns import STATUSES, Flags, Numbers, packed
from app.registry.statistics.enterprises import Enterprises, enterprises_on
from app.registry.statistics.timelines import timelines
from app.registry.words import Status

REASONS = (
    LeftOut.UNVERIFIED,
    LeftOut.UNDECLARED,
    LeftOut.ENDED,
    LeftOut.REVOKED,
    LeftOut.EDITION_SUPERSEDED,
    LeftOut.STANDARD_WITHDRAWN,
    LeftOut.NOT_IN_FORCE,
)
BIT = {reason: 1 << place for place, reason in enumerate(REASONS)}


def reasons_of(bits: int) -> frozenset[LeftOut]:
    """The reasons that bits stand for."""
    return frozenset(reason for reason, bit in BIT.items() if bits & bit)


CURRENT = STATUSES.index(Status.CURRENT)
_OF_STATUS = np.array(
    [
        {
            Status.CURRENT: 0,
            Status.SUPERSEDED: BIT[LeftOut.EDITION_SUPERSEDED],
            Status.WITHDRAWN: BIT[LeftOut.STANDARD_WITHDRAWN],
        }.get(status, BIT[LeftOut.NOT_IN_FORCE])
        for status in STATUSES
    ]
)
"""What a status says against an implementation."""


@dataclass(frozen=True)
class Pairs:
    """Distinct members of groups, by group: whether each implements, else what is against it, as bits of REASONS.

    `undated_…`: those that would be members of the group if their membership had a day on which it began.
    """

    group: Numbers
    enterprise: Numbers
    implements: Flags
    against: Numbers
    undated_group: Numbers
    undated_enterprise: Numbers


@dataclass(frozen=True)
class Begun:
    """One row for each implementation that began by the day, of a member, in a block industry that its standard is tied to.

    `against`: what keeps it from counting, as bits of REASONS.
    """

    block: Numbers
    enterprise: Numbers
    standard: Numbers
    against: Numbers

    @property
    def counting(self) -> "Begun":
        """Those that count."""
        here = self.against == 0
        return Begun(self.block[here], self.enterprise[here], self.standard[here], self.against[here])


@dataclass(frozen=True)
class Implementing:
    """Everything of a day: members of block industries, and which standards they implement there.

    `tied_…`: the current alliance standards, one row for each block industry they are tied to.
    """

    enterprises: Enterprises
    pairs: Pairs
    begun: Begun
    tied_standard: Numbers
    tied_block: Numbers

    @property
    def with_standards(self) -> Numbers:
        """Block industries to which a current alliance standard is tied."""
        return np.unique(self.tied_block)


def implementing_on(day: date, evidence: Evidence, population: Population = Population.ALL) -> Implementing:
    """Members and implementations on a day, of the enterprises asked about."""
    at = packed(day)
    found = enterprises_on(day)
    members, undated = member_keys(found, at, None if population is Population.ALL else found.above_scale)
    tie_standard, tie_block = _tied(at)
    status = statuses_at(at, int(tie_standard.max(initial=0)))
    rows = columns.implementations()
    enterprise = found.standing_for(rows.body)
    begun = np.flatnonzero((rows.since <= at) & (enterprise > 0))
    row, tie = joined(rows.standard[begun], tie_standard)
    row = begun[row]
    key = tie_block[tie] * found.width + enterprise[row]
    place, is_member = _places(members, key)
    row, tie, place = row[is_member], tie[is_member], place[is_member]

    against_row = _against(rows, row, status, at, evidence)
    implements, against = _together(len(members), place, against_row)
    current = status[tie_standard] == CURRENT
    return Implementing(
        found,
        Pairs(
            members // found.width, members % found.width, implements, against, undated // found.width, undated % found.width
        ),
        Begun(tie_block[tie], enterprise[row], rows.standard[row], against_row),
        tied_standard=tie_standard[current],
        tied_block=tie_block[current],
    )


def members_on(day: date) -> tuple[Numbers, Numbers]:
    """The block industry and the enterprise of every membership on a day, each pair once."""
    found = enterprises_on(day)
    members, _ = member_keys(found, packed(day), None)
    return members // found.width, members % found.width


def grouped(pairs: Pairs, group: Numbers, undated_group: Numbers, width: int) -> Pairs:
    """The same by other groups: each enterprise once in each, implementing where it does in any part of the group."""
    key, place = np.unique(group * width + pairs.enterprise, return_inverse=True)
    implements = np.zeros(len(key), bool)
    implements[place[pairs.implements]] = True
    against = np.zeros(len(key), np.int64)
    np.bitwise_or.at(against, place, pairs.against)
    against[implements] = 0
    undated = np.setdiff1d(undated_group * width + pairs.undated_enterprise, key)
    return Pairs(key // width, key % width, implements, against, undated // width, undated % width)


def by_standard(found: Implementing, pairs: Pairs) -> Pairs:
    """By current alliance standard the members of its block industries among `pairs`, and how each stands to this standard."""
    order = np.argsort(found.tied_block, kind="stable")
    tied_block, tied_standard = found.tied_block[order], found.tied_standard[order]
    width = found.enterprises.width

    def spread(block: Numbers, enterprise: Numbers) -> Numbers:
        at, tie = joined(block, tied_block)
        return np.unique(tied_standard[tie] * width + enterprise[at])

    members = spread(pairs.group, pairs.enterprise)
    undated = np.setdiff1d(spread(pairs.undated_group, pairs.undated_enterprise), members)
    place, here = _places(members, found.begun.standard * width + found.begun.enterprise)
    implements, against = _together(len(members), place[here], found.begun.against[here])
    return Pairs(members // width, members % width, implements, against, undated // width, undated % width)


def narrowed(pairs: Pairs, blocks: Collection[int]) -> Pairs:
    """Only what lies in these block industries."""
    here, undated = np.isin(pairs.group, list(blocks)), np.isin(pairs.undated_group, list(blocks))
    return Pairs(
        pairs.group[here],
        pairs.enterprise[here],
        pairs.implements[here],
        pairs.against[here],
        pairs.undated_group[undated],
        pairs.undated_enterprise[undated],
    )


def member_keys(found: Enterprises, at: int, among: Flags | None) -> tuple[Numbers, Numbers]:
    """Distinct (block industry, enterprise) of the members, and of those that are none for want of a first day."""
    rows = columns.memberships()
    enterprise = found.standing_for(rows.body)
    asked = (enterprise > 0) & (rows.until > at)
    if among is not None:
        asked &= among[enterprise]
    key = rows.block * found.width + enterprise
    members = np.unique(key[asked & (rows.since <= at)])
    return members, np.setdiff1d(key[asked & rows.undated], members)


def _tied(at: int) -> tuple[Numbers, Numbers]:
    rows = columns.ties()
    tied = (rows.since <= at) & (rows.until > at)
    return rows.standard[tied], rows.block[tied]


def statuses_at(at: int, highest: int) -> Numbers:
    """The status of each alliance standard by its id; of one that was tied since the timelines were read it is unknown."""
    rows = timelines()
    status = np.full(max(highest, int(rows.standard.max(initial=0))) + 1, STATUSES.index(Status.UNKNOWN))
    turned = np.searchsorted(rows.day, at, side="right")
    # rows ascend by day, and of several values for one place the last stays
    status[rows.standard[:turned]] = rows.status[:turned]
    return status


def _against(rows: columns.Implementations, row: Numbers, status: Numbers, at: int, evidence: Evidence) -> Numbers:
    """All that is against each of these implementations on a day, as bits of REASONS."""
    proof, lacking = (
        (rows.verified, LeftOut.UNVERIFIED) if evidence is Evidence.VERIFIED else (rows.declared, LeftOut.UNDECLARED)
    )
    against: Numbers = _OF_STATUS[status[rows.standard[row]]]
    against |= np.where(proof[row] <= at, 0, BIT[lacking])
    against |= np.where(rows.until[row] <= at, BIT[LeftOut.ENDED], 0)
    against |= np.where(rows.revoked[row] <= at, BIT[LeftOut.REVOKED], 0)
    return against


def _together(members: int, place: Numbers, against: Numbers) -> tuple[Flags, Numbers]:
    """Whether each member implements, and else all that is against it; of rows that each belong to the member at `place`."""
    implements = np.zeros(members, bool)
    implements[place[against == 0]] = True
    reasons = np.zeros(members, np.int64)
    np.bitwise_or.at(reasons, place, against)
    reasons[implements] = 0
    return implements, reasons


def joined(left_id: Numbers, right_id: Numbers) -> tuple[Numbers, Numbers]:
    """Every pair of places at which the two hold the same id; the right ones are sorted."""
    height = max(int(left_id.max(initial=0)), int(right_id.max(initial=0))) + 1
    of_id = np.bincount(right_id, minlength=height)
    first, count = (np.cumsum(of_id) - of_id)[left_id], of_id[left_id]
    left = np.repeat(np.arange(len(left_id)), count)
    before = np.cumsum(count) - count
    return left, np.arange(len(left)) - np.repeat(before - first, count)


def _places(sorted_keys: Numbers, keys: Numbers) -> tuple[Numbers, Flags]:
    """Where each key stands among the sorted ones, and whether it does."""
    place = np.searchsorted(sorted_keys, keys)
    inside = place < len(sorted_keys)
    found = np.zeros(len(keys), bool)
    found[inside] = sorted_keys[place[inside]] == keys[inside]
    return place, found


