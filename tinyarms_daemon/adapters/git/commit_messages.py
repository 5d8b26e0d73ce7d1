"""The messages of commits, as git keeps them."""

from collections.abc import Iterator, Sequence

from tinyarms_daemon.adapters.git.command import GitFailed, GitMissing, run_git

# Plumbing: unlike `git log` it runs no program that a configuration names for signatures.
_COMMAND = ("rev-list", "--no-merges", "--encoding=UTF-8", "--format=%x00%H%x00%B%x00")


def unpushed_messages(root: str, most: int) -> Iterator[tuple[str, str]]:
    """Hash and message of the newest commits that no remote has, at most so many; nothing where
    git cannot tell, or nothing is committed yet."""
    return _messages(root, [f"--max-count={most}", "HEAD", "--not", "--remotes"])


def message_of(root: str, commit: str) -> str | None:
    """The message of a commit, by its whole hash; None where there is no such commit."""
    return next((text for _, text in _messages(root, ["--max-count=1", commit])), None)


def _messages(root: str, arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    try:
        printed = run_git(root, [*_COMMAND, *arguments, "--"])
    except (GitMissing, GitFailed):
        return
    # Before each, between two zero bytes, git says once more which commit comes.
    parts = printed.split(b"\0")
    for name, text in zip(parts[1::3], parts[2::3], strict=False):
        yield name.decode("ascii", "replace"), text.decode("utf-8", "replace")
