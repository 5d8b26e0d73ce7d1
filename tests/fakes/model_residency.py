"""A runtime's memory in a test's hand."""

from dataclasses import dataclass, field

from tinyarms_daemon.domain.headroom.footprint import ModelFacts
from tinyarms_daemon.domain.models.model import ModelDescription

QUICK_FACTS = ModelFacts(
    file_bytes=1_929_912_432,
    described=ModelDescription(layers=36, key_value_heads=2, head_dimension=128),
)
DEEP_FACTS = ModelFacts(
    file_bytes=4_683_074_336,
    described=ModelDescription(layers=28, key_value_heads=4, head_dimension=128),
)


@dataclass
class FixedResidency:
    """The ModelResidency port; `unloaded` is what was asked to go."""

    models: dict[str, int] | None = field(default_factory=dict)
    installed: dict[str, ModelFacts] = field(
        default_factory=lambda: {"qwen2.5-coder:3b": QUICK_FACTS, "qwen2.5-coder:7b": DEEP_FACTS}
    )
    runners: int | None = None
    unloaded: list[str] = field(default_factory=list)

    def loaded(self) -> dict[str, int] | None:
        return None if self.models is None else dict(self.models)

    def facts(self, tag: str) -> ModelFacts | None:
        return self.installed.get(tag)

    def runner_bytes(self) -> int | None:
        return self.runners

    def unload(self, tag: str) -> None:
        self.unloaded.append(tag)
        if self.models is not None:
            self.models.pop(tag, None)
