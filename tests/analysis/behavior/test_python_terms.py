"""Python is translated as it is meant; what is not known is refused."""

import pytest
from hypothesis import given

from tests.analysis.behavior.wild_code import assert_translated_or_unsupported, wild_code
from tinyarms_daemon.analysis.behavior.python_terms import PythonTerms
from tinyarms_daemon.analysis.behavior.terms import (
    Arithmetic,
    Assign,
    Assigned,
    Augmented,
    Both,
    Break,
    Call,
    Class,
    Comparison,
    Comprehension,
    Constant,
    Define,
    Either,
    Evaluate,
    Expression,
    Fields,
    For,
    ForEach,
    Function,
    If,
    InputType,
    Item,
    Items,
    Member,
    Name,
    Pairs,
    Parameter,
    Raise,
    Rest,
    Return,
    Slice,
    Spread,
    Statement,
    Text,
    Try,
    Unary,
    Unpacked,
    Unsupported,
    Yielded,
)
from tinyarms_daemon.analysis.behavior.translator import CAUGHT
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree

a, b, c, f, x, y = (Name(name) for name in "abcfxy")


def expression(text: str) -> Expression:
    terms = PythonTerms(SyntaxTree("python", text))
    return terms.expression(terms.tree.root.named_children[0].named_children[0])


def statements(text: str) -> list[Statement]:
    terms = PythonTerms(SyntaxTree("python", text))
    return terms.statements(terms.tree.root)


def function(text: str) -> Function:
    terms = PythonTerms(SyntaxTree("python", text))
    return terms.function(terms.tree.root.named_children[0])


def class_of(text: str) -> Class:
    terms = PythonTerms(SyntaxTree("python", text))
    return terms.class_(terms.tree.root.named_children[0])


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("0x1_0", Constant(16)),
        ("1_0.5", Constant(10.5)),
        ("not a", Unary("not", a)),
        ("-a", Unary("negative", a)),
        ("a // b", Arithmetic("divide down", a, b)),
        ("a is not None", Comparison("unequal", a, Constant(None))),
        ("a not  in b", Comparison("not in", a, b)),
        ("a < b <= c", Both(Comparison("less", a, b), Comparison("at most", b, c))),
        ("a or b", Either(a, b)),
        ("a.x[b]", Item(Member(a, "x"), b)),
        ("a[1:]", Slice(a, Constant(1), None)),
        ("a[::b]", Slice(a, None, None, b)),
        ("a[b,]", Item(a, Items("tuple", [b]))),
        ("f(a, *b, x=y)", Call(f, [a, Spread(b)], [("x", y)])),
        ("[*a.x, b]", Items("list", [Spread(Member(a, "x")), b])),
        ("{*a}", Items("set", [Spread(a)])),
        ("f(a for a in b)", Call(f, [Comprehension("list", a, [ForEach(a, b)])])),
        (
            "{a: b for a, b in x if a if b}",
            Comprehension("map", b, [ForEach(Unpacked([a, b]), x), a, b], a),
        ),
        ("(a := 3)", Assigned(a, Constant(3))),
        ("{'a': 1, **b}", Pairs([(Constant("a"), Constant(1)), Spread(b)])),
        (r"'a\n\d\x41' r'\n'", Constant("a\n\\dA\\n")),
        ("f'{a:>5}{{b}}{c!r}'", Text([(a, ">5"), "{b}", (Call(Name("repr"), [c]), "")])),
        ("lambda a, b=1: a", Function([Parameter(a), Parameter(b, Constant(1))], a)),
        ("await a", a),
    ],
)
def test_expression(text, term):
    assert expression(text) == term


def test_operand_between_two_comparisons_is_called_once():
    middle = Name("*middle1")

    assert expression("a < f() < b") == Both(
        Comparison("less", a, Assigned(middle, Call(f, []))), Comparison("less", middle, b)
    )


