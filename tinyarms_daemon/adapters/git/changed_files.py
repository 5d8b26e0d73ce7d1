"""The files of a work tree that differ from a revision, and the lines of a file that do."""

import os
import re
from collections.abc import Collection

from tinyarms_daemon.adapters.git.command import (
    GitFailed,
    GitMissing,
    has_commit,
    names_in,
    run_git,
    top_by_git,
)
from tinyarms_daemon.domain.errors import UsageError
from tinyarms_daemon.domain.folders import lies_in

# Plumbing, since `git diff` writes the index anew; without whatever programs the repository's
# configuration names for showing a difference, and without a look into submodules, which have
# configurations of their own.
_COMPARING = ("diff-index", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all")
_DIFFERING = (*_COMPARING, "--name-only", "-z", "--diff-filter=d")
_LINES = (*_COMPARING, "-p", "--unified=0", "--no-color")
_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


def changed_files(path: str, since: str | None) -> list[str]:
    """Absolute paths of existing files below `path` that differ from `since` (None: HEAD), with
    untracked ones: before the first commit, all. UsageError outside a work tree, or for a revision
    that is none."""
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    revision = "HEAD" if since is None else since
    try:
        top = top_by_git(folder)
        if since is None and not has_commit(top, revision):
            differing = run_git(top, ["ls-files", "-z", "--cached"])
        else:
            _require_revision(top, revision)
            differing = run_git(top, [*_DIFFERING, revision, "--"], settings=_without_filters(top))
        untracked = run_git(top, ["ls-files", "-z", "--others", "--exclude-standard"])
    except GitFailed as error:
        raise UsageError(
            f"What changed below {path} since {revision} cannot be told ({error}); "
            "name a folder in a git repository, and a revision of it."
        ) from error
    names = sorted({*names_in(differing), *names_in(untracked)})
    files = (os.path.join(top, name) for name in names)
    return [file for file in files if lies_in(file, path) and os.path.isfile(file)]


def _require_revision(top: str, revision: str) -> None:
    if not has_commit(top, revision):
        raise UsageError(
            f"The git repository {top} has no revision {revision!r}; "
            "name one that `git log` shows, or commit first."
        )


def changed_lines(root: str, path: str) -> Collection[int] | None:
    """The lines of a file that differ from the last commit; None where all of it is new, or where
    that cannot be told."""
    try:
        if not run_git(root, ["ls-files", "-z", "--", path]):
            return None
        settings = _without_filters(root)
        said = run_git(root, [*_LINES, "HEAD", "--", path], settings=settings)
    except (GitFailed, GitMissing):
        return None
    lines: set[int] = set()
    for first, number in _HUNK.findall(said):
        # Where lines only went away, those beside the gap are what was edited.
        count = int(number or 1) or 2
        lines.update(range(int(first), int(first) + count))
    return lines


def _without_filters(top: str) -> list[str]:
    """Settings that switch off the programs a repository would have every file run through."""
    said = run_git(top, ["config", "--list", "--name-only", "-z"])
    names = {os.fsdecode(name) for name in said.split(b"\0")}
    filters = {name.rpartition(".")[0] for name in names if name.startswith("filter.")}
    if any("=" in name for name in filters):
        raise GitFailed("its configuration names a filter that cannot be switched off")
    return [
        f"{name}.{setting}"
        for name in sorted(filters)
        for setting in ("clean=", "smudge=", "process=", "required=false")
    ]
