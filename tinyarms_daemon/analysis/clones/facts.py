"""What a file says of its code, for copies elsewhere to be found."""

from collections.abc import Iterator
from hashlib import blake2b
from itertools import pairwise

from tinyarms_daemon.analysis.clones.index import RECORD, REPEAT, WINDOW
from tinyarms_daemon.analysis.clones.record import CodeRecord, encode_record
from tinyarms_daemon.analysis.clones.units import Unit, units_of
from tinyarms_daemon.analysis.clones.windows import Window, windows_of
from tinyarms_daemon.analysis.code_lines import code_line_counts
from tinyarms_daemon.analysis.definitions import symbol_at
from tinyarms_daemon.analysis.file_roles import is_test
from tinyarms_daemon.analysis.file_topic import file_topic
from tinyarms_daemon.analysis.suppressions import Suppression, suppressed, suppressions_of
from tinyarms_daemon.analysis.syntax_tree import SyntaxTree
from tinyarms_daemon.domain.findings.project import FactData

_CONTENT_BYTES = 12
_TEST_SALT = "test"  # tests are compared with tests
_RUST_TESTS = '((attribute_item) @mark . (mod_item) @tests (#match? @mark "cfg.*test"))'


def clone_facts(tree: SyntaxTree, path: str, rule: str) -> Iterator[tuple[str, str, FactData]]:
    """Kind, topic and data of each fact; nothing for a file in which no block could be copied."""
    record = _record(tree, path, rule)
    topics = [window.topic for window in record.windows]
    if not topics:
        return
    yield RECORD, file_topic(path), encode_record(record)
    if len(set(topics)) < len(topics):
        yield REPEAT, file_topic(path), None
    for topic, weight in {window.topic: window.weight for window in record.windows}.items():
        yield WINDOW, topic, weight


def silenced_lines(tree: SyntaxTree, rule: str) -> dict[int, Suppression]:
    """The lines on which a unit begins whose findings a comment suppresses, and that comment."""
    said = [each for each in suppressions_of(tree) if each.rule == rule]
    if not said:
        return {}
    lines = {tree.positions.line_of(unit.start) for unit in units_of(tree)}
    targets = suppressed({(rule, line) for line in lines}, said)
    return {line: suppression for (_, line), suppression in targets.items()}


def _record(tree: SyntaxTree, path: str, rule: str) -> CodeRecord:
    units = units_of(tree)
    tests = _tests(tree, units, path)
    return CodeRecord(
        text=tree.text,
        units=units,
        windows=(*_windows(units, tests),),
        symbols=tuple(symbol_at(tree, unit.start) for unit in units),
        code_lines=tuple(after - before for before, after in pairwise(code_line_counts(tree))),
        silenced=frozenset(silenced_lines(tree, rule)),
        tests=tests,
        content=_content(units, tests),
    )


def _content(units: tuple[Unit, ...], tests: range) -> str:
    said = repr((tests, [(unit.shape, unit.words, unit.depth) for unit in units]))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=_CONTENT_BYTES).hexdigest()


def _windows(units: tuple[Unit, ...], tests: range) -> Iterator[Window]:
    for run, salt in (
        (range(tests.start), ""),
        (tests, _TEST_SALT),
        (range(tests.stop, len(units)), ""),
    ):
        for window in windows_of(units[run.start : run.stop], salt):
            yield window._replace(first=window.first + run.start)


def _tests(tree: SyntaxTree, units: tuple[Unit, ...], path: str) -> range:
    """The units that are tests: all, none, or those of a Rust module's own tests."""
    if is_test(path):
        return range(len(units))
    if tree.language == "rust":
        for match in tree.matches(_RUST_TESTS):
            start, end = tree.span_of(match["tests"][0])
            inside = [index for index, unit in enumerate(units) if start <= unit.start < end]
            if inside:
                return range(inside[0], inside[-1] + 1)
    return range(len(units), len(units))
