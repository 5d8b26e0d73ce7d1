"""Classes that do everything, and those that only look like it."""

import re
from pathlib import Path

import pytest

from tests.rules.concluding import bound, concluded
from tinyarms_daemon.analysis.rule import BoundRule
from tinyarms_daemon.domain.findings.project import Conclusion
from tinyarms_daemon.rules.architectural_anti_patterns import ArchitecturalAntiPatterns

SMALL = {"class_complexity": 8, "class_foreign_data": 2}
RULE = bound(ArchitecturalAntiPatterns(), **SMALL)
EVERYTHING = (
    Path(__file__).parents[2]
    / "config/validation/architectural-anti-patterns/god-class-typescript/Editor.ts"
)
DUTIES = ("price", "print", "mail", "store")


def found(text: str) -> list[str | None]:
    return [each.observation.symbol for each in told({"shop.py": text})]


def told(files: dict[str, str], rule: BoundRule = RULE) -> list[Conclusion]:
    return concluded(rule, files | held_by_others("".join(files.values())))


def held_by_others(text: str) -> dict[str, str]:
    """A class that holds the data which a text asks others for."""
    names = sorted(set(re.findall(r"other\.(\w+)", text)))
    fields = "".join(f"    {name}: int\n" for name in names)
    return {"orders.py": f"class Order:\n{fields}"}


def method(name: str, own: str, *others: str) -> str:
    tests = "".join(f"        if {other}:\n            return {own}\n" for other in others)
    return f"    def {name}(self, other):\n{tests}        return None\n\n"


def torn(*names: str) -> str:
    """Methods that each use data of their own, and those of another."""
    return "".join(
        method(name, f"self.{name}_own", f"other.{name}_size", f"other.{name}_date")
        for name in names
    )


def test_a_class_that_reads_the_data_of_many_others_is_told() -> None:
    assert found("class Shop:\n" + torn(*DUTIES)) == ["Shop"]


def test_a_small_one_that_reaches_everywhere_is_told_by_the_usual_limits() -> None:
    text = EVERYTHING.read_text(encoding="utf-8")

    (conclusion,) = concluded(bound(ArchitecturalAntiPatterns()), {"Editor.ts": text})

    assert conclusion.observation.symbol == "Editor"


def test_one_that_reads_another_of_its_own_kind_is_not() -> None:
    text = "class Amount:\n" + "".join(
        method(name, f"self.{name}", f"other.{name}", f"not other.{name}") for name in DUTIES
    )

    assert not found(text)


def test_what_imported_modules_have_is_no_data_of_others() -> None:
    text = "import limits\n\n\nclass Shop:\n" + torn(*DUTIES).replace("if other.", "if limits.")

    assert not found(text)


def test_a_base_whose_methods_hold_no_data_is_not_torn_apart() -> None:
    hooks = "".join(
        method(f"{name}_sql", "other", f"other.{name}_size", f"other.{name}_date")
        for name in ("limit", "order", "cast", "lookup", "lock", "extract", "trunc", "quote")
    )

    assert not found("class Operations:\n" + hooks + torn("connect"))


def test_the_cases_of_a_visitor_are_one_responsibility() -> None:
    text = "class Printer:\n" + torn("visit_call", "visit_name", "visit_loop", "print")

    assert not found(text)


def test_two_kinds_of_cases_are_one_responsibility_too() -> None:
    names = [f"{verb}_{what}" for verb in ("visit", "leave") for what in ("call", "name", "loop")]

    assert not found("class Printer:\n" + torn(*names, "print"))


def speaking(head: str, own: str, above: str = "", **options: int) -> bool:
    """Whether a class is told whose methods speak of eight words, each with data of `own`; `above`
    it stands what its file imports."""
    names = [f"{verb}_{what}" for verb in DUTIES for what in ("cart", "cash", "wall", "roof")]
    text = f"{above}class {head}:\n" + "".join(
        method(name, own.format(name), "other", "not other") for name in names
    )
    rule = bound(ArchitecturalAntiPatterns(), **{"class_words": 8, "class_clusters": 99} | options)
    return bool(told({"shop.py": text}, rule))


def test_a_class_that_speaks_of_much_is_told() -> None:
    assert speaking("Shop", "self.{}_own")
    assert not speaking("Shop", "self.{}_own", class_words=9)


def joining(*imports: str, own: str = "self.{}_own", **options: int) -> bool:
    """Whether a class of eight words is told whose file imports so much; with 24 it spans much."""
    head = "".join(f"{line}\n" for line in imports)
    options = {"class_span": 24, "class_words": 99} | options
    return speaking("Shop", own, head, **options)


