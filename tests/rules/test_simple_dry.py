"""What simple-dry says of repeated blocks, and how a finding keeps its name."""

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.concluding import bound, concluded
from tinyarms_daemon.analysis.analyze_file import analyze_bytes
from tinyarms_daemon.domain.findings.project import Conclusion
from tinyarms_daemon.domain.findings.rule import Origin
from tinyarms_daemon.rules.simple_dry import SimpleDry

RULE = bound(SimpleDry())
BODY = (
    "    totals = {}",
    "    for row in rows:",
    "        if row['year'] != year:",
    "            continue",
    "        amount = float(row['amount'])",
    "        if row.get('refunded') == 'yes':",
    "            amount = -amount",
    "        totals[row['month']] = totals.get(row['month'], 0.0) + amount",
    "    best = max(totals, key=totals.get, default=None)",
    "    return totals, best",
)
MERGE = (
    "    merged = dict(rows)",
    "    for key, value in year.items():",
    "        if key in merged and merged[key] != value:",
    "            raise KeyError(f'{key} is there twice')",
    "        merged[key] = value if value is not None else merged.get(key)",
    "    while len(merged) > 100:",
    "        merged.popitem()",
    "    return sorted(merged.items())",
)
OTHER = "def other(a, b):\n    return [a.get(key, 0) for key in b if key not in a]\n"


def function(name: str, *body: str) -> str:
    return "\n".join([f"def {name}(rows, year):", *(body or BODY)]) + "\n"


def found(files: dict[str, str]) -> list[Conclusion]:
    return concluded(RULE, files)


def only(files: dict[str, str]) -> Conclusion:
    (conclusion,) = found(files)
    return conclusion


TWO = {"a.py": function("sales"), "b.py": function("returns")}


def test_a_finding_stands_at_the_first_place_and_names_all_others():
    conclusion = only({**TWO, "c.py": OTHER + "\n\n" + function("taxes")})

    observation = conclusion.observation
    assert conclusion.path == "a.py"
    assert observation.evidence == function("sales").rstrip()
    assert [(each.path, each.start_line, each.end_line) for each in observation.related] == [
        ("b.py", 1, 11),
        ("c.py", 5, 15),
    ]
    assert observation.message == (
        "This block of 11 lines stands in 3 places, with other names or values."
    )
    assert observation.origin is Origin.GRAPH


def test_migrations_are_history_and_no_copies():
    steps = {f"shop/migrations/000{n}_step.py": function(f"step_{n}") for n in (1, 2)}

    assert not found(steps)
    assert found({path.replace("migrations", "steps"): text for path, text in steps.items()})


def test_copies_in_one_file_are_told_from_that_file_alone():
    conclusion = only({"a.py": function("sales") + "\n\n" + function("returns")})

    assert conclusion.observation.origin is Origin.SYNTAX
    assert conclusion.observation.symbol == "sales"
    assert conclusion.observation.related[0].path == "a.py"


def test_copies_in_one_file_are_found_behind_code_that_repeats_itself():
    loop = "    for key in tree.keys():\n        names[key] = tree[key].path.joined(key)\n"
    block = (
        "    tree.define('root', configurable=True, enumerable=root.open, value=root.value)\n"
        "    tree.owner.root = root.branch(tree, names)\n"
        "    tree.children.append(Child(tree=tree.sub, owner=tree.owner,\n"
        "        names=names.copy(),\n"
        "        path=root.path))\n"
    )
    text = f"def attach(tree, root, names):\n{loop * 3}{block}{loop}{block}"

    observation = only({"a.py": text}).observation

    assert (observation.region.start.line, observation.region.end.line) == (6, 12)
    assert [(each.start_line, each.end_line) for each in observation.related] == [(13, 19)]


def test_what_differs_is_named_as_parameters():
    renamed = function("returns").replace("totals", "sums").replace("amount", "value")

    conclusion = only({"a.py": function("sales"), "b.py": renamed})

    assert conclusion.observation.suggestion == (
        "Write it once, with what differs (totals / sums, amount / value, sales / returns)"
        " as parameters."
    )


