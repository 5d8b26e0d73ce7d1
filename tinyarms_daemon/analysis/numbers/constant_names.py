"""A name for a number without one, from what stands beside it."""

import re

from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.literal_use import Role, Use, switched
from tinyarms_daemon.analysis.syntax_tree import Node

_UPPER_CAMEL = frozenset({"csharp"})
_IN_MILLISECONDS = frozenset({"javascript", "typescript", "tsx", "java", "csharp"})
_LOWER_CAMEL = frozenset({"go", "swift"})
_LENGTHS = word_set("len length size count strlen")
_SAYS_NOTHING = word_set(
    """
    self this get set is has to of the a an i j k n x y z value val new math np fn res event e ref
    current attributes props state
    """
)
_WAITING = {
    **dict.fromkeys(("settimeout", "timeout"), "TIMEOUT_MS"),
    "setinterval": "INTERVAL_MS",
    **dict.fromkeys(("debounce", "usedebounce", "usedebouncedcallback"), "DEBOUNCE_MS"),
    **dict.fromkeys(("throttle", "usethrottle"), "THROTTLE_MS"),
    **dict.fromkeys(("sleep", "usleep", "delay", "wait"), "DELAY"),
    "range": "REPETITIONS",
    "make": "CAPACITY",
}
# What only converts or rounds, and moments in time that are subtracted.
_WRAPPED = re.compile(
    r"(?:\w+\.)?(?P<called>abs|int|float|round|floor|ceil|parseInt|Number)\((?P<inner>.+)\)"
)
_MOMENTS = re.compile(r"time|now|clock|started|timestamp", re.IGNORECASE)
_ABOVE = word_set("> >= -gt -ge")
_BELOW = word_set("< <= -lt -le")
_OPPOSITE = {"above": "below", "below": "above", "": ""}
_FACTORS = {"*": "FACTOR", "/": "DIVISOR", "//": "DIVISOR", "%": "INTERVAL", "**": "EXPONENT"}
_MOST_WORDS = 4
_TRIES = word_set("attempt attempts try tries retry retries depth level iteration iterations round")
_LOOPS = re.compile(r"(?:while|do|for)_(?:statement|expression|clause)$|c_style_for")
_IN_CONDITION = re.compile(
    r"parenthesized|binary_(?:expression|operator)|boolean_operator|unary|not_operator|for_clause$"
    r"|condition"
)
_BOUNDED = re.compile(rb"[<>]")


def suggested_name(use: Use, target: str, language: str) -> str:
    """The name of a constant for the literal of this use, in the style of its language.

    `target` is the name of what the result is assigned to, or empty.
    """
    said = [word.upper() for word in _words(use, target) if word]
    words = [word for word, before in zip(said, ["", *said], strict=False) if word != before]
    words = words[:_MOST_WORDS]
    if words[-1:] == ["MS"] and language not in _IN_MILLISECONDS:
        words[-1] = "SECONDS"
    if language in _LOWER_CAMEL | _UPPER_CAMEL:
        camel = "".join(word.capitalize() for word in words)
        return camel if language in _UPPER_CAMEL else camel[:1].lower() + camel[1:]
    return "_".join(word.upper() for word in words)


def _words(use: Use, target: str) -> list[str]:
    if use.role is Role.COMPARISON:
        return _limit(use)
    if use.role is Role.ARGUMENT:
        return _argument(use, target)
    if use.role is Role.RANGE:
        return ["REPETITIONS"]
    if use.role is Role.CASE:
        switch = switched(use.node)
        return ["EXPECTED", *(_subject(_text(switch)) or ["VALUE"])]
    wrapped = _WRAPPED.fullmatch(_text(use.other))
    subject = _subject(target) or _subject(wrapped["inner"] if wrapped else use.name)
    operator = use.operator.rstrip("=") or use.operator
    return [*subject, _FACTORS.get(operator, "OFFSET")]


def _limit(use: Use) -> list[str]:
    compared = _text(use.other)
    wrapped = _WRAPPED.fullmatch(compared)
    if wrapped and wrapped["called"] == "abs" and " - " in wrapped["inner"]:
        return [*_subject(wrapped["inner"].partition(" - ")[0]), "TOLERANCE"]
    subject = _subject(wrapped["inner"] if wrapped else use.name)
    if not wrapped and " - " in compared:
        subject = ["elapsed"] if _MOMENTS.search(compared) else ["difference"]
    said = words_of(use.name)
    if not wrapped and said and said[-1] in _LENGTHS:
        measure = said[-1] if said[-1] in ("size", "count") else "length"
        subject = [*_subject(use.name.rpartition(".")[0] or _measured(use)), measure]
    is_left = use.other is not None and use.other.start_byte > use.child.start_byte
    side = "above" if use.operator in _ABOVE else "below" if use.operator in _BELOW else ""
    side = _OPPOSITE[side] if is_left else side
    if not side:
        return ["EXPECTED", *(subject or ["VALUE"])]
    return [_bound(use, side), *subject] if subject else ["LIMIT"]


def _text(node: Node | None) -> str:
    return "" if node is None else (node.text or b"").decode("utf-8", "replace")


def _bound(use: Use, side: str) -> str:
    """Whether the number is the least or the most, by what the comparison decides.

    `if x > 7` guards against too much, and `if x < 7` against too little; but a loop, a count of
    tries and one half of a range go on only as long as what they compare is in bounds.
    """
    is_wanted = _repeats(use.node) or _is_half_of_range(use)
    if side == "below" and not _TRIES.isdisjoint(words_of(use.name)):
        is_wanted = True
    return "MAX" if (side == "above") != is_wanted else "MIN"


def _repeats(comparison: Node) -> bool:
    """Whether a comparison is the condition of a loop."""
    inner, outer = comparison, comparison.parent
    while outer is not None and _IN_CONDITION.search(outer.type):
        inner, outer = outer, outer.parent
    if outer is None or not _LOOPS.match(outer.type):
        return False
    body = outer.child_by_field_name("body")
    return body is None or body.id != inner.id


def _is_half_of_range(use: Use) -> bool:
    """`3 <= x <= 7`, `x >= 3 && x <= 7`: both halves hold for what is in bounds."""
    if use.node.type == "comparison_operator" and use.node.named_child_count > len("ab"):
        return True
    both = use.node.parent
    if both is None or use.other is None or _joint(both) not in ("&&", "and"):
        return False
    compared = use.other.text or b""
    sides = [each for each in both.named_children if each.id != use.node.id]
    return any(
        _BOUNDED.search(each.text or b"") and compared in (each.text or b"") for each in sides
    )


def _joint(node: Node) -> str:
    return next((each.type for each in node.children if not each.is_named), "")


def _measured(use: Use) -> str:
    """What `len(name)` measures."""
    return _text(use.other).partition("(")[2].rstrip(")")


def _argument(use: Use, target: str) -> list[str]:
    called = use.name.rpartition(".")[2]
    known = _WAITING.get(called.replace("_", "").lower())
    if known:
        return known.split("_")
    if called.lower() in ("max", "min"):
        return ["MIN" if called.lower() == "max" else "MAX", *(_subject(target) or ["VALUE"])]
    return [*_subject(called), "VALUE"]


def _subject(name: str) -> list[str]:
    """The words of a name that say something, the last few of them."""
    said = [word for word in words_of(name) if len(word) > 1 and word not in _SAYS_NOTHING]
    return [word for word in said if not word.isdigit()][-_MOST_WORDS + 1 :]