def test_dictionary_with_names_within_a_function_is_a_record():
    record = Fields([("a", Constant(1))])

    assert function("def f(): return {'a': 1}").body == [Return(record)]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("a: int", []),
        ("a = b = 1", [Assign(b, Constant(1), True), Assign(a, b, True)]),
        ("a, *b = x", [Assign(Unpacked([a, Rest(b)]), x, True)]),
        ("a[b] **= 2", [Evaluate(Augmented("power", Item(a, b), Constant(2)))]),
        (
            "if a: pass\nelif b: x\nelse: y",
            [If(a, [], [If(b, [Evaluate(x)], [Evaluate(y)])])],
        ),
        (
            "for a in b:\n    break\nelse:\n    raise x",
            [For(a, b, [Break()], otherwise=[Raise()])],
        ),
        ("assert a, 'b'", [If(a, [], [Raise()])]),
        ("del a[b], x", [Evaluate(Call(Member(a, "pop"), [b]))]),
        ("del a[b:c]", [Assign(Slice(a, b, c), Items("list", []), False)]),
        ("with a as x, b: y", [Assign(x, a, True), Evaluate(b), Evaluate(y)]),
        ("with contextlib.suppress(KeyError): y", [Try([Evaluate(y)], handler=[])]),
        (
            "try: a\nexcept E as x: b\nelse: c\nfinally: y",
            [
                Try(
                    [Evaluate(a)],
                    [Assign(x, CAUGHT, True), Evaluate(b)],
                    [Evaluate(c)],
                    [Evaluate(y)],
                )
            ],
        ),
        ("import math, os.path", []),
        ("import os.path as x", [Assign(x, Member(Name("os"), "path"), True)]),
        ("from os import path as x, sep", [Assign(x, Member(Name("os"), "path"), True)]),
        ("'said to readers'\n...", []),
    ],
)
def test_statements(text, terms):
    assert statements(text) == terms


def test_case_is_a_choice_so_that_break_leaves_the_loop_around_it():
    text = "match a:\n    case -1 | 'x': break\n    case x.y: pass\n    case _: b"
    subject = Name("*subject")

    assert statements(text) == [
        Assign(subject, a, True),
        If(
            Either(
                Comparison("equal", subject, Unary("negative", Constant(1))),
                Comparison("equal", subject, Constant("x")),
            ),
            [Break()],
            [If(Comparison("equal", subject, Member(x, "y")), [], [Evaluate(b)])],
        ),
    ]


def test_nonlocal_variable_is_changed_and_not_declared():
    text = "def f():\n    a = 1\n    def g():\n        nonlocal a\n        a = 2\n        b = 3"
    inner = Function([], [Assign(a, Constant(2), False), Assign(b, Constant(3), True)])

    assert function(text).body == [Assign(a, Constant(1), True), Define("g", inner)]


def test_function_with_a_yield_of_its_own_is_a_generator():
    assert function("def f():\n    yield from a") == Function(
        [], [Evaluate(Yielded(a, gives_all=True))], is_generator=True
    )
    assert not function("def f():\n    return lambda: (yield)").is_generator


@pytest.mark.parametrize(
    ("written", "type_"),
    [
        ("int", InputType("number")),
        ("float | None", InputType("number", may_be_none=True)),
        ("typing.List[str]", InputType("list", InputType("text"))),
        ("Optional[dict[str, set[bool]]]",
         InputType("map", InputType("list", InputType("truth")), may_be_none=True)),
        ("Callable[[int], str]", InputType("function")),
        ("tuple[int, str]", InputType("record", parts=2)),
        ("dict[str, Any]", None),
        ("'Later'", None),
    ],
)  # fmt: skip
def test_parameter_has_what_its_annotation_says(written, type_):
    assert function(f"def f(a: {written}, /, *b: str): pass").parameters == [
        Parameter(a, type=type_),
        Parameter(b, takes_rest=True, type=InputType("text")),
    ]


