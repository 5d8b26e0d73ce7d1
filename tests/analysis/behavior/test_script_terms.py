import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tinyarms_daemon.analysis.behavior.script_terms import ScriptTerms
from tinyarms_daemon.analysis.behavior.terms import (
    Arithmetic,
    Assign,
    Assigned,
    Augmented,
    Block,
    Both,
    Break,
    Call,
    Choice,
    Comparison,
    Constant,
    Continue,
    Define,
    Either,
    Evaluate,
    Fallback,
    Fields,
    For,
    Function,
    If,
    Ignored,
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
    Spread,
    Stepped,
    Switch,
    Text,
    Try,
    Unary,
    Unpacked,
    UnpackedFields,
    Unsupported,
    While,
    WithDefault,
    Yielded,
)
from tinyarms_daemon.analysis.behavior.translator import CAUGHT
from tinyarms_daemon.analysis.behavior.values import GlobalPattern
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree

A, B, C, X = Name("a"), Name("b"), Name("c"), Name("x")
NONE = Constant(None)
ONE = Constant(1)


def expression_of(source, language="typescript"):
    tree = SyntaxTree(language, f"({source})")
    (node,) = tree.find("(program (expression_statement (parenthesized_expression) @it))")
    return ScriptTerms(tree).expression(node)


def statements_of(source, language="typescript"):
    tree = SyntaxTree(language, source)
    return ScriptTerms(tree).statements(tree.root)


def function_of(source, language="typescript"):
    (statement,) = statements_of(source, language)
    return statement.function


def class_of(source, language="typescript"):
    tree = SyntaxTree(language, source)
    return ScriptTerms(tree).class_(tree.root.named_children[0])


@pytest.mark.parametrize(
    ("source", "term"),
    [
        ("1_000", Constant(1000)),
        ("1.0", Constant(1)),
        ("0x1F", Constant(31)),
        ("2.5e-1", Constant(0.25)),
        ("undefined", NONE),
        ("null", NONE),
        ("true", Constant(True)),
        ("Infinity", Constant(float("inf"))),
        (r"'a\n\x41\u0042\''", Constant("a\nAB'")),
        ("`a`", Constant("a")),
        ("``", Constant("")),
        (r"`a\n${b}c`", Text(["a\n", (B, ""), "c"])),
        ("this", Name("this")),
        ("((a))", A),
        ("await a", A),
        ("a as number", A),
        ("a satisfies T", A),
        ("a!", A),
        ("<T>a", A),
        ("[a, ...b]", Items("list", [A, Spread(B)])),
        ("{}", Pairs([])),
        ("{a, 'b': 1, ...c}", Fields([("a", A), ("b", ONE), Spread(C)])),
        ("{[a]: 1, b}", Pairs([(A, ONE), (Constant("b"), B)])),
        ("{1: a}", Pairs([(ONE, A)])),
        ("{f() {}}", Fields([("f", Function([], [], own_name="this"))])),
        ("a + b", Arithmetic("add", A, B)),
        ("a ** b", Arithmetic("power", A, B)),
        (
            "a >>> 1",
            Arithmetic("shift right", Arithmetic("and", A, Constant(0xFFFFFFFF)), ONE),
        ),
        ("a === b", Comparison("equal", A, B)),
        ("a != b", Comparison("unequal", A, B)),
        ("typeof a === 'undefined'", Comparison("equal", A, NONE)),
        ("a in b", Comparison("in", A, B)),
        ("a && b", Both(A, B)),
        ("a || b", Either(A, B)),
        ("a ?? b", Fallback(A, B)),
        ("!a", Unary("not", A)),
        ("+a", Unary("positive", A)),
        ("void 0", NONE),
        ("void a()", Call(Function([Parameter(Ignored())], NONE), [Call(A, [])])),
        ("delete a.b", Call(Member(A, "delete"), [Constant("b")])),
        ("delete a[b]", Call(Member(A, "delete"), [B])),
        ("a ? b : c", Choice(A, B, C)),
        ("a.b", Member(A, "b")),
        ("a.#b", Member(A, "#b")),
        ("a[b]", Item(A, B)),
        ("a(b, ...c)", Call(A, [B, Spread(C)])),
        ("a = b", Assigned(A, B)),
        ("[a, b] = c", Assigned(Unpacked([A, B]), C)),
        ("a.b += 1", Augmented("add", Member(A, "b"), ONE)),
        ("a ??= b", Augmented("fallback", A, B)),
        ("a++", Stepped(A, 1, gives_new=False)),
        ("--a[b]", Stepped(Item(A, B), -1, gives_new=True)),
        ("new Map<string, number>()", Call(Name("new Map"), [])),
        ("new Set(a)", Call(Name("new Set"), [A])),
        ("new Date", Call(Name("new Date"), [])),
        ("new Point(1)", Call(Name("Point"), [ONE])),
        ("new RangeError('no')", Fields([])),
        ("a => a", Function([Parameter(A)], A)),
        ("function () { return }", Function([], [Return()])),
    ],
)
def test_an_expression_becomes_a_term(source, term):
    assert expression_of(source) == term


