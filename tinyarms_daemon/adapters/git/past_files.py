"""Which files a repository has had, by their bare names."""

import os
from functools import lru_cache

from tinyarms_daemon.adapters.git.command import GitFailed, GitMissing, run_git

# Chosen: what went longer ago is seldom spoken of; a walk over so many takes a tenth of a second.
_MOST_COMMITS = 2_000
_MOST_REPOSITORIES = 8


class PastFiles:
    """The paths that came or went with the newest commits of one work tree, on the line that its
    branch was on. The walk is made when it is first asked for; from then on only the commits that
    are new are walked."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._newest = ""
        self._paths = b"\0"  # each with a zero byte behind it: a tenth of what a set would take

    def called(self, name: str) -> set[str]:
        """The paths of all files of a name, as far as was walked."""
        wanted, paths, found = os.fsencode(f"{name}\0"), self._paths, set()
        place = paths.find(wanted)
        while place > 0:
            if paths[place - 1 : place] in (b"/", b"\0"):
                path = paths[paths.rfind(b"\0", 0, place) + 1 : place + len(wanted) - 1]
                found.add(os.fsdecode(path))
            place = paths.find(wanted, place + 1)
        return found

    def walk(self) -> None:
        """Learn of the commits that are new. Raises GitMissing and GitFailed."""
        since = [f"^{self._newest}"] if self._newest else []
        limit = f"--max-count={_MOST_COMMITS}"
        printed = run_git(
            self._root, ["rev-list", "--first-parent", "--parents", limit, "HEAD", *since, "--"]
        )
        commits = [line.split(b" ")[:2] for line in printed.splitlines()]
        if not commits:
            return
        self._paths += run_git(
            self._root,
            [
                *("diff-tree", "--stdin", "--root", "-r", "--relative", "--no-renames"),
                *("--no-ext-diff", "--diff-filter=AD", "--name-only", "--no-commit-id", "-z"),
            ],
            stdin=b"".join(b" ".join(each) + b"\n" for each in commits),
        )
        self._newest = commits[0][0].decode("ascii", "replace")


@lru_cache(maxsize=_MOST_REPOSITORIES)
def _kept(root: str) -> PastFiles:
    return PastFiles(root)


def past_files_of(root: str) -> PastFiles:
    """What the newest commits of a work tree tell, up to now; what git does not tell is not known.
    What was learned is kept for as long as the process lives."""
    past = _kept(root)
    try:
        past.walk()
    except (GitMissing, GitFailed):  # no commit yet, or the history was rewritten
        past = PastFiles(root)
        _kept.cache_clear()
    return past
