"""A probe that reads nothing."""

from collections.abc import Mapping

from tinyarms_daemon.domain.headroom.reading import Reading


class FixedProbe:
    """The HeadroomProbe port: answers what it was made with."""

    def __init__(self, readings: Mapping[str, Reading] | None = None) -> None:
        self.readings = dict(readings or {})

    def read(self) -> Mapping[str, Reading]:
        """The prepared readings."""
        return self.readings