def present(value, rest):
    return Choice(Comparison("equal", value, NONE), NONE, rest)


@pytest.mark.parametrize(
    ("source", "term"),
    [
        ("a?.b", Member(A, "b", is_optional=True)),
        ("a?.b()", Call(Member(A, "b", is_optional=True), [])),
        ("a?.b?.c", Member(Member(A, "b", is_optional=True), "c", is_optional=True)),
        ("a?.(b)", Call(A, [B], is_optional=True)),
        ("(a?.b).c", Member(Member(A, "b", is_optional=True), "c")),
        ("a?.b.c", present(A, Member(Member(A, "b"), "c"))),
        ("a?.b!.c", present(A, Member(Member(A, "b"), "c"))),
        ("a?.b.c()", present(A, Call(Member(Member(A, "b"), "c"), []))),
        ("a?.[b]", present(A, Item(A, B))),
        ("a.b?.(c)", present(Member(A, "b"), Call(Member(A, "b"), [C]))),
    ],
)
def test_all_the_rest_of_a_chain_is_left_out_where_a_value_is_missing(source, term):
    assert expression_of(source) == term


def test_a_value_that_may_be_missing_is_computed_once():
    term = expression_of("a()?.b.c")

    owner = Name("*owner")
    body = present(owner, Member(Member(owner, "b"), "c"))
    assert term == Call(Function([Parameter(owner)], body), [Call(A, [])])


def test_a_pattern_knows_whether_it_stands_for_all_matches():
    one, all_ = expression_of("/b+/i"), expression_of("/b+/g")

    assert one.value.search("aBB")[0] == "BB"
    assert isinstance(all_.value, GlobalPattern)
    assert all_.value.pattern.pattern == "b+"


