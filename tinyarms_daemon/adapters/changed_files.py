"""The files of a work tree that differ from a revision."""

import os

from tinyarms_daemon.adapters.git_command import GitFailed, run_git
from tinyarms_daemon.domain.errors import UsageError

# Without whatever programs the repository's configuration names for showing a difference.
_DIFFERING = ("diff", "--name-only", "-z", "--no-ext-diff", "--no-textconv", "--diff-filter=d")


def changed_files(path: str, since: str | None) -> list[str]:
    """Absolute paths of existing files below `path` that differ from `since` (None: HEAD), with
    untracked ones. UsageError outside a work tree, or for a revision that is none."""
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    revision = since or "HEAD"
    try:
        top = os.fsdecode(run_git(folder, ["rev-parse", "--show-toplevel"]).rstrip(b"\n"))
        run_git(folder, ["rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"])
        differing = run_git(
            top,
            [*_DIFFERING, revision, "--"],
        )
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
