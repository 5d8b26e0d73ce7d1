"""Definitions give the same for drawn inputs where they do the same, in whatever language."""

import gc
import weakref
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinyarms_daemon.analysis.behavior.draws import (
    ADVERSE,
    IN_HALVES,
    NAMELESS,
    OF_MILLIONS,
    OF_NUMBERS,
    OF_ONE,
    OF_TEXTS,
    SAMPLES,
)
from tinyarms_daemon.analysis.behavior.file_terms import file_terms
from tinyarms_daemon.analysis.behavior.outcomes import Outcomes
from tinyarms_daemon.analysis.behavior.sampling import (
    outcomes_of_class,
    outcomes_of_function,
    outcomes_of_go_type,
)
from tinyarms_daemon.analysis.behavior.values import Scope
from tinyarms_daemon.analysis.definitions import Definition, definitions_of
from tinyarms_daemon.analysis.logic.kept_outcomes import with_outcomes
from tinyarms_daemon.analysis.logic.units import logic_units
from tinyarms_daemon.analysis.logic.values import function_in
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree

PYTHON, SCRIPT, GO = "python", "typescript", "go"


def outcomes_of(language: str, source: str, name: str | None = None) -> Outcomes | None:
    """Those of the first definition, or of the one of that name."""
    tree = SyntaxTree(language, source if language != GO else f"package a\n{source}")
    definition = next(each for each in definitions_of(tree) if name is None or each.name == name)
    return sampled(tree, definition)


def sampled(tree: SyntaxTree, definition: Definition) -> Outcomes | None:
    file = file_terms(tree)
    if file is None:
        return None
    node = tree.node_at(definition.span)
    function = function_in(node)
    if function is not None:
        return outcomes_of_function(file, function)
    if tree.language == GO:
        return outcomes_of_go_type(file, definition.name)
    return outcomes_of_class(file, node)


def known(language: str, source: str, name: str | None = None) -> Outcomes:
    outcomes = outcomes_of(language, source, name)
    assert outcomes is not None
    return outcomes


