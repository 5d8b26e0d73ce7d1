"""A name for a number without one, from what stands beside it."""

import re
from itertools import dropwhile

from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.literal_use import Role, Use, name_of, switched
from tinyarms_daemon.analysis.numbers.context import NumberInContext
from tinyarms_daemon.analysis.numbers.key_codes import key_name
from tinyarms_daemon.analysis.numbers.known_numbers import (
    is_random,
    is_tolerance,
    is_unit_constant,
)
from tinyarms_daemon.analysis.numbers.measures import is_length_kept
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
    ceil round random pi
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
_TUNED = {
    **dict.fromkeys(("sleep", "msleep", "delay", "schedule", "single", "pause", "wait"), "DELAY"),
    **dict.fromkeys(("timeout", "timer"), "TIMEOUT"),
    **dict.fromkeys(("interval", "poll", "ticker", "tick"), "INTERVAL"),
    **dict.fromkeys(("batch", "batches"), "BATCH_SIZE"),
    **dict.fromkeys(("chunk", "chunks"), "CHUNK_SIZE"),
    **dict.fromkeys(("retry", "retries"), "MAX_RETRIES"),
    **dict.fromkeys(("truncate", "shorten", "elide", "abbreviate", "ellipsize"), "MAX_LENGTH"),
}
_TIMES = word_set("DELAY TIMEOUT INTERVAL")
# What only converts or rounds, and moments in time that are subtracted.
_WRAPPED = re.compile(
    r"(?:\w+\.)?(?P<called>abs|int|float|round|floor|ceil|parseInt|Number)\((?P<inner>.+)\)"
)
_DISTANCE = re.compile(r"(?:\w+\.)?abs\((?P<of>.+?) - .+\)")
_MOMENTS = re.compile(r"time|now|clock|started|timestamp", re.IGNORECASE)
_ABOVE = word_set("> >= -gt -ge")
_BELOW = word_set("< <= -lt -le")
_UNEQUAL = word_set("!= !== -ne")
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
_LINKING = word_set("in on at by for from to with of")
_NOTHING_ALONE = word_set(
    "MAX MIN LIMIT DEFAULT COUNT PROBABILITY FACTOR DIVISOR MODULUS EXPONENT OFFSET "
    "INCREMENT DECREMENT"
)
_ONE_CALL = re.compile(r"\w+\((?P<inner>[^()]+)\)")  # len(name)
_KEY = re.compile(r"""\[["'](?P<key>\w[\w -]*)["']\]$""")
_SUM = re.compile(r"\s[+*/]\s")
_TRIES = word_set("attempt attempts try tries retry retries depth iteration iterations")
_PLURALS = {"attempt": "attempts", "try": "tries", "retry": "retries", "iteration": "iterations"}
# Of what surrounds a number: functions, and what timers are kept in.
_SAYS_LITTLE = word_set("""
    init constructor main run call render handle handler execute start id timer timeout interval
    callback
    """)
_CLEANING = word_set("strip trim lower upper encode decode join split repr to case")
_EMPTY_CALL = re.compile(r"\(\s*\)")
_LOOPS = re.compile(r"(?:while|do|for)_(?:statement|expression|clause)$|c_style_for")
_IN_CONDITION = re.compile(
    r"parenthesized|binary_(?:expression|operator)|boolean_operator|unary|not_operator|for_clause$"
    r"|condition"
)
_BOTH = frozenset({"&&", "and"})
# What begins where something is refused: an error, or the answer that there is nothing.
_REFUSING = re.compile(
    r"(?:raise|throw|panic|continue|break)\b"
    r"|return\s*(?:;|$|(?:false|nil|none|null|undefined)\b|(?:0|-1|\"\"|'')\W*$|.*(?:err|invalid|fail))",
    re.IGNORECASE,
)
_FAILING = re.compile(r"(?:raise|throw|panic)\b|return\b.*(?:err|invalid|fail)", re.IGNORECASE)
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
    if is_length_kept(use, number.value, number.limits):
        return _length_kept(number)
    target = number.target.name if number.target else ""
    if use.role is Role.COMPARISON:
        return _limit(number)
    if use.role is Role.ARGUMENT:
        return _argument(number, target)
    if use.role in (Role.RETURNED, Role.NAMED):
        return []
    if use.role is Role.RANGE:
        return [*_function(number), "REPETITIONS"]
    if use.role is Role.CASE:
        return _expected(number, _subject(_text(switched(use.node))))
    if is_unit_constant(use.name):
        return _duration(number, target)
    if use.role is Role.FALLBACK:
        return ["DEFAULT", *_operand(use)]
    subject = _subject(target) or _operand(use) or _function(number)
    return [*subject, _part(number)]


