"""Numbers that somebody made up: how much of a text is kept, and other amounts in round figures."""

from tinyarms_daemon.analysis.literal_use import Use
from tinyarms_daemon.analysis.numbers.limits import NumberLimits
from tinyarms_daemon.analysis.numbers.literals import significant_digits

_CUTTING = frozenset({"slice", "substring", "substr"})
_CIRCLE = frozenset({90, 180, 270, 360})


def is_measure(value: float, written: str, limits: NumberLimits) -> bool:
    """Whether a number is an amount by its look: a short fraction, or a round figure. Places, codes
    and ids are rarely round; precise fractions belong to formulas, and half says what it is."""
    if not float(value).is_integer():
        is_made_up = significant_digits(written) < limits.precise_digits
        return is_made_up and value != 1 / 2 and value > limits.largest_tolerance
    return is_round(value, limits) and value > limits.round_step and value not in _CIRCLE


def is_round(value: float, limits: NumberLimits) -> bool:
    """Whether a whole number is one of those that people choose: 20, 300, 115200."""
    return value % limits.round_step == 0


def is_length_kept(use: Use, value: float, limits: NumberLimits) -> bool:
    """Whether so much is kept of a text or a list from its beginning: `title[:80]`,
    `title.slice(0, 80)`. Fields of a format are shorter, or of another length."""
    if value < limits.least_kept or not is_round(value, limits):
        return False
    node, child = use.node, use.child
    if node.type == "slice":  # of Python
        begins = node.children[0]
        return node.children[-1].id == child.id and (begins.type == ":" or begins.text == b"0")
    if node.type == "slice_expression":  # of Go
        start, end = node.child_by_field_name("start"), node.child_by_field_name("end")
        is_end = end is not None and end.id == child.id
        return is_end and (start is None or start.text == b"0")
    if use.name.rpartition(".")[2] not in _CUTTING:
        return False
    arguments = [each for each in node.named_children if each.type != "comment"]
    match arguments:
        case [first, last]:
            return last.id == child.id and first.text == b"0"
    return False