SAME = {
    "a loop and a comprehension": (
        (
            PYTHON,
            (
                "def a(orders):\n"
                "    total = 0\n"
                "    for order in orders:\n"
                "        if not order.cancelled:\n"
                "            total += order.amount\n"
                "    return total\n"
            ),
        ),
        (PYTHON, "def b(rows):\n    return sum(r.amount for r in rows if not r.cancelled)\n"),
    ),
    "a loop of Go and a chain of calls": (
        (
            GO,
            (
                "func Load(list []Loan) map[string]int {\n"
                "\tload := make(map[string]int)\n"
                "\tfor _, entry := range list {\n"
                "\t\tload[entry.Branch]++\n"
                "\t}\n"
                "\treturn load\n"
                "}\n"
            ),
        ),
        (
            SCRIPT,
            (
                "function perBranch(loans: Loan[]): Record<string, number> {\n"
                "  return loans.reduce((sums, { branch }) => {\n"
                "    sums[branch] = (sums[branch] ?? 0) + 1;\n"
                "    return sums;\n"
                "  }, {});\n"
                "}\n"
            ),
        ),
    ),
    "early returns and nesting": (
        (
            PYTHON,
            (
                "def grade(points: int) -> str:\n"
                "    if points >= 100:\n"
                '        return "gold"\n'
                "    if points >= 20:\n"
                '        return "silver"\n'
                '    return "none"\n'
            ),
        ),
        (
            SCRIPT,
            (
                "const medal = (p: number): string => {\n"
                '  let found = "none";\n'
                "  if (p >= 20) {\n"
                '    found = p >= 100 ? "gold" : "silver";\n'
                "  }\n"
                "  return found;\n"
                "};\n"
            ),
        ),
    ),
    "an error of Go and a raised one": (
        (
            GO,
            (
                "func Share(cents int, heads int) (int, error) {\n"
                "\tif heads < 1 {\n"
                '\t\treturn 0, errors.New("nobody is there")\n'
                "\t}\n"
                "\treturn cents / heads, nil\n"
                "}\n"
            ),
        ),
        (
            PYTHON,
            (
                "def share(total: int, people: int) -> int:\n"
                "    if people < 1:\n"
                '        raise ValueError("no people")\n'
                "    return int(total / people)\n"
            ),
        ),
    ),
    "recursion and a loop": (
        (PYTHON, "def gcd(a: int, b: int):\n    return a if b == 0 else gcd(b, a % b)\n"),
        (
            PYTHON,
            "def common(m: int, n: int):\n    while n:\n        m, n = n, m % n\n    return m\n",
        ),
    ),
    "a table and a switch": (
        (
            SCRIPT,
            (
                'const TONES = { ok: "green", late: "amber", lost: "red" };\n'
                "function tone(state: string) { return TONES[state]; }\n"
            ),
            "tone",
        ),
        (
            SCRIPT,
            (
                "function color(phase: string) {\n"
                "  switch (phase) {\n"
                '    case "ok": return "green";\n'
                '    case "late": return "amber";\n'
                '    case "lost": return "red";\n'
                "  }\n"
                "  return undefined;\n"
                "}\n"
            ),
        ),
    ),
    "a class and a closure": (
        (
            SCRIPT,
            (
                "class Meter {\n"
                "  private sum = 0;\n"
                "  private count = 0;\n"
                "  add(value: number) { this.sum += value; this.count++; }\n"
                "  mean() { return this.count === 0 ? 0 : this.sum / this.count; }\n"
                "}\n"
            ),
        ),
        (
            PYTHON,
            (
                "def meter():\n"
                "    seen = []\n"
                "    def note(value):\n"
                "        seen.append(value)\n"
                "    def average():\n"
                "        return sum(seen) / len(seen) if seen else 0\n"
                "    return note, average\n"
            ),
        ),
    ),
    "a chain of promises and awaiting": (
        (
            SCRIPT,
            (
                "function load(id: string) {\n"
                "  return getJson(`/users/${id}`).then((user) => user.name.trim());\n"
                "}\n"
            ),
        ),
        (
            SCRIPT,
            (
                "async function nameOf(key: string) {\n"
                "  const answer = await getJson(`/users/${key}`);\n"
                "  return answer.name.trim();\n"
                "}\n"
            ),
        ),
    ),
    "a type of Go and a class": (
        (
            GO,
            (
                "type Counter struct{ seen map[string]int }\n"
                "func NewCounter() *Counter { return &Counter{seen: map[string]int{}} }\n"
                "func (c *Counter) Add(word string) { c.seen[word]++ }\n"
                "func (c *Counter) Of(word string) int { return c.seen[word] }\n"
            ),
            "Counter",
        ),
        (
            PYTHON,
            (
                "class Tally:\n"
                "    def __init__(self):\n"
                "        self.words = []\n"
                "    def note(self, word: str):\n"
                "        self.words.append(word)\n"
                "    def times(self, word: str):\n"
                "        return self.words.count(word)\n"
            ),
        ),
    ),
    "sorted tuples and a loop over them": (
        (PYTHON, "def a(spans):\n    return [end - start for start, end in sorted(spans)]\n"),
        (
            PYTHON,
            (
                "def b(windows):\n"
                "    found = []\n"
                "    for start, end in sorted(windows):\n"
                "        found += [-(start - end)]\n"
                "    return found\n"
            ),
        ),
    ),
    "a key that is written out and a field": (
        (PYTHON, 'def a(row):\n    return row["amount"] * 2\n'),
        (SCRIPT, "function b(order) { return order.amount + order.amount; }\n"),
    ),
    "a key with a default and a field that may be missing": (
        (PYTHON, 'def a(row):\n    return row.get("amount", 3) * 2\n'),
        (SCRIPT, "function b(order) { return (order.amount ?? 3) * 2; }\n"),
    ),
    "what is tested first and taken apart then": (
        (PYTHON, "def a(x):\n    if not x:\n        return None\n    return x.size + 1\n"),
        (SCRIPT, "function b(y) { return y ? 1 + y.size : undefined; }\n"),
    ),
    "named arguments that are passed on": (
        (PYTHON, 'def a(url, **more):\n    return send("get", url, **more)\n'),
        (
            PYTHON,
            'def b(address, **more):\n    way = "get"\n    return send(way, address, **more)\n',
        ),
    ),
    "what a class inherits and what it says itself": (
        (
            PYTHON,
            (
                "class Base:\n"
                "    rate = 3\n"
                "    def __init__(self, start: int):\n"
                "        self.start = start\n"
                "    def at(self, n: int):\n"
                "        return self.start + n * self.rate\n"
                "class Raised(Base):\n"
                "    def at(self, n: int):\n"
                "        return super().at(n) + 1\n"
            ),
            "Raised",
        ),
        (
            SCRIPT,
            (
                "class Line {\n"
                "  constructor(private first: number) {}\n"
                "  at(x: number) { return this.first + 3 * x + 1; }\n"
                "}\n"
            ),
        ),
    ),
    "what extends a class of another file": (
        (
            PYTHON,
            "class A(Job):\n    def run(self, n: int):\n        return super().run(n) + self.x\n",
        ),
        (
            SCRIPT,
            (
                "class B extends Job {\n"
                "  run(count: number) { return this.x + super.run(count); }\n"
                "}\n"
            ),
        ),
    ),
    "types that are asked for": (
        (
            PYTHON,
            (
                "def a(x):\n"
                "    if isinstance(x, str):\n"
                "        return len(x)\n"
                "    return x.size if isinstance(x, Box) else 7\n"
            ),
        ),
        (
            SCRIPT,
            (
                "function b(it) {\n"
                '  if (typeof it !== "string") return it instanceof Box ? it.size : 7;\n'
                "  return it.length;\n"
                "}\n"
            ),
        ),
    ),
    "a switch over types and a question": (
        (
            GO,
            (
                "func A(v any) int {\n"
                "\tswitch known := v.(type) {\n"
                "\tcase int:\n"
                "\t\treturn known * 2\n"
                "\tcase *Box:\n"
                "\t\treturn known.Size\n"
                "\t}\n"
                "\treturn 7\n"
                "}\n"
            ),
        ),
        (
            GO,
            (
                "func B(x any) int {\n"
                "\tif n, ok := x.(int); ok {\n"
                "\t\treturn n + n\n"
                "\t}\n"
                "\tif box, ok := x.(*Box); ok {\n"
                "\t\treturn box.Size\n"
                "\t}\n"
                "\treturn 7\n"
                "}\n"
            ),
        ),
    ),
    "functions that are given to an unknown one": (
        (SCRIPT, "function a(source, by) { return operate(source, (x) => x * 2 + by); }\n"),
        (
            SCRIPT,
            "function b(rows, n) {\n  const f = (y) => n + y + y;\n  return operate(rows, f);\n}\n",
        ),
    ),
    "a text by its signs and by a template": (
        (PYTHON, 'def a(name: str, n: int):\n    return "%s-%03d" % (name, n)\n'),
        (PYTHON, 'def b(text: str, i: int):\n    return f"{text}-{i:03d}"\n'),
    ),
    "handlers by what is raised and a question": (
        (
            PYTHON,
            (
                "def a(n: int):\n"
                "    try:\n"
                "        if n > 5:\n"
                "            raise KeyError(n)\n"
                "        return 100 // n\n"
                "    except ZeroDivisionError:\n"
                "        return -1\n"
                "    except (KeyError, TypeError):\n"
                "        return -2\n"
            ),
        ),
        (
            PYTHON,
            "def b(k: int):\n    return -2 if k > 5 else 100 // k if k else -1\n",
        ),
    ),
    "trees, from the top and with a stack": (
        (
            PYTHON,
            "def a(node):\n    return node.weight + sum(a(child) for child in node.children)\n",
        ),
        (
            PYTHON,
            (
                "def b(root):\n"
                "    total, waiting = 0, [root]\n"
                "    while waiting:\n"
                "        here = waiting.pop()\n"
                "        total += here.weight\n"
                "        waiting += here.children\n"
                "    return total\n"
            ),
        ),
    ),
}