def test_statements_that_are_more_or_other_are_gaps():
    body = [*BODY[:4], "        log(row)", *BODY[4:-1], "    return best"]

    conclusion = only({"a.py": function("sales"), "b.py": function("sales", *body)})

    assert conclusion.observation.related[0].note == "similar code"
    assert "with small differences" in conclusion.observation.message


CHECKED = """def checked(item, chosen):
    for index in range(item.count()):
        child = item.child(index)
        if child.count():
            checked(child, chosen)
    found = {statement}
    if chosen is not None:
        chosen.update(found)
    return found or [item]
"""
ENTRIES = """[
        (entry.name, entry.data({column}, Role.USER), entry.data({column}, Role.ADMIN), item.key)
        for entry in item.entries({column}, Role.USER, order=Order.NAME)
        if entry.is_open and entry.size > 0 and entry.owner.name not in item.names
    ]"""
WINDOWS = """{
        key: (window.rows[:limit], window.top + window.height * rate - border, window.screen)
        for (key, limit), rate in zip(limits.items(), sorted(rates, reverse=True))
        for window in tops(key) if window.screen is screen or rate < limit
    }"""
NUMBERED = CHECKED.format(statement=ENTRIES.format(column="0"))
NAMED = CHECKED.format(statement=ENTRIES.format(column="self.column"))


def test_what_an_edited_statement_still_has_in_common_counts():
    conclusion = only({"a.py": NUMBERED, "b.py": NAMED})

    assert conclusion.observation.related[0].note == "similar code"


def test_other_statements_in_the_same_place_are_nothing_in_common():
    assert not found({"a.py": NUMBERED, "b.py": CHECKED.format(statement=WINDOWS)})


SHORT = """    if not {a}.active or {a}.size < 1:
        return {default}
    total = {a}.size * {a}.price
    if total > {a}.limit:
        total = {a}.limit
    {a}.total = total
"""


def test_what_is_the_same_to_the_letter_may_be_shorter():
    block = SHORT.format(a="order", default="0")

    assert only({"a.py": f"def f(order):\n{block}", "b.py": f"def g(order):\n{block}"})


def test_what_is_as_short_and_has_other_names_is_a_copy_as_a_whole_function_alone():
    order = SHORT.format(a="order", default="0")
    ticket = SHORT.format(a="ticket", default="0").replace("< 1", "< 2")
    more = "    waiting.append(order)\n"

    assert only({"a.py": f"def f(order):\n{order}", "b.py": f"def g(ticket):\n{ticket}"})
    assert not found({"a.py": f"def f(order):\n{order}{more}", "b.py": f"def g(ticket):\n{ticket}"})


def test_names_with_a_type_and_no_value_are_no_code():
    names = "".join(f"        self.name_{letter}: str | None\n" for letter in "abcdefghijkl")
    start = "        self.parts = parts\n"

    assert not found(
        {
            f"{name}.py": f"class {name}:\n    def __init__(self, parts):\n{start}{names}"
            for name in ("One", "Two")
        }
    )


DENSE = """    if path[-1] in endings and (mode == "r" or not path.parent.exists(follow=False)):
        for part in reversed(path.split(separator)[:-1]):
            known[part] = known.get(part, 0) + len(part) * weight
        raise ValueError(f"{path} is no folder", mode, sorted(known.items()))
    return known
"""


def test_fewer_lines_than_the_least_are_no_block_however_dense():
    own = "".join(f"    known.part_{n} = weight[{n}] * (mode.first + 1)\n" for n in range(9))
    one, other = (f"def {name}(path, mode, known, weight):\n" for name in "fg")

    assert not found({"a.py": one + DENSE, "b.py": other + own + DENSE})


CALLS = """    window = Window(title)
    window.resize(size)
    window.setIcon(lamp)
    window.closed.connect(forget)
    window.lower()
    window.show()
"""


def test_calls_in_a_row_are_told_when_they_are_many():
    few = {"a.py": f"def f(owner, title):\n{CALLS}", "b.py": f"def g(owner, title):\n{CALLS}"}
    more = '    owner.windows.append(window)\n    owner.log.note("opened", window.title)\n'

    assert not found(few)
    assert only({path: text + more for path, text in few.items()})