def _duration(number: NumberInContext, target: str) -> list[str]:
    """`drainDelay` for `time.Sleep(75 * time.Millisecond)`"""
    outer = number.uses.second
    if outer is not None and outer.role is Role.ARGUMENT:
        for word, name in _TUNED.items():
            if name in _TIMES and word in words_of(outer.name.rpartition(".")[2]):
                return [*_function(number), name]
    subject = _subject(target) or _function(number)
    return [*subject, "DURATION"] if subject else []


def _length_kept(number: NumberInContext) -> list[str]:
    """`MAX_TITLE_LENGTH` for what is kept of a title, `MAX_RESULTS` for what is kept of results."""
    use = number.uses.first
    node = use.node.parent if use.node.type == "slice" else use.node
    cut = None if node is None or use.name else node.named_child(0)
    said = _subject(use.name.rpartition(".")[0] or name_of(number.tree, cut))
    subject = [word for word in said if word not in _CLEANING] or _function(number)
    is_list = bool(subject) and subject[-1].endswith("s") and not subject[-1].endswith("ss")
    return ["MAX", *subject, *([] if is_list else ["LENGTH"])]


def _operand(use: Use) -> list[str]:
    """The words for what a number is compared or combined with."""
    compared = _EMPTY_CALL.sub("", _text(use.other))
    if wrapped := _WRAPPED.fullmatch(compared):
        return _subject(wrapped["inner"])
    if not _LENGTHS.isdisjoint(words_of(use.name)[-1:]):
        return _length(use.name, compared)
    return _subject(_called(use))


def _part(number: NumberInContext) -> str:
    """What the number is in arithmetic: `FACTOR`; in `i % 37 == 0` it is an interval, in
    `[None] * 37` a count, in `whole + 1e-7` a tolerance."""
    use, outer = number.uses.first, number.uses.second
    if is_tolerance(number.value, number.limits):
        return "TOLERANCE"
    if use.operator == "*" and _text(use.other).startswith("["):
        return "COUNT"
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
    if is_random(use.name):
        return [*_function(number), "PROBABILITY"]
    compared = _text(use.other)
    if difference := _DISTANCE.fullmatch(compared):
        return [*_subject(difference["of"]), "TOLERANCE"]
    if _WRAPPED.fullmatch(compared):
        subject = _operand(use)
    elif " - " in compared:
        subject = ["elapsed"] if _MOMENTS.search(compared) else ["difference"]
    else:
        subject = [] if _SUM.search(compared) else _operand(use)
    is_left = use.other is not None and use.other.start_byte > use.child.start_byte
    side = "above" if use.operator in _ABOVE else "below" if use.operator in _BELOW else ""
    side = _OPPOSITE[side] if is_left else side
    if not side:
        return _expected(number, subject)
    if subject[-1:] and subject[-1] in _PLURALS:
        subject[-1] = _PLURALS[subject[-1]]
    if not subject:
        return [*_function(number), "LIMIT"]
    bound = "" if subject[0] in ("max", "min") else _bound(number, side)
    return [bound, *subject] if bound else [*subject, "THRESHOLD"]


def _expected(number: NumberInContext, subject: list[str]) -> list[str]:
    """What something is compared with for being equal: `ENTER_KEY_CODE` where it is a key."""
    key = key_name(number.value, "".join(subject), number.tree.language)
    if key is not None:
        return [*key.split("_"), "KEY", "CODE"]
    is_refused = number.uses.first.operator in _UNEQUAL  # one of several cases has no name yet
    return ["EXPECTED", *subject] if subject and is_refused else []


