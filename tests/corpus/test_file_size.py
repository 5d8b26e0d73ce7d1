"""file-size on long files of every kind.

In this corpus `#* 40` begins lines that stand there forty times, up to `#* end`, each time with its
number in place of `{n}`.
"""

import re
from collections.abc import Iterator

from tests.corpus.projects import measure
from tinyarms_daemon.rules.file_size import FileSize

_REPEATED = re.compile(r"^#\* (\d+)\n(.*?)^#\* end\n", re.MULTILINE | re.DOTALL)


def written_out(text: str) -> str:
    return _REPEATED.sub(lambda found: "".join(copies(found[2], int(found[1]))), text)


def copies(block: str, count: int) -> Iterator[str]:
    return (block.replace("{n}", str(number)) for number in range(1, count + 1))


def test_file_size_is_right_and_misses_little(capsys):
    measured = measure(FileSize(), written_out)

    with capsys.disabled():
        print(f"\nfile-size: {measured}", end=" ")
    assert measured.precision >= 0.98, measured
    assert measured.recall >= 0.95, measured
