"""Definitions with what they give for drawn inputs."""

from collections.abc import Iterable
from dataclasses import replace

from tinyarms_daemon.analysis.behavior.file_terms import FileTerms, file_terms
from tinyarms_daemon.analysis.behavior.outcomes import Outcomes
from tinyarms_daemon.analysis.behavior.sampling import (
    outcomes_of_class,
    outcomes_of_function,
    outcomes_of_go_type,
)
from tinyarms_daemon.analysis.definitions import definitions_of
from tinyarms_daemon.analysis.logic.units import LogicUnit
from tinyarms_daemon.analysis.logic.values import function_in
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree


def with_outcomes(tree: SyntaxTree, units: Iterable[LogicUnit]) -> list[LogicUnit]:
    """The units of a file with their outcomes, as far as these are known."""
    file = file_terms(tree)
    if file is None:
        return list(units)
    spans = {(each.name, each.region.start.line): each.span for each in definitions_of(tree)}
    try:
        return [
            replace(unit, outcomes=_outcomes(file, unit, tree.node_at(span)))
            if (span := spans.get((unit.name, unit.start_line)))
            else replace(unit, outcomes=outcomes_of_go_type(file, unit.name))
            for unit in units
        ]
    finally:
        file.forget()


def _outcomes(file: FileTerms, unit: LogicUnit, node: Node) -> Outcomes | None:
    function = function_in(node)
    if function is not None:
        return outcomes_of_function(file, function)
    return outcomes_of_class(file, node) if unit.is_type else None
