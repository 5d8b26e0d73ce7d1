"""Whether what this process was loaded from has been replaced, as an upgrade does."""

from pathlib import Path

import tinyarms_daemon

_Identity = tuple[int, int, int]


class InstalledPackage:
    """The package's files as they were when this was made."""

    def __init__(self, file: str = tinyarms_daemon.__file__) -> None:
        self._file = Path(file)
        self._loaded = self._identity()

    def was_replaced(self) -> bool:
        """True once another one is there; False while there is none, in the midst of an upgrade."""
        now = self._identity()
        return now is not None and now != self._loaded

    def _identity(self) -> _Identity | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns
