"""How much of a file is data: collections of literals, with nothing in them that runs, and names
that are handed on."""

from bisect import bisect_right

from tinyarms_daemon.analysis.code_lines import count_code_lines
from tinyarms_daemon.analysis.definitions import definitions_of
from tinyarms_daemon.analysis.styles.embedded_styles import is_style_sheet, style_sheets_of
from tinyarms_daemon.analysis.syntax_tree import Span, SyntaxTree

_JAVASCRIPT = (
    "(array) @data (object) @data (export_statement source: (_)) @data",
    "(arrow_function) @code (function_expression) @code",
)
# For each language its collections, and what makes a collection more than data.
_QUERIES = {
    "python": (
        "(list) @data (dictionary) @data (set) @data (tuple) @data (import_from_statement) @data",
        "(lambda) @code",
    ),
    "javascript": _JAVASCRIPT,
    "typescript": _JAVASCRIPT,
    "tsx": _JAVASCRIPT,
    "go": ("(composite_literal) @data", "(func_literal) @code"),
    "java": ("(array_initializer) @data", "(lambda_expression) @code"),
    "cpp": ("(initializer_list) @data", "(lambda_expression) @code"),
    "csharp": ("(initializer_expression) @data", "(lambda_expression) @code"),
    "php": ("(array_creation_expression) @data", "(anonymous_function) @code"),
    "bash": ("(array) @data", "(command_substitution) @code"),
    "rust": ("(array_expression) @data", "(closure_expression) @code"),
    "swift": ("(array_literal) @data (dictionary_literal) @data", "(lambda_literal) @code"),
}


def data_share(tree: SyntaxTree, first_line: int = 1, last_line: int | None = None) -> float:
    """The share of a file's lines of code, or of some of them, from 0 to 1, that stand in
    collections of literals or hand on what other files define."""
    in_all = count_code_lines(tree, first_line, last_line)
    if not in_all:
        return 0.0
    regions = [tree.positions.region(*span) for span in tree.fact(_data)]
    return (
        sum(
            count_code_lines(tree, region.start.line, region.end.line)
            for region in regions
            if region.start.line >= first_line
            and (last_line is None or region.end.line <= last_line)
        )
        / in_all
    )


def _data(tree: SyntaxTree) -> list[Span]:
    """Where nothing but data stands."""
    if is_style_sheet(tree):
        return _definitions(tree)
    queries = _QUERIES.get(tree.language)
    if queries is None:
        return []
    data, code = (_outermost([tree.span_of(node) for node in tree.find(each)]) for each in queries)
    running = sorted(start for start, _ in [*code, *(each.span for each in definitions_of(tree))])
    return [span for span in data if not _holds_any(span, running)]


def _definitions(tree: SyntaxTree) -> list[Span]:
    """Where a style sheet gives names to values: custom properties, SCSS variables and maps."""
    return _outermost(
        [
            (statement.value[0].start, statement.value[-1].end)
            for sheet in style_sheets_of(tree)
            for statement in sheet.statements
            if statement.name.startswith(("--", "$")) and statement.value
        ]
    )


def _outermost(spans: list[Span]) -> list[Span]:
    """Those that stand in no other; `spans` are in source order."""
    outermost: list[Span] = []
    for span in spans:
        if not outermost or span[0] >= outermost[-1][1]:
            outermost.append(span)
    return outermost


def _holds_any(span: Span, starts: list[int]) -> bool:
    index = bisect_right(starts, span[0])
    return index < len(starts) and starts[index] < span[1]
