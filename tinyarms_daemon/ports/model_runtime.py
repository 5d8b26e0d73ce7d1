"""Where models run."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class RuntimeState:
    """What a runtime answers of itself; `problem` says in one sentence why it cannot be used.

    `installed` and `resident` hold Ollama tags with their size in bytes; None is not known.
    """

    problem: str | None
    installed: Mapping[str, int] | None = None
    resident: Mapping[str, int] | None = None


class ModelRuntime(Protocol):
    """Never raises for a runtime that is absent: the state says so."""

    def state(self) -> RuntimeState:
        """Whether it answers, and which models it has; bounded to a few seconds."""
        ...
