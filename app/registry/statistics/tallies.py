"""Members of groups added up to rates, with what is left out of each."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.registry.rates.bodies import LeftOut
from app.registry.rates.implementation import Rate, Weight
from app.registry.statistics.columns import UNKNOWN_OUTPUT, Numbers
from app.registry.statistics.enterprises import Enterprises
from app.registry.statistics.implementing import BIT, Pairs

_HALF = 1 << 24


@dataclass(frozen=True)
class Tally:
    """A rate. `counts` are its enterprises; `rate` is the same, or in yuan where they weigh by output.

    `left_out`: how many enterprises each reason keeps out, several may hold for one.
    """

    counts: Rate
    rate: Rate
    left_out: Mapping[LeftOut, int]


NOBODY = Tally(Rate(0, 0), Rate(0, 0), {})


def tallies(pairs: Pairs, enterprises: Enterprises, weight: Weight) -> dict[int, Tally]:
    """The rate of every group that has members, or somebody left out."""
    groups, place = np.unique(np.concatenate([pairs.group, pairs.undated_group]), return_inverse=True)
    of_member, of_undated = place[: len(pairs.group)], place[len(pairs.group) :]
    size = len(groups)
    if weight is Weight.OUTPUT:
        output = enterprises.output[pairs.enterprise]
        known = output != UNKNOWN_OUTPUT
    else:
        known = np.ones(len(pairs.enterprise), bool)
    counts = (np.bincount(of_member[known & pairs.implements], minlength=size), np.bincount(of_member[known], minlength=size))
    left_out = {
        reason: np.bincount(of_member[pairs.against & bit > 0], minlength=size) for reason, bit in BIT.items()
    } | {
        LeftOut.MEMBERSHIP_UNDATED: np.bincount(of_undated, minlength=size),
        LeftOut.OUTPUT_UNKNOWN: np.bincount(of_member[~known], minlength=size),
    }
    if weight is Weight.OUTPUT:
        of = _sums(of_member[known], output[known], size)
        implementing = _sums(of_member[known & pairs.implements], output[known & pairs.implements], size)
    else:
        implementing, of = (column.tolist() for column in counts)
    reasons = [(reason, left_out[reason].tolist()) for reason in LeftOut if reason in left_out]
    return {
        group: Tally(
            Rate(int(counts[0][at]), int(counts[1][at])),
            Rate(implementing[at], of[at]),
            {reason: column[at] for reason, column in reasons if column[at]},
        )
        for at, group in enumerate(groups.tolist())
    }


def _sums(group: Numbers, amount: Numbers, size: int) -> list[int]:
    """Exact sums by group; in two halves, since all output of a city in yuan may be more than 64 bits hold."""
    high, low = np.zeros(size, np.int64), np.zeros(size, np.int64)
    np.add.at(high, group, amount // _HALF)
    np.add.at(low, group, amount % _HALF)
    return [upper * _HALF + lower for upper, lower in zip(high.tolist(), low.tolist(), strict=True)]
