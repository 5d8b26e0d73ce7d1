"""Classes that do everything, and those that only look like it."""

from tests.rules.concluding import bound, concluded
from tinyarms_daemon.rules.architectural_anti_patterns import ArchitecturalAntiPatterns

RULE = bound(ArchitecturalAntiPatterns(), class_complexity=8, class_foreign_data=2)


def found(text: str) -> list[str | None]:
    return [each.observation.symbol for each in concluded(RULE, {"shop.py": text})]


def method(name: str, own: str, *others: str) -> str:
    tests = "".join(f"        if {other}:\n            return self.{own}\n" for other in others)
    return f"    def {name}(self, other):\n{tests}        return None\n\n"


def test_a_class_that_reads_the_data_of_many_others_is_told() -> None:
    text = "class Shop:\n" + "".join(
        method(f"do{n}", f"own{n}", f"other.a{n}", f"other.b{n}") for n in range(4)
    )

    assert found(text) == ["Shop"]


def test_one_that_reads_another_of_its_own_kind_is_not() -> None:
    text = "class Amount:\n" + "".join(
        method(f"compare{n}", f"own{n}", f"other.own{n}", f"not other.own{n}") for n in range(4)
    )

    assert not found(text)
