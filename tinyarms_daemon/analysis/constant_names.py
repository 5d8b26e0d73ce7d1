"""A name for a number without one, from what stands beside it."""

from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.literal_use import Role, Use

_UPPER_CAMEL = frozenset({"csharp"})
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
}
_ABOVE = word_set("> >= -gt -ge")
_BELOW = word_set("< <= -lt -le")
_OPPOSITE = {"above": "below", "below": "above", "": ""}
_FACTORS = {"*": "FACTOR", "/": "DIVISOR", "//": "DIVISOR", "%": "INTERVAL", "**": "EXPONENT"}
_MOST_WORDS = 4


def suggested_name(use: Use, target: str, language: str) -> str:
    """The name of a constant for the literal of this use, in the style of its language.

    `target` is the name of what the result is assigned to, or empty.
    """
    words = [word for word in _words(use, target) if word][:_MOST_WORDS]
    if language in _LOWER_CAMEL | _UPPER_CAMEL:
        camel = "".join(word.capitalize() for word in words)
        return camel if language in _UPPER_CAMEL else camel[:1].lower() + camel[1:]
    return "_".join(word.upper() for word in words)


def _words(use: Use, target: str) -> list[str]:
    if use.role is Role.COMPARISON:
        return _limit(use)
    if use.role is Role.ARGUMENT:
        return _argument(use)
    if use.role is Role.RANGE:
        return ["REPETITIONS"]
    subject = _subject(target) or _subject(use.name)
    operator = use.operator.rstrip("=") or use.operator
    return [*subject, _FACTORS.get(operator, "OFFSET")]


def _limit(use: Use) -> list[str]:
    subject = _subject(use.name)
    said = words_of(use.name)
    if said and said[-1] in _LENGTHS:
        measure = said[-1] if said[-1] in ("size", "count") else "length"
        subject = [*_subject(use.name.rpartition(".")[0] or _measured(use)), measure]
    is_left = use.other is not None and use.other.start_byte > use.child.start_byte
    side = "above" if use.operator in _ABOVE else "below" if use.operator in _BELOW else ""
    side = _OPPOSITE[side] if is_left else side
    if not side:
        return ["EXPECTED", *(subject or ["VALUE"])]
    return ["MAX" if side == "above" else "MIN", *subject] if subject else ["LIMIT"]


def _measured(use: Use) -> str:
    """What `len(name)` measures."""
    text = use.other.text if use.other is not None else None
    _, _, inside = (text or b"").decode("utf-8", "replace").partition("(")
    return inside.rstrip(")")


def _argument(use: Use) -> list[str]:
    called = use.name.rpartition(".")[2]
    known = _WAITING.get(called.replace("_", "").lower())
    if known:
        return known.split("_")
    if called.lower() in ("max", "min"):
        return ["MIN" if called.lower() == "max" else "MAX", "VALUE"]
    return [*_subject(called), "VALUE"]


def _subject(name: str) -> list[str]:
    """The words of a name that say something, the last few of them."""
    said = [word for word in words_of(name) if len(word) > 1 and word not in _SAYS_NOTHING]
    return [word for word in said if not word.isdigit()][-_MOST_WORDS + 1 :]
