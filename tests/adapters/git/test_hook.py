"""The pre-commit hook's file."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.git_repository import GitRepository
from tinyarms_daemon.adapters.git.hook import git_hook
from tinyarms_daemon.domain.errors import UsageError


def program(folder: Path, status: int) -> str:
    """A checker that ends so."""
    path = folder / f"ends with {status}"
    path.write_text(f"#!/bin/sh\necho checked\nexit {status}\n")
    path.chmod(0o755)
    return str(path)


def run_hook(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(path)], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("ends", "hook_ends"), [(0, 0), (1, 1), (3, 0), (70, 0), (130, 130)])
def test_only_findings_and_ctrl_c_stop_a_commit(
    shop: GitRepository, tmp_path: Path, ends: int, hook_ends: int
) -> None:
    hook = git_hook(str(shop.root))
    hook.install(program(tmp_path, ends), [])

    done = run_hook(hook.path)

    assert done.returncode == hook_ends
    assert done.stdout == "checked\n"


def test_a_missing_program_stops_nothing(
    shop: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = git_hook(str(shop.root))
    hook.install(str(tmp_path / "gone"), [])
    monkeypatch.setenv("PATH", "/usr/bin:/bin")

    done = run_hook(hook.path)

    assert done.returncode == 0
    assert "nothing was checked" in done.stderr


def test_the_hook_that_was_there_runs_first_and_comes_back(
    shop: GitRepository, tmp_path: Path
) -> None:
    hook = git_hook(str(shop.root))
    hook.folder.mkdir(exist_ok=True)
    hook.path.write_text("#!/bin/sh\necho before\n")
    hook.path.chmod(0o755)

    for _ in range(2):
        hook.install(program(tmp_path, 0), [])

    assert run_hook(hook.path).stdout == "before\nchecked\n"
    assert hook.remove()
    assert run_hook(hook.path).stdout == "before\n"
    assert not hook.remove()


def test_a_linked_work_tree_shares_the_hooks_of_its_repository(
    shop: GitRepository, tmp_path: Path
) -> None:
    shop.write("a.py")
    shop.commit()
    shop.git("worktree", "add", "-q", str(tmp_path / "linked"))

    hook = git_hook(str(tmp_path / "linked"))

    assert hook.path == shop.root / ".git" / "hooks" / "pre-commit"


def test_hooks_path_is_respected(shop: GitRepository, hermetic_git: Path) -> None:
    (hermetic_git / ".gitconfig").write_text("[core]\n\thooksPath = ~/my-hooks\n")
    of_all = git_hook(str(shop.root))
    shop.git("config", "core.hooksPath", ".hooks")
    own = git_hook(str(shop.root))

    assert (of_all.path, of_all.is_shared) == (hermetic_git / "my-hooks" / "pre-commit", True)
    assert (own.path, own.is_shared) == (shop.root / ".hooks" / "pre-commit", False)


def test_a_folder_without_git_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no git hooks"):
        git_hook(str(tmp_path))


def test_names_with_spaces_are_quoted(shop: GitRepository, tmp_path: Path) -> None:
    hook = git_hook(str(shop.root))
    hook.install("/bin/echo", ["--home", "a b'c", os.fsdecode(b"\xff")])

    done = subprocess.run([str(hook.path)], capture_output=True, check=False)

    assert done.stdout == b"--home a b'c \xff\n"
