"""Votes of a technical review: who may vote, and whether enough agree. Pure.

Source: 团体标准管理规定 (2019): at least three quarters of the representatives present agree; neither those who
drafted nor experts of their units vote.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from app.registry.lifecycle.words import Vote


@dataclass(frozen=True)
class Representative:
    """Somebody at a review; `vote` None: said nothing."""

    name: str
    unit: str | None = None
    organization_id: int | None = None
    present: bool = True
    vote: Vote | None = None


@dataclass(frozen=True)
class Drafting:
    """Who drafted: units by id and by name, and people as (name, unit)."""

    organization_ids: frozenset[int] = frozenset()
    units: frozenset[str] = frozenset()
    people: frozenset[tuple[str, str | None]] = frozenset()


@dataclass(frozen=True)
class Count:
    """Of the representatives present who may vote: how many agree, are against, abstain, said nothing."""

    agree: int
    against: int
    abstain: int
    silent: int
    apart: int = 0
    """Present, but without a vote because they or their units drafted."""

    @property
    def voters(self) -> int:
        """The representatives present who may vote: what the share is of."""
        return self.agree + self.against + self.abstain + self.silent

    @property
    def share(self) -> Fraction | None:
        """The share that agrees; None where nobody present may vote."""
        return Fraction(self.agree, self.voters) if self.voters else None

    def passes(self, percent: int) -> bool:
        """Whether at least `percent` of them agree; an abstention is no agreement."""
        return self.share is not None and self.share >= Fraction(percent, 100)


def why_no_vote(one: Representative, drafting: Drafting) -> str | None:
    """Why somebody has no vote; None where they have one."""
    if one.organization_id in drafting.organization_ids or (one.unit and one.unit in drafting.units):
        return "所在单位是起草单位，不参加表决"
    for name, unit in drafting.people:
        if name == one.name and (unit is None or one.unit is None or unit == one.unit):
            return "是起草人，不参加表决"
    return None


def count(people: Iterable[Representative], drafting: Drafting) -> Count:
    """Count the votes of those present; who has no vote is left out of both ends of the share."""
    present = [each for each in people if each.present]
    voting = [each for each in present if why_no_vote(each, drafting) is None]
    said = Counter(each.vote for each in voting)
    return Count(said[Vote.AGREE], said[Vote.AGAINST], said[Vote.ABSTAIN], said[None], len(present) - len(voting))


def still_to_vote(people: Collection[Representative], drafting: Drafting) -> list[str]:
    """Names of those present who may vote and have said nothing."""
    return [each.name for each in people if each.present and each.vote is None and why_no_vote(each, drafting) is None]
