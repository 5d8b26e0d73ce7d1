"""Go is translated as it is meant; what is not known is refused."""

import pytest
from hypothesis import given

from tests.analysis.behavior.wild_code import assert_translated_or_unsupported, wild_code
from tinyarms_daemon.analysis.behavior.go_terms import GoTerms
from tinyarms_daemon.analysis.behavior.terms import (
    Arithmetic,
    Assign,
    Augmented,
    Block,
    Both,
    Break,
    Call,
    Class,
    Comparison,
    Constant,
    Evaluate,
    Expression,
    Fields,
    For,
    Function,
    If,
    Ignored,
    InputType,
    Item,
    ItemAndPresence,
    Items,
    Member,
    Name,
    Pairs,
    Parameter,
    Return,
    Slice,
    Spread,
    Statement,
    Switch,
    Unary,
    Unpacked,
    Unsupported,
    While,
)
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree

TYPES = """package m
type Point struct { X, y int; Tags []string; sync.Mutex; other pkg.Type; next *Point }
type Points []Point
type Number float64
type Wide struct { Base; n int }
"""
a, b, c, f, x, y = (Name(name) for name in "abcfxy")
ONE = Constant(1)


def terms_of(text: str) -> GoTerms:
    return GoTerms(SyntaxTree("go", TYPES + text))


def function(text: str) -> Function:
    terms = terms_of(text)
    return terms.function(terms.tree.root.named_children[-1])


def statements(text: str) -> list[Statement]:
    return list(function(f"func main() {{ {text} }}").body)


