"""A small line without axes beside a number; the values stand in the table beneath."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 96, 28, 3


@dataclass(frozen=True)
class Spark:
    """Unbroken runs of points, the last point, and the height of the target; all in pixels of WIDTH x HEIGHT."""

    runs: Sequence[Sequence[tuple[float, float]]]
    target: float | None
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def last(self) -> tuple[float, float]:
        """The newest point."""
        return self.runs[-1][-1]


def spark(values: Sequence[float | None], target: float | None) -> Spark | None:
    """Draw values in order on a scale from zero that holds the target too; None where there is none."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    top = max(*known, target or 0.0, 1e-9)
    step = (WIDTH - 2 * MARGIN) / max(1, len(values) - 1)

    def y_of(value: float) -> float:
        return round(MARGIN + (HEIGHT - 2 * MARGIN) * (1 - value / top), 2)

    runs: list[list[tuple[float, float]]] = []
    broken = True
    for at, value in enumerate(values):
        if value is None:
            broken = True
            continue
        if broken:
            runs.append([])
        runs[-1].append((round(MARGIN + step * at, 2), y_of(value)))
        broken = False
    return Spark(runs, None if target is None else y_of(target))
