"""What a SourceTree does, asked of git's listing and of the walk through plain folders alike."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.git_repository import MakeRepository
from tests.unprivileged import unprivileged, world_readable_folder
from tinyarms_daemon.adapters.git.source_tree import GitSourceTree
from tinyarms_daemon.domain.errors import RepositoryUnavailable, UsageError
from tinyarms_daemon.domain.work.repository import FileStat

ODD_NAMES = (
    "-rf.py",
    "--help",
    "a b.py",
    "a\nb.py",
    "a\tb.py",
    "it's.py",
    'say "hi".py',
    "back\\slash.py",
    "*.py",
    "[x].py",
    "?.py",
    ":(top)x.py",
    ":!x.py",
    "!x.py",
    "#x.py",
    "~x.py",
    "..x.py",
    "...",
    "caf\u00e9.py",
    "\U0001f600.py",
    "\udcff\udc80.py",
    "\x01\x1b[31m.py",
    "%s{0}$HOME.py",
    "a" * 250 + ".py",
)


@dataclass(frozen=True)
class Folder:
    """A root with the means to fill and to list it."""

    root: Path
    is_git: bool
    tree: GitSourceTree

    def write(self, *names: str) -> None:
        """Write files; `name=text` is a .gitignore."""
        for name in names:
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("", encoding="utf-8")

    def ignore(self, *patterns: str, below: str = ".") -> None:
        """Write a .gitignore."""
        path = self.root / below / ".gitignore"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(patterns) + "\n", encoding="utf-8")

    def listing(self, **said: Any) -> Mapping[str, FileStat]:
        """The listing with its stats."""
        values: dict[str, Any] = {"is_git": self.is_git, "ignore": ()}
        return self.tree.list_files(str(self.root), **(values | said))

    def names(self, **said: Any) -> set[str]:
        """The names, the .gitignore files left out."""
        return {name for name in self.listing(**said) if not name.endswith(".gitignore")}


@pytest.fixture(params=["git", "plain"])
def folder(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    make_repository: MakeRepository,
) -> Folder:
    """An empty work tree, and an empty plain folder."""
    if request.param == "git":
        return Folder(make_repository("shop").root, True, GitSourceTree())
    (tmp_path / "plain").mkdir()
    return Folder((tmp_path / "plain").resolve(), False, GitSourceTree())


def test_every_file_is_listed_with_what_a_sweep_compares(folder: Folder) -> None:
    folder.write("a.py", "src/deep/b.py")
    (folder.root / "a.py").write_text("x = 1\n")

    listed = folder.listing()

    assert set(listed) == {"a.py", "src/deep/b.py"}
    found = (folder.root / "a.py").stat()
    assert listed["a.py"] == FileStat(6, found.st_mtime_ns, found.st_ctime_ns)


def test_an_empty_folder_has_no_files(folder: Folder) -> None:
    assert folder.names() == set()


@pytest.mark.parametrize(
    ("patterns", "left"),
    [
        ([], {"a.py", "b.txt", "build/a.py", "src/a.py", "src/build/c.py"}),
        (["*.txt"], {"a.py", "build/a.py", "src/a.py", "src/build/c.py"}),
        (["build"], {"a.py", "b.txt", "src/a.py"}),
        (["build/"], {"a.py", "b.txt", "src/a.py"}),
        (["/build"], {"a.py", "b.txt", "src/a.py", "src/build/c.py"}),
        (["src/build"], {"a.py", "b.txt", "build/a.py", "src/a.py"}),
        (["a.py/"], {"a.py", "b.txt", "build/a.py", "src/a.py", "src/build/c.py"}),
        (["**/a.py"], {"b.txt", "src/build/c.py"}),
        (["src/**"], {"a.py", "b.txt", "build/a.py"}),
        (["**/build/*.py"], {"a.py", "b.txt", "src/a.py"}),
        (["*", "!a.py"], {"a.py"}),
        (["*", "!*/", "!a.py"], {"a.py", "build/a.py", "src/a.py"}),
        (["*.py", "!/a.py"], {"a.py", "b.txt"}),
        (["build/*", "!build/a.py"], {"a.py", "b.txt", "build/a.py", "src/a.py", "src/build/c.py"}),
        (["build", "!build/a.py"], {"a.py", "b.txt", "src/a.py"}),
        (["!a.py", "a.py"], {"b.txt", "src/build/c.py"}),
        (["# a.py", "", "   "], {"a.py", "b.txt", "build/a.py", "src/a.py", "src/build/c.py"}),
        (["a.py   "], {"b.txt", "src/build/c.py"}),
        (["a.py\r"], {"b.txt", "src/build/c.py"}),
        (["\ufeffa.py"], {"b.txt", "src/build/c.py"}),
        (["[ab].*"], {"src/build/c.py"}),
        (["[!a].py"], {"a.py", "b.txt", "build/a.py", "src/a.py"}),
        (["?.[[:alpha:]]*"], set()),
        (["\\a.py"], {"b.txt", "src/build/c.py"}),
        (["a.py\\"], {"a.py", "b.txt", "build/a.py", "src/a.py", "src/build/c.py"}),
        (
            ["[a", "!", "/", "//", "!/"],
            {"a.py", "b.txt", "build/a.py", "src/a.py", "src/build/c.py"},
        ),
    ],
)
def test_ignore_rules_are_read_as_git_reads_them(
    folder: Folder, patterns: list[str], left: set[str]
) -> None:
    folder.write("a.py", "b.txt", "build/a.py", "src/a.py", "src/build/c.py")
    folder.ignore(*patterns)

    assert folder.names() == left


def test_a_nested_ignore_file_counts_from_its_own_folder_and_before_those_above(
    folder: Folder,
) -> None:
    folder.write("a.py", "src/a.py", "src/b.py", "src/deep/b.py", "other/b.py")
    folder.ignore("a.py")
    folder.ignore("!a.py", "/b.py", below="src")

    assert folder.names() == {"src/a.py", "src/deep/b.py", "other/b.py"}


def test_an_ignore_file_in_an_ignored_folder_is_not_read(folder: Folder) -> None:
    folder.write("src/a.py")
    folder.ignore("src/")
    folder.ignore("!a.py", below="src")

    assert folder.names() == set()


@pytest.mark.parametrize("line", [b"\xff\xfe", b"\x00\x00", b"a\x0bb", b"[", b"*" * 5000])
def test_an_ignore_file_may_hold_anything(folder: Folder, line: bytes) -> None:
    folder.write("a.py", "b.txt")
    (folder.root / ".gitignore").write_bytes(line + b"\n*.txt\n")

    assert folder.names() <= {"a.py"}


def test_a_pattern_made_to_take_long_takes_no_longer(folder: Folder) -> None:
    folder.write("a" * 200)
    folder.ignore(*("*a" * stars + "b" for stars in range(2, 40)), "/".join(["**"] * 40) + "/b")

    assert folder.names() == {"a" * 200}


def test_an_ignore_file_that_is_a_link_or_a_folder_is_passed_by(folder: Folder) -> None:
    folder.write("a.py", "src/a.py", "src/.gitignore/x")
    (folder.root / "rules").write_text("a.py\n")
    (folder.root / ".gitignore").symlink_to("rules")

    assert {"a.py", "src/a.py"} <= folder.names()


def test_names_of_any_bytes_are_listed(folder: Folder) -> None:
    folder.write(*ODD_NAMES)

    assert folder.names() == set(ODD_NAMES)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_only_the_paths_that_are_asked_for_are_listed(folder: Folder, name: str) -> None:
    folder.write(*ODD_NAMES, "x.py", "deep/x.py")

    assert folder.names(only=[name]) == {name}


def test_asking_for_paths_does_not_bring_ignored_missing_or_other_ones(folder: Folder) -> None:
    folder.write("a.py", "b.py", "b.txt", "src/c.py")
    folder.ignore("*.txt")

    found = folder.names(only=["a.py", "b.txt", "none.py", "none/none.py", "src", "a.py/x"])

    assert found == {"a.py"}
    assert folder.names(only=[]) == set()


def test_asking_for_many_paths_is_as_exact_as_asking_for_few(folder: Folder) -> None:
    names = [f"{number}.py" for number in range(300)]
    folder.write(*names, "other.py")

    assert folder.names(only=names) == set(names)


def test_a_path_out_of_the_root_is_not_listed(folder: Folder) -> None:
    (folder.root.parent / "outside.py").write_text("")
    folder.write("a.py")

    assert folder.names(only=["a.py", "a.py/../b.py"]) == {"a.py"}


def test_a_link_is_listed_and_never_followed(folder: Folder) -> None:
    outside = folder.root.parent / "outside"
    outside.mkdir()
    (outside / "secret.py").write_text("secret = 1\n")
    folder.write("a.py")
    (folder.root / "file.py").symlink_to(outside / "secret.py")
    (folder.root / "folder").symlink_to(outside)
    (folder.root / "dangling.py").symlink_to("none.py")
    (folder.root / "loop").symlink_to(folder.root)

    listed = folder.listing()

    assert set(listed) <= {"a.py", "file.py", "folder", "dangling.py", "loop"}
    assert listed["file.py"].size_bytes == len(os.fspath(outside / "secret.py"))
    assert folder.tree.read_text(str(folder.root), "file.py", 1000) is None
    assert folder.tree.read_text(str(folder.root), "folder/secret.py", 1000) is None


def test_asking_for_a_path_behind_a_link_finds_nothing(folder: Folder) -> None:
    outside = folder.root.parent / "outside"
    outside.mkdir()
    (outside / "a.py").write_text("")
    (folder.root / "folder").symlink_to(outside)
    folder.write("b.py")

    assert folder.names(only=["folder/a.py", "b.py"]) == {"b.py"}


def test_the_configured_patterns_leave_more_out(folder: Folder) -> None:
    folder.write("a.py", "vendor/b.py", "src/vendor/c.py", "a.min.js")

    assert folder.names(ignore=["vendor/", "*.min.js"]) == {"a.py"}
    assert folder.names(ignore=["/vendor/**"]) == {"a.py", "src/vendor/c.py", "a.min.js"}
    assert folder.names(ignore=["*", "!a.py"]) == {"a.py"}


@pytest.mark.parametrize(
    "pattern", ["!", "a\\", "/", "//", "[", "\\", "", "[[:none:]]", "**/*a*a*a/**/*a*a*a/**/*a*a/b"]
)
def test_a_configured_pattern_that_means_nothing_or_much_leaves_nothing_out(
    folder: Folder, pattern: str
) -> None:
    path = "/".join(["a" * 200] * 5) + "/c.py"
    folder.write("a.py", path)

    assert folder.names(ignore=[pattern]) == {"a.py", path}


def test_the_configured_patterns_are_read_as_git_reads_its_own(folder: Folder) -> None:
    folder.write("a.py", "build/a.py", "src/build/b.py", "src/c.py")

    assert folder.names(ignore=["build", "!build/a.py"]) == {"a.py", "src/c.py"}
    assert folder.names(ignore=["/*", "!/src/", "src/*", "!src/c.py"]) == {"src/c.py"}


def test_a_root_that_is_watched_by_itself_is_left_out(folder: Folder) -> None:
    folder.write("a.py", "inner/b.py", "inner-too/c.py")
    roots = [f"{folder.root}/inner", f"{folder.root}-too", "/elsewhere"]

    assert folder.names(excluded_roots=roots) == {"a.py", "inner-too/c.py"}


def test_what_is_left_out_is_still_there_and_what_is_deleted_is_not(folder: Folder) -> None:
    folder.ignore("ignored.py")
    for name in ("ignored.py", "inner/a.py"):
        folder.write(name)

    there = folder.tree.still_there(str(folder.root), ["ignored.py", "inner/a.py", "gone/b.py"])

    assert there == {"ignored.py", "inner/a.py"}


def test_a_root_that_is_gone_cannot_be_listed(folder: Folder) -> None:
    shutil.rmtree(folder.root)

    with pytest.raises(RepositoryUnavailable) as caught:
        folder.listing()

    assert str(caught.value) == (
        f"{folder.root} cannot be read (No such file or directory): moved, unmounted or access "
        "denied? Its findings stay as they are."
    )


def test_a_root_that_is_a_file_now_cannot_be_listed(folder: Folder) -> None:
    shutil.rmtree(folder.root)
    folder.root.write_text("")

    with pytest.raises(RepositoryUnavailable, match="Not a directory"):
        folder.listing()


def test_a_root_that_may_not_be_read_cannot_be_listed() -> None:
    with world_readable_folder() as root:
        root.chmod(0o000)

        with unprivileged(), pytest.raises(RepositoryUnavailable, match="Permission denied"):
            GitSourceTree().list_files(str(root), is_git=False, ignore=())

        root.chmod(0o755)


def test_a_folder_that_may_not_be_read_hides_nothing_else() -> None:
    with world_readable_folder() as root:
        (root / "denied").mkdir()
        (root / "a.py").write_text("")
        (root / "denied").chmod(0o000)

        with unprivileged():
            listed = GitSourceTree().list_files(str(root), is_git=False, ignore=())

        (root / "denied").chmod(0o755)
    assert "a.py" in listed


def test_a_text_is_read_as_it_stands(folder: Folder) -> None:
    (folder.root / "a.py").write_text("caf\u00e9 = 1\n", encoding="utf-8-sig")

    assert folder.tree.read_text(str(folder.root), "a.py", 100) == "caf\u00e9 = 1\n"


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"x" * 101, None], ids=["no UTF-8", "too large", "no file"]
)
def test_what_is_no_text_is_not_read(folder: Folder, content: bytes | None) -> None:
    if content is not None:
        (folder.root / "a.py").write_bytes(content)

    assert folder.tree.read_text(str(folder.root), "a.py", 100) is None


def test_a_pipe_is_not_waited_for(folder: Folder) -> None:
    os.mkfifo(folder.root / "pipe.py")
    folder.write("a.py")

    assert "a.py" in folder.names()
    assert folder.tree.read_text(str(folder.root), "pipe.py", 100) is None


def test_a_folder_is_inspected(folder: Folder) -> None:
    facts = folder.tree.inspect(str(folder.root))

    assert (facts.root, facts.is_git) == (str(folder.root), folder.is_git)


@pytest.mark.parametrize(
    "name", ["ends in a line break\n", " spaces ", "it's", "\udcff", "a\nb", "\U0001f600"]
)
def test_a_root_of_any_name_is_found(folder: Folder, name: str) -> None:
    root = folder.root.parent / name
    folder.root.rename(root)

    facts = folder.tree.inspect(str(root))

    assert (facts.root, facts.is_git) == (str(root), folder.is_git)
    assert folder.tree.root_of(str(root)) == str(root)
    (root / "a.py").write_text("")
    assert set(folder.tree.list_files(str(root), is_git=folder.is_git, ignore=())) == {"a.py"}


def test_a_link_to_a_root_is_resolved(folder: Folder) -> None:
    link = folder.root.parent / "link"
    link.symlink_to(folder.root)

    assert folder.tree.inspect(str(link)).root == str(folder.root)


@pytest.mark.parametrize("name", ["none", "a.py"])
def test_what_is_no_folder_cannot_be_watched(folder: Folder, name: str) -> None:
    folder.write("a.py")

    with pytest.raises(UsageError, match=name):
        folder.tree.inspect(str(folder.root / name))


def test_a_folder_that_may_not_be_listed_cannot_be_watched() -> None:
    with world_readable_folder() as root:
        root.chmod(0o000)

        with unprivileged(), pytest.raises(UsageError, match="cannot be listed"):
            GitSourceTree().inspect(str(root))

        root.chmod(0o755)