OTHER = {
    "where case counts, and where it does not": (
        (SCRIPT, "const at = (all: string[], one: string) => all.findIndex((n) => n === one);\n"),
        (
            PYTHON,
            (
                "def at(names: list[str], wanted: str):\n"
                "    for i, name in enumerate(names):\n"
                "        if name.lower() == wanted.lower():\n"
                "            return i\n"
                "    return -1\n"
            ),
        ),
    ),
    "at most, and less": (
        (PYTHON, "def a(n: int):\n    return n if n <= 24 else 0\n"),
        (PYTHON, "def b(n: int):\n    return n if n < 24 else 0\n"),
    ),
    "rounded down, and up": (
        (SCRIPT, "function a(n: number) { return Math.floor(n / 4); }\n"),
        (PYTHON, "def b(n: int):\n    return math.ceil(n / 4)\n"),
    ),
    "the first, and the last": (
        (PYTHON, "def a(names: list[str]):\n    return names[0] if names else None\n"),
        (GO, "func B(names []string) string {\n\treturn names[len(names)-1]\n}\n"),
    ),
    "functions that are given and differ": (
        (SCRIPT, "function a(n: number) { return operate((x) => x + n); }\n"),
        (SCRIPT, "function b(n: number) { return operate((x) => x - n); }\n"),
    ),
    "what both inherit, and one changes": (
        (PYTHON, "class A(B):\n    def f(self, n: int):\n        return super().f(n)\n"),
        (PYTHON, "class A(B):\n    def f(self, n: int):\n        return super().f(n) + 1\n"),
    ),
    "both true, and one of two": (
        (PYTHON, "def a(x: bool, y: bool):\n    return x and y\n"),
        (PYTHON, "def a(x: bool, y: bool):\n    return x and not y\n"),
    ),
    "helpers that are not understood and are written otherwise": (
        (PYTHON, "def a(n: int):\n    return f(n)\ndef f(n):\n    return n @ 2\n"),
        (PYTHON, "def a(n: int):\n    return f(n)\ndef f(n):\n    return n @ 3\n"),
    ),
}


