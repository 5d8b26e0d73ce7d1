"""What a runtime holds in memory, and giving it back."""

from collections.abc import Mapping
from typing import Protocol

from tinyarms_daemon.domain.headroom.footprint import ModelFacts


class ModelResidency(Protocol):
    """Never raises for a runtime that is absent: the answer is None or nothing happens."""

    def loaded(self) -> Mapping[str, int] | None:
        """Loaded models by tag with the bytes that the runtime reports; None is not known."""

    def facts(self, tag: str) -> ModelFacts | None:
        """An installed model's size and architecture; None where it is not known."""

    def runner_bytes(self) -> int | None:
        """The real footprint of all runner processes, their prompt caches included."""

    def unload(self, tag: str) -> None:
        """Give a model's memory back."""
