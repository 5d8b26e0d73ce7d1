import pytest

from tinyarms_daemon.analysis.literal_use import Role, name_of, uses_of
from tinyarms_daemon.analysis.numbers.literals import numbers_of
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree

_CASES = [
    ("python", "timeout = 37", Role.NAMED, "timeout"),
    ("python", "def f(timeout: int = 37): pass", Role.NAMED, "timeout"),
    ("python", "f(timeout=37)", Role.NAMED, "timeout"),
    ("python", "d = {'timeout': 37}", Role.NAMED, "timeout"),
    ("python", "d = {37: 'timeout'}", Role.KEY, ""),
    ("python", "self.score += 37", Role.AUGMENTED, "self.score"),
    ("python", "time.sleep(37)", Role.ARGUMENT, "time.sleep"),
    ("python", "if len(x) > 37: pass", Role.COMPARISON, "len"),
    ("python", "if 37 <= x < y: pass", Role.COMPARISON, "x"),
    ("python", "x = y or 37", Role.FALLBACK, "y"),
    ("python", "x = [37]", Role.ELEMENT, ""),
    ("python", "x[37]", Role.INDEX, ""),
    ("python", "x[:37]", Role.INDEX, ""),
    ("python", "x = y & 37", Role.BITWISE, "y"),
    ("python", "x = y if z else 37", Role.NAMED, "x"),
    ("python", "match x:\n    case 37: pass", Role.CASE, ""),
    ("python", "x = f'{37}'", Role.INTERPOLATED, ""),
    ("tsx", "const timeout = 37 as number;", Role.NAMED, "timeout"),
    ("tsx", "const { timeout = 37 } = options;", Role.NAMED, "timeout"),
    ("tsx", "<Box p={37} />;", Role.NAMED, "p"),
    ("tsx", "enum E { A = 37 }", Role.ENUM, "A"),
    ("tsx", "type T = 37;", Role.TYPE, ""),
    ("tsx", "const port = process.env.PORT ?? 37;", Role.FALLBACK, "process.env.PORT"),
    ("tsx", "x ??= 37;", Role.FALLBACK, "x"),
    ("tsx", "x?.wait(37);", Role.ARGUMENT, "x.wait"),
    ("tsx", "new Foo(37);", Role.ARGUMENT, "Foo"),
    ("tsx", "f(() => 37);", Role.RETURNED, ""),
    ("tsx", "(await response.status()) === 37;", Role.COMPARISON, "response.status"),
    ("go", "package p\nvar x = T{Timeout: 37}", Role.NAMED, "Timeout"),
    ("go", "package p\nfunc f() { x += 37 }", Role.AUGMENTED, "x"),
    ("go", "package p\nvar x [37]byte", Role.TYPE, ""),
    ("java", "class C { enum E { A(37) } }", Role.ENUM, "A"),
    ("java", "class C { void f() { a.b(37); } }", Role.ARGUMENT, "a.b"),
    ("java", "class C { @Size(37) int x; }", Role.DECLARED, ""),
    ("cpp", "Foo f(37);", Role.NAMED, "f"),
    ("cpp", "int y{37};", Role.NAMED, "y"),
    ("cpp", "std::array<int, 37> x;", Role.TYPE, ""),
    ("csharp", "Foo(name: 37);", Role.NAMED, "name"),
    ("csharp", "class C { int P => 37; }", Role.RETURNED, ""),
    ("php", "<?php $x = ['k' => 37];", Role.NAMED, "k"),
    ("php", "<?php $x = [37];", Role.ELEMENT, ""),
    ("bash", "sleep 37", Role.ARGUMENT, "sleep"),
    ("bash", "(( x > 37 ))", Role.COMPARISON, "x"),
    ("rust", "fn f() { for i in 0..37 {} }", Role.RANGE, ""),
    ("rust", "fn f() { vec![37] }", Role.DECLARED, ""),
    ("swift", "f(name: 37)", Role.NAMED, "name"),
    ("swift", "let x = y ?? 37", Role.FALLBACK, "y"),
    ("swift", "x[37]", Role.INDEX, ""),
    ("swift", "let x = y * 37", Role.ARITHMETIC, "y"),
]


@pytest.mark.parametrize(
    ("language", "text", "role", "name"),
    _CASES,
    ids=[f"{language}: {text}" for language, text, _, _ in _CASES],
)
def test_a_number_has_a_role_and_what_it_is_used_with_a_name(language, text, role, name):
    tree = SyntaxTree(language, text)
    (number,) = [node for node in numbers_of(tree) if tree.text_of(node) == "37"]

    use = next(uses_of(tree, number))

    assert (use.role, use.name) == (role, name)


def test_the_way_outwards_passes_what_only_wraps():
    tree = SyntaxTree("tsx", "const theme = create({ style: { width: (37) } });")
    (number,) = numbers_of(tree)

    uses = [(use.role, use.name) for use in uses_of(tree, number) if use.role is not Role.OTHER]

    assert uses == [
        (Role.NAMED, "width"),
        (Role.NAMED, "style"),
        (Role.ARGUMENT, "create"),
        (Role.NAMED, "theme"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a.b.c", "a.b.c"),
        ("a[0].b", "b"),
        ("f(x).g(y)", "g"),
        ("(await f())", "f"),
        ("this.x!", "this.x"),
        ("1 + 2", ""),
        ("'text'", "text"),
    ],
)
def test_an_expression_is_called_by_its_end(text, name):
    tree = SyntaxTree("tsx", f"x = {text}")
    (value,) = tree.captures("(assignment_expression right: (_) @value)")["value"]

    assert name_of(tree, value) == name
