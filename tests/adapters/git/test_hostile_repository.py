"""A hostile repository gets nothing run, and nothing read elsewhere."""

import os
import shutil
from pathlib import Path

import pytest

from tests.adapters.git.listed import TREE, names
from tests.git_repository import GitRepository, MakeRepository
from tinyarms_daemon.adapters.git.changed_files import changed_files
from tinyarms_daemon.adapters.git.command import GitFailed, run_git
from tinyarms_daemon.domain.errors import UsageError

# What a repository from a stranger may hold. Each names a program, or leads elsewhere.
HOSTILE = {
    "fsmonitor": "[core]\n\tfsmonitor = {program}\n",
    "hooks": "[core]\n\thooksPath = {hooks}\n",
    "pager": "[core]\n\tpager = {program}\n[pager]\n\tls-files = {program}\n\tdiff = {program}\n",
    "alias": "[alias]\n\tls-files = !{program}\n\tdiff = !{program}\n\trev-parse = !{program}\n",
    "external diff": "[diff]\n\texternal = {program}\n",
    "text conversion": '[diff "evil"]\n\ttextconv = {program}\n\tcommand = {program}\n',
    "clean filter": (
        '[filter "evil"]\n\tclean = {program}\n\tsmudge = {program}\n\trequired = true\n'
    ),
    "filter process": '[filter "evil"]\n\tprocess = {program}\n\trequired = true\n',
    "ssh": "[core]\n\tsshCommand = {program}\n\taskPass = {program}\n\tgitProxy = {program}\n",
    "promised objects": (
        "[core]\n\trepositoryFormatVersion = 1\n[extensions]\n\tpartialClone = evil\n"
        '[remote "evil"]\n\turl = ext::{program}\n\tpromisor = true\n[protocol]\n\tallow = always\n'
    ),
    "editor and others": (
        "[core]\n\teditor = {program}\n[sequence]\n\teditor = {program}\n[gpg]\n"
        "\tprogram = {program}\n[credential]\n\thelper = !{program}\n[uploadpack]\n"
        "\tpackObjectsHook = {program}\n"
    ),
}


@pytest.mark.parametrize("hostility", HOSTILE)
def test_no_program_that_a_repository_names_is_run(
    shop: GitRepository, tmp_path: Path, hostility: str
) -> None:
    marker = tmp_path / "marker"
    program = shop.program("evil.sh", marker)
    shop.write(".gitattributes", "* filter=evil diff=evil merge=evil\n")
    shop.write("a.py", "1\n")
    shop.write("b.py", "1\n")
    shop.commit()
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for hook in ("post-index-change", "reference-transaction", "query-watchman"):
        shutil.copy(program, hooks / hook)
        shutil.copy(program, shop.root / ".git" / "hooks" / hook)
    shop.configure(HOSTILE[hostility].format(program=program, hooks=hooks))
    shop.write("a.py", "2\n")
    os.utime(shop.root / "b.py", (1, 1))

    TREE.inspect(str(shop.root))
    TREE.root_of(str(shop.root))
    listed = names(shop.root)
    some = names(shop.root, only=["a.py"])
    TREE.operation_in_progress(str(shop.root))
    changed = changed_files(str(shop.root), None)

    assert not marker.exists()
    assert (listed, some) == ({".gitattributes", "a.py", "b.py"}, {"a.py"})
    assert str(shop.root / "a.py") in changed


@pytest.mark.parametrize(
    "remote",
    ["url = ext::{program}", "url = {root}\n\tuploadpack = {program}"],
    ids=["a program as address", "a program at the other end"],
)
def test_an_object_that_is_missing_is_not_fetched(
    shop: GitRepository, tmp_path: Path, remote: str
) -> None:
    marker = tmp_path / "marker"
    program = shop.program("evil.sh", marker)
    shop.write("a.py", "1\n")
    shop.commit()
    blob = shop.git("rev-parse", "HEAD:a.py").strip()
    (shop.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    shop.configure(
        "[core]\n\trepositoryFormatVersion = 1\n[extensions]\n\tpartialClone = evil\n"
        '[remote "evil"]\n\tpromisor = true\n\t'
        + remote.format(program=program, root=shop.root)
        + '\n[protocol "ext"]\n\tallow = always\n[protocol "file"]\n\tallow = always\n'
    )

    with pytest.raises(GitFailed):
        run_git(str(shop.root), ["cat-file", "blob", "HEAD:a.py"])

    assert not marker.exists()


def test_a_filter_that_cannot_be_switched_off_is_not_run_either(
    shop: GitRepository, tmp_path: Path
) -> None:
    marker = tmp_path / "marker"
    program = shop.program("evil.sh", marker)
    shop.write(".gitattributes", "* filter=a=b.clean\n")
    shop.write("a.py", "1\n")
    shop.commit()
    shop.configure(f'[filter "a=b.clean"]\n\tclean = {program}\n')
    shop.write("a.py", "2\n")

    with pytest.raises(UsageError, match="a filter that cannot be switched off"):
        changed_files(str(shop.root), None)

    assert names(shop.root) == {".gitattributes", "a.py"}
    assert not marker.exists()


def test_no_program_that_a_submodule_names_is_run(
    shop: GitRepository, make_repository: MakeRepository, tmp_path: Path
) -> None:
    marker = tmp_path / "marker"
    library = make_repository("library")
    library.write(".gitattributes", "* filter=evil\n")
    library.write("b.py", "1\n")
    library.commit()
    shop.git("-c", "protocol.file.allow=always", "submodule", "-q", "add", str(library.root), "sub")
    shop.commit()
    program = shop.program("evil.sh", marker)
    with open(shop.root / ".git" / "modules" / "sub" / "config", "a", encoding="utf-8") as file:
        file.write(f'[core]\n\tfsmonitor = {program}\n[filter "evil"]\n\tclean = {program}\n')
    (shop.root / "sub" / "b.py").write_text("2\n")

    names(shop.root)
    changed_files(str(shop.root), None)

    assert not marker.exists()


@pytest.mark.parametrize("elsewhere", ["..", "/", "../other", "none"])
def test_a_work_tree_elsewhere_leads_nowhere(
    shop: GitRepository, tmp_path: Path, elsewhere: str
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "secret.py").write_text("")
    shop.write("a.py")
    shop.configure(f"[core]\n\tworktree = ../{elsewhere}\n")

    assert TREE.root_of(str(shop.root)) == str(shop.root)
    assert TREE.inspect(str(shop.root)).root == str(shop.root)
    assert names(shop.root) == {"a.py"}
    assert changed_or_refused(shop) <= {str(shop.root / "a.py")}


def changed_or_refused(repository: GitRepository) -> set[str]:
    """What has changed, nothing where that cannot be told."""
    try:
        return set(changed_files(str(repository.root), None))
    except UsageError:
        return set()


def test_a_git_file_that_leads_into_another_repository_shows_none_of_its_files(
    shop: GitRepository, make_repository: MakeRepository
) -> None:
    other = make_repository("other")
    other.write("secret.py")
    other.commit()
    shutil.rmtree(shop.root / ".git")
    (shop.root / ".git").write_text(f"gitdir: {other.root}/.git\n")
    shop.write("a.py")

    assert names(shop.root) == {"a.py"}


def test_the_environment_of_git_does_not_lead_elsewhere(
    shop: GitRepository, make_repository: MakeRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_repository("other")
    other.write("secret.py")
    shop.write("a.py")
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    monkeypatch.setenv("GIT_INDEX_FILE", "/none")

    assert names(shop.root) == {"a.py"}
