"""magic-numbers on files as people write them."""

from tests.corpus.projects import measure
from tinyarms_daemon.rules.magic_numbers import MagicNumbers


def test_magic_numbers_is_right_and_misses_little(capsys):
    measured = measure(MagicNumbers())

    with capsys.disabled():
        print(f"\nmagic-numbers: {measured}", end=" ")
    assert measured.precision >= 0.98, measured
    assert measured.recall >= 0.95, measured