def test_a_place_that_shares_a_part_of_larger_copies_is_named_with_them():
    large = function("sales", *BODY[:-1], *MERGE)
    part = function("returns")

    observation = only({"a.py": large, "b.py": large, "c.py": part}).observation

    assert observation.message == (
        "This block of 18 lines stands in 2 places, and a part of it in 1 more."
    )
    assert [(each.path, each.note) for each in observation.related] == [
        ("b.py", "the same code"),
        ("c.py", "shares a part of it"),
    ]
    assert observation.measures["places"] == 3


def test_tests_are_compared_with_tests_alone():
    assert found({"a.py": function("sales"), "tests/test_a.py": function("sales")}) == []


def test_a_test_may_be_like_another_for_longer():
    assert found({"tests/test_a.py": function("sales"), "tests/test_b.py": function("sales")}) == []


def test_the_tests_of_a_rust_module_are_tests():
    body = """
        let mut total = 0.0;
        for row in rows.iter().filter(|row| row.year == 2024) {
            let amount = row.amount.parse::<f64>().unwrap_or(0.0);
            if row.refunded {
                total -= amount * row.rate;
            } else {
                total += amount * row.rate;
            }
        }
        report.write(format!("{} {}", total, rows.len()));
    """
    module = f"fn sales(rows: Rows) {{ {body} }}\n"
    tests = f"#[cfg(test)]\nmod tests {{ fn checks() {{ {body} }} }}\n"

    assert len(found({"a.rs": module, "b.rs": module})) == 1
    assert found({"a.rs": module, "b.rs": tests}) == []


def test_a_comment_takes_a_place_out_of_its_class():
    silenced = "# tinyarms: ignore[simple-dry]\n" + function("returns")

    conclusion = only({**TWO, "b.py": silenced, "c.py": function("taxes")})

    assert not conclusion.observation.suppressed
    assert [each.path for each in conclusion.observation.related] == ["c.py"]


def test_what_is_silenced_in_all_places_but_one_is_a_suppressed_finding():
    silenced = "# tinyarms: ignore[simple-dry] - they will part soon\n" + function("returns")

    conclusion = only({**TWO, "b.py": silenced})

    assert conclusion.path == "b.py"
    assert conclusion.observation.suppressed


def test_a_file_can_be_silenced_as_a_whole():
    assert only(
        {**TWO, "a.py": "# tinyarms: ignore-file[simple-dry]\n" + TWO["a.py"]}
    ).observation.suppressed


def test_a_comment_that_silences_a_block_counts_as_used():
    text = "# tinyarms: ignore[simple-dry]\n" + function("sales")

    report = analyze_bytes(path="a.py", content=text.encode(), rules=[RULE])

    (use,) = report.uses
    assert use.observation.suppressed


fillings = st.lists(
    st.sampled_from(["", "# a comment", "LIMIT = 10", "import os", OTHER, "x = compute(1)\n"]),
    max_size=6,
)


@given(before=fillings, after=fillings, name=st.sampled_from(["a.py", "lib/z.py", "0.py"]))
def test_a_finding_keeps_its_name_whatever_happens_around_it(before, after, name):
    text = "\n".join([*before, "", "", function("sales"), "", *after])

    conclusion = only({name: text, "b.py": TWO["b.py"]})

    assert conclusion.observation.fingerprint == only(TWO).observation.fingerprint


@given(st.integers(1, len(BODY) - 2))
def test_a_finding_keeps_its_name_when_comments_come_between(line):
    body = [*BODY[:line], "    # why this is so", "", *BODY[line:]]

    conclusion = only({**TWO, "a.py": function("sales", *body)})

    assert conclusion.observation.fingerprint == only(TWO).observation.fingerprint


def test_a_finding_keeps_its_name_when_one_more_copy_comes():
    more = only({**TWO, "0.py": function("taxes")})

    assert more.path == "0.py"
    assert more.observation.fingerprint == only(TWO).observation.fingerprint


