"""The walk through plain folders reads ignore rules exactly as git does: both are asked about the
same random trees.

One thing is left out: two stars right after a name at the beginning of a pattern (`a**/b`). By its
documentation git treats them as one star, by its code sometimes as many folders.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.git_repository import GitRepository
from tinyarms_daemon.adapters.git.source_tree import GitSourceTree

# A file is its content, a folder its entries, by name.
Tree = Mapping[bytes, "bytes | Tree"]

NAMES = st.sampled_from(
    [b"a", b"b", b"ab", b"a.py", b"b.txt", b".x", b"A", b"a b", b"-", b"[a]", b"\xc3\xa9", b"\xff"]
)
PIECES = st.sampled_from(
    [
        *(b"a", b"b", b"ab", b"a.py", b"*", b"**", b"***", b"?", b"??", b"a*", b"*b", b"**a"),
        *(b"*.py", b"*.*", b".*", b"?.py", b"[ab]", b"[!a]", b"[^a]", b"[a-b]*", b"[]a]", b"[a"),
        *(b"[!]]", b"[b-a]", b"[a-]", b"[\\]a]", b"[[:alpha:]]", b"[[:alpha:]b]*", b"[[:none:]]"),
        *(
            b"[[:a]",
            b"\\a",
            b"\\*",
            b"\\[a\\]",
            b"a\\",
            b"a b",
            b"a\\ ",
            b" a",
            b"\xc3\xa9",
            b"\xff",
        ),
        *(b"[\xc3\xa9]*", b"?a*?", b"*a*b*", b"", b"#a", b"\\#a", b"\\!a", b"!"),
    ]
)
LINES = st.builds(
    lambda negation, root, pieces, folder, spaces: (
        negation + root + b"/".join(pieces) + folder + spaces
    ),
    st.sampled_from([b"", b"", b"!"]),
    st.sampled_from([b"", b"", b"/"]),
    st.lists(PIECES, min_size=1, max_size=3),
    st.sampled_from([b"", b"", b"/"]),
    st.sampled_from([b"", b"", b"", b" ", b"  "]),
).filter(lambda line: not re.match(rb"!?/?[^*?\[\\/]+(/[^*?\[\\/]+)*\*\*", line))
IGNORE_FILES = st.builds(
    lambda mark, lines, ending: mark + ending.join(lines) + ending,
    st.sampled_from([b"", b"", b"\xef\xbb\xbf"]),
    st.lists(LINES, min_size=1, max_size=5),
    st.sampled_from([b"\n", b"\r\n"]),
)


def _folders(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    entries = st.dictionaries(NAMES, st.just(b"") | inner, min_size=1, max_size=4)
    return st.builds(
        lambda files, ignore: files if ignore is None else {**files, b".gitignore": ignore},
        entries,
        st.none() | IGNORE_FILES,
    )


TREES = st.builds(
    lambda tree, ignore: {**tree, b".gitignore": ignore},
    st.recursive(
        st.dictionaries(NAMES, st.just(b""), min_size=1, max_size=3), _folders, max_leaves=8
    ),
    IGNORE_FILES,
)


def _fill(folder: bytes, tree: Tree) -> None:
    for name, content in tree.items():
        path = os.path.join(folder, name)
        if isinstance(content, bytes):
            Path(os.fsdecode(path)).write_bytes(content)
        else:
            os.mkdir(path)
            _fill(path, content)


@pytest.fixture(scope="module")
def work_tree() -> Iterator[Path]:
    """One git repository for all examples; each empties it."""
    root = Path(tempfile.mkdtemp()).resolve()
    repository = GitRepository(root)
    repository.git("init", "-q")
    repository.git("config", "core.ignorecase", "false")
    yield root
    shutil.rmtree(root)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=TREES)
def test_the_walk_and_git_list_the_same_files(
    work_tree: Path, hermetic_git: Path, tree: Tree
) -> None:
    for entry in work_tree.iterdir():
        if entry.name != ".git":
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    _fill(os.fsencode(work_tree), tree)
    source_tree = GitSourceTree()

    walked = source_tree.list_files(str(work_tree), is_git=False, ignore=())
    listed = source_tree.list_files(str(work_tree), is_git=True, ignore=())

    assert set(walked) == set(listed)
