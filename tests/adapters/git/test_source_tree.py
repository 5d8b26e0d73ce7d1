"""What only git knows: its index, its excludes, its operations, its nested repositories."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.adapters.git.listed import TREE, names
from tests.git_repository import GitRepository, MakeRepository
from tinyarms_daemon.adapters.git.changed_files import changed_files
from tinyarms_daemon.adapters.git.command import GitFailed, GitMissing, run_git
from tinyarms_daemon.domain.errors import RepositoryUnavailable, UsageError
from tinyarms_daemon.domain.work.settling import TreeOperation


def test_files_are_listed_whether_git_knows_them_or_not(shop: GitRepository) -> None:
    for name in ("tracked.py", "staged.py", "untracked.py"):
        shop.write(name)
    shop.commit("tracked.py")
    shop.git("add", "staged.py")

    assert names(shop.root) == {"tracked.py", "staged.py", "untracked.py"}


def test_a_tracked_file_is_listed_though_it_is_ignored(shop: GitRepository) -> None:
    shop.write("tracked.log")
    shop.commit("tracked.log")
    shop.write("untracked.log")
    shop.write(".gitignore", "*.log\n")

    assert names(shop.root) == {"tracked.log", ".gitignore"}
    assert names(shop.root, only=["tracked.log", "untracked.log"]) == {"tracked.log"}


def test_a_tracked_file_that_was_deleted_is_not_listed(shop: GitRepository) -> None:
    shop.write("a.py")
    shop.write("src/b.py")
    shop.commit()

    shutil.rmtree(shop.root / "src")
    (shop.root / "a.py").unlink()

    assert names(shop.root) == set()


def test_a_tracked_file_that_became_a_folder_is_not_listed(shop: GitRepository) -> None:
    shop.write("a")
    shop.commit()
    (shop.root / "a").unlink()
    shop.write("a/b.py")

    assert names(shop.root) == {"a/b.py"}


def test_a_tracked_file_that_became_a_pipe_is_listed_so_that_it_can_be_told(
    shop: GitRepository,
) -> None:
    shop.write("a.py")
    shop.commit()
    (shop.root / "a.py").unlink()
    os.mkfifo(shop.root / "a.py")

    assert names(shop.root) == {"a.py"}


def test_what_is_reached_through_a_link_in_place_of_its_folder_is_not_there(
    shop: GitRepository,
) -> None:
    shop.write("lib/deep/a.py")
    shop.commit()
    (shop.root / "lib").rename(shop.root / "lib2")
    (shop.root / "lib").symlink_to("lib2")

    assert names(shop.root) == {"lib", "lib2/deep/a.py"}


def test_pipes_called_as_source_are_listed_beside_files_that_git_knows(
    shop: GitRepository,
) -> None:
    shop.write("src/a.py")
    for name in ("src/pipe.py", "pipe.css", "waiting"):
        os.mkfifo(shop.root / name)

    assert names(shop.root) == {"src/a.py", "src/pipe.py", "pipe.css"}
    assert names(shop.root, only=["src/pipe.py", "waiting"]) == {"src/pipe.py"}


def test_text_is_read_as_a_check_reads_it(shop: GitRepository) -> None:
    (shop.root / "a.py").write_bytes("ä = 1\n".encode("utf-16"))

    assert TREE.read_text(str(shop.root), "a.py", 100) == "ä = 1\n"


def test_the_excludes_of_the_repository_and_of_the_user_hold(
    shop: GitRepository, hermetic_git: Path
) -> None:
    (hermetic_git / ".config" / "git").mkdir(parents=True)
    (hermetic_git / ".config" / "git" / "ignore").write_text("by_user.py\n")
    (shop.root / ".git" / "info" / "exclude").write_text("by_repository.py\n")
    for name in ("a.py", "by_user.py", "by_repository.py"):
        shop.write(name)

    assert names(shop.root) == {"a.py"}


def test_the_users_excludes_file_may_lie_elsewhere(shop: GitRepository, hermetic_git: Path) -> None:
    (hermetic_git / "mine").write_text("by_user.py\n")
    (hermetic_git / ".gitconfig").write_text("[core]\n\texcludesFile = ~/mine\n")
    shop.write("by_user.py")

    assert names(shop.root) == set()


def test_a_file_in_conflict_is_listed_once(shop: GitRepository) -> None:
    shop.write("a.py", "1\n")
    shop.commit()
    shop.git("checkout", "-q", "-b", "other")
    shop.write("a.py", "2\n")
    shop.commit()
    shop.git("checkout", "-q", "main")
    shop.write("a.py", "3\n")
    shop.commit()
    with pytest.raises(subprocess.CalledProcessError):
        shop.git("merge", "other")

    assert names(shop.root) == {"a.py"}
    assert TREE.operation_in_progress(str(shop.root)) is TreeOperation.UNDER_WAY


def test_a_repository_inside_another_is_not_part_of_it(
    shop: GitRepository, make_repository: MakeRepository
) -> None:
    inner = make_repository("shop/inner")
    inner.write("b.py")
    inner.commit()
    shop.write("a.py")

    assert names(shop.root) == {"a.py"}
    assert names(shop.root, only=["inner/b.py", "a.py"]) == {"a.py"}
    assert names(inner.root) == {"b.py"}


def test_a_submodule_is_not_part_of_its_parent(
    shop: GitRepository, make_repository: MakeRepository
) -> None:
    library = make_repository("library")
    library.write("b.py")
    library.commit()
    shop.git("-c", "protocol.file.allow=always", "submodule", "-q", "add", str(library.root), "sub")
    shop.write("a.py")

    assert names(shop.root) == {"a.py", ".gitmodules"}
    assert names(shop.root / "sub") == {"b.py"}
    assert TREE.inspect(str(shop.root / "sub")).is_git
    assert TREE.root_of(str(shop.root / "sub")) == str(shop.root / "sub")


def test_a_linked_work_tree_is_a_root_of_its_own(shop: GitRepository) -> None:
    shop.write("a.py")
    shop.commit()
    linked = shop.root.parent / "linked"
    shop.git("worktree", "add", "-q", str(linked), "-b", "other")
    (linked / "b.py").write_text("")

    assert names(linked) == {"a.py", "b.py"}
    assert TREE.inspect(str(linked)).is_git
    assert TREE.root_of(str(linked)) == str(linked)
    assert TREE.operation_in_progress(str(linked)) is None


def test_a_folder_of_a_repository_may_be_watched_alone(shop: GitRepository) -> None:
    shop.write("a.py")
    shop.write("src/b.py")
    shop.write("src/c.log")
    shop.write(".gitignore", "*.log\n")

    assert TREE.inspect(str(shop.root / "src")).is_git
    assert names(shop.root / "src") == {"b.py"}
    assert names(shop.root / "src", only=["b.py", "c.log"]) == {"b.py"}
    assert TREE.root_of(str(shop.root / "src")) == str(shop.root)


def test_a_repository_that_lost_its_git_folder_cannot_be_listed(shop: GitRepository) -> None:
    shop.write("a.py")
    shutil.rmtree(shop.root / ".git")

    with pytest.raises(RepositoryUnavailable, match=r"no longer holds its \.git"):
        names(shop.root)


@pytest.mark.parametrize("broken", ["HEAD", "index", "config"])
def test_a_repository_that_git_cannot_read_cannot_be_listed(
    shop: GitRepository, broken: str
) -> None:
    shop.write("a.py")
    shop.commit()
    (shop.root / ".git" / broken).write_text("[nonsense\n")

    told = r"git cannot list .*[^.]\. Its findings stay as they are\.$"
    with pytest.raises(RepositoryUnavailable, match=told):
        names(shop.root)


def test_where_git_is_missing_a_folder_is_watched_by_its_ignore_files(
    shop: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))

    assert not TREE.inspect(str(shop.root)).is_git
    assert TREE.root_of(str(shop.root)) == str(shop.root)
    with pytest.raises(GitMissing):
        run_git(str(shop.root), ["--version"])


def test_a_repository_that_git_refuses_is_watched_as_a_plain_folder(shop: GitRepository) -> None:
    shop.configure("[core]\n\trepositoryFormatVersion = 999\n")

    assert not TREE.inspect(str(shop.root)).is_git


@pytest.mark.parametrize(
    ("path", "operation"),
    [
        ("index.lock", TreeOperation.WRITING),
        ("MERGE_HEAD", TreeOperation.UNDER_WAY),
        ("CHERRY_PICK_HEAD", TreeOperation.UNDER_WAY),
        ("REVERT_HEAD", TreeOperation.UNDER_WAY),
        ("rebase-merge/head", TreeOperation.UNDER_WAY),
        ("rebase-apply/next", TreeOperation.UNDER_WAY),
        ("FETCH_HEAD", None),
    ],
)
@pytest.mark.parametrize("kind", ["main work tree", "linked work tree", "folder in it"])
def test_what_git_is_doing_is_seen(
    shop: GitRepository, kind: str, path: str, operation: TreeOperation | None
) -> None:
    shop.write("src/a.py")
    shop.commit()
    root, git_folder = shop.root, shop.root / ".git"
    if kind == "linked work tree":
        root = shop.root.parent / "linked"
        shop.git("worktree", "add", "-q", str(root), "-b", "other")
        git_folder = git_folder / "worktrees" / "linked"
    elif kind == "folder in it":
        root = shop.root / "src"
    before = TREE.operation_in_progress(str(root))

    (git_folder / path).parent.mkdir(exist_ok=True)
    (git_folder / path).write_text("")

    assert before is None
    assert TREE.operation_in_progress(str(root)) is operation


def test_a_plain_folder_has_no_operations(tmp_path: Path) -> None:
    assert TREE.operation_in_progress(str(tmp_path)) is None


@pytest.mark.parametrize("content", ["gitdir: /none", "nonsense", "gitdir: \0", ""])
def test_a_git_file_that_leads_nowhere_is_no_operation(tmp_path: Path, content: str) -> None:
    (tmp_path / ".git").write_text(content)

    assert TREE.operation_in_progress(str(tmp_path)) is None


def test_looking_writes_nothing(shop: GitRepository) -> None:
    shop.write("a.py", "1\n")
    shop.commit()
    os.utime(shop.root / "a.py", (1, 1))
    before = {path: path.stat().st_mtime_ns for path in shop.root.rglob("*")}

    TREE.inspect(str(shop.root))
    names(shop.root)
    changed_files(str(shop.root), None)

    assert {path: path.stat().st_mtime_ns for path in shop.root.rglob("*")} == before


def test_what_differs_from_a_revision_is_told(shop: GitRepository) -> None:
    for name in ("same.py", "edited.py", "staged.py", "deleted.py", "src/edited.py"):
        shop.write(name, "1\n")
    shop.commit()
    shop.write("committed.py")
    shop.commit()
    for name in ("edited.py", "staged.py", "src/edited.py"):
        shop.write(name, "2\n")
    shop.git("add", "staged.py")
    (shop.root / "deleted.py").unlink()
    shop.write("untracked\n\U0001f600.py")
    shop.write("ignored.py")
    shop.write(".git/info/exclude", "ignored.py\n")

    def found(path: Path, since: str | None) -> set[str]:
        return {str(Path(each).relative_to(shop.root)) for each in changed_files(str(path), since)}

    uncommitted = {"edited.py", "staged.py", "src/edited.py", "untracked\n\U0001f600.py"}
    assert found(shop.root, None) == uncommitted
    assert found(shop.root, "HEAD~1") == uncommitted | {"committed.py"}
    assert found(shop.root / "src", None) == {"src/edited.py"}
    assert found(shop.root / "edited.py", None) == {"edited.py"}


def test_before_the_first_commit_all_has_changed(shop: GitRepository) -> None:
    for name in ("staged.py", "untracked.py"):
        shop.write(name)
    shop.git("add", "staged.py")

    changed = changed_files(str(shop.root), None)

    assert [Path(each).name for each in changed] == ["staged.py", "untracked.py"]
    with pytest.raises(UsageError, match="has no revision 'HEAD'"):
        changed_files(str(shop.root), "HEAD")


@pytest.mark.parametrize(
    "revision", ["none", "", "--output=evil", "-h", "HEAD:a.py", "HEAD..HEAD", ":(top)", "a b"]
)
def test_what_is_no_revision_is_refused(shop: GitRepository, revision: str) -> None:
    shop.write("a.py")
    shop.commit()

    with pytest.raises(UsageError, match="has no revision"):
        changed_files(str(shop.root), revision)
    assert not (shop.root / "evil").exists()


def test_outside_of_a_repository_nothing_can_be_told_to_have_changed(
    tmp_path: Path, hermetic_git: Path
) -> None:
    with pytest.raises(UsageError, match="name a folder in a git repository"):
        changed_files(str(tmp_path), None)


def test_git_that_fails_says_so_in_its_own_words(shop: GitRepository) -> None:
    with pytest.raises(GitFailed, match="Needed a single revision"):
        run_git(str(shop.root), ["rev-parse", "--verify", "none"])


def test_a_repository_of_somebody_else_is_told_with_git_s_advice(shop: GitRepository) -> None:
    foreign = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}

    with pytest.raises(GitFailed, match="dubious ownership") as told:
        run_git(str(shop.root), ["rev-parse", "--show-toplevel"], environment=foreign)

    advice = f"`git config --global --add safe.directory {shop.root}` trusts it"
    assert str(told.value).endswith(advice)


def test_git_in_a_folder_that_is_gone_fails(tmp_path: Path) -> None:
    with pytest.raises(GitFailed, match="is not there"):
        run_git(str(tmp_path / "none"), ["--version"])