def expression(text: str) -> Expression:
    (statement,) = statements(f"return {text}")
    assert isinstance(statement, Return)
    assert statement.value
    return statement.value


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("0x1_0", Constant(16)),
        ("017", Constant(15)),
        ("1.5e1", Constant(15.0)),
        ("0x1p-1", Constant(0.5)),
        (r"'\n'", Constant(10)),
        (r'"a\tb\""', Constant('a\tb"')),
        (r"`\n`", Constant("\\n")),
        ("a && !b", Both(a, Unary("not", b))),
        ("a &^ b", Arithmetic("and", a, Unary("inverted", b))),
        ("a == nil", Comparison("equal", a, Constant(None))),
        ("*a", a),
        ("a.b[1:x]", Slice(Member(a, "b"), ONE, x)),
        ("f(a, b...)", Call(f, [a, Spread(b)])),
        ("a.(int)", a),
        ("[]rune(a)", Call(Name("*runes"), [a])),
        ("float64(a)", Call(Name("float64"), [a])),
        ("Number(a)", Call(Name("float64"), [a])),
        ("Points(a)", a),
        ("f[int](a)", Call(f, [a])),
        ("make([]int, a)", Call(Name("*zeros"), [a, Constant(0)])),
        ("make([]pkg.Type, 0, a)", Items("list", [])),
        ("make(map[string]bool)", Pairs([], Constant(False))),
        ("make(map[string]pkg.Type)", Pairs([])),
        ("new(Point)", Fields([], "Point")),
        ("Point{1, 2}", Fields([("X", ONE), ("y", Constant(2))], "Point")),
        ("&Point{y: a}", Fields([("y", a)], "Point")),
        ("[]*Point{{X: 1}}", Items("list", [Fields([("X", ONE)], "Point")])),
        ("Points{{1}}", Items("list", [Fields([("X", ONE)], "Point")])),
        ("pkg.Type{a}", Fields([("0", a)], "pkg.Type")),
        (
            "struct{n int; s string}{s: a}",
            Fields([("n", Constant(0)), ("s", a)]),
        ),
        (
            "map[string][]int{a: {1}}",
            Pairs([(a, Items("list", [ONE]))], Items("list", [])),
        ),
        ("[2]int{}", Call(Name("*zeros"), [Constant(2), Constant(0)])),
        ("func(a int) int { return a }",
         Function([Parameter(a, type=InputType("number"))], [Return(a)], results=["int"])),
    ],
)  # fmt: skip
def test_expression(text, term):
    assert expression(text) == term


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("a, _ := b, x", [Assign(Unpacked([a, Ignored()]), Items("tuple", [b, x]), True)]),
        ("a, b = b, a", [Assign(Unpacked([a, b]), Items("tuple", [b, a]), False)]),
        ("a, x := b[c]", [Assign(Unpacked([a, x]), ItemAndPresence(b, c), True)]),
        ("a := b[c]", [Assign(a, Item(b, c), True)]),
        (
            "a, x := b.(int)",
            [
                Assign(
                    Unpacked([a, x]),
                    Call(
                        Name("*as type"),
                        [b, Constant("number"), Constant("int"), Constant(0)],
                    ),
                    True,
                )
            ],
        ),
        ("a.b <<= 1", [Evaluate(Augmented("shift left", Member(a, "b"), ONE))]),
        ("a--", [Evaluate(Augmented("subtract", a, ONE))]),
        ("var a, b float64", [Assign(a, Constant(0.0), True), Assign(b, Constant(0.0), True)]),
        ("var (a Point; b = 1\n)", [Assign(a, Fields([], "Point"), True), Assign(b, ONE, True)]),
        ("var a strings.Builder", [Assign(a, Call(Name("*builder"), []), True)]),
        ("var a *pkg.Type", [Assign(a, Constant(None), True)]),
        ("const a, b = 1, x", [Assign(Unpacked([a, b]), Items("tuple", [ONE, x]), True)]),
        (
            "if a := f(); a { b } else if x { y }",
            [Block([
                Assign(a, Call(f, []), True),
                If(a, [Evaluate(b)], [If(x, [Evaluate(y)])]),
            ])],
        ),
        ("for { break }", [While(Constant(True), [Break()])]),
        ("for a < b { }", [While(Comparison("less", a, b), [])]),
        (
            "for a := 1; a < b; a++ { x }",
            [Block([
                Assign(a, ONE, True),
                While(
                    Comparison("less", a, b),
                    [Evaluate(x)],
                    [Evaluate(Augmented("add", a, ONE))],
                ),
            ])],
        ),
        ("for range x { }", [For(Ignored(), x, [], "indexes")]),
        ("for a := range 3 { }", [For(a, Constant(3), [], "indexes")]),
        ("for _, b := range x { }", [For(Unpacked([Ignored(), b]), x, [], "entries")]),
        (
            "switch a { case 1, b: x; default: y }",
            [Switch(a, [([ONE, b], [Evaluate(x)])], [Evaluate(y)])],
        ),
        ("switch { case a: }", [Switch(None, [([a], [])])]),
        ("defer a.b.Unlock()", []),
    ],
)  # fmt: skip
def test_statements(text, terms):
    assert statements(text) == terms


def test_inner_variable_is_another_one_than_the_outer_of_its_name():
    text = "a := 1; if b { a := a + 1; f(a) }; { a = 2 }; return a"
    inner = Name("a'")

    assert statements(text) == [
        Assign(a, ONE, True),
        If(b, [Assign(inner, Arithmetic("add", a, ONE), True), Evaluate(Call(f, [inner]))]),
        Block([Assign(a, Constant(2), False)]),
        Return(a),
    ]


def test_bare_return_gives_the_named_results():
    text = "func f(a int) (x int, err error) { x, err = g(a); return }"
    error = Name("err")

    assert function(text) == Function(
        [Parameter(a, type=InputType("number"))],
        [
            Assign(x, Constant(0), True),
            Assign(error, Constant(None), True),
            Assign(Unpacked([x, error]), Call(Name("g"), [a]), False),
            Return(Items("tuple", [x, error])),
        ],
        results=["int", "error"],
    )


def test_declaration_with_a_named_result_sets_that_result():
    text = "func f() (x int) { x, y := g(); return }"

    assert list(function(text).body)[1:] == [
        Assign(Unpacked([x, y]), Call(Name("g"), []), True),
        Return(x),
    ]


def test_parameters_have_what_their_types_say():
    text = "func f(a, _ []string, b *Number, c Point, x ...map[string]int) {}"
    texts = InputType("list", InputType("text"))

    assert function(text).parameters == [
        Parameter(a, type=texts),
        Parameter(Ignored(), type=texts),
        Parameter(b, type=InputType("float", may_be_none=True)),
        Parameter(c),
        Parameter(x, takes_rest=True, type=InputType("map", InputType("number"))),
    ]