@pytest.mark.parametrize(
    ("source", "terms"),
    [
        ("a();", [Evaluate(Call(A, []))]),
        ("'use strict';", []),
        ("a = 1, b++;", [Assign(A, ONE, False), Evaluate(Stepped(B, 1, False))]),
        ("let a = 1, b;", [Assign(A, ONE, True), Assign(B, NONE, True)]),
        (
            "const [a, , b = 1, ...c] = x;",
            [Assign(Unpacked([A, Ignored(), WithDefault(B, ONE), Rest(C)]), X, True)],
        ),
        (
            "const {a, b: {c}, x = 1, ...y} = z;",
            [
                Assign(
                    UnpackedFields(
                        [
                            ("a", A),
                            ("b", UnpackedFields([("c", C)])),
                            ("x", WithDefault(X, ONE)),
                        ],
                        Name("y"),
                    ),
                    Name("z"),
                    True,
                )
            ],
        ),
        (
            "if (a) b(); else if (c) { x(); }",
            [If(A, [Evaluate(Call(B, []))], [If(C, [Evaluate(Call(X, []))], [])])],
        ),
        ("while (a) { continue; }", [While(A, [Continue()])]),
        ("do { break; } while (a)", [While(A, [Break()], runs_first=True)]),
        (
            "for (let a = 1; a < b; a++, c--) x();",
            [
                Block(
                    [
                        Assign(A, ONE, True),
                        While(
                            Comparison("less", A, B),
                            [Evaluate(Call(X, []))],
                            [
                                Evaluate(Stepped(A, 1, False)),
                                Evaluate(Stepped(C, -1, False)),
                            ],
                        ),
                    ]
                )
            ],
        ),
        ("for (;;) {}", [While(Constant(True), [])]),
        ("for (const a of b) {}", [For(A, B, [])]),
        ("for (const a in b) {}", [For(A, B, [], "keys")]),
        ("for (a of b) {}", [For(Name("*each"), B, [Assign(A, Name("*each"), False)])]),
        (
            "try { a(); } catch (e) { b(); } finally { c(); }",
            [
                Try(
                    [Evaluate(Call(A, []))],
                    [Assign(Name("e"), CAUGHT, True), Evaluate(Call(B, []))],
                    final=[Evaluate(Call(C, []))],
                )
            ],
        ),
        ("throw new Error('no');", [Raise()]),
        ("type T = string; interface I {}", []),
        ("a(); function b() {}", [Define("b", Function([], [])), Evaluate(Call(A, []))]),
        ("function a(b: number): void;", []),
        (
            "enum E { A, B = 7, C, D = 'd' }",
            [
                Assign(
                    Name("E"),
                    Fields(
                        [
                            ("A", Constant(0)),
                            ("B", Constant(7)),
                            ("C", Constant(8)),
                            ("D", Constant("d")),
                        ]
                    ),
                    True,
                )
            ],
        ),
    ],
)
def test_statements_become_terms(source, terms):
    assert statements_of(source) == terms


def test_the_cases_of_a_switch_fall_through_into_the_default_as_well():
    (switch,) = statements_of("switch (a) { case 1: case 2: b(); break; case 3: default: c(); }")

    assert switch == Switch(
        A,
        [
            ([ONE], []),
            ([Constant(2)], [Evaluate(Call(B, [])), Break()]),
            ([Constant(3)], []),
        ],
        [Evaluate(Call(C, []))],
        falls_through=True,
    )


def test_a_default_among_the_cases_comes_last_where_nothing_falls_into_or_out_of_it():
    (switch,) = statements_of("switch (a) { default: b(); break; case 1: c(); }")

    assert switch == Switch(
        A,
        [([ONE], [Evaluate(Call(C, [])), Break()])],
        [Evaluate(Call(B, [])), Break()],
        falls_through=True,
    )
    with pytest.raises(Unsupported):
        statements_of("switch (a) { default: b(); case 1: c(); }")


def test_a_var_in_a_block_is_a_variable_of_its_function():
    function = function_of("function f(a) { for (const b of c) { var a = 1, x = b; } return x; }")

    assert function.body == [
        Assign(X, NONE, True),
        For(B, C, [Assign(A, ONE, False), Assign(X, B, False)]),
        Return(X),
    ]


@pytest.mark.parametrize(
    "source", ["export default function (a) {}", "export const f = function (a) {};"]
)
def test_a_function_is_found_in_what_declares_it(source):
    tree = SyntaxTree("typescript", source)

    function = ScriptTerms(tree).function(tree.root.named_children[0])

    assert function == Function([Parameter(A)], [])


@pytest.mark.parametrize(
    ("source", "is_known"),
    [
        ("let a = 1; if (b) { let a = 2; }", False),
        ("function f(a) { for (let a = 0; a < 1; a++) {} }", False),
        ("try { let a; } catch { let a; }", True),
        ("for (let a = 0; ; ) {} for (let a = 1; ; ) {}", True),
        ("let a = 1; for (const b of c) { let a = 2; }", True),
        ("let a = 1; if (b) { x(() => { let a = 2; }); }", True),
    ],
)
def test_a_block_has_no_variable_that_hides_another_of_its_function(source, is_known):
    if is_known:
        assert statements_of(source)
    else:
        with pytest.raises(Unsupported):
            statements_of(source)


