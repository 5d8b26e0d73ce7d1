"""hardcoded-colors on projects as people write them."""

from tests.corpus.projects import measure
from tinyarms_daemon.rules.hardcoded_colors import HardcodedColors


def test_hardcoded_colors_is_right_and_misses_little(capsys):
    measured = measure(HardcodedColors())

    with capsys.disabled():
        print(f"\nhardcoded-colors: {measured}", end=" ")
    assert measured.precision >= 0.98, measured
    assert measured.recall >= 0.95, measured
