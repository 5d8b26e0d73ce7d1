"""line-references on projects as people write about their files."""

from tests.corpus.projects import measure
from tinyarms_daemon.rules.line_references import LineReferences


def test_line_references_is_right_and_misses_little():
    measured = measure(LineReferences())

    print(measured)
    assert measured.precision >= 0.98, measured
    assert measured.recall >= 0.95, measured
