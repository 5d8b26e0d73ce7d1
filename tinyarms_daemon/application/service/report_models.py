"""What is known of each configured model: the runtime's word, and our own figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tinyarms_daemon.application.judging.control_model import BelieveModel, failed_control
from tinyarms_daemon.application.judging.defer_judgements import why_deferred
from tinyarms_daemon.application.service.messages_of import reasons_of
from tinyarms_daemon.control.messages import (
    CallFiguresMessage,
    ControlMessage,
    ModelDetailMessage,
    ModelMessage,
)
from tinyarms_daemon.domain.headroom.admission import AdmissionDecision, Deferred
from tinyarms_daemon.domain.headroom.footprint import ModelFacts, predicted_bytes
from tinyarms_daemon.domain.headroom.policy import HeadroomPolicy
from tinyarms_daemon.domain.models.call import AskedOf
from tinyarms_daemon.domain.models.model import ModelSpec
from tinyarms_daemon.domain.questions.trust import TrustPolicy, who_asks_of_muted
from tinyarms_daemon.ports.model_book import ModelBook
from tinyarms_daemon.ports.model_runtime import ModelRuntime, RuntimeState, RuntimeTrouble

_LATEST_CALLS = 200
_LATEST_CANARIES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportModels:
    """Reads only. `preview` asks the gate without keeping what it says."""

    runtime: ModelRuntime
    book: ModelBook
    specs: Mapping[str, ModelSpec]
    policy: HeadroomPolicy
    trust: TrustPolicy
    is_believed: BelieveModel
    has_weekly_scan: Callable[[], bool]
    preview: Callable[[ModelSpec], AdmissionDecision | None] = lambda _: None

    def brief(self) -> list[ModelMessage]:
        """Each model as `status` tells it."""
        state = self.runtime.state()
        return [self._brief(spec, state) for spec in self.specs.values()]

    def in_detail(self) -> list[ModelDetailMessage]:
        """Each model with its memory and its speed."""
        state = self.runtime.state()
        return [self._detail(spec, state) for spec in self.specs.values()]

    def alarms(self) -> Sequence[str]:
        """Sentences about models that are not believed as they were."""
        alarms = []
        asked_by = who_asks_of_muted(has_weekly_scan=self.has_weekly_scan())
        for spec in self.specs.values():
            if self._failed_control(spec):
                alarms.append(failed_control(spec.tag))
            for rule in self._muted(spec):
                alarms.append(
                    f"{rule} is muted at saves: what {spec.tag} said of it was dismissed too "
                    f"often; {asked_by}."
                )
        return alarms

    def _brief(self, spec: ModelSpec, state: RuntimeState) -> ModelMessage:
        tag = spec.tag
        installed = None if state.installed is None else tag in state.installed
        missing = f"`ollama pull {tag}` fetches it" if installed is False else None
        if state.problem is not None or tag in state.remote:
            missing = why_deferred(state, tag)
        decision = self.preview(spec) if missing is None else None
        reasons = [missing] if missing is not None else []
        if decision is not None:
            reasons = reasons_of(decision)
        return {
            "name": spec.name,
            "role": spec.role,
            "tag": spec.tag,
            "installed": installed,
            "resident": None if state.resident is None else tag in state.resident,
            "admitted": None if decision is None else not isinstance(decision, Deferred),
            "reasons": reasons,
            "calls": self._figures(spec),
            "control": self._control(spec),
            "muted_rules": self._muted(spec),
        }

    def _detail(self, spec: ModelSpec, state: RuntimeState) -> ModelDetailMessage:
        tag = spec.tag
        size = (state.installed or {}).get(tag)
        brief = self._brief(spec, state)
        detail: ModelDetailMessage = {
            **brief,
            "digest": (state.digests or {}).get(tag),
            "context_tokens": spec.context_tokens,
            "size_bytes": size,
            "predicted_bytes": self._predicted(spec, size),
            "measured_bytes": (state.resident or {}).get(tag),
            "decode_tokens_per_second": brief["calls"]["tokens_per_second_median"],
        }
        return detail

    def _predicted(self, spec: ModelSpec, size: int | None) -> int | None:
        if size is None:
            return None
        try:
            facts = ModelFacts(file_bytes=size, described=self.runtime.describe(spec.tag))
        except RuntimeTrouble:
            return None
        return predicted_bytes(facts, spec.context_tokens, spec.role, self.policy)

    def _figures(self, spec: ModelSpec) -> CallFiguresMessage:
        figures = self.book.figures(spec.tag, _LATEST_CALLS)
        return {
            "count": figures.calls,
            "failed": figures.failed,
            "unanchored": figures.dropped,
            "total_ms_median": figures.total_ms_median,
            "total_ms_p95": figures.total_ms_p95,
            "load_ms_median": figures.load_ms_median,
            "prompt_tokens_median": figures.prompt_tokens_median,
            "reply_tokens_median": figures.reply_tokens_median,
            "tokens_per_second_median": figures.tokens_per_second_median,
        }

    def _control(self, spec: ModelSpec) -> ControlMessage:
        score = self.book.canary_score(spec.tag, _LATEST_CANARIES)
        return {
            "planted": score.planted,
            "clean": score.clean,
            "precision": score.precision,
            "recall": score.recall,
        }

    def _failed_control(self, spec: ModelSpec) -> bool:
        if not self.book.canary_score(spec.tag, 1).answers:
            return False  # the usual case, which asks no server
        digest = (self.runtime.state().digests or {}).get(spec.tag)
        return digest is not None and not self.is_believed(AskedOf(spec.tag, digest, spec.role))

    def _muted(self, spec: ModelSpec) -> list[str]:
        return sorted(self.trust.muted(self.book.trust(spec.tag)))
