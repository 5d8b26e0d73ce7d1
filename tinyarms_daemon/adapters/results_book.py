"""The newest result of each measurement, kept in the home as JSON."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tinyarms_daemon.adapters.whole_file import write_whole
from tinyarms_daemon.domain.errors import Unavailable


class ResultsBook:
    """One file for each kind of measurement, such as `validation`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, kind: str, document: Mapping[str, object]) -> None:
        """Write a result in place of the last one. Unavailable where it cannot be written."""
        path = self._path(kind)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(path, json.dumps(document, indent=1))
        except OSError as error:
            said = f"{path} cannot be written ({error.strerror}); make room."
            raise Unavailable(said) from error

    def newest(self, kind: str) -> dict[str, Any] | None:
        """The last result; None where there is none that can be read."""
        try:
            found = json.loads(self._path(kind).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def _path(self, kind: str) -> Path:
        return self._folder / f"{kind}.json"
