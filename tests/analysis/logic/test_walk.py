"""What a definition does is told in the same words, however and in whatever language."""

import pytest

from tinyarms_daemon.analysis.definitions import definitions_of
from tinyarms_daemon.analysis.logic.walk import Bags, walk
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree


def bags_of(language: str, text: str) -> Bags:
    tree = SyntaxTree(language, text)
    definition = definitions_of(tree)[0]
    return walk(tree, tree.node_at(definition.span), definition.name, most_leaves=4_000)


@pytest.mark.parametrize(
    ("operation", "language", "text"),
    [
        (
            "max",
            "python",
            (
                "def f(xs):\n    b = None\n    for x in xs:\n"
                "        if b is None or x.n > b.n:\n            b = x\n    return b\n"
            ),
        ),
        ("max", "python", "def f(xs):\n    return max(xs, key=size)\n"),
        ("min", "python", "def f(v, high):\n    if v > high:\n        return high\n    return v\n"),
        (
            "group",
            "python",
            (
                "def f(xs):\n    d = {}\n    for x in xs:\n"
                "        d.setdefault(x.k, []).append(x)\n    return d\n"
            ),
        ),
        (
            "group",
            "typescript",
            (
                "function f(xs) {\n  const d = {};\n"
                "  for (const x of xs) (d[x.k] ??= []).push(x);\n  return d;\n}\n"
            ),
        ),
        (
            "group",
            "go",
            (
                "func f(xs []X) map[string][]X {\n\td := map[string][]X{}\n"
                "\tfor _, x := range xs {\n\t\td[x.k] = append(d[x.k], x)\n\t}\n\treturn d\n}\n"
            ),
        ),
        ("tally", "python", "def f(xs):\n    return Counter(xs)\n"),
        ("flatten", "python", "def f(xs):\n    return [y for x in xs for y in x.ys]\n"),
        (
            "flatten",
            "python",
            (
                "def f(xs):\n    ys = []\n    for x in xs:\n"
                "        for y in x.ys:\n            ys.append(y)\n    return ys\n"
            ),
        ),
        (
            "contains",
            "go",
            ("func f(m map[string]int, k string) bool {\n\t_, ok := m[k]\n\treturn ok\n}\n"),
        ),
        ("environment", "python", "def f():\n    return os.environ.get('A')\n"),
        ("environment", "go", 'func f() string {\n\tv, _ := os.LookupEnv("A")\n\treturn v\n}\n'),
        (
            "unique",
            "go",
            (
                "func f(xs []string) (ys []string) {\n\tseen := map[string]bool{}\n"
                "\tfor _, x := range xs {\n\t\tif !seen[x] {\n\t\t\tseen[x] = true\n"
                "\t\t\tys = append(ys, x)\n\t\t}\n\t}\n\treturn ys\n}\n"
            ),
        ),
        (
            "contains",
            "python",
            "def f(xs, ys):\n    return [x for x in xs if x not in ys]\n",
        ),
        ("sort", "python", "def f(xs):\n    return Counter(xs).most_common(3)\n"),
        (
            "place",
            "go",
            (
                "func f(xs []int, x int) int {\n"
                "\treturn sort.Search(len(xs), func(i int) bool { return xs[i] >= x })\n}\n"
            ),
        ),
    ],
)
def test_a_loop_is_told_as_the_library_call_that_does_the_same(
    operation: str, language: str, text: str
) -> None:
    assert bags_of(language, text).operations[operation] > 0


@pytest.mark.parametrize(
    ("operation", "language", "text"),
    [
        ("count", "python", "def f(xs):\n    return sum(1 for x in xs if x.open)\n"),
        ("count", "python", "def f(xs):\n    return len([x for x in xs if x.open])\n"),
        ("sum", "typescript", "function f(xs) {\n  return xs.reduce((s, x) => s + x.n, 0);\n}\n"),
        ("collect", "python", "def f(xs):\n    for x in xs:\n        yield x.name\n"),
        (
            "filter",
            "python",
            (
                "def f(xs):\n    out = []\n    for x in xs:\n        if x.closed:\n"
                "            continue\n        out.append(x)\n    return out\n"
            ),
        ),
    ],
)
def test_steps_and_reductions_are_told_by_what_comes_of_them(
    operation: str, language: str, text: str
) -> None:
    assert bags_of(language, text).operations[operation]


def test_what_stands_in_a_constant_of_the_file_counts_where_it_is_used() -> None:
    text = (
        "def fee(kind):\n    return FEES[kind]\n\nFEES = {'letter': 85, 'parcel': 499}\nOTHER = 7\n"
    )

    literals = bags_of("python", text).literals

    assert {"85", "499"} <= set(literals)
    assert "7" not in literals


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("kg > 30", "30 <"),
        ("30 < kg", "30 <"),
        ("kg >= 30", "< 30"),
        ("30 <= kg", "< 30"),
        ("kg <= 30", "30 <"),
        ("kg < -4", "< -4"),
    ],
)
def test_a_limit_is_the_same_whichever_side_is_asked_for_but_not_with_what_is_equal(
    text: str, limit: str
) -> None:
    literals = bags_of("python", f"def f(kg):\n    return {text}\n").literals

    assert limit in literals


def test_large_numbers_that_begin_alike_are_not_the_same() -> None:
    literals = bags_of("python", "def f(n):\n    return n % 1000003 + n % 1000033\n").literals

    assert {"1000003", "1000033"} <= set(literals)


@pytest.mark.parametrize(
    ("shape", "language", "text"),
    [
        ("gives many", "python", "def f(xs):\n    ys = []\n    ys.append(1)\n    return ys\n"),
        ("gives truth", "typescript", "const f = (x: number) => x > 3;\n"),
        ("gives text", "go", "func f(x int) string {\n\treturn name(x)\n}\n"),
        ("takes many", "python", "def f(xs):\n    return sorted(xs)\n"),
        ("takes function", "python", "def f(act):\n    return act()\n"),
        (
            "keeps state",
            "python",
            "def f():\n    n = 0\n    def g():\n        return n\n    return g\n",
        ),
        (
            "keeps state",
            "typescript",
            "function f() {\n  let n = 0;\n  return { g() { return n; } };\n}\n",
        ),
        (
            "keeps state",
            "typescript",
            "function f() {\n  let n = 0;\n  const g = () => n++;\n  return { g };\n}\n",
        ),
        (
            "keeps state",
            "typescript",
            "function f(top: number): (n: number) => boolean {\n  return (n) => n > top;\n}\n",
        ),
        (
            "takes function",
            "typescript",
            "function f(is: (n: number) => boolean) {\n  return is(1);\n}\n",
        ),
        ("keeps state", "typescript", "class F {\n  n = 0;\n  g() {\n    return this.n;\n  }\n}\n"),
    ],
)
def test_what_is_taken_and_given_is_told_with_and_without_types(
    shape: str, language: str, text: str
) -> None:
    assert bags_of(language, text).shape[shape] > 0


def test_the_object_s_own_parts_are_no_more_than_variables() -> None:
    bags = bags_of(
        "typescript", "class F {\n  add(x) {\n    this.total = this.total + x.cost;\n  }\n}\n"
    )

    assert set(bags.fields) == {"price"}


def test_the_words_of_a_format_are_those_between_its_values() -> None:
    python = bags_of("python", "def f(n):\n    return f'late by {n} days'\n")
    go = bags_of("go", 'func f(n int) string {\n\treturn fmt.Sprintf("late by %d days", n)\n}\n')

    assert set(python.literals) == set(go.literals) == {"“late by", "“days"}
