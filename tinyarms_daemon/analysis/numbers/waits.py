"""Amounts of a unit: waits, which say of what unit they are and not why so many, and others."""

import re
from itertools import islice, takewhile

from tinyarms_daemon.analysis.identifier_words import word_set, words_of
from tinyarms_daemon.analysis.literal_use import Role, Use
from tinyarms_daemon.analysis.numbers import known_numbers as known
from tinyarms_daemon.analysis.numbers.context import OPERAND_CHARACTERS, NumberInContext
from tinyarms_daemon.analysis.numbers.known_calls import is_cast, names_value

TICKS = frozenset({0.001, 1000, 1_000_000, 1_000_000_000})  # of a second
"""What a second is multiplied or divided by."""

_HOURS = 24  # of a day
_ASSIGNING = word_set("assignment_statement short_var_declaration var_spec")
_DURATIONS = word_set("duration dur d t sleep")  # names that say no more than the unit does
_TIMES = word_set("timeout deadline interval delay")
_POWER = re.compile(r" ?\*\* ?-?\d+$")  # `u.mm**2`
_NAME = re.compile(r"[A-Za-z_][\w.]*")


def is_wait(number: NumberInContext) -> bool:
    """`time.Sleep(5 * time.Second)`, `fetch(url, wait + 5*time.Second)`: of what unit is said,
    but not why so many"""
    use = number.uses.first
    is_known = number.value in TICKS or number.value == _HOURS  # `at.Truncate(24 * time.Hour)`
    unit = use.name.rpartition(".")[2]
    is_amount = unit.islower() and unit.endswith("s")  # `sleep(pause_minutes * 60)`
    if use.operator != "*" or is_known or is_amount or not known.is_unit_of_time(use.name):
        return False
    behind = (each for each in islice(number.uses, 1, None) if each.operator != "+")
    outer, kept = next(behind, None), next(behind, None)
    if outer is not None and outer.node.type in _ASSIGNING:
        owner, _, name = outer.name.rpartition(".")
        is_named = "." in owner  # `config.Threshold.Duration = …`
        return not is_named and _DURATIONS.issuperset(words_of(name))
    if outer is None or outer.role is not Role.ARGUMENT:
        return False
    named = words_of(kept.name) if kept is not None and kept.role is Role.NAMED else ()
    is_named = len(named) > 1 and named[-1] in _TIMES  # `connectTimeout := time.After(...)`
    is_moment = outer.name.rpartition(".")[2] == "Add" and not (
        kept is not None
        and ((kept.role is Role.NAMED and not _is_element(kept)) or names_value(kept.name))
    )
    is_said = names_value(outer.name) and not is_moment
    return not is_named and not is_said and "default" not in words_of(outer.name)


def _is_element(target: Use) -> bool:
    """`cache[session] = …`: what is assigned to has no name of its own."""
    return target.other is not None and (target.other.text or b"").endswith(b"]")


def changes_unit(number: NumberInContext) -> bool:
    """`5 * time.Second`, `milliwatts / 1000`, but for a limit"""
    outer = number.uses.second
    if outer is not None and outer.role is Role.COMPARISON:
        return False
    factors = [_POWER.sub("", number.operand_text) or number.uses.first.name]
    if outer is not None and outer.operator == "*":
        factors.append(outer.name)
    is_count = any(map(known.is_unit_constant, factors)) and not _is_step(number)
    is_product = number.uses.first.operator.startswith("*")
    return (is_product and is_count) or known.is_metric_step(number.value, number.operand_text)


def _is_step(number: NumberInContext) -> bool:
    """`time.Duration(attempt) * 125 * time.Millisecond`: no count of units, but of something"""
    product = [use.node for use in takewhile(lambda use: use.operator == "*", number.uses)][-1:]
    names = _NAME.findall(number.tree.end_of(product[0], OPERAND_CHARACTERS)) if product else ()
    return any(
        not known.is_unit_constant(each) and not is_cast(each) and not each.endswith("Duration")
        for each in names
    )
