"""import-aliases on projects as people lay them out."""

from tests.corpus.projects import measure
from tinyarms_daemon.rules.import_aliases import ImportAliases


def test_import_aliases_is_right_and_misses_little(capsys):
    measured = measure(ImportAliases())

    with capsys.disabled():
        print(f"\nimport-aliases: {measured}", end=" ")
    assert measured.precision >= 0.98, measured
    assert measured.recall >= 0.95, measured
