"""Asks a model, or remembers what it answered; believes only what is anchored in the source."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tinyarms_daemon.application.ask_model import Asking, AskModel
from tinyarms_daemon.application.compose_request import memory_key
from tinyarms_daemon.application.control_model import ControlModel
from tinyarms_daemon.domain.admission import AdmissionRequest, Deferred, UseResident
from tinyarms_daemon.domain.circuit_breaker import CircuitBreaker
from tinyarms_daemon.domain.model import ModelSpec, canonical_tag
from tinyarms_daemon.domain.question import (
    Judgement,
    JudgementOutcome,
    Question,
    Verdict,
)
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.gate import Gate
from tinyarms_daemon.ports.model_book import ModelBook
from tinyarms_daemon.ports.model_runtime import ModelRuntime, RuntimeState
from tinyarms_daemon.ports.prompts import Prompts

_LATEST_CALLS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReady:
    """A model that may be asked now."""

    spec: ModelSpec
    digest: str
    is_resident: bool


@dataclass(slots=True, kw_only=True)
class ModelJudge:
    """The Judge port. `judge_together` asks several questions of one family in one call."""

    runtime: ModelRuntime
    gate: Gate
    book: ModelBook
    prompts: Prompts
    ask: AskModel
    clock: Clock
    specs: Mapping[str, ModelSpec]
    breaker: CircuitBreaker
    control: ControlModel
    canary_every: int
    _asked_since_canaries: int = field(default=0, init=False)

    def control_when_idle(self, role: str, should_stop: Callable[[], bool]) -> None:
        """Control a model that is loaded and has nothing to do, where that is due."""
        spec = self.specs[role]
        if not self.book.figures(spec.tag, _LATEST_CALLS).calls:
            return  # never asked yet: the runtime is left asleep
        state = self.runtime.state()
        digest = _digest(state, spec.tag)
        if digest is None or canonical_tag(spec.tag) not in (state.resident or {}):
            return
        ready = self._beside_others(spec, digest, state)
        if isinstance(ready, ModelReady) and self.control.is_due(spec.tag, digest):
            self.control(Asking(spec=ready.spec, digest=digest, is_resident=True), should_stop)

    def judge(
        self,
        question: Question,
        *,
        role: str,
        job_id: int | None = None,
        second_opinion: bool = False,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Judgement:
        """One question."""
        (judgement,) = self.judge_together(
            [question],
            role=role,
            job_id=job_id,
            second_opinion=second_opinion,
            should_stop=should_stop,
        )
        return judgement

    def judge_together(
        self,
        questions: Sequence[Question],
        *,
        role: str,
        job_id: int | None = None,
        second_opinion: bool = False,
        is_urgent: bool = False,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> list[Judgement]:
        """A judgement for each question; those that are remembered cost nothing.

        Between those that are not urgent the model is controlled now and then; one that fails has
        its answers of this call put off as well.
        """
        spec = self.specs[role]
        state = self.runtime.state()
        digest = _digest(state, spec.tag) or self.book.last_digest(spec.tag)
        known = {} if second_opinion else self._remembered(questions, spec, digest)
        open_questions = [each for index, each in enumerate(questions) if index not in known]
        if not open_questions:
            return [known[index] for index in range(len(questions))]
        ready = self._ready(spec, state, job_id)
        if isinstance(ready, Judgement):
            asked = [ready] * len(open_questions)
        else:
            asking = Asking(
                spec=ready.spec,
                digest=ready.digest,
                is_resident=ready.is_resident,
                job_id=job_id,
                family=open_questions[0].family,
                is_second_opinion=second_opinion,
            )
            asked = self.ask(open_questions, asking, should_stop)
            if not is_urgent and not self._is_sound(asking, len(open_questions), should_stop):
                asked = [deferred(failed_control(ready.spec.tag))] * len(open_questions)
            self._learn(open_questions, asked, ready, second_opinion)
        rest = iter(asked)
        return [known.get(index) or next(rest) for index in range(len(questions))]

    def _remembered(
        self, questions: Sequence[Question], spec: ModelSpec, digest: str | None
    ) -> dict[int, Judgement]:
        if digest is None:
            return {}
        found = {}
        for index, question in enumerate(questions):
            said = self.book.remembered(self._key(question), digest)
            if said is not None:
                found[index] = Judgement(
                    outcome=JudgementOutcome.ANSWERED,
                    verdicts=tuple(said),
                    model=spec.tag,
                    model_digest=digest,
                )
        return found

    def _ready(
        self, spec: ModelSpec, state: RuntimeState, job_id: int | None
    ) -> ModelReady | Judgement:
        """The model to be asked, or why none is."""
        now = self.clock.now()
        if self.breaker.is_open(now):
            return deferred("The models' server failed several times in a row; it rests a while.")
        if state.problem is not None:
            self.breaker.failed(now)
            return deferred(state.problem)
        decision = self.gate.decide(
            AdmissionRequest(
                tag=spec.tag,
                role=spec.role,
                context_tokens=spec.context_tokens,
                job_id=job_id,
                resident=None if state.resident is None else dict(state.resident),
            )
        )
        if isinstance(decision, Deferred):
            return deferred(why_not_admitted(decision), retry_at=decision.retry_at)
        if isinstance(decision, UseResident):
            spec = replace(spec, tag=decision.tag)
        if canonical_tag(spec.tag) in state.remote:
            return deferred(f"The model {spec.tag} would run in a cloud; it is not asked.")
        if state.installed is not None and canonical_tag(spec.tag) not in state.installed:
            return deferred(f"The model {spec.tag} is not installed; run `ollama pull {spec.tag}`.")
        digest = _digest(state, spec.tag) or "unknown"
        if not self.control.is_trusted(spec.tag, digest):
            return deferred(failed_control(spec.tag))
        return self._beside_others(spec, digest, state)

    def _beside_others(
        self, spec: ModelSpec, digest: str, state: RuntimeState
    ) -> ModelReady | Judgement:
        """A model that another program has loaded with a context of its own is used as it is: to
        ask for ours would load it anew, under that program's feet."""
        tag = canonical_tag(spec.tag)
        context = (state.contexts or {}).get(tag)
        is_resident = tag in (state.resident or {})
        if context is None or context == spec.context_tokens:
            return ModelReady(spec=spec, digest=digest, is_resident=is_resident)
        if context < spec.most_prompt_tokens:
            return deferred(
                f"Another program uses {spec.tag} with a context of {context} tokens, too few here."
            )
        theirs = replace(spec, context_tokens=context, keep_alive_seconds=None)
        return ModelReady(spec=theirs, digest=digest, is_resident=True)

    def _is_sound(self, asking: Asking, number: int, should_stop: Callable[[], bool]) -> bool:
        """False where the model was controlled after this call, and failed."""
        self._asked_since_canaries += number
        if self._asked_since_canaries < self.canary_every:
            return True
        self._asked_since_canaries = 0
        return self.control(replace(asking, is_resident=True), should_stop)

    def _learn(
        self,
        questions: Sequence[Question],
        judgements: Sequence[Judgement],
        ready: ModelReady,
        second_opinion: bool,
    ) -> None:
        for question, judgement in zip(questions, judgements, strict=True):
            if judgement.outcome is JudgementOutcome.ANSWERED and not second_opinion:
                self._remember(question, judgement.verdicts, ready)

    def _remember(self, question: Question, verdicts: Sequence[Verdict], ready: ModelReady) -> None:
        key, now = self._key(question), self.clock.now()
        self.book.remember(key, ready.spec.tag, ready.digest, verdicts, now)

    def _key(self, question: Question) -> str:
        return memory_key(question, self.prompts.prompt(question.family))


def deferred(reason: str, *, retry_at: datetime | None = None) -> Judgement:
    """A question that waits."""
    return Judgement(outcome=JudgementOutcome.DEFERRED, reason=reason, retry_at=retry_at)


def failed_control(tag: str) -> str:
    """The sentence for a model that is no longer what it was."""
    return (
        f"{tag} failed its control questions, so it is not believed; it is tried again later, and "
        f"`ollama pull {tag}` mends a broken download."
    )


def why_not_admitted(decision: Deferred) -> str:
    """One sentence for what the machine lacks."""
    lacks = "; ".join(
        f"{each.resource} is {each.measured or 'not known'}, needed is {each.needed}"
        for each in decision.shortfalls
    )
    return f"The machine has no room for the model now: {lacks}."


def _digest(state: RuntimeState, tag: str) -> str | None:
    return (state.digests or {}).get(canonical_tag(tag))
