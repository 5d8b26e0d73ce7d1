"""design-tokens on projects as people lay them out."""

from tests.corpus.projects import measure
from tinyarms_daemon.rules.design_tokens import DesignTokens


def test_design_tokens_is_right_and_misses_little(capsys):
    measured = measure(DesignTokens())

    with capsys.disabled():
        print(f"\ndesign-tokens: {measured}", end=" ")
    assert measured.precision >= 0.98, measured
    assert measured.recall >= 0.95, measured
