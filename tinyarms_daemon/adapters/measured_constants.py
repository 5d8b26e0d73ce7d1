"""What was measured on this machine, kept in its home: the packaged figures are never edited."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tinyarms_daemon.adapters.whole_file import write_whole
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
        write_whole(path, text)
    except OSError as error:
        raise Unavailable(f"{path} cannot be written ({error.strerror}); make room.") from error