def test_a_class_that_speaks_of_much_and_joins_many_modules_is_told() -> None:
    assert joining("import json", "import mail", "from stock import shelves")
    assert not joining("import json", "import mail")
    assert not joining("import json", "import mail", "from mail import send")
    # Less of one is made up for by more of the other, and common data changes nothing.
    assert joining("import json", "import mail", class_span=16)
    assert joining("import json", "import mail, stock", own="self.state, self.{}_own")


def test_modules_that_are_needed_for_types_alone_are_not_joined() -> None:
    typing = ("from typing import TYPE_CHECKING", "if TYPE_CHECKING:\n    import stock")

    assert not joining("import json", *typing)
    assert joining("import json", "import stock", *typing)


def test_one_that_joins_many_modules_and_holds_little_has_one_job() -> None:
    assert not joining("import json", "import mail, stock", class_fields=16)


def test_a_type_of_go_joins_what_any_file_of_its_methods_imports() -> None:
    def part(name: str, *verbs: str) -> str:
        methods = "".join(
            f"func (shop *Shop) {verb}{what}(other int) int {{\n"
            f"\tif other > 1 || other < 0 {{\n\t\treturn shop.own{verb}{what}\n\t}}\n"
            f"\treturn 0\n}}\n\n"
            for verb in verbs
            for what in ("Cart", "Cash", "Wall", "Roof")
        )
        return f'package shop\n\nimport "{name}"\n\n{methods}'

    files = {
        "shop/one.go": part("fmt", "price", "print"),
        "shop/two.go": part("net", "mail", "store"),
    }

    for span, is_told in ((16, True), (17, False)):
        rule = bound(ArchitecturalAntiPatterns(), class_span=span, class_clusters=99)
        assert bool(told(files, rule)) is is_told


VERBS = {
    "price": ("quote", "round", "cut"),
    "print": ("draft", "proof", "bind"),
    "mail": ("seal", "stamp", "send"),
    "store": ("stack", "count", "lock"),
}


REACHING = ("other.{}_{}_size", "other.{}_date")


def torn_apart(own: str, *sizes: str) -> str:
    """A class of which three methods each speak of one duty."""
    return "class Shop:\n" + "".join(
        method(f"{verb}_{duty}", own.format(duty), *(size.format(verb, duty) for size in sizes))
        for duty, verbs in VERBS.items()
        for verb in verbs
    )


def falling_apart(own: str, *sizes: str, **options: int) -> bool:
    """Whether it is told."""
    rule = bound(ArchitecturalAntiPatterns(), **{"class_complexity": 8} | options)
    return bool(told({"shop.py": torn_apart(own, *sizes)}, rule))


def test_a_class_that_falls_into_unrelated_clusters_is_told_by_the_published_figures() -> None:
    assert falling_apart("self.{}_own", *REACHING)
    assert not falling_apart("self.{}_own", *REACHING, class_clusters=5)
    assert not falling_apart("self.{}_own", *REACHING, class_complexity=100)
    assert not falling_apart("self.state, self.{}_own", *REACHING)


def test_one_that_falls_into_clusters_reaches_for_much_or_has_much() -> None:
    assert not falling_apart("self.{}_own", "other", "not other")
    assert falling_apart("self.{}_own", "other", "not other", class_fields=3)


def test_what_decides_little_says_nothing() -> None:
    assert speaking("Shop", "self.{}_own", method_complexity=2)
    assert not speaking("Shop", "self.{}_own", method_complexity=3)


def test_one_that_holds_little_has_one_job_unless_it_holds_helpers() -> None:
    assert not speaking("Shop", "self.{}_own", class_fields=16)
    assert speaking("ShopUtil", "self.{}_own", class_fields=16)


def test_one_whose_methods_have_data_in_common_is_not() -> None:
    assert not speaking("Shop", "self.state, self.{}_own")


def test_the_commands_of_a_client_go_one_way() -> None:
    def command(name: str) -> str:
        return method(name, "self.send(other)", f"other.{name}_size", f"other.{name}_date")

    commands = "".join(command(f"{verb}_cart") for verb in ("list", "make", "drop", "fill", "find"))
    sending = method("send", "self.socket_own", "other.send_size", "other.send_date")

    assert not found("class Client:\n" + sending + commands + torn(*DUTIES[:2]))
    # What it does besides is more.
    assert found("class Client:\n" + sending + commands + torn(*DUTIES, "pack", "weigh", "count"))


def test_what_a_missing_module_holds_may_be_all_that_is_reached_for() -> None:
    text = torn_apart("self.{}_own", *REACHING)
    missing = "from .orders import Order\n\n\n"

    assert not concluded(RULE, {"it/shop.py": text})
    assert concluded(RULE, {"it/shop.py": missing + text})
    there = {"it/__init__.py": "", "it/orders.py": "class Order:\n    number = 1\n"}
    assert not concluded(RULE, there | {"it/shop.py": missing + text})


