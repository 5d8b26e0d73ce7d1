"""Messages of commits, checked as if they were files: their path is `git:` and the hash."""

import re

from tinyarms_daemon.domain.work.repository import FileStat

COMMITS = "git:"
"""The path that stands for all messages of commits that nobody else has seen."""

UNCHANGING = FileStat(0, 0, 0)
"""What a listing tells of a commit: it never becomes another."""

_PATH = re.compile(r"git:([0-9a-f]{40}|[0-9a-f]{64})")


def commit_path(name: str) -> str:
    """The path of the message of a commit, by the commit's whole hash."""
    return COMMITS + name


def commit_of(path: str) -> str | None:
    """The hash of the commit whose message a path stands for; None for the path of a file."""
    found = _PATH.fullmatch(path)
    return None if found is None else found[1]
