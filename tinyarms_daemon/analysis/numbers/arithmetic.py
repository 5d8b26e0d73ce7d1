"""Whether arithmetic says what a number in it means: a unit, a formula, a rounding, a place."""

import math
import re
from itertools import islice

from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.literal_use import Role, Use
from tinyarms_daemon.analysis.numbers import known_numbers as known
from tinyarms_daemon.analysis.numbers.beside import is_in_message
from tinyarms_daemon.analysis.numbers.context import (
    COMPUTING,
    OPERAND_CHARACTERS,
    NumberInContext,
    literal_values,
)
from tinyarms_daemon.analysis.numbers.known_calls import (
    is_place,
    keeps_meaning,
)
from tinyarms_daemon.analysis.numbers.literals import number_value
from tinyarms_daemon.analysis.numbers.near import (
    counts_letters,
    has_initials,
    is_among_components,
    is_among_steps,
    is_in_base_64,
    is_in_clock,
    is_of_per_cent,
    is_of_width,
    is_size_of_word,
    is_turned,
)
from tinyarms_daemon.analysis.numbers.surroundings import (
    is_coefficient,
    is_index_step,
    is_styled,
)
from tinyarms_daemon.analysis.numbers.waits import TICKS, changes_unit, is_wait
from tinyarms_daemon.analysis.syntax_tree import ancestors

_SCALES = word_set("scale scalar multiplier roundness density ratio dpr dpi")
_SIGNALS = word_set("signum signal sig signo")
_KILLED = 128  # what shells add to a signal
_PADDING = word_set("pad padding align aligned alignment")
_COMBINING = frozenset({Role.ARITHMETIC, Role.COMPARISON})
_ROUNDING = word_set("round floor ceil trunc rint")
_REMAINDER = re.compile(r"%\s*(?P<of>[\w.]+)\)*$")
_BASES = frozenset({10, 1000, 1024})
_TEN = 10
_DIGIT_BASES = frozenset({8, 10, 16, 36})
_STEP = re.compile(r"([*/])=?\s*([\d.]+(?:e-?\d+)?)\b", re.IGNORECASE)
_FACTOR = re.compile(
    r"(?<![\w.])(?P<before>\d+(?:\.\d+)?) ?\*(?!\*)"
    r"|(?<!\*)\* ?(?P<behind>\d+(?:\.\d+)?)\b(?!\.)"
)
_LOOP = re.compile(r"(?:for|while|loop)_")
_PLACES = word_set("""
    index idx offset pos position width height row rows column columns col len length size count
    stride pixels vertex vertices point points triangle triangles face faces
    """)
_LAST_WORDS = 3
_DECIBELS = frozenset({10, 20})
_IN_DECIBELS = re.compile(r"log10\(|^10(?:\.0)? ?\*\*|^\(10(?:\.0)?,", re.IGNORECASE)
_EIGHTHS_OF_PI, _EIGHTHS_OF_TURN = 4, 8
_BYTE = 256
_WHOLE = 100
_BOUNDS_OF_CUT = 2  # what is cut, and where that begins
_BYTE_STEPS = frozenset({256, 256**2, 256**3})
_COEFFICIENTS = frozenset({3, 4, 6})  # of binomials and quadratic formulas


