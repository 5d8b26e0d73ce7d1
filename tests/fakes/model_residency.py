"""A runtime's memory in a test's hand."""

from dataclasses import dataclass, field

from tinyarms_daemon.domain.headroom.footprint import Architecture, ModelFacts

QUICK_FACTS = ModelFacts(
    file_bytes=1_929_912_432,
    architecture=Architecture(layers=36, kv_heads=2, head_size=128),
)
DEEP_FACTS = ModelFacts(
    file_bytes=4_683_074_336,
    architecture=Architecture(layers=28, kv_heads=4, head_size=128),
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
