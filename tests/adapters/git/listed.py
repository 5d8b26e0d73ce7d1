"""What a work tree lists."""

from pathlib import Path

from tinyarms_daemon.adapters.git.source_tree import GitSourceTree

TREE = GitSourceTree()


def names(root: Path, **said: object) -> set[str]:
    """The listing of a work tree."""
    return set(TREE.list_files(str(root), **({"is_git": True, "ignore": ()} | said)))  # type: ignore[arg-type]
