"""Definitions with what they give for drawn inputs, kept while what they rest on stays."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tinyarms_daemon.analysis.definitions import definitions_of
from tinyarms_daemon.analysis.logic.foundations import Foundations
from tinyarms_daemon.analysis.logic.units import LogicUnit
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree


def with_outcomes(
    tree: SyntaxTree, units: Sequence[LogicUnit], before: Iterable[LogicUnit], maker: str
) -> list[LogicUnit]:
    """The units of a file with their outcomes, as far as these are known: those of a unit `before`
    that rested on the same, by the same `maker`, are its own, others are evaluated."""
    foundations = Foundations(tree, maker)
    spans = {(each.name, each.region.start.line): each.span for each in definitions_of(tree)}
    nodes = [
        tree.node_at(span) if (span := spans.get((unit.name, unit.start_line))) else None
        for unit in units
    ]
    named = [
        foundations.of_type(unit.name)
        if node is None
        else foundations.of(node, is_type=unit.is_type)
        for unit, node in zip(units, nodes, strict=True)
    ]
    known = {unit.foundation: unit.outcomes for unit in before}
    if not known.keys() >= {*named}:
        # What evaluates them is loaded by the workers alone, not by who asks what rules say.
        from tinyarms_daemon.analysis.logic.sampled_units import SampledFile

        with SampledFile(tree) as file:
            for foundation, unit, node in zip(named, units, nodes, strict=True):
                if foundation not in known:
                    known[foundation] = file.outcomes(unit, node)
    return [
        replace(unit, outcomes=known[foundation], foundation=foundation)
        for unit, foundation in zip(units, named, strict=True)
    ]