def arithmetic_says(number: NumberInContext, around: str) -> bool:
    """Whether the expression that a number is part of says what it means.

    `around` names what the expression stands in.
    """
    use = number.uses.first
    operator = use.operator.rstrip("=") or use.operator
    target = number.target
    beside = f"{number.operand_text} {_outer_operand_text(number)}"
    if is_wait(number) or _is_stride(number, operator):
        return False
    return (
        use.other is None
        or (number.value == 1 / 2 and not _is_margin(number, operator))
        or "string" in use.other.type
        or (_is_compared(number) and is_in_message(number))
        or is_index_step(number)
        or _is_term(number)
        or _is_scaled(number)
        or is_coefficient(number)
        or (operator in ("*", "/", "//") and changes_unit(number))
        or (operator == "*" and known.are_bits(number.value, number.operand_text))
        or ((operator in ("*", "/", "//", "%") or has_initials(use.name)) and is_in_clock(number))
        or counts_letters(number)
        or is_in_base_64(number)
        or is_of_per_cent(number)
        or (operator in ("*", "/") and _is_of_decibels(number, operator))
        or _joins_bytes(number, operator)
        or (operator in ("*", "/", "//", "%") and _is_of_components(number))
        or (number.value == _KILLED and not _SIGNALS.isdisjoint(words_of(use.name)))
        or (not _is_shared_out(number) and known.converts(number.value, operator, beside, around))
        or is_turned(number)
        or (operator == "*" and _is_part_of_turn(number))
        or (operator == "**" and _is_power(number))
        or _is_mean(number, operator)
        or _is_rounding(number)
        or _is_rounding_up(number)
        or _is_next_digit(number)
        or _is_rest(number)
        or _is_padding(number)
        or (operator == "-" and number.value == _BYTE - 1 and _is_first(number))  # `255 - level`
        or _is_wrapped_at_bits(number, operator)
        or (operator in ("/", "//", "%", "+", "-") and is_size_of_word(number))
        or (operator in ("+", "-") and known.is_width_in_bits(number.value, number.operand_text))
        or (operator == "-" and _is_first(number) and is_of_width(number))
        or (target is not None and _is_default(target))
        or _is_place_or_style(number)
    )


def _is_compared(number: NumberInContext) -> bool:
    return number.uses.second is not None and number.uses.second.role is Role.COMPARISON


def _is_margin(number: NumberInContext, operator: str) -> bool:
    """`offset > end + 0.5`, `0.3 + 0.5 * random()`: no half, and nothing that is rounded"""
    outer = number.uses.second
    if operator == "*" or outer is None:
        return operator == "*" and known.is_random(number.uses.first.name)
    return outer.role is Role.COMPARISON and literal_values(number.tree, outer.other) is None


def _is_stride(number: NumberInContext, operator: str) -> bool:
    """`cells[row * 9 + column]`: how long a row is, but for parts of a pixel, bits and bytes."""
    match [*islice(number.uses, 1, 3)]:
        case [Use(operator="+"), Use(role=Role.INDEX, node=place)] if "slice" not in place.type:
            is_part = known.is_mask(number.value) or known.is_component_count(number.value)
            return operator == "*" and not is_part
    return False


def _outer_operand_text(number: NumberInContext) -> str:
    """What the result of the arithmetic is compared or combined with."""
    outer = number.uses.second
    if outer is not None and outer.role is Role.ARGUMENT and number.value in TICKS:
        return outer.name
    if outer is None or outer.other is None or outer.role not in _COMBINING:
        return ""
    return number.tree.end_of(outer.other, OPERAND_CHARACTERS)


def _is_power(number: NumberInContext) -> bool:
    """`x ** 3`, `10 ** digits`, `1024 ** unit`"""
    is_root = float(2 * number.value).is_integer() and number.value <= 1
    is_whole = float(number.value).is_integer()
    exponent_fits = is_root or (is_whole and number.value <= number.limits.largest_exponent)
    return number.value in _BASES if _is_first(number) else exponent_fits


def _is_scaled(number: NumberInContext) -> bool:
    """`duration: 200 * scale`: the name of the product is that of the number as well."""
    use = number.uses.first
    is_scale = _is_first(number) and not _SCALES.isdisjoint(words_of(use.name)[-1:])
    is_all = number.uses.second is not None and number.uses.second.role is Role.NAMED
    return is_all and is_scale and use.operator == "*"


def _is_first(number: NumberInContext) -> bool:
    """Whether the other operand stands behind the number."""
    other = number.uses.first.other
    return other is not None and other.start_byte > number.node.start_byte


def _is_term(number: NumberInContext) -> bool:
    """`3 * u * t * t`, `4 * a * c`: in what has the letters of a formula"""
    use, outer = number.uses.first, number.uses.second
    if outer is None or not use.operator == outer.operator == "*":
        return False
    names = (each.name.rpartition(".")[2] for each in (use, outer))
    return number.value in _COEFFICIENTS and all(map(has_initials, names))