def test_two_different_blocks_have_two_names():
    other = function("merge", *MERGE)
    both = {path: f"{text}\n\n{other}\n" for path, text in TWO.items()}
    apart = {
        "a.py": f"{TWO['a.py']}\n\n{OTHER}\n\n{other}\n",
        "b.py": f"{other}\n\n{OTHER}\n\n{TWO['b.py']}\n",
    }

    assert len(found(both)) == 1
    assert len({each.observation.fingerprint for each in found(apart)}) == 2


HEAD = (
    "    seen = set()",
    "    total = 0.0",
    "    with open(rows, encoding='utf-8') as lines:",
    "        for line in lines:",
    "            name, _, amount = line.partition(';')",
    "            if not name or name in seen or amount.startswith('#'):",
    "                continue",
    "            seen.add(name)",
)
TO_SUM = (
    "            total += float(amount) * year",
    "            if total > 100:",
    "                raise ValueError(f'{name} is too much')",
    "    rest = divmod(total, 12)",
    "    return {'total': total, 'months': rest[0], 'rest': rest[1]}",
)
TO_ASK = (
    "            for each in year.get(name, ()):",
    "                print(each, file=amount)",
    "            answer = input('Go on? ')",
    "            while answer not in 'yn':",
    "                answer = input('Yes or no? ')",
    "            year[name] = [answer == 'y', *reversed(year[name])]",
    "    lines.flush()",
)


def test_functions_that_begin_alike_are_told_as_far_as_they_do():
    one, other = function("tally", *HEAD, *TO_SUM), function("report", *HEAD, *TO_ASK)

    conclusion = only({"a.py": one, "b.py": other})

    (place,) = conclusion.observation.related
    assert conclusion.observation.evidence == function("tally", *HEAD).strip()
    assert (place.path, place.start_line, place.end_line) == ("b.py", 1, 9)


BEHIND = (
    "            if name in seen:",
    "                seen.discard(name)",
    "                total += 1",
    "    if total > 100 and not year:",
    "        raise ValueError(f'{total} are too many')",
    "    while total % 12:",
    "        total -= len(seen) or 1",
    "    return total",
)


def test_what_begins_in_an_inner_block_and_goes_on_behind_it_is_told_to_the_letter():
    summed = ("    seen = set()", "    for name in rows:", "        if name:", *BEHIND)
    asked = (
        "    total = input('How many? ')",
        "    with open(rows) as lines:",
        "        while name := lines.readline():",
        *BEHIND,
    )

    conclusion = only({"a.py": function("tally", *summed), "b.py": function("report", *asked)})

    assert conclusion.observation.evidence == "\n".join(BEHIND).strip()


def test_two_blocks_that_are_copied_one_after_the_other_are_one_finding():
    def after(first: str, second: str) -> str:
        blocks = (["    " + line for line in block[:-1]] for block in (BODY, MERGE))
        one, other = map("\n".join, blocks)
        return function("total", f"    {first}:", one, f"    {second}:", other)

    conclusion = only(
        {
            "a.py": after("if rows", "if year is not None"),
            "b.py": after("while rows.pop()", "for year in range(3)"),
        }
    )

    evidence = conclusion.observation.evidence
    assert evidence == after("if rows", "if year is not None").strip()


def test_a_block_under_another_condition_is_told_with_what_goes_on_behind_it():
    def under(condition: str, limit: int) -> str:
        inner = "\n".join("    " + line for line in BODY[:-1])
        outer = "\n".join(MERGE).replace("100", str(limit))
        copied = (f"    if {condition}:", inner.replace("yes", str(limit)), outer)
        return function("total", *(own if limit < 100 else ()), *copied)

    own = [f"    year.part_{number} = rows[{number}] * (year.first + 1)" for number in range(20)]
    conclusion = only({"a.py": under("rows", 100), "b.py": under("not year.is_over()", 90)})

    evidence = conclusion.observation.evidence
    assert evidence.startswith("if rows:")
    assert evidence.endswith(MERGE[-1].strip())


