"""The folder that a person names to be watched, and what is worth telling about it."""

import os
from collections.abc import Iterator
from pathlib import Path

from tinyarms_daemon.control.service import Service
from tinyarms_daemon.domain.errors import UsageError


def existing_path(path: str) -> Path:
    """What was typed, absolute, with symbolic links resolved. UsageError where there is nothing."""
    if not os.path.exists(path):
        raise UsageError(f"There is no file or folder {path!r}.")
    return Path(os.path.realpath(path))


def repository_folder(path: str) -> Path:
    """The folder, absolute, with symbolic links resolved. UsageError where it is none, or holds
    git's own files alone."""
    folder = existing_path(path)
    if not folder.is_dir():
        raise UsageError(f"{path!r} is no folder; a repository is one.")
    if _is_bare(folder):
        raise UsageError(
            f"{path!r} is a bare git repository, in which no files of a work tree lie: "
            "name a clone of it, or a work tree."
        )
    return folder


def folder_notes(root: Path, watched_around: str | None) -> Iterator[str]:
    """Sentences about a folder that is perhaps not what was meant; None of them is an error."""
    if watched_around is not None and watched_around != str(root):
        yield f"{root} lies inside {watched_around}, which is watched too."
    if _is_git(root):
        return
    outer = next((parent for parent in root.parents if _is_git(parent)), None)
    if outer is not None:
        yield f"{root} is a folder of the git repository {outer}; only this folder is watched."
    else:
        yield f"{root} is no git repository; it is watched as a plain folder."


def configuration_problems(service: Service, name: str) -> list[str]:
    """What is wrong in the watched repository's own file, which does not count meanwhile."""
    of_name = [each for each in service.repositories() if each["name"] == name]
    return [each["configuration_problem"] for each in of_name if each["configuration_problem"]]


def _is_git(folder: Path) -> bool:
    """In a linked work tree and in a submodule `.git` is a file."""
    return os.path.exists(folder / ".git")


def _is_bare(folder: Path) -> bool:
    """By what git itself looks for: is_git_directory in its setup.c."""
    return (folder / "HEAD").is_file() and all(
        (folder / name).is_dir() for name in ("objects", "refs")
    )