def _is_mean(number: NumberInContext, operator: str) -> bool:
    """`(a + b + c) / 3`, `0.25 * (a + b + c + d)`, `(a + 4 * b + c) / 6` with its weights"""
    if not number.value or operator not in ("/", "//", "*"):
        return False
    quotient = next((each for each in number.uses if each.operator in ("/", "//")), None)
    summed = "" if quotient is None else number.tree.text_of(quotient.child)
    if number.target is not None and number.target.name in summed:
        return False  # smoothed: how much of the last value is kept was chosen
    if operator == "*" and quotient is not None:
        return literal_values(number.tree, quotient.other) == {_weights(summed)}
    summands = 1 / number.value if operator == "*" else number.value
    if summands > number.limits.largest_divisor:
        return False
    return _weights(number.operand_text) == summands


def _weights(summed: str) -> float:
    """What the summands of a sum are multiplied with, all together: 6 of `a + 4 * b + c`."""
    factors = (_FACTOR.search(each) for each in summed.split("+"))
    return sum(float(each["before"] or each["behind"]) if each else 1 for each in factors)


def _is_rounding(number: NumberInContext) -> bool:
    """`Math.round(x * 10) / 10`, where it is taken back"""
    if known.is_random(number.uses.first.name):
        return False
    if number.uses.first.operator[:1] not in "*/" or not math.log10(number.value or 1).is_integer():
        return False
    if not _is_taken_back(number):
        return False
    said = f"{number.operand_text} {' '.join(each.name for each in islice(number.uses, 1, 3))}"
    return bool(_ROUNDING.intersection(words_of(said)))


def _is_taken_back(number: NumberInContext) -> bool:
    """Whether the lines around do the inverse: divide by the same, or multiply by its inverse."""
    inverse = "/" if number.uses.first.operator[:1] == "*" else "*"
    for sign, said in _STEP.findall(number.near):
        value = number_value(said)
        if value and (
            (sign == inverse and value == number.value)
            or (sign != inverse and math.isclose(value * number.value, 1))
        ):
            return True
    return False


def _is_rounding_up(number: NumberInContext) -> bool:
    """`(bits + 7) // 8`, `(bits + 8 - 1) // 8`"""
    divisor = number.value + 1
    for outer in islice(number.uses, 1, None):
        if outer.role is Role.ARGUMENT and keeps_meaning(outer.name):
            continue
        said = literal_values(number.tree, outer.other)
        if outer.operator == "-" and said == {1}:
            divisor = number.value
            continue
        is_added = number.uses.first.operator == "+"
        return is_added and outer.operator in ("/", "//", "%") and said == {divisor}
    return False


def _is_part_of_turn(number: NumberInContext) -> bool:
    """`Math.PI * 1.5`, `0.25 * pi`: an angle in eighths of a turn, told in radians"""
    is_of_pi = words_of(number.uses.first.name)[-1:] == ("pi",)
    eighths = float(number.value * _EIGHTHS_OF_PI)
    return is_of_pi and eighths.is_integer() and eighths <= _EIGHTHS_OF_TURN


def _is_next_digit(number: NumberInContext) -> bool:
    """`for _ in range(digits): scale *= 10`, `for n := 10; n < most; n *= 10`: powers of ten; the
    last digit, `n % 10`, unless something happens every ten times; and the next of several,
    `sum = sum * 16 + digit`"""
    use, outer = number.uses.first, number.uses.second
    is_last = use.operator == "%" and number.value in (_TEN, _WHOLE) and "." not in number.written
    if is_last and not _is_first(number):
        return outer is None or outer.role is not Role.COMPARISON
    if use.operator == "*" and outer is not None and outer.operator == "+":
        target = number.target  # `sum = sum*16 + digit`
        return target is not None and target.name == use.name and number.value in _DIGIT_BASES
    if use.role is not Role.AUGMENTED or number.value != _TEN or use.operator not in ("*=", "/="):
        return False
    if use.node.parent is not None and _LOOP.match(use.node.parent.type):
        return True
    body = next((each for each in ancestors(use.node) if each.type.endswith("block")), None)
    loop = body.parent if body is not None else None
    return loop is not None and _LOOP.match(loop.type) is not None


