"""The comments of a file."""

from dataclasses import dataclass

from tinyarms_daemon.analysis.document import Document
from tinyarms_daemon.analysis.embedded_scripts import scripts_of
from tinyarms_daemon.analysis.prose.markdown import markdown_comments_of
from tinyarms_daemon.analysis.styles.embedded_styles import is_style_sheet, style_comments_of
from tinyarms_daemon.analysis.syntax_tree import Span, SyntaxTree

_ONE_KIND = "(comment) @comment"
_TWO_KINDS = "(line_comment) @comment (block_comment) @comment"
_QUERIES = {
    "java": _TWO_KINDS,
    "rust": _TWO_KINDS,
    "swift": "(comment) @comment (multiline_comment) @comment",
    "javascript": "(comment) @comment (html_comment) @comment",
}
# A string that stands for itself documents what is around it.
_DOCSTRINGS = {"python": "(expression_statement . [(string) (concatenated_string)] @doc .)"}


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its marks."""

    span: Span
    text: str


def comments_of(source: Document) -> tuple[Comment, ...]:
    """Every comment in source order, with those of embedded style sheets and scripts."""
    return source.fact(_comments)


def docstrings_of(tree: SyntaxTree) -> tuple[Span, ...]:
    """The strings that are there to be read by people alone."""
    pattern = _DOCSTRINGS.get(tree.language)
    return tuple(tree.span_of(node) for node in tree.find(pattern)) if pattern else ()


def _comments(source: Document) -> tuple[Comment, ...]:
    if isinstance(source, SyntaxTree):
        return _comments_of_code(source)
    spans = markdown_comments_of(source) if source.language == "markdown" else ()
    return tuple(Comment(span, source.text[slice(*span)]) for span in spans)


def _comments_of_code(tree: SyntaxTree) -> tuple[Comment, ...]:
    found = [Comment((token.start, token.end), token.text) for token in style_comments_of(tree)]
    if not is_style_sheet(tree):
        pattern = _QUERIES.get(tree.language, _ONE_KIND)
        found += [Comment(tree.span_of(node), tree.text_of(node)) for node in tree.find(pattern)]
    for script in scripts_of(tree):
        start = script.span[0]
        found += [
            Comment((start + first, start + last), comment.text)
            for comment in comments_of(script.tree)
            for first, last in [comment.span]
        ]
    return tuple(sorted(found, key=lambda comment: comment.span))
