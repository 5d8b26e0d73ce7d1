"""What was measured on this machine, kept in its home: the packaged figures are never edited."""

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tinyarms_daemon.domain.errors import Unavailable
from tinyarms_daemon.settings.constants import Constant, load_constants, written_constants
from tinyarms_daemon.settings.problem import ConfigurationError

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
        _replace(path, text)
    except OSError as error:
        raise Unavailable(f"{path} cannot be written ({error.strerror}); make room.") from error


def _replace(path: Path, text: str) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError:
        os.unlink(temporary)
        raise
