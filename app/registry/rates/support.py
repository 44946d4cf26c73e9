"""Which standards of an enterprise a scheme or subsidy takes: kinds, place among the drafters, age in force, series once, cap."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.registry.dates import months_later
from app.registry.rates.bodies import Ref
from app.registry.words import Kind, Status, Word


class Hindrance(Word):
    """Why a standard does not qualify, or what proof is missing."""

    KIND = "kind", "标准类别不在计入范围"
    NOT_IN_FORCE = "not_in_force", "当日不是现行"
    RANK = "rank", "起草位次超过上限"
    RANK_UNKNOWN = "rank_unknown", "缺起草位次的证明"
    TOO_YOUNG = "too_young", "实施时间不足"
    START_UNKNOWN = "start_unknown", "缺实施日期的证明"
    SAME_SERIES = "same_series", "同系列已计一项"
    OVER_CAP = "over_cap", "超过项数上限"


PROOFS = frozenset({Hindrance.RANK_UNKNOWN, Hindrance.START_UNKNOWN})
"""With these a standard may yet qualify once the proof is there."""


@dataclass(frozen=True)
class Rule:
    """What a rule asks; `rank`, `cap` and `amount` (万元 a standard) are None where it sets none, no kinds: all."""

    kinds: Collection[Kind] = ()
    rank: int | None = None
    months_in_force: int = 0
    series_once: bool = True
    cap: int | None = None
    amount: Decimal | None = None


@dataclass(frozen=True)
class Claimed:
    """A standard that an enterprise drafted. `series`: the same for all editions and parts of one document."""

    ref: Ref
    kind: Kind | None
    status: Status
    start: date | None
    rank: int | None
    series: str


@dataclass(frozen=True)
class Judged:
    """A standard with what stands against it; nothing does where it qualifies."""

    claimed: Claimed
    against: tuple[Hindrance, ...]

    @property
    def qualifies(self) -> bool:
        """Whether it counts."""
        return not self.against

    @property
    def lacks_proof(self) -> bool:
        """Whether only proof is missing."""
        return bool(self.against) and set(self.against) <= PROOFS


def judge(rule: Rule, standards: Sequence[Claimed], day: date) -> list[Judged]:
    """Each standard judged on `day`, those given first counting first within their series and under the cap."""
    found: list[Judged] = []
    series: set[str] = set()
    counted = 0
    for each in standards:
        against = _against(rule, each, day)
        if not against and rule.series_once and each.series in series:
            against.append(Hindrance.SAME_SERIES)
        if not against and rule.cap is not None and counted >= rule.cap:
            against.append(Hindrance.OVER_CAP)
        if not against:
            series.add(each.series)
            counted += 1
        found.append(Judged(each, tuple(against)))
    return found


def amount(rule: Rule, judged: Sequence[Judged]) -> Decimal | None:
    """What the rule gives in 万元; None for a rule about no money."""
    return None if rule.amount is None else rule.amount * sum(each.qualifies for each in judged)


def _against(rule: Rule, each: Claimed, day: date) -> list[Hindrance]:
    against = []
    if rule.kinds and each.kind not in rule.kinds:
        against.append(Hindrance.KIND)
    if each.status is not Status.CURRENT:
        against.append(Hindrance.NOT_IN_FORCE)
    if rule.rank is not None:
        if each.rank is None:
            against.append(Hindrance.RANK_UNKNOWN)
        elif each.rank > rule.rank:
            against.append(Hindrance.RANK)
    if rule.months_in_force:
        if each.start is None:
            against.append(Hindrance.START_UNKNOWN)
        elif months_later(each.start, rule.months_in_force) > day:
            against.append(Hindrance.TOO_YOUNG)
    return against
