"""The pre-commit hook of a repository: written beside whatever hook is there already."""

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from tinyarms_daemon.adapters.git.command import GitFailed, run_git, work_tree_top
from tinyarms_daemon.domain.errors import UsageError
from tinyarms_daemon.whole_file import write_whole

NAME = "pre-commit"
BEFORE = "pre-commit.before-tinyarms"
_MARK = "# Written by `tinyarmsctl hook install`; `tinyarmsctl hook remove` takes it away."
_SCRIPT = """#!/bin/sh
{mark}
# Checks what is staged. Findings stop the commit (`git commit --no-verify` goes past them);
# a checker that is missing or fails does not.
before="$(dirname "$0")/{before}"
if [ -x "$before" ]; then
  "$before" "$@" || exit $?
fi
program={program}
[ -x "$program" ] || program=$(command -v tinyarmsctl) || {{
  echo "tinyarms: tinyarmsctl is gone; nothing was checked" >&2
  exit 0
}}
"$program" {arguments}
status=$?
case $status in
  0|1|130) exit $status ;;
  *) echo "tinyarms: the check failed (status $status); the commit goes on" >&2; exit 0 ;;
esac
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class GitHook:
    """Where a repository's pre-commit hook belongs; `is_shared` where a folder of hooks is the
    user's for all repositories."""

    folder: Path
    is_shared: bool

    @property
    def path(self) -> Path:
        """The hook itself."""
        return self.folder / NAME

    @property
    def before(self) -> Path:
        """Where the hook is kept that was there before."""
        return self.folder / BEFORE

    def is_ours(self) -> bool:
        """Whether the hook that is there was written by `install`."""
        try:
            return _MARK in self.path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False

    def install(self, program: str, arguments: list[str]) -> None:
        """Write the hook; one that is there is kept and runs first. UsageError if it cannot be."""
        script = _SCRIPT.format(
            mark=_MARK, before=BEFORE, program=shlex.quote(program), arguments=shlex.join(arguments)
        )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if os.path.lexists(self.path) and not self.is_ours():
                if os.path.lexists(self.before):
                    raise UsageError(
                        f"{self.before} is there already, so {self.path} cannot be kept beside it; "
                        "put one of them aside."
                    )
                self.path.rename(self.before)
            write_whole(self.path, script, mode=0o755, errors="surrogateescape")
        except OSError as error:
            raise UsageError(
                f"The hook {self.path} cannot be written ({error.strerror}); "
                "mend its folder's access rights."
            ) from error

    def remove(self) -> bool:
        """Take the hook away and put the earlier one back; False where ours is not there."""
        if not self.is_ours():
            return False
        try:
            self.path.unlink()
            if os.path.lexists(self.before):
                self.before.rename(self.path)
        except OSError as error:
            raise UsageError(
                f"The hook {self.path} cannot be taken away ({error.strerror})."
            ) from error
        return True


def git_hook(path: str) -> GitHook:
    """The hook of the work tree that holds a folder. UsageError where there is none.

    Linked work trees share the hooks of their repository, and `core.hooksPath` names another
    folder, relative to the work tree.
    """
    try:
        top = work_tree_top(os.path.realpath(path))
        if top is None:
            raise GitFailed("it is in no work tree")
        common = os.fsdecode(run_git(top, ["rev-parse", "--git-common-dir"]).removesuffix(b"\n"))
    except GitFailed as error:
        raise UsageError(f"{path} has no git hooks ({error}); name a git repository.") from error
    scope, chosen = _hooks_path(top)
    if chosen is None:
        return GitHook(folder=Path(top, common, "hooks"), is_shared=False)
    return GitHook(folder=Path(top, chosen), is_shared=scope in ("global", "system"))


def _hooks_path(top: str) -> tuple[str | None, str | None]:
    """Scope and value of `core.hooksPath`, where anybody but our own call of git has set it."""
    asked = ["config", "--show-scope", "--type=path", "-z", "--get-all", "core.hooksPath"]
    said = os.fsdecode(run_git(top, asked)).split("\0")
    values = list(zip(said[::2], said[1::2], strict=False))
    return next(
        ((scope, value) for scope, value in reversed(values) if scope != "command"), (None, None)
    )
