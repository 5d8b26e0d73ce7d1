"""Names for the contents of definitions, by which an edit of one is told."""

from tinyarms_daemon.analysis.definitions import definitions_of
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.project import place_key


def key_at(tree: SyntaxTree, first_line: int, last_line: int) -> str:
    """The name of what some whole lines say."""
    return place_key("\n".join(tree.fact(_lines)[first_line - 1 : last_line]))


def definition_keys_of(tree: SyntaxTree) -> tuple[str, ...]:
    """The names of all definitions of a file, in source order."""
    return tuple(
        key_at(tree, each.region.start.line, each.region.end.line) for each in definitions_of(tree)
    )


def _lines(tree: SyntaxTree) -> list[str]:
    return tree.text.split("\n")
