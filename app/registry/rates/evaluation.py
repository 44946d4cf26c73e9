"""Evaluating enterprises for an award: what their points propose, how long it holds, when it is to be reviewed. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.registry.dates import Term, months_later

REVIEW_MONTHS = 3
"""An award is reviewed again in the last three months of its term."""


@dataclass(frozen=True)
class Threshold:
    """A level and the points that reach it; `least` None: points don't reach it."""

    level: str
    least: float | None


def proposed_level(points: float, levels: Iterable[Threshold]) -> str | None:
    """The highest level that the points reach, of levels given lowest first; None where they reach none."""
    reached = [each.level for each in levels if each.least is not None and points >= each.least]
    return reached[-1] if reached else None


def review_window(valid_until: date) -> Term:
    """The days on which an award that holds until `valid_until` (the first day it no longer does) is to be reviewed."""
    return Term(months_later(valid_until, -REVIEW_MONTHS), valid_until)
