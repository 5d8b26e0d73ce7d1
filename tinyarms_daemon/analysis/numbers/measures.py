"""How much of a text or a list is kept, which is a number that somebody made up."""

import re
from itertools import islice

from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.literal_use import Use
from tinyarms_daemon.analysis.numbers.limits import NumberLimits
from tinyarms_daemon.analysis.syntax_tree import Node, ancestors

_CUTTING = frozenset({"slice", "substring", "substr"})
_PLURAL = re.compile(r"..[^suia]s$|..[^ou]us$|(?:ies|ees|history|list)$")
_SORTING = word_set("sorted sort filter reverse reversed common")
# What has a part for each place, as the fields of a format have.
_ROWS_OF_FIELDS = word_set("""
    parts fields args params tokens segments groups columns cols octets bytes bits chars characters
    letters digits numbers nums values coords coordinates points colors axes dims pixels items
    tuples versions pieces
    """)
_LAST_NAME = re.compile(r"(?P<name>\w+)(?:\((?:[^()]|\([^()]*\))*\))?$")
_LAST_KEY = re.compile(r"""\[["'](?P<name>\w+)["']\]$""")
_LISTED = "list_comprehension"
_NAME_BYTES = 120
_STEPS_TO_ELLIPSIS = 3
_STEPS_TO_CONDITION = 6
_CONDITION_BYTES = 120
_EQUAL = frozenset({"==", "!=", "===", "!==", "in"})
_TEXTS = word_set("""
    title name username filename nickname message msg description summary subject comment
    caption label text snippet preview excerpt sentence reason headline bio
    """)
# Joined, a digest, or empty where there is none.
_MADE = re.compile(r"""\.join\([^\n]*\)$|digest\(["'hex]*\)$|(?:\bor|\|\||\?\?) (?:""|'')\)$""")
_ELLIPSIS = re.compile(rb"""f?["'`]?\s?(?:\.\.\.|\xe2\x80\xa6)""")


def is_round(value: float, limits: NumberLimits) -> bool:
    """Whether a whole number is one of those that people choose: 20, 300, 115200."""
    return value % limits.round_step == 0


def is_length_kept(use: Use, value: float, limits: NumberLimits) -> bool:
    """Whether so much is kept of a text or a list, of its beginning or its end: `title[:80]`,
    `results.slice(0, 5)`, `text[:77] + "..."`. Fields of a format are shorter, or of another
    length."""
    whole = _cut(use)
    if whole is None or value < limits.least_rows:
        return False
    cut = _called(whole)
    is_long = value >= limits.least_kept and is_round(value, limits)
    return (
        is_long
        or is_of_rows(cut)
        or _is_listed(whole)
        or _is_elided(use.node)
        or (_is_capped(use.node, value) and not _is_compared(use.node))
        or (value > limits.parts_of_list and _is_text_without_form(whole, use))
    )


def is_of_rows(cut: str) -> bool:
    """Whether what is cut has the name of several things, or is made by a call that sorts them."""
    words = words_of(cut)[-1:]
    is_plural = any(_PLURAL.search(word) for word in words)
    return not _SORTING.isdisjoint(words) or (is_plural and _ROWS_OF_FIELDS.isdisjoint(words))


def _cut(use: Use) -> Node | None:
    """What a number of things is kept of, as the first part of it; None where the number does
    something else."""
    node, child = use.node, use.child
    if node.type == "slice":  # of Python
        first, last = node.children[0], node.children[-1]
        is_beginning = last.id == child.id and (first.type == ":" or first.text == b"0")
        is_end = first.id == child.id and last.type == ":" and is_negative(child)
        return node.parent if is_beginning or is_end else None
    if node.type == "slice_expression":  # of Go
        start, end = node.child_by_field_name("start"), node.child_by_field_name("end")
        is_end = end is not None and end.id == child.id
        return node if is_end and (start is None or start.text == b"0") else None
    if use.name.rpartition(".")[2] not in _CUTTING:
        return None
    called = node.parent and node.parent.child_by_field_name("function")
    match [each for each in node.named_children if each.type != "comment"]:
        case [first, last] if last.id == child.id and first.text == b"0":
            return called
        case [only] if only.id == child.id and is_negative(only):
            return called
    return None


def _called(whole: Node) -> str:
    """What is sliced, by its name: `rows` of `self.rows[:5]` and of `answer["rows"][:5]`, `sorted`
    of `sorted(xs)[:5]`."""
    end = _end_of_cut(whole)
    found = _LAST_NAME.search(end) or _LAST_KEY.search(end)
    return found["name"] if found else ""


def _end_of_cut(whole: Node) -> str:
    cut = whole.named_child(0) if whole.named_child_count else None
    return "" if cut is None else (cut.text or b"")[-_NAME_BYTES:].decode("utf-8", "replace")


def _is_listed(whole: Node) -> bool:
    """`[row for row in rows if row.is_open][:6]`"""
    return bool(whole.named_child_count) and whole.named_children[0].type == _LISTED


def is_negative(node: Node) -> bool:
    """Whether a number has a minus before it."""
    return node.child_count > 0 and node.children[0].type == "-"


def _is_capped(node: Node, value: float) -> bool:
    """`if len(title) > 15: title = title[:15]`: so much is kept where there is more."""
    longer = re.compile(
        rb"(?:len|length|size|count)[^<>=\n]*(?:>|<=)\s*%d\b" % int(value), re.IGNORECASE
    )
    return any(
        longer.search((outer.text or b"")[:_CONDITION_BYTES])
        for outer in islice(ancestors(node), _STEPS_TO_CONDITION)
        if outer.type.startswith(("if", "conditional", "ternary"))
    )


def _is_text_without_form(whole: Node, use: Use) -> bool:
    """Whether the beginning of a text for people, or of one that is put together here, is kept, and
    not compared: `title[:36]`, `", ".join(names)[:44]`, `(row.get("owner") or "")[:12]`."""
    is_text = not _TEXTS.isdisjoint(words_of(_called(whole))[-1:])
    is_made = _MADE.search(_end_of_cut(whole)) is not None
    return (is_text or is_made) and not is_negative(use.child) and not _is_compared(use.node)


def _is_compared(node: Node) -> bool:
    """`if name[:5] == "color"`"""
    return any(
        outer.type == "comparison_operator"
        or (outer.type == "binary_expression" and outer.children[1].type in _EQUAL)
        for outer in islice(ancestors(node), _STEPS_TO_ELLIPSIS)
    )


def _is_elided(node: Node) -> bool:
    """Whether what is kept is followed by an ellipsis, for what is left out."""
    for outer in islice(ancestors(node), _STEPS_TO_ELLIPSIS):
        behind = outer.next_named_sibling
        if behind is not None and _ELLIPSIS.match(behind.text or b""):
            return True
    return False