@pytest.mark.parametrize("pair", SAME)
def test_what_does_the_same_gives_the_same(pair: str) -> None:
    one, other = (known(*source) for source in SAME[pair])
    assert one.values == other.values
    assert len({*one.values}) > 1


@pytest.mark.parametrize("pair", OTHER)
def test_what_differs_in_a_detail_gives_other_things(pair: str) -> None:
    one, other = (known(*source) for source in OTHER[pair])
    assert one.values != other.values


def test_the_names_and_the_order_of_what_is_taken_do_not_matter() -> None:
    one = known(PYTHON, "def a(name: str, times: int):\n    return name * times\n")
    other = known(PYTHON, "def b(n: int, text: str):\n    return text * n\n")
    assert one == other


def test_what_decorates_a_function_matters() -> None:
    plain = known(PYTHON, "def a(n: int):\n    return n + 1\n")
    decorated = known(PYTHON, "@retried(3)\ndef a(n: int):\n    return n + 1\n")
    assert plain.values == decorated.values
    assert plain.marks.signature != decorated.marks.signature


def test_two_truth_values_are_neither_always_equal_nor_always_different() -> None:
    both = known(PYTHON, "def a(x: bool, y: bool):\n    return 2 * int(x) + int(y)\n")
    assert len({*both.values} - {None}) == 4


def test_the_fields_that_are_read_matter() -> None:
    one = known(PYTHON, "def a(order):\n    return order.net + 1\n")
    other = known(PYTHON, "def b(order):\n    return order.gross + 1\n")
    assert one.marks.signature != other.marks.signature
    assert one.values != other.values


def nameless(outcomes: Outcomes) -> list[int | None]:
    return outcomes.values[SAMPLES:]


def test_without_names_fields_parameters_and_their_order_do_not_matter() -> None:
    by_fields = known(PYTHON, "def pay(stay):\n    return stay.rate * 3 - stay.paid\n")
    by_others = known(SCRIPT, "const due = (b: Bill) => b.perNight * 3 - b.deposit;")
    by_parameters = known(
        GO, "func Due(deposit int, rate int) int {\n\treturn rate*3 - deposit\n}\n"
    )
    assert nameless(by_fields) == nameless(by_others) == nameless(by_parameters)
    assert by_fields.marks.nameless_signature == by_parameters.marks.nameless_signature
    assert by_fields.marks.signature != by_others.marks.signature
    twice = known(PYTHON, "def pay(stay):\n    return stay.rate * 2 - stay.paid\n")
    assert nameless(twice) != nameless(by_fields)


def test_a_boundary_of_its_own_numbers_is_met() -> None:
    text = "def fee(hours):\n    return 0 if hours %s 48 else 20\n"
    assert known(PYTHON, text % ">").values != known(PYTHON, text % ">=").values


def test_a_limit_that_is_an_input_is_met_whatever_the_order_of_the_inputs() -> None:
    for inputs in permutations(("now", "seen", "most")):
        text = f"def stale({', '.join(inputs)}):\n    return now - seen %s most\n"
        assert known(PYTHON, text % ">").values != known(PYTHON, text % ">=").values


def test_several_items_are_the_largest() -> None:
    text = (
        "def best(rows):\n"
        "    top = None\n"
        "    for row in rows:\n"
        "        if top is None or row.score %s top.score:\n"
        "            top = row\n"
        "    return top\n"
    )
    first, last = known(PYTHON, text % ">"), known(PYTHON, text % ">=")
    assert first.values != last.values
    assert nameless(first) != nameless(last)


def test_maps_have_keys_in_common() -> None:
    text = "def above(values: dict[str, int], limits: dict[str, int]):\n    return [name for name, value in values.items() if name in limits and value %s limits[name]]\n"  # noqa: E501
    assert known(PYTHON, text % ">").values != known(PYTHON, text % ">=").values