def _text(node: Node | None) -> str:
    return "" if node is None else (node.text or b"").decode("utf-8", "replace")


def _bound(number: NumberInContext, side: str) -> str:
    """Whether the number is the most or the least, where the code says so; else empty.

    What is above the most is refused or cut back to it: `if size > 37: raise TooLarge`. A loop, a
    count of tries and one half of a range hold only as long as what they compare is in bounds.
    """
    use = number.uses.first
    if not _TRIES.isdisjoint(words_of(use.name)):
        return "MAX"
    inner, statement = _condition(use.node)
    if _is_half_of_range(use) or _repeats(inner, statement):
        return "MIN" if side == "above" else "MAX"
    if _refuses(number, statement):
        return "MAX" if side == "above" else "MIN"
    return ""


def _repeats(condition: Node, statement: Node | None) -> bool:
    """Whether a statement is a loop with this condition."""
    if statement is None or not _LOOPS.match(statement.type):
        return False
    body = statement.child_by_field_name("body")
    return body is None or body.id != condition.id


def _refuses(number: NumberInContext, statement: Node | None) -> bool:
    """Whether what is decided by a comparison begins with an end, leads to an error, or cuts back
    to the number or less: `if (size >= 37) throw tooLarge;`, `if (size > 37) size = 37;`,
    `if (name.length > 37) name = name.slice(0, 34);`"""
    body = None if statement is None else statement.child_by_field_name("consequence")
    if body is None:
        return False
    if body.named_child_count == 1 and body.named_children[0].type == "statement_list":
        body = body.named_children[0]  # of Go
    is_block = body.type.endswith(("block", "statement_list"))
    inside = body.named_children if is_block else [body]
    first, last = (_text(each).strip() for each in (inside[0], inside[-1])) if inside else ("", "")
    is_cut_back = first.rstrip(";").endswith(f"= {number.written}") or _cuts(number, first)
    return is_cut_back or bool(_REFUSING.match(first) or _FAILING.match(last))


def _cuts(number: NumberInContext, statement: str) -> bool:
    """Whether a statement takes the beginning of that whose length is beyond a number; what is as
    long as that is read."""
    if number.uses.first.operator != ">":
        return False
    compared = _text(number.uses.first.other)
    call = _ONE_CALL.fullmatch(compared)
    measured = re.escape(call["inner"] if call else compared.rpartition(".")[0])
    cut = rf"(?<![\w.]){measured}(?:\[0?:|\.(?:slice|substring|substr)\(0,)"
    return bool(measured) and re.search(cut, statement) is not None


def _condition(comparison: Node) -> tuple[Node, Node | None]:
    """The whole condition that a comparison is part of, and the statement that it belongs to."""
    inner, outer = comparison, comparison.parent
    while outer is not None and _IN_CONDITION.search(outer.type):
        inner, outer = outer, outer.parent
    return inner, outer


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
    for word, name in _TUNED.items():
        if word in words_of(called):
            return [*_function(number), *name.split("_")]
    if called == "range" and not number.loop_variable:
        return [*_function(number), "LIMIT"]
    if called == "range":
        if _is_one_end(number):
            return []
        counted = _subject(number.loop_variable)
        if counted and counted[-1] in _PLURALS:
            return ["MAX", *counted[:-1], _PLURALS[counted[-1]]]
        return [*counted, "COUNT"] if counted else [*_function(number), "REPETITIONS"]
    if called.lower() in ("max", "min"):
        subject = _subject(target) or _function(number)
        return ["MIN" if called.lower() == "max" else "MAX", *subject] if subject else []
    return []


def _is_one_end(number: NumberInContext) -> bool:
    """`range(97, 123)`, which counts from a number to another one"""
    arguments = number.uses.first.node.named_children
    return len(arguments) > 1 and arguments[0].text != b"0"


def _subject(name: str) -> list[str]:
    """The words of a name that say something, the last few of them."""
    words = (word for word in words_of(name) if len(word) > 1 and not word.isdigit())
    said = [word for word in words if word not in _SAYS_NOTHING][-_MOST_WORDS + 1 :]
    return list(dropwhile(_LINKING.__contains__, said))
