"""A file's code as it is kept."""

from hypothesis import given
from hypothesis import strategies as st

from tinyarms_daemon.analysis.clones.facts import clone_facts
from tinyarms_daemon.analysis.clones.index import RECORD
from tinyarms_daemon.analysis.clones.record import CodeRecord, decode_record, encode_record
from tinyarms_daemon.analysis.clones.units import Unit, units_of
from tinyarms_daemon.analysis.clones.windows import Window
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.source import Position, Region

units = st.builds(
    Unit,
    shape=st.binary(min_size=5, max_size=5),
    words=st.lists(st.text(max_size=9), max_size=4).map(tuple),
    start=st.integers(0, 99),
    end=st.integers(0, 99),
    depth=st.integers(0, 9),
    after=st.integers(0, 9),
    tokens=st.integers(0, 99),
    edge=st.integers(1, 3),
)


@given(st.lists(units, max_size=9).map(tuple), st.text())
def test_a_record_is_read_as_it_was_written(units, text):
    record = CodeRecord(
        text=text,
        units=units,
        windows=(Window(0, "ab", 1),),
        symbols=tuple(None if unit.depth else "f" for unit in units),
        code_lines=(1, 0, 1),
        silenced=frozenset({3}),
        tests=range(1, 2),
        content="c0de",
    )

    assert decode_record(encode_record(record)) == record


def test_a_record_takes_a_fraction_of_its_file():
    text = "\n\n".join(
        f"def function_{number}(rows):\n    return [row.value_{number} for row in rows]"
        for number in range(100)
    )

    kinds = {kind: data for kind, _, data in clone_facts(SyntaxTree("python", text), "a.py", "r")}

    record = kinds[RECORD]
    assert isinstance(record, str)
    assert len(record) < len(text)


def test_the_region_of_a_run_is_that_of_its_statements():
    text = "def f(é):\n    g(é)\n\n    h(é)\nf(1)\n"
    found = units_of(SyntaxTree("python", text))
    record = CodeRecord(text, found, (), (None,) * 4, (1, 1, 0, 1, 1, 0), frozenset(), range(0), "")

    assert record.region_of(range(1, 3)) == Region(Position(2, 5), Position(4, 9))
    assert record.lines_of(range(3)) == 3
