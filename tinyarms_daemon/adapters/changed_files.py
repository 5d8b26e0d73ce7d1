"""The files of a work tree that differ from a revision."""

import os

from tinyarms_daemon.adapters.git_command import GitFailed, run_git
from tinyarms_daemon.domain.errors import UsageError

# Plumbing, since `git diff` writes the index anew; without whatever programs the repository's
# configuration names for showing a difference, and without a look into submodules, which have
# configurations of their own.
_DIFFERING = (
    *("diff-index", "--name-only", "-z", "--no-ext-diff", "--no-textconv"),
    *("--diff-filter=d", "--ignore-submodules=all"),
)


def changed_files(path: str, since: str | None) -> list[str]:
    """Absolute paths of existing files below `path` that differ from `since` (None: HEAD), with
    untracked ones. UsageError outside a work tree, or for a revision that is none."""
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    revision = since or "HEAD"
    try:
        top = os.fsdecode(run_git(folder, ["rev-parse", "--show-toplevel"]).removesuffix(b"\n"))
        run_git(folder, ["rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"])
        differing = run_git(top, [*_DIFFERING, revision, "--"], settings=_without_filters(top))
        untracked = run_git(top, ["ls-files", "-z", "--others", "--exclude-standard"])
    except GitFailed as error:
        raise UsageError(
            f"What changed below {path} since {revision} cannot be told ({error}); "
            "name a folder in a git repository, and a revision of it."
        ) from error
    names = {os.fsdecode(name) for name in (differing + untracked).split(b"\0") if name}
    files = (os.path.join(top, name) for name in sorted(names))
    return [
        file
        for file in files
        if (file == path or file.startswith(path.rstrip("/") + "/")) and os.path.isfile(file)
    ]


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
