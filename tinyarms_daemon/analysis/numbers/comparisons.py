"""Whether a comparison says what its number means: a status, a form, where units go over."""

import re
from itertools import islice

from tinyarms_daemon.analysis.literal_use import Role
from tinyarms_daemon.analysis.numbers import known_numbers as known
from tinyarms_daemon.analysis.numbers import statuses
from tinyarms_daemon.analysis.numbers.beside import is_in_message, is_named_behind
from tinyarms_daemon.analysis.numbers.context import NumberInContext, literal_values
from tinyarms_daemon.analysis.numbers.near import (
    counts_letters,
    goes_over,
    guards_index,
    has_initials,
    is_among_statuses,
    is_end_of_ascii,
    is_in_clock,
    is_known_key,
    is_shifted,
    is_turned,
)

_PREPROCESSED = frozenset({"cpp", "csharp"})
_LEADING_BITS = frozenset({0xC0, 0xE0, 0xF0, 0xF8})  # of a byte
_BITS = re.compile(r"[\w)\]]\s*&(?!&)|>>")  # and no address, as `&count` of Go
_CLASS_OF_STATUSES = re.compile(r">= ?([2-5]00)\b.*<=? ?([2-6]00|[2-5]99)\b")
_BESIDE = 80  # characters of the other half of a condition
_ONE_ARGUMENT = re.compile(r"\w\((?P<of>\w+)\)$")  # len(parts)
_CONNECTIVES = frozenset({"||", "or", "&&", "and"})
_CODE_AT = re.compile(r"(\w+\[[^\]\n]*\])\s*[!=]==?\s*0x\w+", re.IGNORECASE)


def comparison_says(number: NumberInContext, around: str) -> bool:
    """Whether the comparison that a number is part of says what it means.

    `around` names what the comparison stands in.
    """
    use = number.uses.first
    other = use.other
    if other is None or _is_preprocessed(number):
        return True
    if literal_values(number.tree, other) is not None:
        return True  # the grammar's reading of Swift's `flags & 8 == 8`
    is_exact = "=" in use.operator and use.operator[:1] not in "<>"
    return (
        known.is_natural_limit(
            number.value,
            number.operand_text,
            around,
            number.limits,
            is_code=is_exact and not _is_code(number),
        )
        or (is_exact and known.is_length_of_form(use.name, _measured(number)))
        or (is_exact and known.is_color_depth(number.value, use.name))
        or statuses.is_class_of_codes(number.value, number.operand_text)
        or (known.is_length(use.name) and guards_index(number, _name_measured(number)))
        or (not is_exact and known.is_bit_position(number.value, number.written))
        or _is_known_pattern(number)
        or (not is_exact and is_shifted(number, use.name))
        or goes_over(number)
        or (not is_exact and counts_letters(number))
        or is_turned(number)
        or (not is_exact and is_end_of_ascii(number))
        or (has_initials(use.name) and is_in_clock(number))
        or (number.value == 1 / 2 and "/" in number.operand_text)
        or is_in_message(number)
        or (is_exact and is_known_key(number))
        or ((is_exact or _is_code(number)) and is_named_behind(number))
        or (_is_code(number) and _is_among_codes(number))
        or _is_class_of_statuses(number)
        or (not is_exact and _is_end_of_loop(number))
    )


def _is_known_pattern(number: NumberInContext) -> bool:
    """`flags & 3 == 3`, `byte & 0xC0 == 0x80`: all bits of a mask, one of them, or those that begin
    a byte of UTF-8, but no code behind a mask"""
    text = number.operand_text
    is_all = re.search(rf"\b{number.written}\b", text) is not None
    is_known = known.is_mask(number.value) or number.value in _LEADING_BITS or is_all
    return is_known and _BITS.search(text) is not None


def _is_class_of_statuses(number: NumberInContext) -> bool:
    """`code >= 200 && code < 300`, whatever holds the status"""
    is_limit = statuses.is_limit_of_statuses(number.value, number.uses.first.name)
    if is_limit and is_among_statuses(number):
        return True
    both = number.uses.first.node.parent or number.uses.first.node
    found = _CLASS_OF_STATUSES.search(number.tree.end_of(both, _BESIDE))
    return found is not None and number.written in found.groups()


def _is_code(number: NumberInContext) -> bool:
    return number.written[:2].lower() == "0x"


def _is_among_codes(number: NumberInContext) -> bool:
    """`b[0] === 0xef && b[1] === 0xbb && b[2] === 0xbf`: a row of them, each at its place, or the
    characters that one is compared with"""
    whole = number.uses.first.node
    for outer in islice(number.uses, 1, None):
        if outer.role is not Role.FALLBACK and outer.operator not in _CONNECTIVES:
            break
        whole = outer.node
    text, operand = number.tree.text_of(whole), number.operand_text
    if "[" in operand:
        return len(set(_CODE_AT.findall(text))) >= number.limits.row_of_numbers
    name = rf"(?<![\w.]){re.escape(operand)}(?![\w.\[(])"
    compared = re.findall(rf"(?=\b0x\w+ ?[<>]=? ?{name}|{name} ?[<>!=]=* ?0x\w+)", text)
    return len(compared) >= number.limits.row_of_numbers


def _measured(number: NumberInContext) -> str:
    """What a length is compared of; the function says what form it has: `parse_css_color`"""
    return f"{number.operand_text} {number.symbol.rpartition('.')[2]}"


def _name_measured(number: NumberInContext) -> str:
    """`parts` of `len(parts)`, `parts.length` as it is"""
    measured = _ONE_ARGUMENT.search(number.operand_text)
    return measured["of"] if measured else number.operand_text


def _is_end_of_loop(number: NumberInContext) -> bool:
    """`for (let i = 1; i <= 12; i++) months.push(i);`, `for (i = 0; i < 3; i++) f(point[i]);`"""
    loop, value = number.uses.first.node.parent, number.value
    if loop is None or "for" not in loop.type:
        return False
    start, end = number.tree.span_of(loop)
    said = number.tree.text[start : min(end, start + number.limits.near_characters)]
    is_of_components = known.is_component_count(value) and f"[{number.uses.first.name}]" in said
    return is_of_components or any(known.is_range_of(each, said) for each in (value, value - 1))


def _is_preprocessed(number: NumberInContext) -> bool:
    return number.tree.language in _PREPROCESSED and any(
        each.node.type.startswith("preproc") for each in number.uses
    )