def _is_shared_out(number: NumberInContext) -> bool:
    """`100 // len(rows)`, `len(text) / 100`: no per cent"""
    use, outer = number.uses.first, number.uses.second
    is_whole = number.value == _WHOLE and use.operator in ("/", "//") and known.is_length(use.name)
    return is_whole and (_is_first(number) or outer is None or outer.operator[:1] != "*")


def _is_of_components(number: NumberInContext) -> bool:
    """`(y * width + x) * 4`: of places and lengths, not of radii or ratios"""
    words = words_of(number.operand_text)[-_LAST_WORDS:]
    is_place = any(map(has_initials, words)) or not _PLACES.isdisjoint(words)
    return is_place and is_among_components(number)


def _is_wrapped_at_bits(number: NumberInContext, operator: str) -> bool:
    """`x % 65536`, `0x100 - low`, `low - 256 if low > 127`: a byte or more of them"""
    if not known.is_mask(number.value) or number.value < _BYTE:
        return False
    is_in_hex = number.written[:2].lower() == "0x"
    sign = re.compile(rf">=? ?(?:{number.value // 2 - 1:.0f}|{number.value // 2:.0f})\b")
    return (
        is_in_hex or operator == "%" or (operator == "-" and sign.search(number.near) is not None)
    )


def _is_of_decibels(number: NumberInContext, operator: str) -> bool:
    """`20 * log10(amplitude)`, `10 ** (gain / 20)`"""
    use = number.uses.first if operator == "*" else number.uses.second
    formula = "" if use is None else number.beginning_of(use.node)
    return number.value in _DECIBELS and bool(_IN_DECIBELS.search(formula))


def _joins_bytes(number: NumberInContext, operator: str) -> bool:
    """`high * 256 + low`"""
    outer = number.uses.second
    is_summand = outer is not None and outer.operator == "+"
    return operator == "*" and number.value in _BYTE_STEPS and is_summand


def _is_padding(number: NumberInContext) -> bool:
    """`"=" * (-len(text) % 4)`, `padding = (4 - size % 4) % 4`"""
    if number.uses.first.operator != "%":
        return False
    target, outer = number.target, number.uses.second
    if target is not None and not _PADDING.isdisjoint(words_of(target.name)):
        return True
    if outer is None or outer.other is None:
        return False
    return outer.operator == "*" and "string" in outer.other.type


def _is_rest(number: NumberInContext) -> bool:
    """`8 - bits % 8`: what it means is to be said at the remainder."""
    rest = _REMAINDER.search(number.operand_text)
    is_same = rest is not None and rest["of"] == number.written
    return is_same and number.uses.first.operator in ("+", "-")


def _is_place_or_style(number: NumberInContext) -> bool:
    """Whether the arithmetic computes an index, a position in a list, or a style; a long step to
    it means something that nobody sees."""
    for each in number.uses:
        if each.role is Role.INDEX:
            return _leads_to_place(number, each)
        if each.role is Role.BITWISE and not _truncates(number, each):
            return True
        if each.role is Role.ARGUMENT and keeps_meaning(each.name):
            continue
        if each.role is Role.ARGUMENT:
            before = sum(
                other.end_byte <= each.child.start_byte for other in each.node.named_children
            )
            is_led = is_place(each.name, before) and _leads_to_place(number, each)
            return is_led or is_styled(number)
        if each.role not in COMPUTING:
            break
    return is_styled(number)


def _leads_to_place(number: NumberInContext, cut: Use) -> bool:
    """Whether a number is a short step to a place, one of several that a format has, how wide its
    words are, or a place itself: the end of `data[28 : 28 + size]`."""
    operator = number.uses.first.operator
    begins = (number.tree.text_of(each) for each in islice(cut.node.named_children, _BOUNDS_OF_CUT))
    return (
        number.value <= number.limits.longest_step
        or (operator[:1] in ("*", "/", "%") and known.is_mask(number.value))
        or is_among_steps(number)
        or (operator == "+" and number.written in begins)
    )


def _truncates(number: NumberInContext, use: Use) -> bool:
    """`(x * 10) | 0`, `~~(x * 10)`: no mask"""
    return literal_values(number.tree, use.other) == {0}


def _is_default(target: Use) -> bool:
    """Whether what is assigned to is a parameter, or a part of one that is taken apart."""
    return target.node.type.endswith(("parameter", "assignment_pattern"))
