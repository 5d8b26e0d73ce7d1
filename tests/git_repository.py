"""A git repository in a folder of a test."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

_AUTHOR = ("-c", "user.name=A Test", "-c", "user.email=test@example.invalid")


class GitRepository:
    """A work tree, by its root. Names may be any bytes that the file system takes."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def git(self, *arguments: str) -> str:
        """Run git in the work tree and return what it prints."""
        done = subprocess.run(
            ["git", *_AUTHOR, *arguments],
            cwd=self.root,
            capture_output=True,
            check=True,
            text=True,
            errors="surrogateescape",
        )
        return done.stdout

    def write(self, name: str, text: str = "") -> Path:
        """Write a file, and the folders that lead to it."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="surrogateescape")
        return path

    def commit(self, *names: str) -> None:
        """Commit these files, or everything."""
        self.git("add", "--force", "--", *(names or (".",)))
        self.git("commit", "-q", "-m", "a change")

    def configure(self, text: str) -> None:
        """Append to the repository's own configuration."""
        with open(self.root / ".git" / "config", "a", encoding="utf-8") as file:
            file.write(text)

    def program(self, name: str, marker: Path) -> str:
        """A program outside of the work tree that leaves a mark when it is run."""
        path = self.root.parent / name
        path.write_text(f'#!/bin/sh\necho "$0" >> {marker}\ncat\n', encoding="utf-8")
        path.chmod(0o755)
        return os.fspath(path)


MakeRepository = Callable[..., GitRepository]
