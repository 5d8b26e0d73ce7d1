"""Running git on a repository that may be hostile: no shell, no hooks, nothing it could execute."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tinyarms_daemon.domain.errors import Unavailable

# Each of these settings names a program that a repository's own configuration could choose.
_HARMLESS = (
    "-c", "core.fsmonitor=false",
    "-c", "core.hooksPath=/dev/null",
    "-c", "core.pager=cat",
    "-c", "core.sshCommand=false",
    "-c", "core.askPass=false",
    "-c", "credential.helper=",
    "-c", "diff.external=",
    "-c", "submodule.recurse=false",
)  # fmt: skip
# These go before whatever a configuration says: an object that is missing would be fetched from a
# remote that names a program.
_NOTHING_IS_FETCHED = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"}
_TIMEOUT_SECONDS = 60.0
# launchd's PATH holds the system's folders alone.
_ELSEWHERE = ("/opt/homebrew/bin/git", "/usr/local/bin/git")
_GIT = "git"


class GitMissing(Unavailable):
    """There is no git on this machine."""


class GitFailed(Unavailable):
    """Git answered with an error; the message is what it said."""


def _git_program() -> str:
    """The git of the PATH, else one where package managers put it."""
    if shutil.which(_GIT) is not None:
        return _GIT
    return next((each for each in _ELSEWHERE if os.access(each, os.X_OK)), _GIT)


def work_tree_top(folder: str) -> str | None:
    """The nearest folder, from this one up, that holds a `.git`; None outside of a work tree.

    git's own answer may lie elsewhere, where a repository's configuration says so.
    """
    return next(
        (
            str(each)
            for each in (Path(folder), *Path(folder).parents)
            if os.path.lexists(each / ".git")
        ),
        None,
    )


def is_in_nested_work_tree(path: str, root: str) -> bool:
    """Whether a path below a root in a work tree lies in another one, such as a submodule, whose
    files git does not count among the root's."""
    top = work_tree_top(path)
    return top is not None and top.startswith(root + os.sep) and work_tree_top(root) is not None


def run_git(
    root: str,
    arguments: Sequence[str],
    *,
    stdin: bytes = b"",
    settings: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """What git prints for a command run in `root`, on the work tree that holds it.

    `settings` are more of the form `name=value`, which win over the repository's; `environment`
    names what of git's own variables is meant. Raises GitMissing where git is not installed,
    GitFailed where it fails or hangs.
    """
    more = [part for each in settings for part in ("-c", each)]
    try:
        done = subprocess.run(
            [_git_program(), *_HARMLESS, *more, *arguments],
            cwd=root,
            env=_surroundings(root, environment or {}),
            input=stdin,
            capture_output=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        if error.filename == _GIT:
            raise GitMissing("git is not installed; install it and try again.") from error
        raise GitFailed(f"{root} is not there.") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitFailed(f"git does not answer in {root}: {error}") from error
    if done.returncode != 0:
        said = _reason(done.stderr.decode("utf-8", "replace"))
        raise GitFailed(said or f"git ended with status {done.returncode} in {root}")
    return done.stdout


def _reason(errors: str) -> str:
    """What git said first, with its advice where the repository is somebody else's."""
    first, *others = errors.strip().split("\n")
    trusting = next((line.strip() for line in others if " safe.directory " in line), None)
    return first if trusting is None else f"{first}; `{trusting}` trusts it"


def top_by_git(folder: str) -> str:
    """The top of the work tree that holds a folder, as git names it; empty for a bare repository.
    Raises GitMissing and GitFailed."""
    return os.fsdecode(run_git(folder, ["rev-parse", "--show-toplevel"]).removesuffix(b"\n"))


def has_commit(top: str, revision: str) -> bool:
    """Whether a revision names a commit."""
    try:
        run_git(top, ["rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"])
    except GitFailed:
        return False
    return True


def names_in(printed: bytes) -> list[str]:
    """The names that git printed with a zero byte behind each."""
    return [os.fsdecode(name) for name in printed.split(b"\0") if name]


def _surroundings(root: str, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without what git would take from it, but for what is meant."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    top = work_tree_top(root)
    return {
        **kept,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_LITERAL_PATHSPECS": "1",
        "LC_ALL": "C",
        **_NOTHING_IS_FETCHED,
        **environment,
        **({"GIT_WORK_TREE": top} if top else {}),
    }
