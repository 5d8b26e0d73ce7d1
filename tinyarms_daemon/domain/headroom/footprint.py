"""How much memory a model takes: predicted before it is loaded, corrected by what was measured.

The formula is that of llama.cpp's keys and values, checked against the engine's own log:
`2 x layers x kv_heads x head_dim x bytes x context`, plus weights, buffers and process.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tinyarms_daemon.domain.headroom.policy import FootprintPolicy, HeadroomPolicy
from tinyarms_daemon.domain.models.model import ModelDescription

_PERCENT = 100
_BYTES_PER_ELEMENT = 2  # f16, in which llama.cpp keeps keys and values unless told otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFacts:
    """A model that is installed, with what the runtime says of it."""

    file_bytes: int
    described: ModelDescription


def predicted_bytes(
    facts: ModelFacts,
    context_tokens: int,
    role: str,
    headroom: HeadroomPolicy,
    *,
    correction: float = 1.0,
    with_prompt_cache: bool = True,
) -> int:
    """What loading a model for a role takes. Without its figures, as much again for the context as
    the buffers take, so that the guess is too large rather than too small."""
    policy = headroom.footprint
    compute_allowance_bytes = headroom.roles[role].compute_allowance_bytes
    cache: float | None = _cache_bytes(facts.described, context_tokens)
    if cache is None:
        unknown = facts.file_bytes * policy.unknown_cache_percent / _PERCENT
        cache = compute_allowance_bytes + unknown
    weights = policy.weights_factor * facts.file_bytes
    formula = weights + cache + compute_allowance_bytes + policy.process_bytes
    return round(formula * correction) + headroom.prompt_cache_bytes * with_prompt_cache


def _cache_bytes(model: ModelDescription, context_tokens: int) -> int | None:
    """Keys and values for a context, in the one slot that answers one question at a time; None
    where figures are missing."""
    if not model.layers or not model.key_value_heads or not model.head_dimension:
        return None
    elements = 2 * model.layers * model.key_value_heads * model.head_dimension
    return elements * _BYTES_PER_ELEMENT * context_tokens


def correction_of(ratios: Sequence[float], policy: FootprintPolicy) -> float:
    """What predictions are multiplied with, from measured over predicted, the newest last.

    The largest of the last few: one load that took less does not make the next one cheaper.
    """
    if not ratios:
        return 1.0
    largest = max(ratios[-policy.measurements :])
    return min(max(largest, policy.least_correction), policy.most_correction)


def measured_bytes(
    reported: int | None, available_before: int | None, after: int | None, policy: FootprintPolicy
) -> int:
    """The real cost of a load: the larger of what the runtime reports and what went missing.

    The report leaves out the process itself and its buffers in plain memory. 0 where neither is
    known.
    """
    said = 0 if not reported else reported + policy.process_bytes
    gone = 0 if available_before is None or after is None else max(available_before - after, 0)
    # Other programs come and go meanwhile: what they took is not this model's.
    return said if said and gone > policy.believable_factor * said else max(said, gone)
