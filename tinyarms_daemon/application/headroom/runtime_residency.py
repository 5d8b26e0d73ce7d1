"""What the configured runtime holds in memory, and giving it back."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from tinyarms_daemon.domain.headroom.footprint import ModelFacts
from tinyarms_daemon.domain.models.model import ModelDescription
from tinyarms_daemon.ports.model_runtime import ModelRuntime, RuntimeTrouble


@dataclass(frozen=True, slots=True)
class RuntimeResidency:
    """The ModelResidency port on a ModelRuntime and its processes."""

    runtime: ModelRuntime
    runner_bytes: Callable[[], int | None]

    def loaded(self) -> Mapping[str, int] | None:
        return self.runtime.state().resident

    def facts(self, tag: str) -> ModelFacts | None:
        size = (self.runtime.state().installed or {}).get(tag)
        if not size:
            return None
        try:
            described = self.runtime.describe(tag)
        except RuntimeTrouble:
            described = ModelDescription()
        return ModelFacts(file_bytes=size, described=described)

    def unload(self, tag: str) -> None:
        with suppress(RuntimeTrouble):
            self.runtime.unload(tag)
