"""How often files have changed, by git's newest commits."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from tinyarms_daemon.adapters.git.command import GitFailed, GitMissing, names_in, run_git

# Chosen: enough to tell what is in flux; a mere count of names takes git a second or two.
_MOST_COMMITS = 500
# Plumbing: it reads trees alone, and starts no program that a configuration names.
_COMMITS = ("rev-list", "--no-merges", f"--max-count={_MOST_COMMITS}")
_NAMES = (
    *("diff-tree", "--stdin", "--root", "-r", "-z"),
    *("--relative", "--name-only", "--no-commit-id", "--no-renames"),
)


class GitChurn:
    """The Churn port on a work tree."""

    def commits(self, root: str, since: datetime) -> Mapping[str, int]:
        """By path in how many of the newest commits each file changed; merges are left out."""
        try:
            newest = run_git(root, [*_COMMITS, f"--since={since.timestamp():.0f}", "HEAD", "--"])
            changed = run_git(root, _NAMES, stdin=newest)
        except (GitMissing, GitFailed):
            return {}
        return Counter(names_in(changed))
