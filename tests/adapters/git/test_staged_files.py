"""The index's own content."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.git_repository import GitRepository
from tinyarms_daemon.adapters.git.staged_files import staged_index
from tinyarms_daemon.domain.errors import UsageError

Make = Callable[..., GitRepository]


def stage(root: Path, name: str, text: str) -> None:
    (root / name).write_text(text)
    subprocess.run(["git", "-C", str(root), "add", "--", name], check=True)


def test_content_is_what_was_staged_whatever_the_file_says_now(
    make_repository: Make, tmp_path: Path
) -> None:
    repository = make_repository()
    repository.write("old.py", "x = 1\n")
    repository.commit()
    stage(repository.root, "odd\nname.py", "staged = 1\n")
    (repository.root / "odd\nname.py").write_text("later = 2\n")
    (repository.root / "old.py").write_text("not staged\n")

    index = staged_index(str(repository.root))
    too_large = index.write(["odd\nname.py", "old.py"], tmp_path / "out", 100)

    assert index.staged == {"odd\nname.py"}
    assert (tmp_path / "out" / "odd\nname.py").read_text() == "staged = 1\n"
    assert (tmp_path / "out" / "old.py").read_text() == "x = 1\n"
    assert too_large == []


def test_before_the_first_commit_everything_is_staged(make_repository: Make) -> None:
    root = make_repository().root
    stage(root, "a.py", "")

    assert staged_index(str(root)).staged == {"a.py"}


def test_links_are_no_files_and_what_is_large_is_told(
    make_repository: Make, tmp_path: Path
) -> None:
    root = make_repository().root
    (root / "link.py").symlink_to("/etc/passwd")
    stage(root, "large.py", "x" * 200)
    subprocess.run(["git", "-C", str(root), "add", "link.py"], check=True)

    index = staged_index(str(root))

    assert set(index.blobs) == {"large.py"}
    assert index.write(["large.py", "link.py"], tmp_path / "out", 100) == ["large.py"]


def test_a_folder_without_git_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="What is staged"):
        staged_index(str(tmp_path))
