"""What the text right beside a number says of it: a remark, a power of two, a unit behind it."""

import math
import re
from itertools import islice

from tinyarms_daemon.analysis.identifier_words import words_of
from tinyarms_daemon.analysis.numbers.context import NumberInContext
from tinyarms_daemon.analysis.numbers.known_numbers import is_in_words, is_random

# A suppression says nothing of the number: were it a remark, it would be told as without effect.
_REMARK_BEFORE = re.compile(r"/\*(?!\s*tinyarms:)[^*\n]+\*/\s*$")
_REMARK_BEHIND = re.compile(r"\s*/\*(?!\s*tinyarms:).+?\*/")
_REMARK = re.compile(
    r"(?:(?:^|\s)(?://+|/\*+)\s+|\s//(?=[A-Za-z])|[{;,)]\s*//\s*)(?P<said>[-+~<(\w\"'`].*)$"
)
_REMARK_AFTER_HASH = re.compile(r"(?:^|\s)#+(?:\s+|(?=[A-Z]))(?P<said>[\w<(\"'`].*)$")
_HASHED = frozenset({"python", "bash"})  # where `//` divides
# What speaks to a tool, or of work to be done.
_DIRECTIVE = re.compile(
    r"tinyarms:|noqa|nolint|lint|type:|pragma|istanbul|prettier|@ts|TODO|FIXME|XXX|HACK"
)
_POWER_OF_TWO = re.compile(r"(?:^|[^\w.])2\s*\*\*\s*$|<<\s*$")
_A_PART = re.compile(r"(?:^|[^\w.])[1-9](?:\.0?f?)?\s*/\s*$")  # 2 / 3
_WHOLE = 100
_PER_CENT = re.compile(r"[^{}]*\}\s?%")  # `${100 - done}%`
_DIGITS = frozenset({9, 10})  # where a number gets another digit
_PADDED_UP_TO = _DIGITS | {15, 16}  # and to two digits of a code in hex
_TENS = re.compile(r"(?:%|//?|\*(?!\*))=?\s*10\b(?!\.)|\b10\s*\*(?!\*)")
_APPENDED_DIGIT = re.compile(
    r"[-+<>=]\s*'0'|'0'\s*[-+<>=]|to_digit\(|(?:\b10\s*\*\s*[\w.]+|[\w.)]\s*\*\s*10)\s*\+"
)
_DECIMAL_IN_BITS = re.compile(r"\b10 ?\* ?\([^()\n]*>> ?4|>> ?4\b[^\n]*\* ?10\b")
_DIGIT_BEHIND = re.compile(r"\s*\+.*-\s*'0'")  # n * 8 + int(c - '0')
_ZERO_IN_FRONT = re.compile(r"""[^;?]{0,60}(?:\?\s*(?:["'`]{2}\s*:\s*)?["'`]0|["']0["'] ?\+)""")
_OF_CONSTANTS = re.compile(r"(?<!magic )\b(?:constants|coefficients|weights)\b", re.IGNORECASE)
_LONGEST_REMARK = 400  # characters
_WORKED_OUT = re.compile(r"\d+(?:\s*(?:\*\*?|\+|-|/|<<|\^)\s*-?\d+)+\s*")  # 128 * 128, 2^-32
_ENUMERATED = re.compile(r"^\W*\d+[.)]\s")  # `5. Try again.`
_NO_PROSE = re.compile(r"[;{:]\s*$|^\W*[\w.]+\([^()]*\)\s*$")
_NUMBER = re.compile(r"(?<![\w.])\d[\w.]*")
_MESSAGE = re.compile(r"""(?P<quote>["'`])(?P<said>(?:(?!(?P=quote))[^\n])+)(?P=quote)""")
_REMARK_ABOVE = re.compile(r"""[ \t]*(?:(?://|#|\*|/\*)+|["']{3})(?P<said>.*)$""")
_LINES_ABOVE = 3
_LINES_BELOW = 2
_QUANTITY = re.compile(
    r"(?<![\w.])(?P<amount>\d+(?:\.\d+)?|once (?:a|per)|every|per|one)[ -]?"
    r"(?P<unit>[mun]?s|secs?|seconds?|min(?:ute)?s?|h|hours?|days?|[kmg]i?b|bits?)\b",
    re.IGNORECASE,
)
# In seconds by the first letters of a unit, and in bytes.
_SECONDS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1, "mi": 60, "h": 3600, "d": 86400}
_SHOWN_BY_ENDS: dict[float, str] = {
    ord(end): shown for shown in ("0-9", "A-Z", "a-z") for end in (shown[0], shown[-1])
}
_USUAL_UNITS, _ALL_UNITS = 2, 4  # s and ms, and those of a thousandth each that are smaller
_SMALL_UNITS = re.compile(
    r"micro|nano|(?<![A-Za-z])(?:us|µs|ns)(?![A-Za-z])|\bu(?:sec|sleep)|(?-i:[a-z](?:Us|Ns)\b)",
    re.IGNORECASE,
)
_PREFIXES = "kmg"
_BITS_OF_BYTE = 8
_BESIDE = 80  # characters that may say something on either side