def test_a_generator_gives_values_and_all_of_others():
    function = function_of("function* f() { yield; yield a; yield* b; }")

    assert function.is_generator
    assert function.body == [
        Evaluate(Yielded(NONE)),
        Evaluate(Yielded(A)),
        Evaluate(Yielded(B, gives_all=True)),
    ]


def test_parameters_have_defaults_parts_and_rests():
    function = function_of("function f(a, b = 1, {c}, ...x) {}", "javascript")

    assert function.parameters == [
        Parameter(A),
        Parameter(B, ONE),
        Parameter(UnpackedFields([("c", C)])),
        Parameter(X, takes_rest=True),
    ]


TEXT, NUMBER = InputType("text"), InputType("number")


@pytest.mark.parametrize(
    ("written", "type_"),
    [
        ("number", NUMBER),
        ("string", TEXT),
        ("boolean", InputType("truth")),
        ("'a' | 'b'", TEXT),
        ("`a${string}`", TEXT),
        ("1 | 2 | null", InputType("number", may_be_none=True)),
        ("string | undefined", InputType("text", may_be_none=True)),
        ("string | number", None),
        ("null", None),
        ("readonly string[]", InputType("list", TEXT)),
        ("(number | null)[]", InputType("list", InputType("number", may_be_none=True))),
        ("Array<T>", InputType("list")),
        ("Record<string, number[]>", InputType("map", InputType("list", NUMBER))),
        ("{ [key: string]: number }", InputType("map", NUMBER)),
        ("{ key: string }", None),
        ("Promise<string>", TEXT),
        ("(x: T) => void", InputType("function")),
        ("Widget", None),
    ],
)
def test_a_declared_type_says_what_is_drawn(written, type_):
    (parameter,) = function_of(f"function f(this: T, a: {written}) {{}}").parameters

    assert parameter == Parameter(A, type=type_)


def test_what_is_optional_may_be_none_and_a_rest_has_the_type_of_its_items():
    function = function_of("function f(a?: string, ...b: number[]) {}")

    assert function.parameters == [
        Parameter(A, type=InputType("text", may_be_none=True), is_optional=True),
        Parameter(B, takes_rest=True, type=NUMBER),
    ]


def test_a_class_has_fields_methods_and_getters():
    type_ = class_of(
        """
        class Counter implements Countable {
          static made = 0;
          #count = 0;
          private name?: string;
          constructor(private readonly step: number) { a(); }
          get count() { return this.#count; }
          add = (x) => x;
          protected reset() {}
          _hide() {}
          #own() {}
          static make() {}
          add(x: number): void;
          *[Symbol.iterator]() {}
        }
        """
    )

    own = Name("this")
    assert type_.name == "Counter"
    assert type_.fields == {"#count": Constant(0), "name": NONE}
    assert type_.initial == Function(
        [Parameter(Name("step"), type=NUMBER)],
        [Assign(Member(own, "step"), Name("step"), False), Evaluate(Call(A, []))],
        own_name="this",
    )
    assert type_.getters == {
        "count": Function([], [Return(Member(own, "#count"))], own_name="this")
    }
    assert list(type_.methods) == ["add", "reset", "_hide", "#own", "[Symbol.iterator]"]
    assert type_.methods["add"] == Function([Parameter(X)], X, own_name="this")
    assert type_.methods["[Symbol.iterator]"].is_generator
    assert type_.private == {"reset", "_hide", "#own"}
    assert not type_.takes_fields


@pytest.mark.parametrize(
    "source",
    [
        "class A extends B {}",
        "class A { set b(c) {} }",
        "class A { @b() c() {} }",
        "class A { [b]() {} }",
        "abstract class A { abstract b(): void }",
        "interface A { b(): void }",
    ],
)
def test_a_class_of_which_more_counts_than_its_text_is_left_out(source):
    with pytest.raises(Unsupported):
        class_of(source)


