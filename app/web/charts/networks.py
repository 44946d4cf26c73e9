"""Bodies and who drafts with whom, laid out once on the server: positions in a square, sizes by how much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx

from app.registry.queries.drafting_network import DraftingBody, DraftingNetwork

WIDTH, HEIGHT, MARGIN = 1000, 640, 60
EDGE = 150
SIGN, LINE = 15, 20
"""Width of a sign and height of a line of the names that are written out."""


@dataclass(frozen=True)
class Node:
    """A body at its place; `labelled`: its name is written beside it."""

    body: DraftingBody
    x: float
    y: float
    radius: float
    labelled: bool

    @property
    def anchor(self) -> str:
        """How its name is set to it."""
        return _anchor(self.x)


@dataclass(frozen=True)
class Edge:
    """Two bodies that draft together; `width` grows with how often."""

    first: Node
    second: Node
    count: int
    width: float


@dataclass(frozen=True)
class NetworkChart:
    """Edges below, nodes above."""

    nodes: Sequence[Node]
    edges: Sequence[Edge]
    width: int = WIDTH
    height: int = HEIGHT


def network_chart(network: DraftingNetwork) -> NetworkChart:
    """Lay the network out; the same network always looks the same."""
    graph = networkx.Graph()
    graph.add_nodes_from(body.id for body in network.bodies)
    graph.add_weighted_edges_from(network.pairs)
    # a little room between those that belong together, and whoever drafts alone not flung away
    placed = networkx.spring_layout(graph, k=0.6, seed=1, iterations=80) if network.bodies else {}
    written = _written(network.bodies, placed)
    most = max((body.standards for body in network.bodies), default=1)
    nodes = {
        body.id: Node(
            body,
            *_at(placed[body.id]),
            round(5 + 15 * (body.standards / most) ** 0.5, 1),
            body.id in written,
        )
        for body in network.bodies
    }
    strongest = max((count for *_, count in network.pairs), default=1)
    edges = [
        Edge(nodes[first], nodes[second], count, round(0.8 + 5 * count / strongest, 2)) for first, second, count in network.pairs
    ]
    return NetworkChart(list(nodes.values()), edges)


def _anchor(x: float) -> str:
    """How a name is set to its body: at either edge inwards, so that it stays within the drawing."""
    return "start" if x < EDGE else "end" if x > WIDTH - EDGE else "middle"


def _at(place: Sequence[float]) -> tuple[float, float]:
    """Where a body of the layout, whose coordinates run from -1 to 1, lies in the drawing."""
    across, down = (float(each + 1) / 2 for each in place)
    return round(MARGIN + (WIDTH - 2 * MARGIN) * across, 1), round(MARGIN + (HEIGHT - 2 * MARGIN) * down, 1)


def _written(bodies: Sequence[DraftingBody], placed: Mapping[int, Sequence[float]]) -> frozenset[int]:
    """Whose names are written out: those who draft most, as far as no name lies over another; the table has them all."""
    boxes: list[tuple[float, float, float]] = []
    found = set()
    for body in bodies:
        x, y = _at(placed[body.id])
        half = len(body.name) * SIGN / 2
        middle = x + {"start": half, "middle": 0.0, "end": -half}[_anchor(x)]
        if all(abs(y - down) > LINE or abs(middle - across) > half + width for across, down, width in boxes):
            boxes.append((middle, y, half))
            found.add(body.id)
    return frozenset(found)
