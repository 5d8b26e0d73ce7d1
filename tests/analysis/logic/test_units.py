"""Which definitions are compared."""

from dataclasses import replace

from tests.rules.binding import rules_named
from tinyarms_daemon.analysis.analyze_file import analyze_bytes
from tinyarms_daemon.analysis.logic.units import units_of

METHOD = """
    def {name}(self, lines):
        total = 0
        for line in lines:
            total += line.amount * line.price
        return round(total, 2)
"""
TEXT = "class Basket:" + "".join(METHOD.format(name=name) for name in ("sum", "tax", "net"))


def compared(**options: int) -> list[str]:
    """The names of what the rule learns of TEXT."""
    (bound,) = rules_named("semantic-duplication")
    rule = replace(bound, options=replace(bound.options, **options))
    facts = analyze_bytes(path="basket.py", content=TEXT.encode(), rules=[rule]).facts
    return [unit.name for fact in facts if fact.kind == "units" for unit in units_of("", fact.data)]


def test_a_class_is_compared_beside_its_methods() -> None:
    assert sorted(compared()) == ["Basket", "Basket.net", "Basket.sum", "Basket.tax"]


def test_of_a_class_that_is_too_large_the_methods_are_compared() -> None:
    assert compared(most_tokens=60) == ["Basket.sum", "Basket.tax", "Basket.net"]


def test_what_is_too_small_is_not_compared() -> None:
    assert compared(least_tokens=60) == ["Basket"]
