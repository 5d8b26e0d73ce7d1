"""What was measured on this machine, kept in its home: figures and the newest results.

The figures count before the packaged ones; of each measurement the newest result is kept.
"""

import errno
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from tinyarms_daemon.domain.errors import Unavailable
from tinyarms_daemon.settings.constants import Constant, load_constants, written_constants
from tinyarms_daemon.settings.problem import ConfigurationError
from tinyarms_daemon.whole_file import write_whole

_HEADER = "# Measured on this machine; counts before the packaged figures. Delete it to forget.\n"


def record_measured(path: Path, measured: Mapping[str, Constant]) -> None:
    """Add figures to the home's own; the same path again replaces. All of them or none is
    written. Unavailable where the file cannot be."""
    kept: dict[str, Constant] = {}
    if path.exists():
        with suppress(ConfigurationError):  # a broken file of ours is measured anew
            kept = dict(load_constants(path))
    text = _HEADER + written_constants({**kept, **measured})
    try:
        write_whole(path, text, mode=0o600)
    except OSError as error:
        raise _not_written(path, error) from error


class ResultsBook:
    """The newest result of each kind of measurement, such as `validation`, as a file of JSON."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, kind: str, document: Mapping[str, object]) -> None:
        """Write a result in place of the last one. Unavailable where it cannot be written."""
        path = self._path(kind)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(path, json.dumps(document, indent=1), mode=0o600)
        except OSError as error:
            raise _not_written(path, error) from error

    def newest(self, kind: str) -> dict[str, Any] | None:
        """The last result; None where there is none that can be read."""
        try:
            found = json.loads(self._path(kind).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def _path(self, kind: str) -> Path:
        return self._folder / f"{kind}.json"


def _not_written(path: Path, error: OSError) -> Unavailable:
    remedy = "make room" if error.errno == errno.ENOSPC else "mend its access rights"
    return Unavailable(f"{path} cannot be written ({error.strerror}); {remedy}.")