def test_what_need_not_be_given_is_left_out_where_names_do_not_count() -> None:
    short = known(PYTHON, "def total(rows):\n    return sum(row.net for row in rows) + 1\n")
    longer = known(
        PYTHON,
        "def added(rows, more=1):\n"
        "    made = more\n"
        "    for row in rows:\n"
        "        made += row.net\n"
        "    return made\n",
    )
    assert short.values != longer.values
    assert nameless(short) == nameless(longer)
    assert short.marks.nameless_signature == longer.marks.nameless_signature


def test_a_tuple_has_the_parts_that_any_loop_names() -> None:
    one = known(
        PYTHON,
        "def ends(spans):\n"
        "    return sum(start for start, _ in spans) - sum(stop for _, stop in spans)\n",
    )
    other = known(
        PYTHON,
        "def edges(spans):\n"
        "    pairs = [(start, stop) for start, stop in spans]\n"
        "    return sum(each[0] for each in pairs) - sum(each[1] for each in pairs)\n",
    )
    assert one == other


def test_a_set_of_python_that_grows_in_place_does_so_for_whoever_holds_it() -> None:
    in_place = known(
        PYTHON,
        "def f(names: list[str]):\n    a = set()\n    b = a\n    a |= set(names)\n    return b\n",
    )
    added = known(PYTHON, "def f(names: list[str]):\n    return set(names)\n")
    assert in_place.values == added.values


FAILS_EARLY = """
def f(text):
    if text[:9] != '_-magic-_':
        return 0
    head = text[9:]
    size = len(head)
    return size
"""
NEVER_EQUAL = """
class Door:
    def open(self):
        self.is_open = True
    def shut(self, key):
        if key == key + 1:
            self.is_open = 2
            self.key = key
        return self.is_open
"""


@pytest.mark.parametrize(
    ("source", "percent"),
    [
        ("def f(a):\n    b = a + 1\n    return b\n", 100),
        (FAILS_EARLY, 40),
        (NEVER_EQUAL, 60),
    ],
)
def test_how_much_of_a_definition_its_samples_reach_is_counted(source: str, percent: int) -> None:
    assert known("python", source).marks.reached_percent == percent


def test_what_has_an_order_is_marked() -> None:
    assert known(PYTHON, "def a(xs):\n    return sum(xs)\n").marks.has_order
    assert not known(PYTHON, "def a(x: int):\n    return x + 1\n").marks.has_order


def test_intervals_that_touch_are_met() -> None:
    text = (
        "def joined(spans):\n"
        "    made = []\n"
        "    for span in sorted(spans, key=lambda each: each.start):\n"
        "        if made and span.start %s made[-1][1]:\n"
        "            made[-1] = (made[-1][0], max(made[-1][1], span.end))\n"
        "        else:\n"
        "            made.append((span.start, span.end))\n"
        "    return made\n"
    )
    assert known(PYTHON, text % "<").values != known(PYTHON, text % "<=").values


def test_calls_that_fail_tell_who_goes_on_from_who_does_not() -> None:
    every = "def every(jobs):\n    return [job() for job in jobs]\n"
    some = (
        "def some(jobs):\n"
        "    done = []\n"
        "    for job in jobs:\n"
        "        try:\n"
        "            done.append(job())\n"
        "        except Exception:\n"
        "            continue\n"
        "    return done\n"
    )
    one, other = known(PYTHON, every).values, known(PYTHON, some).values
    assert one[: ADVERSE.start] == other[: ADVERSE.start]
    assert one[ADVERSE.start : SAMPLES] != other[ADVERSE.start : SAMPLES]


def test_a_promise_that_is_broken_goes_to_what_takes_it() -> None:
    awaits = (
        "async function a(store: Store, id: string) {\n"
        "  try {\n    return await store.fetch(id);\n"
        "  } catch {\n    return store.cached(id);\n  } finally {\n    store.close();\n  }\n}\n"
    )
    chains = (
        "const b = (shop: Store, key: string) =>\n"
        "  shop.fetch(key).catch(() => shop.cached(key)).finally(() => shop.close());\n"
    )
    takes_both = (
        "const c = (shop: Store, key: string) =>\n"
        "  shop.fetch(key).then((found) => found, () => null).finally(() => shop.close());\n"
    )
    assert known(SCRIPT, awaits).values == known(SCRIPT, chains).values
    assert known(SCRIPT, awaits).values != known(SCRIPT, takes_both).values


def test_a_failure_that_is_written_tells_what_goes_on_from_what_does_not() -> None:
    strict = (
        "def a(code: str):\n    if code == 'x':\n        raise KeyError(code)\n    return code\n"
    )
    thrown = "const b = (code: string) => { if (code === 'x') throw new Error(); return code; };"
    assert known(PYTHON, strict).values == known(SCRIPT, thrown).values


