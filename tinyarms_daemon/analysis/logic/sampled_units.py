"""What the definitions of a file give for drawn inputs."""

from typing import Self

from tinyarms_daemon.analysis.behavior.file_terms import file_terms
from tinyarms_daemon.analysis.behavior.outcomes import Outcomes
from tinyarms_daemon.analysis.behavior.sampling import (
    outcomes_of_class,
    outcomes_of_function,
    outcomes_of_go_type,
)
from tinyarms_daemon.analysis.logic.units import LogicUnit
from tinyarms_daemon.analysis.logic.values import function_in
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree


class SampledFile:
    """A file while its definitions are evaluated."""

    def __init__(self, tree: SyntaxTree) -> None:
        self._terms = file_terms(tree)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._terms is not None:
            self._terms.forget()

    def outcomes(self, unit: LogicUnit, node: Node | None) -> Outcomes | None:
        """Those of a unit at a node, which the methods of a type of Go do not have; None where they
        are not known."""
        if self._terms is None:
            return None
        if node is None:
            return outcomes_of_go_type(self._terms, unit.name)
        function = function_in(node)
        if function is not None:
            return outcomes_of_function(self._terms, function)
        return outcomes_of_class(self._terms, node) if unit.is_type else None