@pytest.mark.parametrize(
    "source",
    [
        "a: for (;;) { break a; }",
        "for (;;) { continue a; }",
        "x = (a, b);",
        "a`b`;",
        "<div>{a}</div>;",
        "x = <Box />;",
        "x = 10n;",
        "x = 017;",
        "x = typeof a;",
        "x = class {};",
        "x = [a, , b];",
        "x = import('y');",
        "x = /(a+)+/;",
        "x = { get a() { return 1; } };",
        "delete a;",
        "f()?.a?.();",
        "const {[a]: b} = c;",
        "let = ;",
        r"x = '\ud800';",
    ],
)
def test_what_is_not_known_is_said_so(source):
    with pytest.raises(Unsupported):
        statements_of(source, "tsx")


@pytest.mark.parametrize(
    "deep",
    [
        "x = " + "(" * 5_000 + "a" + ")" * 5_000,
        "x = " + "[" * 50_000 + "]" * 50_000,
        "x = a" + ".b" * 5_000,
        "x = a" + "?.b.c" * 5_000,
        "x = a" + "!" * 5_000,
        "x = " + "a + " * 5_000 + "a",
        "{" * 5_000 + "}" * 5_000,
        "const " + "[" * 5_000 + "a" + "]" * 5_000 + " = b",
        "function f(a: " + "(" * 5_000 + "T" + ")" * 5_000 + ") {}",
    ],
)
def test_what_is_nested_too_deep_is_left_out(deep):
    with pytest.raises(Unsupported):
        statements_of(deep)


def test_a_long_union_does_not_end_in_an_error():
    source = "function f(a: " + " | ".join(f"'{number}'" for number in range(3_000)) + ") {}"

    with pytest.raises(Unsupported):
        statements_of(source)


_SOURCE = """
class A { #x = 1; constructor(private y: string = `a${b}`) { super(); } get z() { return this.#x } }
export default async function* f<T>({ a, b: [c = 1, , ...d], ...e }: T, g?: 'x' | null, ...h) {
  for (const [k, v] of Object.entries(a ?? {})) { if (!k) continue; else yield* v?.[0].b?.(k); }
  switch (a) { case 1: default: var x = /[a-z]+(?<n>b)$/gi, y = 0x1f; break; case "\\u0041": }
  try { throw new Error(`${x}`) } catch { x ||= 10n } finally { delete a.b, void 0, y >>>= 2 }
  do { label: while (true) break label; } while (typeof y !== 'undefined');
  return new Map<string, number>([...d, <T>e, f as any, g!, { [a]: 1, h() {}, get i() {} }]);
}
enum E { A, B = A << 1, 'c' = "d" } type U = { [key: string]: (number | null)[] };
const j = async x => await (x, y), tag = f`a`, jsx = <div {...a}>{b}</div>;
"""
_PIECES = _SOURCE.split(" ")


def mutated(pieces, changes):
    for kind, place, other in changes:
        at, source = place % len(pieces), other % len(_PIECES)
        match kind:
            case "drop":
                del pieces[at]
            case "put":
                pieces.insert(at, _PIECES[source])
            case "swap":
                pieces[at] = _PIECES[source]
            case "cut":
                pieces[at] = pieces[at][: other % (len(pieces[at]) + 1)]
    return " ".join(pieces)


_CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["drop", "put", "swap", "cut"]),
        st.integers(0, 1_000),
        st.integers(0, 1_000),
    ),
    max_size=8,
)
_SOURCES = st.one_of(
    _CHANGES.map(lambda changes: mutated(list(_PIECES), changes)),
    st.lists(st.sampled_from(_PIECES), max_size=30).map(" ".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
)


@given(_SOURCES, st.sampled_from(["typescript", "tsx", "javascript"]))
@example("x = /(/", "javascript")
@example("x = /a{2,1}/", "javascript")
@example("x = 1e999 + 0xffffffffffffffffffffffffffffffffffff", "javascript")
def test_any_source_gives_terms_or_is_not_supported(source, language):
    tree = SyntaxTree(language, source)
    terms = ScriptTerms(tree)
    methods = [
        terms.expression,
        terms.statement,
        terms.statements,
        terms.target,
        terms.function,
        terms.parameters,
        terms.input_type,
        terms.class_,
    ]
    waiting = [tree.root]
    while waiting:
        node = waiting.pop()
        waiting += node.named_children
        for translate in methods:
            try:
                translate(node)
            except Unsupported:
                continue
