"""Code as a row of units: what is compared, and what is no code at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinyarms_daemon.analysis.clones.units import Unit, units_of
from tinyarms_daemon.analysis.languages import CODE_LANGUAGES
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree


def units(language: str, text: str) -> tuple[Unit, ...]:
    return units_of(SyntaxTree(language, text))


def shapes(language: str, text: str) -> list[tuple[bytes, int]]:
    return [(unit.shape, unit.depth) for unit in units(language, text)]


def starts(language: str, text: str) -> list[str]:
    return [text[unit.start : unit.end].split("\n")[0] for unit in units(language, text)]


def test_statements_and_the_heads_of_blocks_are_units():
    text = "def f(a):\n    if a:\n        return g(a)\n    else:\n        h()\n    return None\n"

    assert starts("python", text) == [
        "def f(a):",
        "if a:",
        "return g(a)",
        "else:",
        "h()",
        "return None",
    ]
    assert [unit.depth for unit in units("python", text)] == [0, 1, 2, 2, 3, 1]
    assert [unit.after for unit in units("python", text)] == [6, 5, 3, 5, 5, 6]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("python", "x = (a\n     + b)\nf(x)\n", "x = a + b  # why\n\nf(x)\n"),
        ("python", "def f():\n    return g(1)\n", 'def f():\n    """Why."""\n    return g(1)\n'),
        ("python", "def f():\n    return g()\n", "async def f():\n    return await g()\n"),
        ("typescript", "if (a) { f(); }", "if (a)\n  f()"),
        ("typescript", "const f = (a) => g(a, b);", "const f = a => g(\n  a,\n  b,\n)"),
        ("typescript", "export function f() { g('a'); }", 'function f() { g("a") }'),
        ("java", "class A { public void f() { g(1); } }", "class A {\n  void f() {\n g(1);\n}\n}"),
        ("go", "package p\nfunc f() { g(1) }", "package p\n\n// why\nfunc f() {\n\tg(1)\n}\n"),
    ],
)
def test_layout_comments_and_marks_of_visibility_change_no_shape(language, one, other):
    assert [shape for shape, _ in shapes(language, one)] == [
        shape for shape, _ in shapes(language, other)
    ]


def test_other_names_and_values_change_words_alone():
    one, other = (
        units("python", f"{name} = fetch({value}, 'x')\n") for name, value in ("a1", "b2")
    )

    assert [unit.shape for unit in one] == [unit.shape for unit in other]
    assert [unit.words for unit in one] != [unit.words for unit in other]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", "import os\nfrom a import (\n    b,\n    c,\n)\n"),
        ("python", "NAMES = ['a', 'b']\nLIMITS = {'a': 1}\n"),
        ("python", "class A:\n    x: int = field(default=3)\n    y = Column(String)\n"),
        ("python", "@overload\ndef f(a: int) -> str: ...\n"),
        ("python", "def f(self):\n    '''Says.'''\n    raise NotImplementedError\n"),
        ("python", "urls = [" + "path('a', views.a, name='a'),\n" * 9 + "]\n"),
        ("typescript", "import { a } from 'b';\nexport { c } from 'd';\n"),
        ("typescript", "interface A { b: string; c(d: number): void }\ntype E = A | null;\n"),
        ("typescript", "export const schema = z.object({" + "a: z.string().min(1)," * 9 + "});\n"),
        ("go", 'package p\n\nimport (\n\t"fmt"\n)\n\ntype A struct {\n\tB int `json:"b"`\n}\n'),
        ("java", "package a;\nimport b.C;\nenum D { E, F }\ninterface G { int h(int i); }\n"),
        ("cpp", "#include <a>\nint f(int a);\nclass B { int c; void d() const; };\n"),
        ("csharp", "using A;\nnamespace B { class C { public int D { get; set; } } }\n"),
        ("php", "<?php\nenum A: string { case B = 'b'; case C = 'c'; case D = 'd'; }\n"),
        ("typescript", "enum A { B = 'b', C = 'c', D = 'd', E = 'e' }\n"),
        ("php", "<?php\nnamespace A;\nuse B\\C;\nclass D { private $e = 1; const F = 2; }\n"),
        ("rust", "use a::b;\nstruct C { d: i32 }\nenum E { F, G }\nconst H: i32 = 1;\n"),
        ("swift", "import A\nstruct B { let c: Int\n var d: String }\nenum E { case f, g }\n"),
    ],
)
def test_declarations_are_no_logic(language, text):
    assert not [unit for unit in units(language, text) if unit.tokens > 9]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("java", "enum D { E; int f() { return a(b(1) + 2); } }"),
        ("php", "<?php\nenum D { case E; function f(): int { return a(b(1) + 2); } }\n"),
    ],
)
def test_the_methods_of_an_enum_are_logic(language, text):
    assert [unit for unit in units(language, text) if unit.tokens > 9]


def test_the_parts_of_a_large_call_are_units():
    arguments = ",\n".join(f"    name_{number}=value_{number}.get({number})" for number in range(9))

    found = units("python", f"def f():\n    g(\n{arguments}\n    )\n")

    assert len(found) == 11


def test_data_counts_for_nothing():
    rows = ",\n".join(f"  {{ id: {number}, name: 'n{number}' }}" for number in range(20))

    found = units("typescript", f"function f() {{ return [\n{rows}\n]; }}")

    assert sum(unit.tokens for unit in found) < 10


def test_what_is_nested_deeper_than_anybody_writes_has_no_units():
    assert units("javascript", "f(" + "[" * 3000 + "g()" + "]" * 3000 + ");") == ()


@given(st.sampled_from(sorted(CODE_LANGUAGES)), st.text(max_size=200))
def test_any_text_has_units_that_lie_in_it(language, text):
    found = units(language, text)

    for index, unit in enumerate(found):
        assert 0 <= unit.start <= unit.end <= len(text)
        assert index < unit.after <= len(found)
