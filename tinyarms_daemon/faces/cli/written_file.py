"""A file that a command writes for its caller."""

import os
from pathlib import Path

from tinyarms_daemon import whole_file
from tinyarms_daemon.domain.errors import UsageError


def require_folder(path: Path) -> None:
    """UsageError where no file can be: better before long work than after it."""
    if path.is_dir():
        raise UsageError(f"{str(path)!r} is a folder; name a file in it.")
    if _is_device(path):
        return
    folder = Path(os.path.realpath(path)).parent
    if not folder.is_dir():
        raise UsageError(f"There is no folder {str(folder)!r} to write to; make it first.")
    if not os.access(folder, os.W_OK | os.X_OK, effective_ids=True):
        raise UsageError(
            f"The folder {str(folder)!r} may not be written to; name a file in another one."
        )


def write_whole(path: Path, text: str) -> None:
    """Whole or not at all: what was there stays until the new file is complete.

    A symbolic link is followed; a pipe or a device is written to as it is.
    """
    require_folder(path)
    if _is_device(path):
        path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
    else:
        whole_file.write_whole(Path(os.path.realpath(path)), text, errors="backslashreplace")


def _is_device(path: Path) -> bool:
    """The path as it was typed: where /dev/stdout is a pipe, what it leads to has no name."""
    return path.exists() and not path.is_file()
