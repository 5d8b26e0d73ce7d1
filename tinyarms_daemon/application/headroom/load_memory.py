"""What is known of loads: predicted, begun, measured, and by whom."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tinyarms_daemon.domain.headroom.admission import AdmissionRequest
from tinyarms_daemon.domain.headroom.footprint import (
    ModelFacts,
    correction_of,
    measured_bytes,
    predicted_bytes,
)
from tinyarms_daemon.domain.headroom.policy import HeadroomPolicy
from tinyarms_daemon.domain.headroom.trend import SpeedRun
from tinyarms_daemon.ports.headroom_book import FootprintRecord, HeadroomBook
from tinyarms_daemon.ports.model_residency import ModelResidency

_ANSWERS_A_COLD_ONE = 4
# Ollama gives up a load that is silent for so long (OLLAMA_LOAD_TIMEOUT).
_LONGEST_LOAD = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A load of ours, from its admission on; bytes."""

    tag: str
    role: str
    context_tokens: int
    at: datetime
    predicted: int | None
    available_before: int | None
    measured: bool = False


@dataclass(slots=True)
class LoadMemory:
    """Predictions are corrected by what earlier loads of the same model and context took; before
    the first of them, no less than a benchmark has measured (`usual_bytes` by tag) is reckoned
    with."""

    book: HeadroomBook
    residency: ModelResidency
    policy: HeadroomPolicy
    usual_bytes: Callable[[], Mapping[str, int]]
    _facts: dict[str, ModelFacts] = field(default_factory=dict, init=False)
    ours: dict[str, Load] = field(default_factory=dict, init=False)
    """Models that we loaded and that have not gone since."""
    loaded_at: dict[str, datetime] = field(default_factory=dict, init=False)
    """When we last loaded each model, gone or not."""
    last_predicted: dict[str, int | None] = field(default_factory=dict, init=False)
    """What was last predicted for each model."""

    def speeds(self, tag: str, context_tokens: int) -> Sequence[SpeedRun]:
        """The newest answers, the newest last; more than the baseline takes, since not every one is
        cold."""
        most = _ANSWERS_A_COLD_ONE * self.policy.baseline_runs
        return self.book.speeds(tag, context_tokens, most)

    def predicted(self, request: AdmissionRequest) -> int | None:
        """What loading takes, corrected; None where the runtime does not know the model."""
        facts = self._facts.get(request.tag) or self.residency.facts(request.tag)
        if facts is None:
            self.last_predicted[request.tag] = None
            return None
        self._facts[request.tag] = facts
        policy = self.policy.footprint
        records = self.book.footprints(request.tag, request.context_tokens, policy.measurements)
        bytes_needed = predicted_bytes(
            facts,
            request.context_tokens,
            request.role,
            self.policy,
            correction=correction_of(
                [each.measured_bytes / each.predicted_bytes for each in records], policy
            ),
        )
        if not records:
            bytes_needed = max(bytes_needed, self.usual_bytes().get(request.tag, 0))
        self.last_predicted[request.tag] = bytes_needed
        return bytes_needed

    def began(self, request: AdmissionRequest, available: float | None, now: datetime) -> None:
        """A load was admitted."""
        self.loaded_at[request.tag] = now
        self.ours[request.tag] = Load(
            tag=request.tag,
            role=request.role,
            context_tokens=request.context_tokens,
            at=now,
            predicted=self.last_predicted.get(request.tag),
            available_before=None if available is None else round(available),
        )

    def still_loaded(self, loaded: Collection[str], now: datetime) -> None:
        """Loads that are no longer listed ended by themselves; one that never was has failed."""
        for tag, load in list(self.ours.items()):
            if tag not in loaded and (load.measured or now - load.at > _LONGEST_LOAD):
                self.ours.pop(tag, None)

    def measure(self, tag: str, reported: int | None, available: float | None) -> None:
        """Learn what a load took, once: the runtime lists it, so it is done."""
        load = self.ours.get(tag)
        if load is None or load.measured:
            return
        self.ours[tag] = replace(load, measured=True)
        measured = measured_bytes(
            reported,
            load.available_before,
            None if available is None else round(available),
            self.policy.footprint,
        )
        if load.predicted is None or not measured:
            return
        self.book.keep_footprint(
            FootprintRecord(
                at=load.at,
                tag=tag,
                context_tokens=load.context_tokens,
                # What the formula alone says: corrections must not be learned from corrections.
                predicted_bytes=predicted_bytes(
                    self._facts[tag],
                    load.context_tokens,
                    load.role,
                    self.policy,
                    with_prompt_cache=False,
                ),
                measured_bytes=measured,
            )
        )
