"""Which definitions are compared."""

from dataclasses import replace

from tests.rules.binding import rules_named
from tinyarms_daemon.analysis.analyze_file import analyze_bytes
from tinyarms_daemon.analysis.logic.units import logic_units, units_of
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree

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


def test_the_methods_of_a_type_of_go_are_one_unit_together_as_well() -> None:
    text = """package p

func (c *Cart) Add(item int) {
	for _, each := range c.items {
		if each == item {
			return
		}
	}
	c.items = append(c.items, item)
}

func (c *Cart) Sum() int {
	sum := 0
	for _, each := range c.items {
		sum += each * 2
	}
	return sum
}
"""

    units = logic_units(SyntaxTree("go", text), "cart.go", "semantic-duplication")

    assert [(each.name, each.is_type) for each in units] == [
        ("Cart.Add", False),
        ("Cart.Sum", False),
        ("Cart", True),
    ]
    assert (units[-1].start_line, units[-1].end_line) == (3, 18)
    assert units[-1].leaves == units[0].leaves + units[1].leaves