def test_what_a_function_writes_when_it_is_called_does_not_disturb_who_asks_what_it_gives() -> None:
    source = """
        class Command {
          constructor(action, log) {
            this.perform = () => {
              this.undo = log.add(action);
              this.redo = action;
            };
          }
        }
    """
    assert outcomes_of(SCRIPT, source, "Command") is not None


def test_a_variable_that_is_not_set_yet_says_nothing_of_what_is_put_into_it() -> None:
    by_hand = (
        "def a(rows):\n    best = None\n    for row in rows:\n"
        "        if best is None or row.size > best.size:\n            best = row\n"
        "    return best\n"
    )
    tested = (
        "function b(rows: Row[]) {\n  let best;\n  for (const row of rows) {\n"
        "    if (!best || row.size > best.size) best = row;\n  }\n  return best ?? null;\n}\n"
    )
    short = "def c(rows):\n    return max(rows, key=lambda row: row.size, default=None)\n"
    assert known(PYTHON, by_hand) == known(PYTHON, short)
    assert known(SCRIPT, tested).values == known(PYTHON, short).values


def test_objects_are_called_in_no_fixed_turn_and_time_goes_on_between() -> None:
    gate = (
        "export function gate(wait: number, clock: () => number) {\n"
        "  let last: number | null = null;\n"
        "  return () => {\n    const now = clock();\n"
        "    if (last !== null && now - last < wait) return false;\n    last = now;\n"
        "    return true;\n  };\n}\n"
    )
    strict = gate.replace(
        "    if (last", "    const before = last;\n    last = now;\n    if (before"
    )
    strict = strict.replace("now - last", "now - before").replace(
        "false;\n    last = now;", "false;"
    )
    assert known(SCRIPT, gate).values != known(SCRIPT, strict).values
    newest = (
        "function trail() {\n  let kept: string[] = [];\n  return {\n"
        "    add(one: string) { kept = [one, ...kept]; },\n    all() { return kept; },\n  };\n}\n"
    )
    oldest = newest.replace("[one, ...kept]", "[...kept, one]")
    assert known(SCRIPT, newest).values != known(SCRIPT, oldest).values


def test_objects_of_more_functions_are_driven_otherwise_and_not_compared() -> None:
    two = (
        "export function counter() {\n  let n = 0;\n"
        "  return { add(by: number) { n += by; return n; }, reset() { n = 0; } };\n}\n"
    )
    three = two.replace("reset()", "get() { return n; }, reset()")
    with_two, with_three = known(SCRIPT, two), known(SCRIPT, three)
    assert with_two.marks.signature != with_three.marks.signature
    assert with_two.marks.nameless_signature != with_three.marks.nameless_signature


def test_what_is_a_key_and_in_order_is_a_text_and_a_key_that_is_not_there_a_zero() -> None:
    groups = (
        "def a(rows):\n    made = {}\n    for row in sorted(rows, key=lambda each: each.zone):\n"
        "        made[row.zone] = made.get(row.zone, 0) + row.kilos\n    return made\n"
    )
    reduces = (
        "const b = (rows: Row[]) =>\n"
        "  rows.reduce<Record<string, number>>((made, { zone, kilos }) =>\n"
        "  ({ ...made, [zone]: (made[zone] ?? 0) + kilos }), {});\n"
    )
    assert known(PYTHON, groups).values == known(SCRIPT, reduces).values
    asks = "func A(names []string, off map[string]bool) int {\n\tfound := 0\n"
    asks += "\tfor _, name := range names {\n\t\tif off[name] {\n\t\t\tfound++\n\t\t}\n\t}\n"
    assert len(set(known(GO, f"{asks}\treturn found\n}}\n").values)) > 1


def test_parts_of_pairs_are_read_by_numbers_and_by_names() -> None:
    by_name = "def a(rows):\n    return [end for start, end in rows if end - start > 1]\n"
    by_number = "def b(spans):\n    return [span[1] for span in spans if span[1] - span[0] > 1]\n"
    one, other = known(PYTHON, by_name), known(PYTHON, by_number)
    assert nameless(one) == nameless(other)
    assert len(set(nameless(one))) > 2


def test_a_list_of_lists_is_none_of_pairs() -> None:
    first = "def a(grid):\n    return [sum(row) - row[0] for row in grid if row]\n"
    rest = "def b(rows):\n    return [sum(row[1:]) for row in rows if len(row) > 0]\n"
    assert known(PYTHON, first).values == known(PYTHON, rest).values


