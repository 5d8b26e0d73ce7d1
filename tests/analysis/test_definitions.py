import pytest

from tinyarms_daemon.analysis.definitions import definitions_of, symbol_at
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree

_CASES = {
    "python": ("class Cart:\n    def total(self):\n        return 37\n", "Cart.total"),
    "javascript": ("class Cart { total = () => { return 37; } }", "Cart.total"),
    "typescript": ("class Cart { total(): number { return 37; } }", "Cart.total"),
    "tsx": ("const Cart = memo(function () { return 37; });", "Cart"),
    "go": ("package p\n\nfunc (c *Cart[T]) Total() int { return 37 }\n", "Cart.Total"),
    "java": ("class Cart { int total() { return 37; } }", "Cart.total"),
    "cpp": ("int *Cart::total() { return 37; }", "Cart.total"),
    "csharp": ("namespace N { class Cart { int Total => 37; } }", "Cart.Total"),
    "php": ("<?php class Cart { function total() { return 37; } }", "Cart.total"),
    "bash": ("total() {\n  echo 37\n}\n", "total"),
    "rust": ("impl Cart { fn total(&self) -> i32 { 37 } }", "Cart.total"),
    "swift": ("extension Cart { func total() -> Int { return 37 } }", "Cart.total"),
    "css": (".cart { z-index: 37; }", ".cart"),
}


@pytest.mark.parametrize(("language", "case"), _CASES.items(), ids=_CASES)
def test_a_place_belongs_to_its_innermost_definition(language, case):
    text, symbol = case

    assert symbol_at(SyntaxTree(language, text), text.index("37")) == symbol


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("const total = () => 37;", "total"),
        ("cart.total = function () { return 37; };", "total"),
        ("const api = { total() { return 37; } };", "total"),
        ("const api = { total: () => 37 };", "total"),
        ("function outer() { function inner() { return 37; } }", "outer.inner"),
        ("function first() {}\nconst x = 37;", None),
        ("function first() { return 1; } use(37); function last() {}", None),
        ("export default () => 37;", None),
    ],
)
def test_a_script_names_functions_in_many_ways(text, symbol):
    assert symbol_at(SyntaxTree("javascript", text), text.index("37")) == symbol


def test_definitions_come_in_order_with_their_lines_and_what_they_stand_in():
    text = "class Cart:\n    def total(self):\n        return 1\n\n\ndef pay():\n    return 2\n"

    definitions = definitions_of(SyntaxTree("python", text))

    assert [
        (each.name, each.kind, each.region.start.line, each.region.end.line) for each in definitions
    ] == [
        ("Cart", "class", 1, 3),
        ("Cart.total", "function", 2, 3),
        ("pay", "function", 6, 7),
    ]
    assert [each.outer and each.outer.name for each in definitions] == [None, "Cart", None]
