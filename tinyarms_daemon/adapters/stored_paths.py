"""Paths as SQLite takes them. A name that is no UTF-8 is kept as its raw bytes, so that the file
can still be opened."""

import os


def stored_path(path: str) -> str | bytes:
    """A path, or a text that may hold one, as it is kept."""
    if path.isascii():
        return path
    raw = os.fsencode(path)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw
    return path


def path_of(stored: str | bytes) -> str:
    """The path that was kept."""
    return os.fsdecode(stored) if isinstance(stored, bytes) else stored