def test_moments_are_compared_alike_in_all_languages() -> None:
    same = (
        known(PYTHON, "def late(loan, now):\n    return loan.due < now\n"),
        known(GO, "func Late(loan Loan, now time.Time) bool {\n\treturn loan.Due.Before(now)\n}\n"),
        known(
            SCRIPT, "const late = (loan: Loan, now: Date) => loan.due.getTime() < now.getTime();"
        ),
    )
    assert len({tuple(each.values) for each in same}) == 1


def test_what_is_read_sign_by_sign_is_a_text() -> None:
    python = "def digits(number):\n    return [int(c) for c in number if c.isdigit()]\n"
    script = (
        "const digits = (text: string) => [...text].filter((c) => /[0-9]/.test(c)).map(Number);"
    )
    assert known(PYTHON, python).values == known(SCRIPT, script).values


def test_rows_with_keys_are_records() -> None:
    rows = "def total(rows: list[dict]):\n    return sum(row['rate'] for row in rows)\n"
    records = "const total = (rows: Row[]) => rows.reduce((sum, row) => sum + row.rate, 0);"
    assert known(PYTHON, rows).values == known(SCRIPT, records).values


def test_samples_without_literals_of_their_own_are_not_drawn() -> None:
    values = known(PYTHON, "def a(n: int):\n    return n + n\n").values
    assert {values[number] for number in (*OF_TEXTS, *OF_NUMBERS)} == {None}


def test_nothing_of_a_file_is_held_behind_it() -> None:
    """Workers do not look for objects that hold each other."""
    sources = [(own, text) for pair in SAME.values() for own, text, *_ in pair]
    trees = [SyntaxTree(own, f"package a\n{text}" if own == GO else text) for own, text in sources]
    held = [weakref.ref(tree) for tree in trees]
    gc.collect()
    before = number_of_scopes()
    gc.disable()
    try:
        while trees:
            tree = trees.pop()
            with_outcomes(
                tree, logic_units(tree, "a.py", "semantic-duplication"), before=(), maker=""
            )
        del tree
        assert not any(tree() for tree in held)
        assert number_of_scopes() == before
    finally:
        gc.enable()


def number_of_scopes() -> int:
    return sum(isinstance(each, Scope) for each in gc.get_objects())


def test_outcomes_are_read_as_they_were_written() -> None:
    outcomes = known(PYTHON, "def a(n: int):\n    return 10 // n\n")
    assert len(outcomes.values) == SAMPLES + len(NAMELESS)
    assert Outcomes.read(outcomes.written()) == outcomes
    assert Outcomes.read("") is None


@pytest.mark.parametrize(
    "body",
    [
        "    while True:\n        n += 1\n",
        "    text = 'a'\n    while True:\n        text = text + text\n",
        "    items = [1]\n    for item in items:\n        items.append(item)\n    return items\n",
        "    return f(n)\n",
        "    while True:\n        n = n * n + 2\n",
        "    return 'a' * 10 ** 12\n",
        "    return re.sub('(a+)+b', '', 'a' * 40)\n",
        "    return [x for x in range(10 ** 9)]\n",
        "    return f'{n:999999999}'\n",
        "    items = []\n    items.append(items)\n    return items\n",
        "    return 'a'.zfill(10 ** 9)\n",
        "    return 1 << 10 ** 9\n",
        "    return 9 ** 9 ** 9\n",
    ],
)
def test_what_would_run_or_grow_without_end_has_no_outcomes(body: str) -> None:
    assert outcomes_of(PYTHON, f"def f(n: int):\n{body}") is None


def test_nothing_of_the_code_runs(tmp_path) -> None:
    witness = tmp_path / "witness"
    outcomes_of(
        PYTHON, f"def f(n):\n    open({str(witness)!r}, 'w').write('x')\n    return n + 1\n"
    )
    outcomes_of(PYTHON, f"def f(n):\n    __import__('os').system('touch {witness}')\n")
    assert not witness.exists()


@given(st.sampled_from([PYTHON, SCRIPT, GO]), st.data())
def test_no_code_makes_it_fail(language: str, data: st.DataObject) -> None:
    sources = [source for pair in SAME.values() for own, source, *_ in pair if own == language]
    source = data.draw(st.sampled_from(sources))
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, min(len(source), start + 12)))
    mutated = source[:start] + data.draw(st.text(max_size=6)) + source[end:]
    tree = SyntaxTree(language, mutated if language != GO else f"package a\n{mutated}")
    for definition in definitions_of(tree):
        sampled(tree, definition)


