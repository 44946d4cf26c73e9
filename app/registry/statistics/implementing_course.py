"""Who is a member and who implements on many days: the same as implementing.py finds on each, without what is against whom.

From when to when an implementation counts by its own dates, its verification and the tie of its standard does not depend on
the day, so it is worked out once for all days.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from app.registry.rates.implementation import Evidence
from app.registry.statistics import columns
from app.registry.statistics.columns import Numbers, packed
from app.registry.statistics.enterprises import enterprises_on
from app.registry.statistics.implementing import CURRENT, joined, statuses_at
from app.registry.statistics.keeping import kept


@dataclass(frozen=True)
class Terms:
    """One row for each implementation in each block industry: it counts in [since, until) while its standard is current."""

    body: Numbers
    standard: Numbers
    block: Numbers
    since: Numbers
    until: Numbers


@dataclass(frozen=True)
class OnDay:
    """One day: the block industry and the enterprise of each member, and of each that implements; each pair once."""

    member_block: Numbers
    member: Numbers
    implementing_block: Numbers
    implementing: Numbers


def implementing_over(days: Sequence[date], evidence: Evidence, block_industry_id: int | None = None) -> Iterator[OnDay]:
    """Members and who implements on each day, everywhere or in one block industry."""
    terms, memberships = _terms(evidence), columns.memberships()
    if block_industry_id is not None:
        here = terms.block == block_industry_id
        terms = Terms(*(column[here] for column in vars(terms).values()))
        here = memberships.block == block_industry_id
        memberships = columns.Memberships(*(column[here] for column in vars(memberships).values()))
    highest = int(terms.standard.max(initial=0))
    for day in days:
        at = packed(day)
        found = enterprises_on(day)
        current = statuses_at(at, highest) == CURRENT
        counts = (terms.since <= at) & (terms.until > at)
        counts &= current[terms.standard]
        holds = (memberships.since <= at) & (memberships.until > at)
        members = distinct(_keys(found.standing_for(memberships.body[holds]), memberships.block[holds], found.width))
        keys = distinct(_keys(found.standing_for(terms.body[counts]), terms.block[counts], found.width))
        implementing = np.intersect1d(members, keys, assume_unique=True)
        yield OnDay(members // found.width, members % found.width, implementing // found.width, implementing % found.width)


def distinct(numbers: Numbers) -> Numbers:
    """Each number once, in order: sorted, since that is several times as fast as looking each up."""
    ordered = np.sort(numbers)
    first = np.ones(len(ordered), bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]


def _keys(enterprise: Numbers, block: Numbers, width: int) -> Numbers:
    keys: Numbers = block * width + enterprise
    return keys[enterprise > 0]


def _terms(evidence: Evidence) -> Terms:
    def work_out() -> Terms:
        rows, ties = columns.implementations(), columns.ties()
        proof = rows.verified if evidence is Evidence.VERIFIED else rows.declared
        row, tie = joined(rows.standard, ties.standard)
        since = np.maximum(np.maximum(rows.since, proof)[row], ties.since[tie])
        until = np.minimum(np.minimum(rows.until, rows.revoked)[row], ties.until[tie])
        ever = since < until
        row, tie = row[ever], tie[ever]
        return Terms(rows.body[row], rows.standard[row], ties.block[tie], since[ever], until[ever])

    return kept(("terms", evidence), work_out, ("implementation", "standard", "standard_block_industry"))
