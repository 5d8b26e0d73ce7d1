"""The index's own content."""

from pathlib import Path

import pytest

from tests.git_repository import GitRepository
from tinyarms_daemon.adapters.git.staged_files import staged_index
from tinyarms_daemon.domain.errors import UsageError


def stage(shop: GitRepository, name: str, text: str) -> None:
    shop.write(name, text)
    shop.git("add", "--", name)


def test_content_is_what_was_staged_whatever_the_file_says_now(
    shop: GitRepository, tmp_path: Path
) -> None:
    shop.write("old.py", "x = 1\n")
    shop.commit()
    stage(shop, "odd\nname.py", "staged = 1\n")
    shop.write("odd\nname.py", "later = 2\n")
    shop.write("old.py", "not staged\n")

    index = staged_index(str(shop.root))
    too_large = index.write(["odd\nname.py", "old.py"], tmp_path / "out", 100)

    assert index.staged == {"odd\nname.py"}
    assert (tmp_path / "out" / "odd\nname.py").read_text() == "staged = 1\n"
    assert (tmp_path / "out" / "old.py").read_text() == "x = 1\n"
    assert too_large == []


def test_before_the_first_commit_everything_is_staged(shop: GitRepository) -> None:
    stage(shop, "a.py", "")

    assert staged_index(str(shop.root)).staged == {"a.py"}


def test_links_are_no_files_and_what_is_large_is_told(shop: GitRepository, tmp_path: Path) -> None:
    (shop.root / "link.py").symlink_to("/etc/passwd")
    stage(shop, "large.py", "x" * 200)
    shop.git("add", "link.py")

    index = staged_index(str(shop.root))

    assert set(index.blobs) == {"large.py"}
    assert index.write(["large.py", "link.py"], tmp_path / "out", 100) == ["large.py"]


def test_a_folder_without_git_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="What is staged"):
        staged_index(str(tmp_path))
