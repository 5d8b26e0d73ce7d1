"""A file that a command writes for its caller."""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from tinyarms_daemon.domain.errors import UsageError


def require_folder(path: Path) -> None:
    """UsageError where no file can be: better before long work than after it."""
    if path.is_dir():
        raise UsageError(f"{str(path)!r} is a folder; name a file in it.")
    folder = Path(os.path.realpath(path)).parent
    if not folder.is_dir():
        raise UsageError(f"There is no folder {str(folder)!r} to write to; make it first.")


def write_whole(path: Path, text: str) -> None:
    """Whole or not at all: what was there stays until the new file is complete.

    It gets the permissions of the file that was there, or those that any new file gets; a symbolic
    link is followed.
    """
    require_folder(path)
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():  # a pipe or a device is written to as it is
        path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
        return
    descriptor, name = tempfile.mkstemp(prefix=".tinyarms-", dir=path.parent)
    try:
        with open(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.write(text)
        os.chmod(name, _mode_of(path))
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def _mode_of(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0o077)  # it can only be read by setting it
        os.umask(mask)
        return 0o666 & ~mask