def test_one_that_names_what_it_needs_is_not_judged_by_what_it_reaches_for() -> None:
    text = "class Shop:\n" + torn(*DUTIES)

    assert found(text)
    assert not found("import json\n\n\n" + text)


def test_what_only_libraries_have_is_no_data_of_others() -> None:
    files = {"shop.py": "class Shop:\n" + torn(*DUTIES)}

    assert not concluded(RULE, files)
    assert told(files)


def test_a_property_is_data_that_its_class_holds() -> None:
    names = (f"{name}_{what}" for name in DUTIES for what in ("size", "date"))
    order = "class Order:\n" + "".join(
        f"    @property\n    def {name}(self):\n        return 1\n\n" for name in names
    )

    assert concluded(RULE, {"shop.py": "class Shop:\n" + torn(*DUTIES), "orders.py": order})


@pytest.mark.parametrize("path", ["shop.py", "shop.ts"])
def test_properties_are_no_methods(path: str) -> None:
    is_python = path.endswith(".py")
    one = (
        "    @property\n    def {0}(self):\n        if other.{0}_size or other.{0}_date:\n"
        "            return self._{0}\n        return None\n\n"
        if is_python
        else "  get {0}() {{ if (other.{0}_size || other.{0}_date) return this._{0}; }}\n"
    )
    properties = "".join(map(one.format, DUTIES))
    text = f"class Shop:\n{properties}" if is_python else f"class Shop {{\n{properties}}}\n"

    assert not told({path: text})
    assert told({path: text.replace("    @property\n", "").replace("get ", "")})


def test_constants_are_no_data_that_methods_have_in_common() -> None:
    logging = torn(*DUTIES).replace("return self", "return self.TAG, self")

    assert found("class Shop:\n" + logging) == ["Shop"]


def test_one_that_needs_nobody_is_not() -> None:
    text = "".join(method(name, f"self.{name}", f"self.{name}_size") for name in DUTIES)

    assert not found("class Shop:\n" + text)


JAVA = """class Shop {{
  int priceOwn, printOwn, mailOwn, storeOwn;
{methods}}}
"""


def java_method(name: str, own: str) -> str:
    return (
        f"  int {name}(Order other) {{\n    if (other.{name}_size > 1) {{ return {own}; }}\n"
        f"    if (other.{name}_date > 1) {{ return 2; }}\n    return 0;\n  }}\n"
    )


def test_a_field_of_java_is_used_by_its_bare_name() -> None:
    apart = "".join(java_method(name, f"{name}Own") for name in DUTIES)
    together = "".join(java_method(name, "priceOwn") for name in DUTIES)

    assert [
        each.observation.symbol for each in told({"Shop.java": JAVA.format(methods=apart)})
    ] == ["Shop"]
    assert not told({"Shop.java": JAVA.format(methods=together)})


def test_a_parameter_of_that_name_is_no_field() -> None:
    methods = "".join(java_method(name, f"{name}Own") for name in DUTIES)
    passed = "".join(
        java_method(name, "priceOwn").replace("other)", "other, int priceOwn)") for name in DUTIES
    )

    assert told({"Shop.java": JAVA.format(methods=methods)})
    assert not told({"Shop.java": JAVA.format(methods=passed)})  # no method uses data of its own


ASKED = "other.{0}_size || other.{0}_date"


@pytest.mark.parametrize(
    ("path", "head", "member"),
    [
        (
            "Shop.php",
            "<?php\nclass Shop {{\n{}}}\n",
            (
                "function {0}($other) {{\n  if ($other->{0}_size || $other->{0}_date)"
                " return $this->{0}Own;\n}}\n"
            ),
        ),
        (
            "Shop.swift",
            "class Shop {{\n{}}}\n",
            (
                f"func {{0}}(other: Order) -> Int {{{{ if {ASKED} {{{{ return self.{{0}}Own }}}}\n"
                "  return 0\n}}\n"
            ),
        ),
        (
            "Shop.cs",
            "class Shop {{\nint priceOwn, printOwn, mailOwn, storeOwn;\n{}}}\n",
            f"int {{0}}(Order other) {{{{ if ({ASKED}) {{{{ return {{0}}Own; }}}} return 0; }}}}\n",
        ),
        (
            "shop.cpp",
            "class Shop {{\nint priceOwn, printOwn, mailOwn, storeOwn;\n{}}};\n",
            f"int {{0}}(Order& other) {{{{ if ({ASKED}) return {{0}}Own; return 0; }}}}\n",
        ),
        (
            "shop.js",
            "function Shop() {{}}\n{}",
            (
                "Shop.prototype.{0} = function (other) {{\n"
                f"  if ({ASKED}) return this.{{0}}Own;\n}}}};\n"
            ),
        ),
        (
            "shop.ts",
            "shop.Shop = class {{\n{}}};\n",
            f"  {{0}}(other: Order) {{{{ if ({ASKED}) return this.{{0}}Own; }}}}\n",
        ),
        (
            "cart.js",
            "Shop.prototype = {{\n{}}};\n",
            f"  {{0}}(other) {{{{ if ({ASKED}) return this.{{0}}Own; }}}},\n",
        ),
    ],
)
def test_every_language_has_its_own_way_to_the_data(path: str, head: str, member: str) -> None:
    text = head.format("".join(map(member.format, DUTIES)))
    order = held_by_others("".join(f"other.{name}_size other.{name}_date " for name in DUTIES))

    assert [each.observation.symbol for each in concluded(RULE, {path: text} | order)] == ["Shop"]
    cohesive = re.sub(r"(price|print|mail|store)Own", "priceOwn", text)
    assert not concluded(RULE, {path: cohesive} | order)