def test_struct_has_its_fields_in_order_with_their_zeros():
    assert terms_of("").structs == {
        "Point": [
            ("X", Constant(0)),
            ("y", Constant(0)),
            ("Tags", Items("list", [])),
            ("Mutex", Fields([], "sync.Mutex")),
            ("other", Name("*zero of pkg Type")),
            ("next", Constant(None)),
        ]
    }


def test_type_has_its_methods_and_its_maker():
    terms = terms_of("""
func (p *Point) Get() int { return p.y }
func (Point) hidden() {}
func NewPointAt(a int) Point { return Point{} }
func NewPoint() (*Point, error) { return &Point{}, nil }
func NewOther() Other { return Other{} }
""")
    read = Function([], [Return(Member(Name("p"), "y"))], own_name="p", results=["int"])
    hidden = Function([], [])

    assert terms.class_named("Point") == Class(
        "Point", None, {}, {"Get": read, "hidden": hidden}, {}, frozenset({"hidden"})
    )
    maker = terms.maker_of("Point")
    assert maker
    assert terms.text_of_field(maker, "name") == "NewPoint"
    assert terms.maker_of("Points") is None


def test_zero_of_a_type_that_is_given_is_nil():
    text = "func f[T any]() T { var a T; return a }"

    assert list(function(text).body) == [Assign(a, Constant(None), True), Return(a)]


@pytest.mark.parametrize(
    "text",
    [
        "select { }",
        "go f()",
        "a <- 1",
        "<-a",
        "outer: for { break outer }",
        "goto a",
        "switch a { case 1: fallthrough; default: }",
        "defer f()",
        "defer a.Close(b)",
        "*a = 1",
        "for a = range b { }",
        "make(chan int)",
        "new(int)",
        "var a pkg.Type",
        "a := Wide{1}",
        "a := Point{1, 2, nil, a, b, c, x}",
        "a := []int{3: 1}",
        "const (a = iota; b)",
        "a := 1i",
        r'a := "\xff"',
        "a :=",
        f"a := {'9' * 5_000}",
        "a := " + "(" * 3_000 + "a" + ")" * 3_000,
        "a := " + "[]int{" * 3_000 + "}" * 3_000,
        "var a " + "[1]" * 3_000 + "int",
    ],
)
def test_what_is_not_known_is_refused(text):
    with pytest.raises(Unsupported):
        statements(text)


SOURCE = """package m
type P struct { X, y int; m map[string]*Q `json:"x"`; sync.Mutex; in struct{ a [3]int }; f func() }
type ( S []P; Q struct { b strings.Builder; P } )
type L[T any] struct { items []T }
func (p *P) Get(k string) (v int, ok bool) {
  v, ok = p.m[k]
  defer p.mu.Unlock()
  for i := range 10 { v += i }
  for i, x := range xs { continue }
  for i := 0; i < 3; i++ { v := v &^ 1; _ = v }
  switch x := f(); x { case 1, 2: a(); default: b() }
  if v, ok := m[k]; ok { } else if a { } else { return }
  var a, b = 1, 2
  const e, g = 4, 5
  p.x, q[3] = -1, ^2
  y, z := P{1, 2}, &P{X: 1}
  w, mm := []P{{1}, {2}}, map[string][]int{"a": {1}}
  h := []byte("x\\n") + string('r') + x.(string) + f[int](3, xs...)
  type local struct { a int }
  return func(a int) int { return a }(3), len(x[1:2]) > make([]int, 3)[0] && !false
}
func New[T any](a, _ int, bs ...*P) (*P, error) { return &P{}, nil }
func (l L[T]) F() { var zero T }
"""


@given(text=wild_code("go", SOURCE))
def test_any_text_gives_terms_or_is_refused(text):
    tree = SyntaxTree("go", text)
    try:
        terms = GoTerms(tree)
        assert_translated_or_unsupported(terms, tree.root)
        for name in terms.types:
            terms.maker_of(name)
            terms.class_named(name)
    except Unsupported:
        return