def is_told_beside(number: NumberInContext) -> bool:
    """Whether a remark at the number, a power of two, or a unit behind it tell all."""
    start, end = number.tree.span_of(number.node)
    before = number.tree.text[max(0, start - _BESIDE) : start]
    behind = number.tree.text[end : end + _BESIDE].partition("\n")[0]
    return bool(
        _REMARK_BEHIND.match(behind)
        or _REMARK_BEFORE.search(before)
        or _POWER_OF_TWO.search(before)
        or (number.value <= number.limits.largest_divisor and _A_PART.search(before))
        or (number.value == _WHOLE and _PER_CENT.match(behind))
        or (number.value in _PADDED_UP_TO and _ZERO_IN_FRONT.match(number.tree.text, end))
        or (number.value in _DIGITS and _deals_with_digits(number))
        or bool(_DIGIT_BEHIND.match(behind))
        or _is_worked_out(number)
        or _is_remarked(number)
        or _is_mentioned_around(number)
        or _is_quantity_in_message(number)
    )


def is_in_message(number: NumberInContext) -> bool:
    """Whether a message behind a comparison speaks of the number: `if len(name) > 50:
    raise TooLong("A name has at most 50 characters")`."""
    end = number.tree.span_of(number.node)[1]
    behind = number.tree.text[end : end + number.limits.near_characters]
    said = _messages(behind)
    written = f"{number.value * _WHOLE:g}" if 0 < number.value < 1 else number.written
    # `if done >= 0.75 { return Done75 }`
    in_name = rf"\b(?!(?i:log|pow|exp))[A-Za-z]+_?{written}[A-Za-z]*\b"
    beyond = rf"[<>] ?{re.escape(number.written)}|(?:{written}|{number.value - 1:.0f})\+"
    if re.search(rf"""["'`](?:{beyond})["'`]""", behind):
        return True  # `count >= 100 ? "99+" : count`, `p < 0.01 ? "<0.01" : p`
    if number.value in range(10):
        in_name = rf"\b[A-Za-z]\w*_{written}(?:_\w*)?\b"  # `id == 3 && key == VALVE_3_MODE`
    is_in_name = re.search(in_name, behind) is not None
    return is_in_name or any(_mentions(each, number) for each in said)


def _is_worked_out(number: NumberInContext) -> bool:
    """`16384  # 128 * 128`: the last number of a line, with how it comes about"""
    remark = _remark_on_line(number)
    text, end = number.tree.text, number.tree.span_of(number.node)[1]
    between = text[end : _end_of_line(text, end)].removesuffix(remark)
    return _NUMBER.search(between) is None and _WORKED_OUT.fullmatch(remark) is not None


def _messages(text: str) -> list[str]:
    """The texts of several words in a piece of code."""
    return [found["said"] for found in _MESSAGE.finditer(text) if " " in found["said"]]


def _is_remarked(number: NumberInContext) -> bool:
    """`width - 8  # for the border`: the remark speaks of the number, or of nothing else on the
    line. Behind a limit it rather speaks of what happens beyond, and what tells another quantity,
    `100000  # 100 ms`, of something else."""
    remark = _remark_on_line(number)
    if not remark or _mentions(remark, number) or _OF_CONSTANTS.search(remark):
        return bool(remark)
    if any(found["amount"][0].isdigit() for found in _QUANTITY.finditer(remark)):
        return False
    text, (start, end) = number.tree.text, number.tree.span_of(number.node)
    line = text[text.rfind("\n", 0, start) + 1 : _end_of_line(text, end)]
    numbers = {each for each in _NUMBER.findall(line.removesuffix(remark)) if each not in "012"}
    is_limit = any(each.operator[:1] in ("<", ">") for each in islice(number.uses, 2))
    is_short = len(remark.split()) <= number.limits.remark_words
    return numbers <= {number.written} and is_short and not is_limit