def test_cases_may_be_named_after_what_they_make() -> None:
    text = "class Printer:\n" + torn("call_sql", "name_sql", "loop_sql", "print")

    assert not found(text)


def test_a_dispatcher_that_does_much_besides_is_told() -> None:
    cases = torn("visit_call", "visit_name", "visit_loop", "visit_block", "visit_line")

    assert found("class Compiler:\n" + cases + torn(*DUTIES)) == ["Compiler"]


def test_operators_of_a_value_are_no_responsibilities() -> None:
    text = "class Point:\n" + "".join(
        method(f"__{name}__", f"self.{name}_own", f"other.{name}_x", f"other.{name}_y")
        for name in ("add", "sub", "lt", "contains")
    )

    assert not found(text)


def test_a_facade_of_methods_that_decide_nothing_has_no_weight() -> None:
    text = "class Shop:\n" + "".join(
        f"    def {name}_{what}(self, other):\n"
        f"        self.{name}.{what}(other.{name}_{what}_date)\n\n"
        for name in DUTIES
        for what in ("open", "close", "list")
    )

    assert not found(text)


def test_a_god_object_in_a_catalog_is_told_all_the_same() -> None:
    assert found("class Shop(Base):\n" + torn(*DUTIES) + "class Stall(Base):\n    pass\n") == [
        "Shop"
    ]


def test_one_dialect_of_many_is_judged_by_what_it_adds() -> None:
    base = "class Dialect:\n" + torn(*DUTIES)
    files = {"base.py": base, "sqlite.py": base.replace("Dialect:", "Sqlite(base.Dialect):")}

    assert [each.path for each in told(files)] == ["base.py"]


def test_a_class_called_as_its_base_is_judged_by_what_it_adds() -> None:
    base = "class Channel:\n" + torn(*DUTIES)
    redis = "class Channel(virtual.Channel):\n" + torn("connect", "watch", "poll", "merge")

    found_in = [each.path for each in told({"virtual.py": base, "redis.py": redis})]

    assert found_in == ["redis.py", "virtual.py"]


def go_method(name: str) -> str:
    return (
        f"func (s *Shop) {name}(other *Cart) int {{\n"
        f"\tif other.{name}Size > 1 || other.{name}Date > 2 {{\n\t\treturn s.{name}Own\n\t}}\n"
        f"\treturn 0\n}}\n\n"
    )


def test_a_type_of_go_is_one_whatever_files_its_methods_stand_in() -> None:
    several = {
        "shop/price.go": "package shop\n\n" + "".join(map(go_method, ("price", "rebate", "tax"))),
        "shop/store.go": "package shop\n\n" + "".join(map(go_method, ("stock", "order"))),
    }

    (said,) = told(several)

    assert (said.path, said.observation.symbol) == ("shop/price.go", "Shop")
    assert "has 5 methods" in said.observation.message


def test_what_holds_together_loosely_is_told_in_its_parts() -> None:
    duties = {
        duty: [f"{verb}_{duty}" for verb in ("open", "close", "check", "repair")]
        for duty in ("wall", "roof", "cellar", "garden")
    }
    text = "class House:\n" + "".join(
        method(name, f"self.{duty}", f"other.{name}_size", f"other.{name}_date")
        for duty, names in duties.items()
        for name in names
    )
    # One method that needs everything makes one of all four.
    text += "    def visit(self, other):\n"
    text += "        return self.wall, self.roof, self.cellar, self.garden\n"

    (said,) = told({"house.py": text})

    names = said.observation.suggestion
    assert names is not None
    assert "open_wall, close_wall, check_wall, repair_wall" in names
    assert "open_roof, close_roof, check_roof, repair_roof" in names
    numbers = {
        place.note.rpartition("_")[2]: place.note.partition(":")[0]
        for place in said.observation.related
    }
    assert len(set(numbers.values())) == len(duties)
