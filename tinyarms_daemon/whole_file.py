"""Files that are there whole or not at all."""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, text: str, *, mode: int | None = None, errors: str = "strict") -> None:
    """Put a file in the place of what was there, in one step. OSError, and that stays.

    Without a `mode` it gets the permissions of the file that was there, or those that any new file
    gets. What UTF-8 cannot say is written as `errors` says.
    """
    descriptor, fresh = tempfile.mkstemp(prefix=".tinyarms-", dir=path.parent)
    try:
        with open(descriptor, "w", encoding="utf-8", errors=errors, newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        os.chmod(fresh, _usual_mode(path) if mode is None else mode)
        os.replace(fresh, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(fresh)
        raise


def _usual_mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0o077)  # it can only be read by setting it
        os.umask(mask)
        return 0o666 & ~mask
