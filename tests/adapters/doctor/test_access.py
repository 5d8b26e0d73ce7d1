"""A denial is told apart from an absence, and names what to allow."""

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest

from tinyarms_daemon.adapters.doctor.access import WatchedRoot, examine_access
from tinyarms_daemon.adapters.git.source_tree import GitSourceTree
from tinyarms_daemon.domain.errors import RepositoryUnavailable
from tinyarms_daemon.domain.system.access import protected_folder, why_unreadable

PYTHON = "/opt/homebrew/Cellar/python@3.13/3.13.9/bin/python3.13"


def shop(root: str, unavailable: str | None = None) -> WatchedRoot:
    return WatchedRoot(name="shop", root=root, unavailable=unavailable)


def test_what_macos_denies_names_the_program_to_allow_and_the_alternative() -> None:
    denied = PermissionError(errno.EPERM, "Operation not permitted")

    said = why_unreadable("/Users/me/Documents/shop", denied, PYTHON)

    assert f"kept from {PYTHON}" in said
    assert "Full Disk Access" in said
    assert "~/code" in said


def test_access_rights_and_absence_are_other_reasons() -> None:
    rights = why_unreadable("/shop", PermissionError(errno.EACCES, "Permission denied"), PYTHON)
    absent = why_unreadable("/shop", FileNotFoundError(errno.ENOENT, "No such file"), PYTHON)

    assert "mend its access rights" in rights
    assert absent.endswith("moved, unmounted or access denied?")
    assert PYTHON not in rights + absent


def test_a_repository_that_macos_denies_keeps_its_findings_and_says_what_to_allow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_: str) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "scandir", denied)

    with pytest.raises(RepositoryUnavailable, match=r"Privacy & Security.*findings stay"):
        GitSourceTree().list_files(str(tmp_path), is_git=False, ignore=())


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("/Users/me/Documents/shop", "/Users/me/Documents"),
        ("/Users/me/Desktop", "/Users/me/Desktop"),
        ("/Volumes/Disk/shop", "/Volumes"),
        ("/Users/me/Documents2/shop", None),
        ("/Users/me/code/shop", None),
    ],
)
def test_the_folders_that_macos_protects_are_known(path: str, folder: str | None) -> None:
    assert protected_folder(path, "/Users/me") == folder


def test_what_the_daemon_was_denied_counts_and_not_what_a_terminal_may_read(
    tmp_path: Path,
) -> None:
    watched = [shop(str(tmp_path), "it is kept from python"), shop(str(tmp_path))]

    denied, fine = examine_access(watched, is_daemon_running=True, program=PYTHON)

    assert (denied.ok, denied.detail) == (False, "it is kept from python")
    assert "repo remove shop" in str(denied.remedy)
    assert (fine.ok, fine.remedy) == (True, None)


def test_what_is_not_there_is_told_before_the_daemon_has_looked(tmp_path: Path) -> None:
    (gone,) = examine_access([shop(str(tmp_path / "gone"))], is_daemon_running=True, program=PYTHON)

    assert not gone.ok
    assert "moved, unmounted" in gone.detail


def test_without_a_daemon_a_protected_folder_is_told_with_what_to_allow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "Documents").mkdir()
    watched = [shop(str(tmp_path / "Documents")), shop(str(tmp_path / "gone"))]

    protected, gone = examine_access(watched, is_daemon_running=False, program=PYTHON)

    assert not protected.ok
    assert PYTHON in str(protected.remedy)
    assert "~/code" in str(protected.remedy)
    assert "moved, unmounted" in gone.detail


def test_a_configuration_of_a_repository_that_is_wrong_is_told(tmp_path: Path) -> None:
    wrong = replace(shop(str(tmp_path)), misconfigured="`rulez` is no key.")

    (told,) = examine_access([wrong], is_daemon_running=True, program=PYTHON)

    assert (told.ok, told.required, told.detail) == (False, False, "`rulez` is no key.")
    assert "config check" in str(told.remedy)
