"""Innovation enterprises over time: by level, on many days."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from app.registry.statistics.awards import award_rows
from app.registry.statistics.enterprises import enterprises_on
from app.registry.statistics.keeping import kept


@dataclass(frozen=True)
class InnovationCourse:
    """Innovation enterprises by highest level, a count for each day asked; `levels` lowest first, None: without one."""

    levels: Sequence[str | None]
    by_day: Sequence[Mapping[str | None, int]]


def innovation_course(days: Mapping[date, Sequence[str]]) -> InnovationCourse:
    """The figure on each of `days`, which come with the codes of the schemes that count then, none: all."""
    key = ("innovation course", tuple((day, tuple(counting)) for day, counting in days.items()))
    return kept(key, lambda: _course(days))


def _course(days: Mapping[date, Sequence[str]]) -> InnovationCourse:
    rows = award_rows()
    by_day = []
    for day, counting in days.items():
        stands = rows.standing_on(day, counting)
        found = enterprises_on(day)
        # 0 for nobody, then by level, the lowest first, so that the highest stays; 1 for an award without one
        highest = np.zeros(found.width, np.int64)
        highest[found.standing_for(rows.body[stands])] = rows.level[stands] + 1
        level, counts = np.unique(highest[1:], return_counts=True)
        held: Counter[str | None] = Counter()
        for own, count in zip(level.tolist(), counts.tolist(), strict=True):
            if own:
                held[rows.levels[own - 1][1] if own > 1 else None] += count
        by_day.append(held)
    places = {name: place for place, name in rows.levels.values()}
    known = {level for held in by_day for level in held}
    return InnovationCourse(sorted(known, key=lambda level: (places.get(level or "", 0), level or "")), by_day)
