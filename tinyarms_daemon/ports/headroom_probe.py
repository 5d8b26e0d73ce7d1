"""What the machine has to spare."""

from collections.abc import Mapping
from typing import Protocol

from tinyarms_daemon.domain.headroom.reading import Reading


class HeadroomProbe(Protocol):
    """Never raises: what cannot be read is unknown or unsupported."""

    def read(self) -> Mapping[str, Reading]:
        """Every reading by name."""
