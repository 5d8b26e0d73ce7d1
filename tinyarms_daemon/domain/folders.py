"""What lies in which folder, by their paths alone, with `/` as on all our systems."""

from collections.abc import Collection, Iterable


def lies_in(path: str, folder: str) -> bool:
    """Whether a path is a folder, or of something in it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def innermost(folders: Iterable[str], path: str) -> str | None:
    """Of the folders that a path lies in the innermost; None where it lies in none."""
    return max((each for each in folders if lies_in(path, each)), key=len, default=None)


def lies_in_any(path: str, folders: Collection[str]) -> bool:
    """Whether a path is one of these, or below one; `.` holds all. By the path's own depth, since
    the folders may be thousands of changed files."""
    if "." in folders or path in folders:
        return True
    parts = path.split("/")
    return any("/".join(parts[:depth]) in folders for depth in range(1, len(parts)))