def test_class_has_methods_getters_and_what_makes_its_objects():
    text = """
class A:
    x = 1
    y: int
    def __init__(me, a): me.a = a
    @property
    def size(self): return 1
    @staticmethod
    def of(b): return b
    @classmethod
    def _own(cls): return cls
    def __repr__(self): return self.a
"""
    assert class_of(text) == Class(
        "A",
        Function([Parameter(a)], [Assign(Member(Name("me"), "a"), a, True)], own_name="me"),
        {"x": Constant(1)},
        {
            "of": Function([Parameter(b)], [Return(b)]),
            "_own": Function([], [Return(Name("cls"))], own_name="cls"),
        },
        {"size": Function([], [Return(Constant(1))])},
        frozenset({"_own"}),
    )


def test_dataclass_takes_its_fields_in_order_and_fills_the_others():
    text = """
@dataclasses.dataclass(frozen=True)
class A:
    z: list = field(default_factory=list, init=False)
    n: ClassVar[int] = 3
    a: int
    b: str = field(default="x")
"""
    made = class_of(text)

    assert made.takes_fields
    assert list(made.fields.items()) == [
        ("a", None), ("b", Constant("x")), ("z", Items("list", [])), ("n", Constant(3)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    global a\n    a = 1",
        "def f(): return b'x'",
        "def f(): return 1j",
        "def f(): return f'{a=}'",
        "def f(): return f'{a:{b}}'",
        "def f(): return a @ b",
        "def f():\n    class A: pass",
        "def f():\n    match a:\n        case (b, c): pass",
        "def f():\n    match a:\n        case 1 if b: pass",
        "def f():\n    match a:\n        case b: pass",
        "def f():\n    def g():\n        nonlocal a\n        for a in b: pass",
        "def f(): return '\\ud800'",
        "def f(: pass",
        f"def f(): return {'9' * 5_000}",
    ],
)
def test_what_is_not_known_is_refused(text):
    with pytest.raises(Unsupported):
        function(text)


@pytest.mark.parametrize(
    "text",
    [
        "class A(B): pass",
        "@register\nclass A: pass",
        "class A:\n    @a.setter\n    def f(self, x): pass",
        "class A:\n    def __getattr__(self, name): pass",
        "class A:\n    def f(): pass",
        "class A:\n    for x in y: pass",
    ],
)
def test_class_with_more_than_its_text_says_is_refused(text):
    with pytest.raises(Unsupported):
        class_of(text)


@pytest.mark.parametrize(
    "value",
    [
        "(" * 3_000 + "a" + ")" * 3_000,
        "-" * 3_000 + "a",
        " + ".join(["a"] * 3_000),
        "lambda: " * 3_000 + "a",
    ],
)
def test_deep_code_is_refused(value):
    with pytest.raises(Unsupported):
        function(f"def f(): return {value}")


def test_of_a_deep_type_the_outer_levels_are_known():
    type_ = (
        function("def f(a: " + "list[" * 3_000 + "int" + "]" * 3_000 + "): pass").parameters[0].type
    )

    assert type_
    assert type_.kind == "list"


SOURCE = '''
@cache
def f(a, /, b: list[int] = 3, *c: str) -> int:
    x = y = f"a{x!r:>10}{{b}}\\n" "c" r"\\d"
    a, (b, *c), d[1:2] = 1, *e.f, {**a, "b": 0x1F, 2: not a}
    with open(a) as q, suppress(E): q += [i async for i in y if a < f() <= b if (z := c)]
    match x:
        case 1 | -2 | "a": return lambda u=1: (yield u)
        case A.B | None: del a[1], b[:2]
        case _: pass
    def g():
        nonlocal x
        x = yield from {k: v for k, (v, w) in h(*a, k=b).items()}
    try: import a.b as c
    except (A, B) as e: raise
    else:
        from x import y as z
    finally: assert a, "b"
    while a if b else c: continue
    else: return a[b, c], a[1:], -a ** ~b // c @ d

@dataclass
class A(Generic[T]):
    """Said."""
    x: int = field(default_factory=list, init=False)
    @property
    def y(self): return self.x is not None
    def _z(self, a): self.x[a] = {1, *a}
'''


@given(text=wild_code("python", SOURCE))
def test_any_text_gives_terms_or_is_refused(text):
    tree = SyntaxTree("python", text)

    assert_translated_or_unsupported(PythonTerms(tree), tree.root)