def _is_mentioned_around(number: NumberInContext) -> bool:
    """Whether a remark on the few lines around speaks of the number: `// 512 bytes a sector`."""
    text, (start, end) = number.tree.text, number.tree.span_of(number.node)
    line = text.rfind("\n", 0, start) + 1
    above = text[max(0, line - _LONGEST_REMARK) : line].split("\n")[-_LINES_ABOVE - 1 : -1]
    below = text[end : end + _LONGEST_REMARK].split("\n")[1 : _LINES_BELOW + 1]
    remarks = (found["said"] for each in above + below if (found := _REMARK_ABOVE.match(each)))
    return any(not _DIRECTIVE.search(said) and _mentions(said, number) for said in remarks)


def _is_quantity_in_message(number: NumberInContext) -> bool:
    """`60000` beside "reset after 60 seconds" """
    quantities = (found for each in _messages(number.near) for found in _QUANTITY.finditer(each))
    return any(_amounts_to(number, each) for each in quantities)


def _mentions(remark: str, number: NumberInContext) -> bool:
    """Whether a remark has the number: in digits, in words, as so much per cent, as so many of
    another unit, or as the first or last of the characters that it shows."""
    if _NO_PROSE.search(remark):
        return False  # code that is out of use
    remark = _ENUMERATED.sub("", remark)
    written = number.written.replace("_", "")
    said = [re.escape(written)]
    if 0 < number.value < 1:
        said.append(rf"{number.value * _WHOLE:g} ?%")
    digits = re.compile(rf"(?<![\w#])(?<!(?<!\.)\.)(?:{'|'.join(said)})(?![\d_]|\.\d)")
    is_in_digits = digits.search(remark.replace(",", "")) is not None
    shown = _SHOWN_BY_ENDS.get(number.value)
    return (
        is_in_digits
        or is_in_words(number.value, words_of(remark))
        or (shown is not None and shown in remark)
        or any(_amounts_to(number, each) for each in _QUANTITY.finditer(remark))
    )


def _amounts_to(number: NumberInContext, quantity: re.Match[str]) -> bool:
    """`8000` of "8 s", `0.001` of "1 ms", `1000` of "every second", `1048576` of "1 MiB", `4` of
    "32 bits"; `8000000` of "8 s" only where the lines around count in smaller units than `ms`"""
    value = number.value
    said, unit = quantity["amount"], quantity["unit"].lower()
    amount = float(said) if said[0].isdigit() else 1
    if unit.startswith("bit"):
        return amount == _BITS_OF_BYTE * value
    if unit.endswith("b"):
        power = _PREFIXES.index(unit[0]) + 1
        return value in (amount * 1000**power, amount * 1024**power)
    if value == amount:
        return True
    seconds = amount * (_SECONDS.get(unit[:2]) or _SECONDS[unit[0]])
    units = _ALL_UNITS if _SMALL_UNITS.search(number.near) else _USUAL_UNITS
    return any(math.isclose(value, seconds * 1000**step) for step in range(units))


def is_named_behind(number: NumberInContext) -> bool:
    """Whether a remark of a few words ends the line: `key === 27) close(); // Escape`."""
    return 0 < len(_remark_on_line(number).split()) <= number.limits.remark_words


def _remark_on_line(number: NumberInContext) -> str:
    """The remark at the end of the number's line, for people; else empty."""
    text = number.tree.text
    end = number.tree.span_of(number.node)[1]
    remark = _REMARK_AFTER_HASH if number.tree.language in _HASHED else _REMARK
    found = remark.search(text[end : _end_of_line(text, end)])
    return "" if found is None or _DIRECTIVE.search(found["said"]) else found["said"]


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at, at + _LONGEST_REMARK)
    return min(len(text), at + _LONGEST_REMARK) if end < 0 else end


def _deals_with_digits(number: NumberInContext) -> bool:
    """Whether the lines around take a number apart into digits, or put it together of them."""
    if is_random(number.uses.first.name):
        return False
    if _DECIMAL_IN_BITS.search(number.near):
        return True
    steps = {each[0].strip("=10 ") for each in _TENS.finditer(number.near)}
    # `x / 10 * 10` takes nothing apart.
    return {"%"} < steps or bool(_APPENDED_DIGIT.search(number.near))
