"""Types that are little more than one method are compared once."""

from dataclasses import replace

from tinyarms_daemon.analysis.logic.embodiments import each_logic_once
from tinyarms_daemon.analysis.logic.pair import Pair
from tinyarms_daemon.analysis.logic.units import LogicUnit, logic_units, type_units
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.project import pair_key

RULE = "semantic-duplication"
MEAN = """class Mean:
    def __init__(self, least):
        self.least = least

    def of(self, values):
        large = [value for value in values if value > self.least]
        if not large:
            return None
        return sum(large) / len(large)
"""
MORE = (
    MEAN
    + """
    def spread(self, values):
        centre = self.of(values)
        if centre is None:
            return None
        return max(abs(value - centre) for value in values)
"""
)
FUNCTION = """def average(values, least):
    kept = [each for each in values if each > least]
    return sum(kept) / len(kept) if kept else None
"""


def units_of(path: str, text: str) -> list[LogicUnit]:
    tree = SyntaxTree("python", text)
    return [*logic_units(tree, path, RULE), *type_units(tree, path, RULE, 4_000)]


def compared(text: str, *pairs: Pair, answered: frozenset[str] = frozenset()) -> list[str]:
    """The names of what the function is still compared with, of the definitions of a text."""
    units = _units(text)
    return [units[pair.second].name for pair in each_logic_once(pairs, units, answered)]


def _units(text: str) -> list[LogicUnit]:
    return [*units_of("a.py", FUNCTION), *units_of("b.py", text)]


def pair_with(text: str, name: str, *, gives_same: bool = False) -> Pair:
    number = [unit.name for unit in _units(text)].index(name)
    return Pair(0, number, 1.0, gives_same, promise=1.0)


def test_a_class_that_is_one_method_and_that_method_are_compared_once() -> None:
    both = pair_with(MEAN, "Mean"), pair_with(MEAN, "Mean.of")

    assert compared(MEAN, *both) == ["Mean"]
    assert compared(MEAN, *reversed(both)) == ["Mean.of"]


def test_what_gives_the_same_stands_for_the_other() -> None:
    method = pair_with(MEAN, "Mean.of", gives_same=True)

    assert compared(MEAN, pair_with(MEAN, "Mean"), method) == ["Mean.of"]


def test_what_was_answered_stands_for_the_other() -> None:
    units = {unit.name: unit.key for unit in _units(MEAN)}
    answered = frozenset({pair_key(units["average"], units["Mean.of"])})
    both = pair_with(MEAN, "Mean"), pair_with(MEAN, "Mean.of")

    assert compared(MEAN, *both, answered=answered) == ["Mean.of"]


def test_a_class_that_does_more_is_compared_beside_its_methods() -> None:
    both = pair_with(MORE, "Mean"), pair_with(MORE, "Mean.of")

    assert compared(MORE, *both) == ["Mean", "Mean.of"]


def test_two_methods_of_other_files_stay_apart() -> None:
    units = [*units_of("a.py", MEAN), *[replace(each, path="c.py") for each in units_of("c", MEAN)]]
    numbers = [at for at, unit in enumerate(units) if unit.name == "Mean.of"]

    (pair,) = each_logic_once([Pair(*numbers, 1.0, False, promise=1.0)], units, ())

    assert (pair.first, pair.second) == tuple(numbers)