def test_a_function_most_of_which_is_a_copy_is_told_as_a_whole():
    one = function("sales")
    other = "@cached(seconds=30)\n" + function("returns", "    rows = rows or load(year)", *BODY)

    conclusion = only({"a.py": one, "b.py": other})

    (place,) = conclusion.observation.related
    assert conclusion.observation.evidence == one.strip()
    assert (place.start_line, place.end_line) == (1, 13)


def test_a_block_that_is_little_of_its_function_is_told_alone():
    own = [f"    rows.part_{number} = rows[{number}] * (year.first + 1)" for number in range(30)]

    conclusion = only({"a.py": function("sales"), "b.py": function("returns", *own, *BODY)})

    assert conclusion.observation.evidence == "\n".join(BODY).strip()


def test_what_edited_statements_share_counts_towards_the_size():
    call = """    if key not in rows:
        rows[key] = Device({{key}}, year.name, year.model, year.host, {port}, year.kind)
    else:
        keys = rows[key].keys
        keys.add(key)
        rows[key] = Gadget(keys, year.name, year.model, year.host, {port}, year.kind)
    return rows[key].name or year.label"""
    one, other = (call.format(port=port) for port in ("year.ports.first", "port"))

    only({"a.py": function("add", one) + OTHER + function("see", other)})


def test_a_drawing_is_a_copy_of_none_but_the_same_one():
    def icon(name: str, start: int) -> str:
        paths = "".join(
            f'    <path d="M{start + number} 5L7 {number}Z" fill="currentColor" />\n'
            for number in range(12)
        )
        return f"export const {name} = (props) => (\n  <svg {{...props}}>\n{paths}  </svg>\n);\n"

    assert not found({"Arrow.jsx": icon("Arrow", 1), "Star.jsx": icon("Star", 30)})
    only({"Arrow.jsx": icon("Arrow", 1), "Left.jsx": icon("Left", 1)})


MAKE = """    def {name}(self):
        data = self.answer(
            'addresses/', type=POST, params={{'{key}': self.{key}}})
        if data:
            self.ip = data['address']['ip']
            self.region = data['address']['region']
        return self
"""


def test_methods_that_stand_next_to_each_other_are_compared_from_head_to_end():
    load = (
        "class Address:\n    def load(self):\n        self.read('address')\n        return self\n"
    )
    twins = MAKE.format(name="create", key="owner") + MAKE.format(name="reserve", key="town")

    observation = only({"a.py": load + twins}).observation

    assert (observation.region.start.line, observation.region.end.line) == (5, 11)
    assert [(each.start_line, each.end_line) for each in observation.related] == [(12, 18)]


OVER_TWO_METHODS = """class {name}:
    def forget(self, name, rows):
        {first}
            if name in self.seen and not self.closed:
                self.seen.discard(name)
                raise KeyError(name, rows, self.year)

    def total(self, row):
        if row["year"] != self.year:
            return 0.0
        amount = float(row["amount"]) - self.rest
        return {last}
"""


def test_what_begins_in_a_method_and_goes_on_in_the_next_one_is_no_block():
    one = OVER_TWO_METHODS.format(name="A", first="for name in rows:", last="amount")
    other = OVER_TWO_METHODS.format(
        name="B", first="while name := next(rows, None):", last="self.rest if amount > 9 else 0.0"
    )

    assert not found({"a.py": one, "b.py": other})


def test_a_function_that_begins_alike_behind_one_that_is_a_copy_is_told_as_well():
    merged = "\n\n" + function("merged", *MERGE) + "\n\n"
    files = {
        "a.py": merged + function("tally", *HEAD, *TO_SUM),
        "b.py": merged + function("report", *HEAD, *TO_ASK),
    }

    assert {each.observation.symbol for each in found(files)} == {"merged", "tally"}


def test_functions_that_begin_alike_with_other_names_are_not_told():
    renamed = "\n".join(HEAD).replace("seen", "known").replace("amount", "answer")
    renamed = renamed.replace("line", "person").replace("name", "town").replace("rows", "folder")

    assert not found(
        {"a.py": function("tally", *HEAD, *TO_SUM), "b.py": function("report", renamed, *TO_ASK)}
    )


