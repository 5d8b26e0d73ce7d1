"""The proof that a model is installed as it should be: its size, its form, and a short answer."""

from dataclasses import dataclass, replace

from tinyarms_daemon.domain.models.model import ModelProof, ModelRequest, canonical_tag
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.model_runtime import ModelRuntime, RuntimeTrouble

_SYSTEM = "You judge source code. You answer in JSON."
_QUESTION = "Is the color in this line written in place? `const background = '#FF0000'`"
_SCHEMA = {
    "type": "object",
    "properties": {"answer": {"type": "string", "enum": ["yes", "no"]}},
    "required": ["answer"],
    "additionalProperties": False,
}
_REPLY_TOKENS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveModel:
    """The context is the one of daily use, so that nothing is loaded anew for it afterwards.
    `size_tolerance` is the share of the expected size that the real one may differ by."""

    runtime: ModelRuntime
    clock: Clock
    context_tokens: int
    keep_alive_seconds: int
    timeout_seconds: float
    size_tolerance: float

    def __call__(self, tag: str, expected_bytes: int | None, *, asks: bool) -> ModelProof | None:
        """What an installed model shows of itself; None where it is not installed."""
        size = (self.runtime.state().installed or {}).get(canonical_tag(tag))
        if size is None:
            return None
        proof = ModelProof(
            tag=tag,
            size_bytes=size,
            expected_bytes=expected_bytes,
            size_tolerance=self.size_tolerance,
            quantization=None,
        )
        try:
            proof = replace(proof, quantization=self.runtime.describe(tag).quantization)
            return replace(proof, answer_seconds=self._answer_seconds(tag)) if asks else proof
        except RuntimeTrouble as trouble:
            return replace(proof, problem=str(trouble))

    def _answer_seconds(self, tag: str) -> float:
        """What it says is nobody's business here: that it says anything is what is asked."""
        asked_at = self.clock.now()
        self.runtime.chat(
            ModelRequest(
                tag=tag,
                system=_SYSTEM,
                user=_QUESTION,
                schema=_SCHEMA,
                context_tokens=self.context_tokens,
                most_reply_tokens=_REPLY_TOKENS,
                keep_alive_seconds=self.keep_alive_seconds,
                timeout_seconds=self.timeout_seconds,
            )
        )
        return (self.clock.now() - asked_at).total_seconds()