def test_each_of_several_decorators_matters() -> None:
    one = known(
        PYTHON,
        "@cleared\n@logged\ndef a(n: int):\n    return n + 1\n\ndef b(n: int):\n    return a(n)\n",
        "b",
    )
    other = known(
        PYTHON,
        "@cleared\n@timed\ndef a(n: int):\n    return n + 1\n\ndef b(n: int):\n    return a(n)\n",
        "b",
    )
    assert one.marks.signature != other.marks.signature


def test_fields_that_are_put_into_an_object_are_those_of_whoever_holds_it() -> None:
    text = (
        "function f(row) {\n"
        "  const made = {};\n"
        "  Object.assign(made, row, { id: row.%s });\n"
        "  return made;\n"
        "}\n"
    )
    spread = known(SCRIPT, "function f(row) { return { ...row, id: row.key }; }")
    given = known(SCRIPT, "function f(row) { return Object.assign({}, row, { id: row.key }); }")

    assert spread.values == given.values
    assert known(SCRIPT, text % "key").values != known(SCRIPT, text % "name").values


def test_of_a_key_that_comes_again_the_first_one_is_told_from_the_last() -> None:
    text = (
        "def parsed(text):\n"
        "    made = {}\n"
        "    for part in text.split(';'):\n"
        "        key, sign, value = part.partition('=')\n"
        "        if sign%s:\n"
        "            made[key.strip()] = value\n"
        "    return made\n"
    )
    last, first = known(PYTHON, text % ""), known(PYTHON, text % " and key.strip() not in made")
    assert first.values != last.values


def test_roundings_differ_in_halves() -> None:
    even = known(PYTHON, "def cents(price):\n    return round(price * 100)\n")
    up = known(SCRIPT, "function cents(p: number) { return Math.floor(p * 100 + 0.5); }")
    again = known(SCRIPT, "function inCents(p: number) { return Math.round(p * 100); }")
    assert even.marks == up.marks == again.marks
    assert even.values != up.values == again.values
    away = "package p\nfunc f(price float64) float64 { return math.Round(price) }\n"
    plain = known(SCRIPT, "function f(price: number) { return Math.round(price); }")
    assert known(GO, away).values != plain.values


def test_whole_numbers_of_go_are_never_halves() -> None:
    whole = known(GO, "package p\nfunc f(n int) float64 { return math.Floor(float64(n) / 2) }\n")
    assert {whole.values[sample] for sample in IN_HALVES} == {None}


def test_what_is_done_with_a_single_item_is_told_apart() -> None:
    text = "def shown(items):\n    names = [make(each) for each in items]\n    return %s\n"
    alone = known(PYTHON, text % "names[0] if len(names) == 1 else names")
    assert alone.values != known(PYTHON, text % "names").values


def test_a_start_from_zero_is_told_apart() -> None:
    text = "def growth(before, after):\n    if before == 0:\n        return %s\n    return after / before\n"  # noqa: E501
    assert known(PYTHON, text % "0").values != known(PYTHON, text % "after").values


def test_what_is_done_with_large_numbers_is_told_apart() -> None:
    text = 'function grouped(n: number) { return String(n).replace(%s, ","); }'
    thousands = known(SCRIPT, text % r"/\B(?=(\d{3})+$)/g")
    lakhs = known(SCRIPT, text % r"/\B(?=(\d\d)*\d{3}$)/g")
    python = known(PYTHON, 'def grouped(n: int):\n    return f"{n:,}"\n')
    assert thousands.values != lakhs.values
    assert thousands.values[OF_MILLIONS] == python.values[OF_MILLIONS] is not None


COUNTED = """def counted(n: int):
    total = 0
    for number in range(n):
        total += number * number
    return total
"""
PARTS_OF_A_FIELD = """def parts(form):
    found = [each.strip() for each in form.value.split(",")]
    return [] if found == [""] else found
"""
NO_EMPTY_PARTS = """def names(text):
    return [each.strip() for each in text.split(",") if each.strip()]
"""


def test_to_a_large_number_nobody_counts() -> None:
    values = known(PYTHON, COUNTED).values
    assert values[OF_MILLIONS] is None
    assert None not in values[: OF_TEXTS.start]


def test_what_is_probed_is_so_without_names_as_well() -> None:
    first, second = known(PYTHON, PARTS_OF_A_FIELD), known(PYTHON, NO_EMPTY_PARTS)
    assert first.marks.nameless_signature == second.marks.nameless_signature
    assert first.values[SAMPLES:] != second.values[SAMPLES:]


def test_no_object_is_made_of_size_zero() -> None:
    made = known(SCRIPT, "function counter(most: number) { let n = 0; return () => ++n > most; }")
    assert made.values[OF_ONE] is None