NEIGHBORS = """func (n *node) {name}(wanted Filter) []{kind} {{
	var {found} []{kind}
	for _, edge := range n.edges {{
		if wanted == nil || wanted(edge) {{
			if tail := edge.Tail(); tail.ID() == n.ID() {{
				{found} = append({found}, {head})
			}} else {{
				{found} = append({found}, {tail})
			}}
		}}
	}}
	return {found}
}}
"""


def test_a_function_is_told_whole_where_what_is_equal_in_it_is_too_little_by_itself():
    nodes = NEIGHBORS.format(
        name="Nodes", kind="Node", found="nodes", head="edge.Head()", tail="tail"
    )
    hops = NEIGHBORS.format(
        name="Hops", kind="*Hop", found="h", head="&Hop{edge, edge.Head()}", tail="&Hop{edge, tail}"
    )

    observation = only({"node.go": f"package p\n\n{nodes}\n{hops}"}).observation

    assert observation.evidence == nodes.strip()


def test_a_copy_to_the_letter_goes_on_behind_a_method_through_whole_ones():
    tags = "\n    def more_tags(self):\n        return {'indices': self.indices}\n"
    tail = """            if self.total > 100 and name not in self.seen:
                self.seen.discard(name)
                self.total += len(self.seen) or 1
        return self.total
"""
    head = "class {}:\n    def forget(self, name, rows):\n        {}\n"
    one, other = (
        head.format(name, first) + tail + tags
        for name, first in (("A", "for name in rows:"), ("B", "while name := next(rows, 0):"))
    )

    assert only({"a.py": one, "b.py": other}).observation.evidence == (tail + tags).strip()


DRAIN = """func (w *{kind}) Write(given []byte) (int, error) {{
	{first}
	n := 0
	for len(given) > 0 {{
		if needed := int(w.driver.ChunkSize) - len(w.ready); needed > 0 {{
			if len(given) >= needed {{
				w.ready = append(w.ready, given[:needed]...)
				n += needed
				given = given[needed:]
			}} else {{
				w.ready = append(w.ready, given...)
				n += len(given)
				given = nil
			}}
		}}
		if needed := int(w.driver.ChunkSize) - len(w.pending); needed > 0 {{
			if len(given) >= needed {{
				w.pending = append(w.pending, given[:needed]...)
				n += needed
				given = given[needed:]
				if err := w.flush(); err != nil {{
					w.size += int64(n)
					return n, err
				}}
			}} else {{
				w.pending = append(w.pending, given...)
				n += len(given)
				given = nil
			}}
		}}
	}}
	{last}
	return n, nil
}}
"""


def test_a_copy_to_the_letter_is_told_beside_what_is_merely_like_the_next_block_in_it():
    one = DRAIN.format(kind="A", first="w.lock(w.key)", last="w.size += int64(n)")
    other = DRAIN.format(kind="B", first="if w.closed {\n\t\treturn 0, Gone\n\t}", last="w.count++")

    told = found({"a.go": f"package p\n\n{one}", "b.go": f"package q\n\n{other}"})

    assert sorted(len(each.observation.related) for each in told) == [1, 3]


POOR = """    if {asked} and not self.closed:
        {first}
        for name, group in sorted(groups.items()):
            if group.limit is None or total < group.limit:
                total += group.size * self.rate
        {last}
        self.tell(name, total, key=self.key)
"""


def test_a_block_most_of_which_is_a_copy_is_told_whole_in_functions_that_are_not():
    one = POOR.format(asked="total > 9", first="self.load(groups)", last="self.count += 1")
    other = POOR.format(asked="groups", first="name = None", last="total = round(total, 2)")
    files = {
        "a.py": f"def first(self, groups, total):\n{one}    return [total] * len(groups)\n",
        "b.py": "def second(self, groups):\n    total = ask(groups, self)\n"
        f"    while not total:\n        total = self.rest(groups)\n{other}",
    }

    assert only(files).observation.evidence == one.strip()
