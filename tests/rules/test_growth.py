"""What a file costs grows with its size, not with its square: steps are counted, not timed."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from tests.rules.binding import _bound
from tests.rules.concluding import bound, concluded
from tinyarms_daemon.analysis.analyze_file import analyze_bytes
from tinyarms_daemon.rules.registry import all_rules
from tinyarms_daemon.rules.simple_dry import SimpleDry

RULES = [_bound(rule, {}) for rule in all_rules()]


def numbers(many: int) -> str:
    return ", ".join(str(1_000 + 7 * each) for each in range(many))


def colors(many: int) -> str:
    return ", ".join(f'"#{each:06x}"' for each in range(many))


def steps(path: str, text: str) -> int:
    """The calls that all rules make for a file, those of built-in functions too."""
    return calls_in(lambda: analyze_bytes(path=path, content=text.encode(), rules=RULES))


def calls_in(work: Callable[[], object]) -> int:
    """The calls that something makes, those of built-in functions too."""
    counted = 0

    def count(frame: FrameType, event: str, of: object) -> None:
        nonlocal counted
        counted += 1

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted


def constants(machine: int, many: int) -> str:
    """A table of names, of which each second piece of 20 rows is the same for every machine."""
    rows = (
        f"NAME_{each} = Constant('NAME_{each}', {each if each // 20 % 2 else each * machine + 7})"
        for each in range(many)
    )
    return "\n".join(["from constant import Constant", *rows]) + "\n"


@pytest.mark.parametrize(
    ("path", "before", "items", "behind"),
    [
        ("src/a.py", "TABLE = (", numbers, ")\n"),
        ("src/a.py", "def f():\n    return g([", numbers, "], x)\n"),
        ("src/a.py", "def f():\n    g(", numbers, ")\n"),
        ("src/a.py", "def f(code):\n    return code in (", numbers, ")\n"),
        ("src/a.ts", "export const f = () => g([", numbers, "]);\n"),
        ("src/a.ts", "export const f = () => g([", colors, "]);\n"),
        ("src/a.go", "package a\n\nfunc f() { g(Table{", numbers, "}) }\n"),
    ],
)
def test_twice_as_many_items_take_some_twice_as_many_steps(path, before, items, behind):
    few, many = (steps(path, f"{before}{items(each)}{behind}") for each in (500, 1_000))

    assert many < 2.5 * few


def test_a_row_of_a_long_table_is_not_compared_with_all_those_around_it():
    rule = bound(SimpleDry())
    tables = {"src/arm.py": constants(3, 800), "src/mips.py": constants(5, 800)}

    assert calls_in(lambda: concluded(rule, tables)) < 1_000 * 1_600
