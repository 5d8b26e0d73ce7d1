"""Which repetitions are patterns of a project, and which are the language's or on purpose."""

import pytest

from tests.rules.concluding import bound, concluded
from tinyarms_daemon.rules.cross_file_patterns import CrossFilePatterns

RULE = bound(CrossFilePatterns())
GUARD = """\
  if (!order.lines.length || order.total > customer.limit) {
    throw new OrderError("lines", order.number);
  }
"""


def told(statement: str, folder: str = "src") -> list[str]:
    files = {
        f"{folder}/{name}.js": f"function {name}(order, customer, cell, style, args) {{\n"
        f"{statement}  return {name}Of(order);\n}}\n"
        for name in ("ship", "bill", "print")
    }
    return [each.observation.message for each in concluded(RULE, files)]


def test_a_guard_in_three_files_is_a_validation() -> None:
    assert told(GUARD) == ["The same validation stands in 3 places of 3 files."]


def test_one_that_only_goes_another_way_validates_nothing() -> None:
    way = GUARD.replace("throw new", "return")

    assert told(way.replace("OrderError", "smallOrder")) == [
        "The same guard sequence stands in 3 places of 3 files."
    ]


def test_what_is_looked_up_is_no_request() -> None:
    looked_up = GUARD.replace("customer.limit", 'customer.get("limit")')

    assert told(looked_up) == ["The same validation stands in 3 places of 3 files."]
    assert told(looked_up.replace('"limit"', '"/limits"')) == [
        "The same request wrapper stands in 3 places of 3 files."
    ]


@pytest.mark.parametrize(
    "idiom",
    [
        "  for (var i = 0; i < args.length; ++i) {\n    args[i] = arguments[i];\n  }\n",
        "  Object.keys(style).forEach((key) => {\n    cell[key] = style[key];\n  });\n",
    ],
)
def test_an_idiom_of_the_language_is_no_pattern(idiom: str) -> None:
    assert not told(idiom)


def test_examples_repeat_on_purpose() -> None:
    assert not told(GUARD, "examples")


def test_that_a_module_can_be_run_is_no_pattern() -> None:
    guard = (
        'if __name__ == "__main__":\n    import doctest\n    import sys\n\n'
        "    sys.exit(doctest.testmod()[0])\n"
    )

    assert not concluded(RULE, {f"src/{name}.py": guard for name in ("ship", "bill", "print")})


def test_what_a_compiler_puts_into_each_file_is_no_pattern() -> None:
    helper = (
        "var __importStar = (this && this.__importStar) || function (mod) {\n"
        "    if (mod != null) for (var k in mod) if (k !== 'default' && own(mod, k))"
        " __createBinding(result.all, mod.exports, k);\n"
        "};\n"
    )

    assert not concluded(RULE, {f"lib/{name}.js": helper for name in ("ship", "bill", "print")})
    by_hand = helper.replace("__importStar", "copied").replace("(this && this.copied) || ", "")
    assert concluded(RULE, {f"lib/{name}.js": by_hand for name in ("ship", "bill", "print")})


@pytest.mark.parametrize("callee", ["super().__init__", "super(Order, self).__init__"])
def test_what_is_handed_up_to_a_base_is_no_pattern(callee: str) -> None:
    handed = (
        "class Order(Base):\n    def __init__(self, lines, customer, rate, currency, kind):\n"
        f"        {callee}(\n            lines=lines, customer=customer, rate=rate,\n"
        "            currency=currency, kind=kind,\n        )\n"
    )
    paths = [f"src/{name}.py" for name in ("ship", "bill", "print")]

    assert not concluded(RULE, dict.fromkeys(paths, handed))
    assert concluded(RULE, dict.fromkeys(paths, handed.replace(callee, "Base.checked().made")))


def test_a_request_that_is_handed_on_is_not_made() -> None:
    handed_on = GUARD.replace("order.lines.length", "allowed(request)")

    assert told(handed_on) == ["The same validation stands in 3 places of 3 files."]


def test_rows_of_tables_are_no_tables_of_their_own() -> None:
    row = '("enabled", "bool", "Activated", True)'
    tables = {
        f"src/{name}.py": f'OPTIONS = [{row}, ("{name}", "int", "Of this one", {number})]\n'
        for number, name in enumerate(("ship", "bill", "print"))
    }

    assert not concluded(RULE, tables)


def test_what_is_set_to_what_a_call_gives_is_computed() -> None:
    assert told(
        "  order.rate = rateOf(order.country, customer.kind, cell.coin, args.rebate, style.step);\n"
    ) == ["The same computation stands in 3 places of 3 files."]


def test_patterns_that_follow_each_other_everywhere_are_one() -> None:
    rows = "".join(f'  number{row}: new RegExp("^{row}[0-9]+$"),\n' for row in range(4))
    files = {
        f"src/{name}.js": (
            f"const {name} = {{\n{rows}  own: /{name}s?/,\n  last: /^[a-f]{{6}}$/,\n}};\n"
        )
        for name in ("ship", "bill", "print")
    }

    found = [each.observation for each in concluded(RULE, files)]

    assert [each.message for each in found] == [
        "The same regular expression stands in 3 places of 3 files, and 3 more beside it.",
        "The same regular expression stands in 3 places of 3 files.",
    ]
    assert (found[0].region.start.line, found[0].region.end.line) == (2, 5)
    assert [(place.start_line, place.end_line) for place in found[0].related] == [(2, 5), (2, 5)]
