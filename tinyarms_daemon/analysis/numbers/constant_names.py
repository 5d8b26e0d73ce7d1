"""A name for a number without one, from what stands beside it."""

import re
from itertools import islice

from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.literal_use import Role, Use, switched
from tinyarms_daemon.analysis.numbers.context import NumberInContext
from tinyarms_daemon.analysis.syntax_tree import Node

_UPPER_CAMEL = frozenset({"csharp"})
_IN_MILLISECONDS = frozenset({"javascript", "typescript", "tsx", "java", "csharp"})
_WITHOUT_UNIT = frozenset({"go", "rust"})  # where a duration brings its own
_LOWER_CAMEL = frozenset({"go", "swift"})
_LENGTHS = word_set("len length size count strlen")
_SAYS_NOTHING = word_set(
    """
    self this get set is has to of the a an i j k n x y z value val new math np fn res event e ref
    current attributes props state str string getattr len abs sin cos tan sqrt exp log pow floor
    ceil round random
    """
)
_WAITING = {
    **dict.fromkeys(("settimeout", "timeout"), "TIMEOUT_MS"),
    "setinterval": "INTERVAL_MS",
    **dict.fromkeys(("debounce", "usedebounce", "usedebouncedcallback"), "DEBOUNCE_MS"),
    **dict.fromkeys(("throttle", "usethrottle"), "THROTTLE_MS"),
    **dict.fromkeys(("sleep", "delay", "wait"), "DELAY_MS"),
    "usleep": "DELAY_MICROSECONDS",
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
_FACTORS = {
    "*": "FACTOR",
    "/": "DIVISOR",
    "//": "DIVISOR",
    "%": "MODULUS",
    "**": "EXPONENT",
    "+=": "INCREMENT",
    "-=": "DECREMENT",
}
_MOST_WORDS = 4
_MOST_WORDS_OF_FUNCTION = 2
_NOTHING_ALONE = word_set("LIMIT FACTOR DIVISOR MODULUS EXPONENT OFFSET INCREMENT DECREMENT")
_ONE_CALL = re.compile(r"\w+\((?P<inner>[^()]+)\)")  # len(name)
_KEY = re.compile(r"""\[["'](?P<key>\w+)["']\]$""")
_SUM = re.compile(r"\s[+*/]\s")
_TRIES = word_set("attempt attempts try tries retry retries depth level iteration iterations round")
_PLURALS = {"attempt": "attempts", "try": "tries", "retry": "retries", "iteration": "iterations"}
# Of what surrounds a number: functions, and what timers are kept in.
_SAYS_LITTLE = word_set("""
    init constructor main run call render handle handler execute start id timer timeout interval
    callback
    """)
_EMPTY_CALL = re.compile(r"\(\s*\)")
_INCLUSIVE = word_set(">= <= -ge -le")
_ENDING = re.compile(r"(?:raise|throw|return|continue|break)_")
_LOOPS = re.compile(r"(?:while|do|for)_(?:statement|expression|clause)$|c_style_for")
_IN_CONDITION = re.compile(
    r"parenthesized|binary_(?:expression|operator)|boolean_operator|unary|not_operator|for_clause$"
    r"|condition"
)
_ANSWERS = frozenset({Role.RETURNED, Role.NAMED})
# `[each for each in all if each > 37]`, `{count > 37 && <More />}`, `count > 37 && more();`
_ASKING_FOR_ELEMENTS = word_set("if_clause jsx_element module program block statement_block")
_CHOICES = word_set("conditional_expression ternary_expression")
_BOTH = frozenset({"&&", "and"})
_TOO_MUCH = word_set(
    "too exceeds exceeded over large big heavy long slow stale expired old overdue"
)
_BOUNDED = re.compile(rb"[<>]")


def suggested_name(number: NumberInContext) -> str | None:
    """The name of a constant for a number, in the style of its language; None where nothing
    around says what it is."""
    language = number.tree.language
    said = [word.upper() for word in _words(number) if word]
    words = [word for word, before in zip(said, ["", *said], strict=False) if word != before]
    if len(words) > _MOST_WORDS:
        words = [words[0], *words[-_MOST_WORDS + 1 :]]
    if len(words) == 1 and words[0] in _NOTHING_ALONE:
        return None
    if words[-1:] == ["MS"] and language in _WITHOUT_UNIT:
        words.pop()
    elif words[-1:] == ["MS"] and language not in _IN_MILLISECONDS:
        words[-1] = "SECONDS"
    if language in _LOWER_CAMEL | _UPPER_CAMEL:
        camel = "".join(word.capitalize() for word in words)
        camel = camel if language in _UPPER_CAMEL else camel[:1].lower() + camel[1:]
        return camel or None
    return "_".join(words) or None


def _words(number: NumberInContext) -> list[str]:
    use = number.uses.first
    target = number.target.name if number.target else ""
    if use.role is Role.COMPARISON:
        return _limit(number)
    if use.role is Role.ARGUMENT:
        return _argument(number, target)
    if use.role is Role.RANGE:
        return [*_function(number), "REPETITIONS"]
    if use.role is Role.CASE:
        subject = _subject(_text(switched(use.node)))
        return ["EXPECTED", *subject] if subject else []
    wrapped = _WRAPPED.fullmatch(_text(use.other))
    subject = _subject(target) or _subject(wrapped["inner"] if wrapped else _called(use))
    return [*(subject or _function(number)), _part(number)]


def _part(number: NumberInContext) -> str:
    """What the number is in arithmetic: `FACTOR`; in `i % 37 == 0` it is an interval."""
    use, outer = number.uses.first, number.uses.second
    if use.operator == "%" and outer is not None and outer.role is Role.COMPARISON:
        return "INTERVAL"
    operator = use.operator.rstrip("=") or use.operator
    return _FACTORS.get(use.operator) or _FACTORS.get(operator, "OFFSET")


def _function(number: NumberInContext) -> list[str]:
    """The words of the function around the number, or of its class where it says little."""
    for name in reversed(number.symbol.split(".")):
        if subject := [word for word in _subject(name) if word not in _SAYS_LITTLE]:
            return subject[-_MOST_WORDS_OF_FUNCTION:]
    return []


def _limit(number: NumberInContext) -> list[str]:
    use = number.uses.first
    compared = _EMPTY_CALL.sub("", _text(use.other))
    wrapped = _WRAPPED.fullmatch(compared)
    if wrapped and wrapped["called"] == "abs" and " - " in wrapped["inner"]:
        return [*_subject(wrapped["inner"].partition(" - ")[0]), "TOLERANCE"]
    subject = _subject(wrapped["inner"] if wrapped else _called(use))
    if not wrapped and " - " in compared:
        subject = ["elapsed"] if _MOMENTS.search(compared) else ["difference"]
    elif not wrapped and _SUM.search(compared):
        subject = []
    elif not wrapped and not _LENGTHS.isdisjoint(words_of(use.name)[-1:]):
        subject = _length(use.name, compared)
    is_left = use.other is not None and use.other.start_byte > use.child.start_byte
    side = "above" if use.operator in _ABOVE else "below" if use.operator in _BELOW else ""
    side = _OPPOSITE[side] if is_left else side
    if not side:
        return ["EXPECTED", *subject] if subject else []
    if subject[-1:] and subject[-1] in _PLURALS:
        subject[-1] = _PLURALS[subject[-1]]
    return [_bound(number, side), *subject] if subject else [*_function(number), "LIMIT"]


def _text(node: Node | None) -> str:
    return "" if node is None else (node.text or b"").decode("utf-8", "replace")


def _bound(number: NumberInContext, side: str) -> str:
    """Whether the number is the least or the most, by what the comparison decides.

    `if x > 7` guards against too much, and `if x < 7` against too little; but a loop, a count of
    tries, one half of a range and a condition that is an answer itself hold only as long as what
    they compare is in bounds. So does `if x >= 7`, which asks for enough, where it refuses nothing.
    """
    use = number.uses.first
    if not _TRIES.isdisjoint(words_of(use.name)):
        return "MAX"
    is_enough = use.operator in _INCLUSIVE and not _refuses(use.node)
    is_wanted = is_enough or _repeats(use.node) or _is_half_of_range(use) or _answers(number)
    return "MAX" if (side == "above") != is_wanted else "MIN"


def _repeats(comparison: Node) -> bool:
    """Whether a comparison is the condition of a loop."""
    inner, outer = _condition(comparison)
    if outer is None or not _LOOPS.match(outer.type):
        return False
    body = outer.child_by_field_name("body")
    return body is None or body.id != inner.id


def _refuses(comparison: Node) -> bool:
    """Whether what a comparison decides begins with an end: `if (size >= 37) throw tooLarge;`"""
    _, statement = _condition(comparison)
    body = None if statement is None else statement.child_by_field_name("consequence")
    first = body.named_child(0) if body is not None and body.type.endswith("block") else body
    is_end = first is not None and bool(_ENDING.match(first.type))
    return is_end and "true" not in _text(first).lower()


def _condition(comparison: Node) -> tuple[Node, Node | None]:
    """The whole condition that a comparison is part of, and the statement that it belongs to."""
    inner, outer = comparison, comparison.parent
    while outer is not None and _IN_CONDITION.search(outer.type):
        inner, outer = outer, outer.parent
    return inner, outer


def _answers(number: NumberInContext) -> bool:
    """Whether a comparison is returned, kept, or the condition of an element: `return age < 37`,
    but for the answer to whether it is too much, and for a choice: `a[:37] if len(a) > 37 else a`."""
    outer = _outer_condition(number)
    if outer is None or not (outer.role in _ANSWERS or outer.node.type in _ASKING_FOR_ELEMENTS):
        return False
    if _chooses(number.uses.first.node):
        return False
    return _TOO_MUCH.isdisjoint(words_of(f"{outer.name} {number.symbol.rpartition('.')[2]}"))


def _chooses(comparison: Node) -> bool:
    """Whether a comparison is the condition of a conditional expression."""
    outer = comparison.parent
    while outer is not None and _IN_CONDITION.search(outer.type) and outer.type not in _CHOICES:
        outer = outer.parent
    return outer is not None and outer.type in _CHOICES


def _outer_condition(number: NumberInContext) -> Use | None:
    """The use of what a comparison is part of, beyond all that has to hold as well."""
    return next((use for use in islice(number.uses, 1, None) if use.operator not in _BOTH), None)


def _is_half_of_range(use: Use) -> bool:
    """`3 <= x <= 7`, `x >= 3 && x <= 7`: both halves hold for what is in bounds."""
    if use.node.type == "comparison_operator" and use.node.named_child_count > len("ab"):
        return True
    both = use.node.parent
    if both is None or use.other is None or _joint(both) not in _BOTH:
        return False
    compared = use.other.text or b""
    sides = [each for each in both.named_children if each.id != use.node.id]
    return any(
        _BOUNDED.search(each.text or b"") and compared in (each.text or b"") for each in sides
    )


def _joint(node: Node) -> str:
    return next((each.type for each in node.children if not each.is_named), "")


def _called(use: Use) -> str:
    """What the other operand is called: by its key, as `state["age"]` is, or by its name."""
    key = _KEY.search(_text(use.other))
    return key["key"] if key else use.name


def _length(name: str, compared: str) -> list[str]:
    """The name of a length and of what it is of: `name.length`, `len(name)`, `frame_size`."""
    *said, measure = words_of(name.rpartition(".")[2])
    call = _ONE_CALL.fullmatch(compared)
    measured = call["inner"] if call else f"{compared.rpartition('.')[0]} {' '.join(said)}"
    return [*_subject(measured), measure if measure in ("size", "count") else "length"]


def _argument(number: NumberInContext, target: str) -> list[str]:
    called = number.uses.first.name.rpartition(".")[2]
    known = _WAITING.get(called.replace("_", "").lower())
    if known:
        return [*_function(number), *known.split("_")]
    if called == "range" and not number.loop_variable:
        return [*_function(number), "LIMIT"]
    if called == "range":
        counted = _subject(number.loop_variable)
        if counted and counted[-1] in _PLURALS:
            return ["MAX", *counted[:-1], _PLURALS[counted[-1]]]
        return [*counted, "COUNT"] if counted else [*_function(number), "REPETITIONS"]
    if called.lower() in ("max", "min"):
        subject = _subject(target) or _function(number)
        return ["MIN" if called.lower() == "max" else "MAX", *subject] if subject else []
    return []


def _subject(name: str) -> list[str]:
    """The words of a name that say something, the last few of them."""
    said = [word for word in words_of(name) if len(word) > 1 and word not in _SAYS_NOTHING]
    return [word for word in said if not word.isdigit()][-_MOST_WORDS + 1 :]
