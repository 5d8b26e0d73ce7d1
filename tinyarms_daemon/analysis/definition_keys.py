"""Names for the contents of definitions, by which an edit of one is told."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from tinyarms_daemon.analysis.definitions import Definition, definitions_of
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.project import place_key


def key_at(tree: SyntaxTree, first_line: int, last_line: int) -> str:
    """The name of what some whole lines say."""
    return place_key("\n".join(tree.fact(_lines)[first_line - 1 : last_line]))


def definition_keys_of(tree: SyntaxTree) -> tuple[tuple[str, int], ...]:
    """The names of all definitions of a file, each with the line in which it begins, in source
    order; then those of the methods of each type of Go together."""
    definitions = definitions_of(tree)
    spans = [(each.region.start.line, each.region.end.line) for each in definitions]
    if tree.language == "go":
        spans += _methods_together(definitions)
    return tuple((key_at(tree, first, last), first) for first, last in spans)


def _methods_together(definitions: Iterable[Definition]) -> Iterator[tuple[int, int]]:
    """From which line to which the methods of a type lie that has several."""
    methods: defaultdict[str, list[Definition]] = defaultdict(list)
    for each in definitions:
        if each.kind == "method":
            methods[each.name.rpartition(".")[0]].append(each)
    for owner, (first, *others) in methods.items():
        if owner and others:
            yield first.region.start.line, others[-1].region.end.line


def _lines(tree: SyntaxTree) -> list[str]:
    return tree.text.split("\n")
