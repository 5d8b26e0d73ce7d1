"""What git's commits tell: their messages, and how often files have changed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from tinyarms_daemon.adapters.git.command import GitFailed, GitMissing, names_in, run_git

# Plumbing: unlike `git log` it runs no program that a configuration names for signatures.
_MESSAGES = ("rev-list", "--no-merges", "--encoding=UTF-8", "--format=%x00%H%x00%B%x00")

# Chosen: enough to tell what is in flux; a mere count of names takes git a second or two.
_MOST_COMMITS = 500
# Plumbing: it reads trees alone, and starts no program that a configuration names.
_NEWEST = ("rev-list", "--no-merges", f"--max-count={_MOST_COMMITS}")
_NAMES = (
    *("diff-tree", "--stdin", "--root", "-r", "-z"),
    *("--relative", "--name-only", "--no-commit-id", "--no-renames"),
)


def unpushed_messages(root: str, most: int) -> Iterator[tuple[str, str]]:
    """Hash and message of the newest commits that no remote has, at most so many; nothing where
    git cannot tell, or nothing is committed yet."""
    return _printed_messages(root, [f"--max-count={most}", "HEAD", "--not", "--remotes"])


def message_of(root: str, commit: str) -> str | None:
    """The message of a commit, by its whole hash; None where there is no such commit."""
    return next((text for _, text in _printed_messages(root, ["--max-count=1", commit])), None)


def _printed_messages(root: str, arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    try:
        printed = run_git(root, [*_MESSAGES, *arguments, "--"])
    except (GitMissing, GitFailed):
        return
    # Before each, between two zero bytes, git says once more which commit comes.
    parts = printed.split(b"\0")
    for name, text in zip(parts[1::3], parts[2::3], strict=False):
        yield name.decode("ascii", "replace"), text.decode("utf-8", "replace")


def commits_by_path(root: str, since: datetime) -> Mapping[str, int]:
    """In how many of the newest commits each file changed; merges are left out, and nothing is told
    where git cannot tell."""
    try:
        newest = run_git(root, [*_NEWEST, f"--since={since.timestamp():.0f}", "HEAD", "--"])
        changed = run_git(root, _NAMES, stdin=newest)
    except (GitMissing, GitFailed):
        return {}
    return Counter(names_in(changed))
