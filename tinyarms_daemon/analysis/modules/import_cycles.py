"""Cycles of imports: the strongly connected components, and where each is best cut."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Graph = Mapping[str, Iterable[str]]


@dataclass(frozen=True, slots=True)
class Link:
    """That one module imports another. `names` counts what is used of it; one that `is_fixed`
    nobody can take away, such as that of a generated file."""

    source: str
    target: str
    names: int
    is_later: bool
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class ImportCycle:
    """A component, sorted; `cut` first, then the other links of a shortest cycle in their order.

    `closes_at_load` is False where there would be no cycle but for imports inside functions.
    """

    members: tuple[str, ...]
    links: tuple[Link, ...]
    closes_at_load: bool

    @property
    def cut(self) -> Link:
        """The import that is best taken away."""
        return self.links[0]


def cycles_of(links: Iterable[Link]) -> Iterator[ImportCycle]:
    """One for each component of two modules and more, by its first member."""
    by_pair = {(link.source, link.target): link for link in links if link.source != link.target}
    graph = _graph(by_pair.values())
    ranks = _instability(by_pair.values())
    for members in components_of(graph):
        inside = [
            link for link in by_pair.values() if link.source in members and link.target in members
        ]
        at_load = _graph(link for link in inside if not link.is_later)
        yield ImportCycle(
            members=tuple(sorted(members)),
            links=tuple(_best(inside, ranks)),
            closes_at_load=any(True for _ in components_of(at_load)),
        )


def components_of(graph: Graph) -> list[frozenset[str]]:
    """The strongly connected components with two members and more, by their first member.

    Tarjan's algorithm, without recursion.
    """
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[frozenset[str]] = []
    for root in sorted(graph):
        if root in index:
            continue
        waiting = [(root, iter(sorted(graph.get(root, ()))))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while waiting:
            node, following = waiting[-1]
            for other in following:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    on_stack.add(other)
                    waiting.append((other, iter(sorted(graph.get(other, ())))))
                    break
                if other in on_stack:
                    low[node] = min(low[node], index[other])
            else:
                waiting.pop()
                if waiting:
                    outer = waiting[-1][0]
                    low[outer] = min(low[outer], low[node])
                if low[node] == index[node]:
                    at = stack.index(node)
                    members = frozenset(stack[at:])
                    del stack[at:]
                    on_stack -= members
                    if len(members) > 1:
                        found.append(members)
    return sorted(found, key=min)


def _graph(links: Iterable[Link]) -> dict[str, set[str]]:
    graph: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        graph[link.source].add(link.target)
        graph[link.target]  # a node, even if it imports nothing
    return dict(graph)


def _instability(links: Iterable[Link]) -> dict[str, float]:
    """Robert Martin's I of each module: the share of what it imports in what joins it to others."""
    outgoing: defaultdict[str, int] = defaultdict(int)
    incoming: defaultdict[str, int] = defaultdict(int)
    for link in links:
        outgoing[link.source] += 1
        incoming[link.target] += 1
    nodes = {*outgoing, *incoming}
    return {node: outgoing[node] / (outgoing[node] + incoming[node]) for node in nodes}


def _best(links: Sequence[Link], instability: Mapping[str, float]) -> list[Link]:
    """The links of a shortest cycle, beginning with the best cut: the link of which least is used,
    and of these the one that points from the steadiest module to the least steady."""
    graph = _graph(links)
    by_pair = {(link.source, link.target): link for link in links}
    shortest: list[str] | None = None
    candidates: list[tuple[Link, list[str]]] = []
    for link in sorted(links, key=lambda each: (each.source, each.target)):
        longest = len(shortest) if shortest else len(graph)
        way = _way(graph, link.target, link.source, longest)
        if way is None:
            continue
        if shortest is None or len(way) < len(shortest):
            shortest, candidates = way, []
        candidates.append((link, way))
    cut, way = min(
        candidates,
        key=lambda each: (
            each[0].is_fixed,
            each[0].names,
            instability[each[0].source] - instability[each[0].target],
            each[0].source,
            each[0].target,
        ),
    )
    return [cut, *(by_pair[pair] for pair in pairwise(way))]


def _way(graph: Graph, start: str, end: str, longest: int) -> list[str] | None:
    """A shortest way of at most `longest` steps, by breadth; of several the first in order."""
    before: dict[str, str | None] = {start: None}
    waiting = deque([(start, 1)])
    while waiting:
        node, length = waiting.popleft()
        if node == end:
            way = [node]
            while (previous := before[way[-1]]) is not None:
                way.append(previous)
            return way[::-1]
        if length < longest:
            for other in sorted(graph[node]):
                if other not in before:
                    before[other] = node
                    waiting.append((other, length + 1))
    return None
