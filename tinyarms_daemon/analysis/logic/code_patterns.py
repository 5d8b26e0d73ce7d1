"""Small patterns of a file that may stand in others as well: statements, and sets of literals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice

from tinyarms_daemon.analysis.definitions import symbol_at
from tinyarms_daemon.analysis.identifier_words import word_set
from tinyarms_daemon.analysis.languages import family_of
from tinyarms_daemon.analysis.logic.vocabulary import CONCEPT_OF
from tinyarms_daemon.analysis.suppressions import suppressed, suppressions_of
from tinyarms_daemon.analysis.syntax_tree import Node, SyntaxTree
from tinyarms_daemon.domain.findings.project import FactData

# Statements that stand for themselves, by what a repetition of them is called.
_KINDS = {
    "if_statement": "guard sequence",
    "if_expression": "guard sequence",
    "try_statement": "error mapping",
    "switch_statement": "branching",
    "expression_switch_statement": "branching",
    "match_statement": "branching",
    "for_statement": "loop",
    "for_in_statement": "loop",
    "enhanced_for_statement": "loop",
    "while_statement": "loop",
    "with_statement": "use of a resource",
    "return_statement": "computation",
    "expression_statement": "call",
    "lexical_declaration": "computation",
    "assignment_statement": "computation",
}
_TABLES = word_set("""
    list set tuple dictionary array object composite_literal array_initializer literal_value
    initializer_list array_creation_expression
    """)
_REGEXES = frozenset({"regex", "regex_literal"})
_NAMES = word_set("""
    identifier simple_identifier shorthand_property_identifier variable_name
    shorthand_property_identifier_pattern
    """)
_STRING_NODES = word_set("""
    string string_literal interpreted_string_literal raw_string_literal encapsed_string
    """)
_TEXTS = _REGEXES | _STRING_NODES
_COMMENTS = frozenset({"comment", "line_comment", "block_comment"})
_REQUEST = re.compile(
    r"""\b(?:fetch|request|axios|urlopen)\( | \b(?:axios|requests|https?|httpx)\.\w+\(
    | \.(?:get|post|put|patch)\(\s*(?:[\w.]*(?:url|uri|endpoint)\b | [frb]*["'`](?:https?:|/))""",
    re.IGNORECASE | re.VERBOSE,
)
# What is done to lists and texts everywhere is no name of a project.
_OF_COLLECTIONS = word_set("""
    all any collect contains copy each entries filter find flatten join keys length pop range reduce
    remove reverse slice sort split trim unique values zip
    """)
# What a guard does about what is wrong; one that only goes another way validates nothing.
_REFUSAL = re.compile(
    r"\b(?:raise|throw|panic|push|reject)\b|\breturn\s+(?:false|False)\b|\breturn\b.*(?:[Ee]rr|nvalid)"
)
_NODES_A_TOKEN = 8  # a tree has no more nodes than so many times its leaves, but for hostile ones
_MOST_LEAVES_A_VALUE = 20  # of a table, of which no hostile one is read for long
# `var __importStar = (this && this.__importStar) || …`: TypeScript puts it into each file.
_OF_A_COMPILER = re.compile(r"\w+ (?P<name>__\w+) = \(this && this\.(?P=name)\)")
# What a class hands up to its base is forced by that, unless it says a text of its own.
_TO_BASE = re.compile(r"super\b|parent::|base\.")
_DECLARATIONS = frozenset({"variable_declaration", "lexical_declaration"})
_ASSIGNMENTS = frozenset({"assignment", "assignment_expression"})
_MAIN = "“__main__"
_CALLS = frozenset({"call", "call_expression", "new_expression"})
_DIGEST_BYTES = 10
_CHARACTERS_OF_STRING = 80  # and no more of a longer one
_CHARACTERS_AROUND = 120  # of what a pattern is handed to
_CHARACTERS_OF_CALLEE = 40
_FIRST_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternSizes:
    """How large statements, tables of literals and regular expressions must be."""

    least_tokens: int
    most_tokens: int
    least_values: int
    least_regex_characters: int
    least_letters: int
    longest_value_characters: int
    value_tokens: int


@dataclass(frozen=True, slots=True)
class PatternPlace:
    """A place with what stands there: the same `shape` elsewhere is the same pattern.

    `names` counts the different names of others (callees, fields, texts) in it, which tell patterns
    of the project from those of the language.
    """

    kind: str
    shape: str
    tokens: int
    names: int
    start_line: int
    end_line: int
    symbol: str | None
    is_silenced: bool

    def encoded(self) -> FactData:
        """As a fact."""
        return [
            self.kind,
            self.shape,
            self.tokens,
            self.names,
            self.start_line,
            self.end_line,
            self.symbol,
            self.is_silenced,
        ]


def place_of(data: FactData) -> PatternPlace:
    """A place again. ValueError for what is none."""
    match data:
        case [str(kind), str(shape), int(tokens), int(names), int(start), int(end), symbol, silent]:
            said = symbol if isinstance(symbol, str) else None
            return PatternPlace(kind, shape, tokens, names, start, end, said, silent is True)
    raise ValueError("no pattern")


def patterns_of(tree: SyntaxTree, rule: str, sizes: PatternSizes) -> list[PatternPlace]:
    """Every statement, table of literals and regular expression that is large enough."""
    found: list[tuple[Node, str, str, int, int]] = []
    waiting = [tree.root]
    while waiting:
        node = waiting.pop()
        kind = node.type
        if kind in _COMMENTS or kind.startswith("import"):
            continue
        if kind in _DECLARATIONS and _OF_A_COMPILER.match(tree.text, tree.span_of(node)[0]):
            continue
        if kind in _TABLES:
            said = _table(tree, node, sizes)
        elif kind in _TEXTS:
            said = _regex(tree, node, sizes.least_regex_characters)
        elif kind in _KINDS:
            said = _statement(tree, node, sizes)
        else:
            said = None
        if said is not None:
            found.append((node, *said))
        waiting += reversed(node.named_children)
    starts = {tree.positions.line_of(tree.span_of(node)[0]) for node, *_ in found}
    silenced = {
        line for _, line in suppressed({(rule, line) for line in starts}, suppressions_of(tree))
    }
    return [_place(tree, silenced, *each) for each in found]


def _place(
    tree: SyntaxTree, silenced: set[int], node: Node, kind: str, shape: str, tokens: int, names: int
) -> PatternPlace:
    start, end = tree.span_of(node)
    first = tree.positions.line_of(start)
    last = tree.positions.line_of(max(start, end - 1))
    return PatternPlace(
        kind, shape, tokens, names, first, last, symbol_at(tree, start), first in silenced
    )


def _statement(
    tree: SyntaxTree, node: Node, sizes: PatternSizes
) -> tuple[str, str, int, int] | None:
    if not sizes.least_tokens <= node.descendant_count <= sizes.most_tokens * _NODES_A_TOKEN:
        return None
    words = list(islice(_normalized(tree, node), sizes.most_tokens + 1))
    if not sizes.least_tokens <= len(words) <= sizes.most_tokens:
        return None
    # `if __name__ == "__main__":` begins a program, which each has for itself.
    if _MAIN in words[:_FIRST_WORDS]:
        return None
    kind = node.type
    is_saying = any(word[:1] == "“" for word in words)
    if kind == "expression_statement" and not is_saying and _TO_BASE.match(tree.text_of(node)):
        return None
    names = len({word for word in words if _is_name(word, sizes.least_letters)})
    said = _KINDS[kind]
    if said == "call" and node.named_child(0).type in _ASSIGNMENTS:
        said = "computation"
    if said in ("computation", "call", "guard sequence", "error mapping", "use of a resource"):
        text = tree.text_of(node)
        if _REQUEST.search(text):
            said = "request wrapper"
        elif said == "guard sequence" and _REFUSAL.search(text):
            said = "validation"
    return said, _digest(f"{family_of(tree.language)} {kind}", words), len(words), names


def _is_name(word: str, least_letters: int) -> bool:
    """Whether a word of a pattern is the project's: a callee, a field, or a text that is one."""
    if word[:1] == "“":
        return sum(map(str.isalpha, word)) >= least_letters
    return (
        word[:1] == "."
        and len(word) > 1
        and CONCEPT_OF.get(word[1:].lower()) not in _OF_COLLECTIONS
    )


def _normalized(tree: SyntaxTree, top: Node) -> Iterator[str]:
    """The leaves, with own names numbered and the names of fields and callees as they are."""
    numbers: dict[str, int] = {}
    # With its parent and place there, which a node itself finds only by walking from the root.
    waiting: list[tuple[Node, str, bool, bool]] = [(top, "", False, False)]
    while waiting:
        node, above, is_first, is_last = waiting.pop()
        kind = node.type
        if kind in _COMMENTS:
            continue
        if kind in _STRING_NODES:
            yield "“" + tree.text_of(node).strip("\"'`")[:_CHARACTERS_OF_STRING]
            continue
        if node.child_count:
            last = node.child_count - 1
            waiting += [
                (child, kind, place == 0, place == last)
                for place, child in reversed(list(enumerate(node.children)))
            ]
            continue
        text = tree.text_of(node)
        if kind in _NAMES:
            if (is_first and above in _CALLS) or (is_last and above == "attribute"):
                yield f".{text}"
            else:
                yield f"${numbers.setdefault(text, len(numbers))}"
        elif kind in ("property_identifier", "field_identifier", "name"):
            yield f".{text}"
        elif text not in (",", ";"):
            yield text


def _table(tree: SyntaxTree, node: Node, sizes: PatternSizes) -> tuple[str, str, int, int] | None:
    """A set of literals, in whatever order and form; a row of another table is none of its own."""
    most_nodes = sizes.most_tokens * _MOST_LEAVES_A_VALUE
    if node.named_child_count < sizes.least_values or node.descendant_count > most_nodes:
        return None
    if node.parent is not None and node.parent.type in _TABLES:  # a parent is sought from the root
        return None
    values = []
    for child in node.named_children:
        if child.type in _COMMENTS:
            continue
        text = tree.text_of(child)
        if len(text) > sizes.longest_value_characters or not _is_literal(child):
            return None
        values.append(re.sub(r"[\s\"'`]", "", text))
    different = sorted(set(values))
    if len(different) < sizes.least_values or all(len(value) < 2 for value in different):
        return None
    return (
        "table of literals",
        _digest("table", different),
        len(different) * sizes.value_tokens,
        len(different),
    )


def _is_literal(node: Node) -> bool:
    if node.type in _NAMES or "call" in node.type or "function" in node.type:
        return False
    if node.child_count == 0:
        return True
    if node.type in _STRING_NODES:
        return all("interpolation" not in child.type for child in node.children)
    if node.type in ("pair", "keyed_element", "literal_element", "expression"):
        return all(
            _is_literal(child) or child.type == "property_identifier"
            for child in node.named_children
        )
    return False


def _regex(tree: SyntaxTree, node: Node, least_characters: int) -> tuple[str, str, int, int] | None:
    text = tree.text_of(node)
    if len(text) < least_characters:
        return None
    if node.type in _REGEXES:
        said = text.strip("/")
        said = said.rpartition("/")[0] or said if text.count("/") > 1 and text[-1] != "/" else said
    else:
        before = tree.text_of(node.parent)[:_CHARACTERS_AROUND] if node.parent is not None else ""
        outer = node.parent.parent if node.parent is not None else None
        callee = tree.text_of(outer)[:_CHARACTERS_OF_CALLEE] if outer is not None else ""
        if not re.match(r"(?:re|regexp|RegExp|Pattern|new RegExp)\b", callee) or not before:
            return None
        said = text.lstrip("rRuUbB").strip("\"'`")
    if len(said) < least_characters or not re.search(r"[\\\[\](){}+*?^$|]", said):
        return None
    return "regular expression", _digest("regex", [said]), len(said), 1


def _digest(kind: str, words: list[str]) -> str:
    said = "\0".join((kind, *words)).encode("utf-8", "surrogatepass")
    return blake2b(said, digest_size=_DIGEST_BYTES).hexdigest()
