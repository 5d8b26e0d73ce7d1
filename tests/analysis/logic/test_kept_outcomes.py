"""What definitions give is evaluated once: it is kept while all that they rest on stays."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinyarms_daemon.analysis.behavior.outcomes import NONE, Outcomes
from tinyarms_daemon.analysis.logic.kept_outcomes import with_outcomes
from tinyarms_daemon.analysis.logic.units import LogicUnit, logic_units, type_units
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree

PYTHON = """
import math

LIMIT = 30

def total(lines):
    return capped(sum(line.price * line.amount for line in lines))

def capped(value):
    return min(value, LIMIT)

def longest(words):
    found = ""
    for word in words:
        if len(word) > len(found):
            found = word
    return found
"""
SCRIPT = """
const LIMIT = 30;
export const capped = (value) => (value > LIMIT ? LIMIT : value);
export function total(lines) {
  let sum = 0;
  for (const line of lines) sum += line.price * line.amount;
  return capped(sum);
}
export function longest(words) {
  let found = "";
  for (const word of words) if (word.length > found.length) found = word;
  return found;
}
"""
GO = """
package shop
const Limit = 30
type Cart struct { lines []Line }
type Line struct { price int; amount int }
func capped(value int) int { if value > Limit { return Limit }; return value }
func (cart Cart) Total() int {
    sum := 0
    for _, line := range cart.lines { sum += line.price * line.amount }
    return capped(sum)
}
func (cart Cart) Count() int {
    count := 0
    for _, line := range cart.lines { count += line.amount }
    return count
}
func longest(words []string) string {
    found := ""
    for _, word := range words { if len(word) > len(found) { found = word } }
    return found
}
"""
TEXTS = {"python": PYTHON, "javascript": SCRIPT, "go": GO}
UNRELATED = {
    "python": "def other(values):\n    return [2 * value for value in values if value > 7]\n",
    "javascript": "const other = (values) => values.filter((value) => value > 7);\n",
    "go": "func other(value int) bool { return value > 7 && value < 90 }\n",
}
LANGUAGES = pytest.mark.parametrize("language", TEXTS)


def evaluated(
    language: str, text: str, before: Iterable[LogicUnit] = (), maker: str = "1"
) -> dict[str, LogicUnit]:
    tree = SyntaxTree(language, text)
    units = [*logic_units(tree, "file", "rule"), *type_units(tree, "file", "rule", 400)]
    return {unit.name: unit for unit in with_outcomes(tree, units, before, maker)}


def marked(units: dict[str, LogicUnit]) -> list[LogicUnit]:
    """With outcomes by which one sees that they were kept."""
    return [replace(unit, outcomes=NONE) for unit in units.values()]


def kept(language: str, text: str, *, maker: str = "1") -> set[str]:
    """The definitions of a changed text that are not evaluated once more."""
    before = marked(evaluated(language, TEXTS[language]))
    after = evaluated(language, text, before, maker)
    return {name for name, unit in after.items() if unit.outcomes == NONE}


@LANGUAGES
def test_what_is_written_beside_them_changes_nothing(language: str) -> None:
    text = TEXTS[language]
    every = {*evaluated(language, text)}

    assert kept(language, text) == every
    assert kept(language, text + UNRELATED[language]) >= every


@LANGUAGES
def test_what_they_name_is_looked_at_however_far_away(language: str) -> None:
    changed = TEXTS[language].replace("30", "40")

    assert kept(language, changed) & {"total", "Cart.Total", "Cart", "longest"} == {"longest"}


@LANGUAGES
def test_their_own_text_is_looked_at(language: str) -> None:
    text = TEXTS[language]
    every = {*evaluated(language, text)}

    assert kept(language, text.replace(">", ">=").replace('""', '"a"')) <= every - {"longest"}


def test_a_type_of_go_rests_on_all_that_mentions_it() -> None:
    more = GO + "func NewCart() *Cart { return &Cart{lines: nil} }\n"

    assert "Cart" in kept("go", GO)
    assert "Cart" not in kept("go", more)


def test_a_method_of_go_counts_for_whoever_mentions_its_type() -> None:
    """It may be called without being named, such as by what prints a value."""
    text = (
        GO
        + """
func (line Line) String() string { return "line" }
func label(line Line) string { return fmt.Sprint("[", line, "]", line, "!") }
"""
    )
    known = marked(evaluated("go", text))

    after = evaluated("go", text.replace('"line"', '"a line"'), known)

    assert evaluated("go", text, known)["label"].outcomes == NONE
    assert after["label"].outcomes != NONE


def test_what_is_done_to_a_value_at_the_top_level_is_looked_at() -> None:
    assert "total" not in kept("python", PYTHON + "LIMIT += 3\n")


def test_another_maker_evaluates_anew() -> None:
    assert kept("python", PYTHON, maker="2") == set()


def test_that_nothing_is_known_of_them_is_kept_as_well() -> None:
    before = [replace(unit, outcomes=None) for unit in evaluated("python", PYTHON).values()]

    after = evaluated("python", PYTHON, before)

    assert {unit.outcomes for unit in after.values()} == {None}


WALK = """class Walk(Base):
    def ends(self, start, many):
        for _ in range(many):
            start = self.next(start)
        return start"""
PRICED = """def priced(lines):
    total = 0
    for line in lines:
        total += line.price
    return rounded(total)"""
STEPS = """def steps(values):
    walk = Walk()
    return [walk.ends(value, 3) for value in values]"""
BASE = """class Base:
    step = {}
    def next(self, value):
        return value + self.step * 3"""
STATEMENTS = [
    ["RATE = 3", "RATE = 4", "RATE = table['a']"],
    ["table = {'a': 2}", "table = {'a': 5}", "table = dict(a=RATE)"],
    ["table.update(b=1)", "table = {}"],
    ["from math import floor as rounded", "from math import ceil as rounded"],
    ["def rounded(value):\n    return value // RATE * RATE", "rounded = round"],
    [BASE.format("2"), BASE.format("RATE")],
    [WALK, WALK.replace("many", "many + 1")],
    [PRICED, PRICED.replace("line.price", "line.price * RATE")],
    [STEPS],
]
FILES = st.tuples(*(st.none() | st.sampled_from(each) for each in STATEMENTS)).map(
    lambda chosen: "\n\n".join(each for each in chosen if each is not None) + "\n"
)


@given(before=FILES, after=FILES)
def test_what_is_kept_is_what_would_be_evaluated(before: str, after: str) -> None:
    known = evaluated("python", before).values()

    assert given_by(evaluated("python", after, known)) == given_by(evaluated("python", after))


def given_by(units: dict[str, LogicUnit]) -> dict[str, Outcomes | None]:
    return {name: unit.outcomes for name, unit in units.items()}
