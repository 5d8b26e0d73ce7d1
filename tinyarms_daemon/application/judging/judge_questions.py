"""Asks a model, or remembers what it answered; believes only what is anchored in the source."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tinyarms_daemon.application.judging.ask_model import Asking, AskModel
from tinyarms_daemon.application.judging.compose_request import (
    composed,
    fits,
    memory_key,
    tokens_of,
)
from tinyarms_daemon.application.judging.control_model import ControlModel, failed_control
from tinyarms_daemon.application.judging.defer_judgements import why_deferred
from tinyarms_daemon.domain.findings.rule import Skill
from tinyarms_daemon.domain.headroom.admission import AdmissionRequest, Deferred, UseResident
from tinyarms_daemon.domain.headroom.in_words import shortfall_in_words
from tinyarms_daemon.domain.models.call import AskedOf
from tinyarms_daemon.domain.models.circuit_breaker import CircuitBreaker
from tinyarms_daemon.domain.models.model import ModelSpec
from tinyarms_daemon.domain.questions.question import Judgement, JudgementOutcome, Question
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.gate import Gate
from tinyarms_daemon.ports.judge import BY_ITSELF, Occasion
from tinyarms_daemon.ports.model_book import ModelBook
from tinyarms_daemon.ports.model_runtime import ModelRuntime, RuntimeState, RuntimeTrouble
from tinyarms_daemon.ports.prompts import Prompts

_LATEST_CALLS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReady:
    """A model that may be asked now, and what the gate admitted. One that another program has
    loaded in its own way is `borrowed`."""

    spec: ModelSpec
    digest: str
    is_resident: bool
    borrowed: bool = False
    admitted: AdmissionRequest | None = None


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
    _asked_since_canaries: Counter[str] = field(default_factory=Counter, init=False)

    def control_when_idle(self, role: str, should_stop: Callable[[], bool]) -> None:
        """Control a model that is loaded and has nothing to do, where that is due and the machine
        can bear it."""
        spec = self.specs[role]
        if not self.book.figures(spec.tag, _LATEST_CALLS).calls:
            return  # never asked yet: the runtime is left asleep
        state = self.runtime.state()
        digest = _digest(state, spec.tag)
        if digest is None or spec.tag not in (state.resident or {}):
            return
        if not self.control.is_due(AskedOf(spec.tag, digest, role)):
            return
        ready = self._ready(spec, state, BY_ITSELF)
        if isinstance(ready, ModelReady) and ready.spec.tag == spec.tag:
            stops = self._stopped_by_the_gate(ready, should_stop)
            self.control(
                Asking(spec=ready.spec, digest=digest, is_resident=True, should_stop=stops)
            )

    def judge(self, question: Question, *, role: str, occasion: Occasion = BY_ITSELF) -> Judgement:
        """One question."""
        (judgement,) = self.judge_together([question], role=role, occasion=occasion)
        return judgement

    def judge_together(
        self, questions: Sequence[Question], *, role: str, occasion: Occasion = BY_ITSELF
    ) -> list[Judgement]:
        """A judgement for each question; those that are remembered cost nothing.

        Between those that are not urgent the model is controlled now and then; one that fails has
        its answers of this call put off as well.
        """
        spec = self.specs[role]
        state = self.runtime.state()
        known = {} if occasion.second_opinion else self._remembered(questions, spec, state)
        open_questions = [each for index, each in enumerate(questions) if index not in known]
        if not open_questions:
            return [known[index] for index in range(len(questions))]
        prompt = self.prompts.prompt(open_questions[0].family)
        prompt_tokens = tokens_of(composed(open_questions, prompt, spec))
        ready = self._ready(spec, state, occasion, prompt_tokens)
        if isinstance(ready, Judgement):
            asked = [ready] * len(open_questions)
        else:
            asked = self._judged_now(open_questions, ready, occasion)
        rest = iter(asked)
        return [known.get(index) or next(rest) for index in range(len(questions))]

    def _judged_now(
        self, questions: Sequence[Question], ready: ModelReady, occasion: Occasion
    ) -> list[Judgement]:
        is_last = occasion.is_last
        is_controlled = not occasion.is_urgent and self._ends_a_batch(
            ready, len(questions), is_last=is_last
        )
        goes_at_once = is_last and self._goes_at_once(ready)
        asking = Asking(
            spec=self._kept_alive(ready, stays=not is_last or goes_at_once or is_controlled),
            digest=ready.digest,
            is_resident=ready.is_resident,
            job_id=occasion.job_id,
            family=questions[0].family,
            is_second_opinion=occasion.second_opinion,
            should_stop=self._stopped_by_the_gate(ready, occasion.should_stop),
        )
        asked = self._asked(questions, asking, is_controlled=is_controlled)
        is_broken_off = _is_broken_off(asked)
        if is_broken_off and ready.admitted is not None and not occasion.should_stop():
            asked = self._why_broken_off(ready.admitted, asked)
        if not occasion.second_opinion:
            self._remember(questions, asked, ready)
        if goes_at_once and not is_broken_off:
            with suppress(RuntimeTrouble):  # it goes by itself when its time is over
                self.runtime.unload(ready.spec.tag)
        return asked

    def fitting(self, questions: Sequence[Question], role: str) -> int:
        """How many of these may be asked in one call within its budget, at least one."""
        spec, prompt = self.specs[role], self.prompts.prompt(questions[0].family)
        numbers = range(len(questions), 1, -1)
        return next((n for n in numbers if fits(composed(questions[:n], prompt, spec), spec)), 1)

    def _remembered(
        self, questions: Sequence[Question], spec: ModelSpec, state: RuntimeState
    ) -> dict[int, Judgement]:
        """What this very model has answered, or the one that answers in its place."""
        larger = [each.tag for each in self.specs.values() if each.role == Skill.DEEP]
        tags = dict.fromkeys([spec.tag, *larger])
        found: dict[int, Judgement] = {}
        for tag in tags:
            digest = _digest(state, tag)
            if digest is None and (tag == spec.tag or state.digests is None):
                digest = self.book.last_digest(tag)
            for index, question in enumerate(questions if digest is not None else ()):
                said = self.book.remembered(self._key(question), digest or "")
                if said is not None and index not in found:
                    found[index] = Judgement(
                        outcome=JudgementOutcome.ANSWERED,
                        verdicts=tuple(said),
                        model=tag,
                        model_digest=digest,
                    )
        return found

    def _ready(
        self,
        spec: ModelSpec,
        state: RuntimeState,
        occasion: Occasion,
        prompt_tokens: int | None = None,
    ) -> ModelReady | Judgement:
        """The model to be asked, or why none is."""
        now = self.clock.now()
        if self.breaker.is_open(now):
            said = (
                "The models' server failed several times in a row, and is left alone for a while."
            )
            return deferred(said, self.breaker.open_until)
        reason = why_deferred(state, spec.tag)
        if reason is not None:
            if state.problem is not None:
                self.breaker.failed(now)
            return deferred(reason)
        request = AdmissionRequest(
            tag=spec.tag,
            role=spec.role,
            context_tokens=spec.context_tokens,
            job_id=occasion.job_id,
            resident=state.resident,
            prompt_tokens=prompt_tokens,
            asked=occasion.is_asked,
        )
        decision = self.gate.decide(request)
        if isinstance(decision, Deferred):
            return deferred(why_not_admitted(spec.tag, decision), decision.retry_at)
        if isinstance(decision, UseResident):
            spec = replace(spec, tag=decision.tag)
        digest = _digest(state, spec.tag) or "unknown"
        ready = self._beside_others(spec, digest, state)
        return replace(ready, admitted=request) if isinstance(ready, ModelReady) else ready

    def _stopped_by_the_gate(
        self, ready: ModelReady, should_stop: Callable[[], bool]
    ) -> Callable[[], bool]:
        """The machine's owner comes back, or it gets hot, in the middle of an answer."""
        admitted = ready.admitted
        if admitted is None:
            return should_stop
        return lambda: should_stop() or self.gate.should_stop(admitted)

    def _asked(
        self, questions: Sequence[Question], asking: Asking, *, is_controlled: bool
    ) -> list[Judgement]:
        """What the model says, where it is believed: one in quarantine is controlled before, if
        that is due, and the others where a batch ends. The seconds of that count as the batch's
        own."""
        asked_of = AskedOf(asking.spec.tag, asking.digest, asking.spec.role)
        not_believed = [deferred(failed_control(asking.spec.tag))] * len(questions)
        seconds = 0.0
        if not self.control.is_trusted(asked_of):
            if self.control.is_due(asked_of):
                seconds = self.control(asking)
                asking = replace(asking, is_resident=True)
            if not self.control.is_trusted(asked_of):
                return not_believed
        asked = self.ask(questions, asking)
        if is_controlled and not _is_broken_off(asked):
            self._asked_since_canaries[asked_of.role] = 0
            seconds += self.control(replace(asking, is_resident=True))
            if not self.control.is_trusted(asked_of):
                return not_believed
        return [replace(each, seconds=each.seconds + seconds) for each in asked]

    def _ends_a_batch(self, ready: ModelReady, number: int, *, is_last: bool) -> bool:
        """Whether the model is controlled after this call: so many questions are a batch, and so
        are those of a deep scan, however few."""
        role = ready.spec.role
        self._asked_since_canaries[role] += number
        if self._asked_since_canaries[role] >= self.canary_every:
            return True
        asked_of = AskedOf(ready.spec.tag, ready.digest, role)
        return role == Skill.DEEP and is_last and self.control.is_due(asked_of, after_a_batch=True)

    def _why_broken_off(
        self, request: AdmissionRequest, asked: Sequence[Judgement]
    ) -> list[Judgement]:
        """What the machine lacks now that the gate has ended an answer, kept like every decision;
        nothing more where it was a moment's matter."""
        decision = self.gate.decide(replace(request, resident=None))
        if not isinstance(decision, Deferred):
            return list(asked)
        reason = why_not_admitted(request.tag, decision)
        waits = deferred(reason, decision.retry_at)
        return [replace(waits, seconds=each.seconds) for each in asked]

    def _goes_at_once(self, ready: ModelReady) -> bool:
        """Whether the model is to go with this answer. It is not told so before: broken off, what
        it has read of the question would be lost, and a long last question would never end."""
        if ready.borrowed:
            return False
        return self.gate.keep_alive(ready.spec.tag, ready.spec.role, None) == timedelta(0)

    def _kept_alive(self, ready: ModelReady, *, stays: bool) -> ModelSpec:
        """With how long the model is to stay: until what is asked of it next."""
        spec = ready.spec
        if ready.borrowed:
            return spec
        # A scan rests for so long at most between two bursts; to load anew would take longer.
        due = self.control.retry_after if stays else None
        kept = self.gate.keep_alive(spec.tag, spec.role, due)
        return replace(
            spec, keep_alive_seconds=None if kept is None else round(kept.total_seconds())
        )

    def _beside_others(
        self, spec: ModelSpec, digest: str, state: RuntimeState
    ) -> ModelReady | Judgement:
        """A model that another program has loaded with a context of its own is used as it is: to
        ask for ours would load it anew, under that program's feet."""
        context = (state.contexts or {}).get(spec.tag)
        is_resident = spec.tag in (state.resident or {})
        if context is None or context == spec.context_tokens:
            return ModelReady(spec=spec, digest=digest, is_resident=is_resident)
        if context < spec.most_prompt_tokens:
            return deferred(
                f"Another program uses {spec.tag} with a context of {context} tokens, too few here."
            )
        theirs = replace(spec, context_tokens=context)
        return ModelReady(spec=theirs, digest=digest, is_resident=True, borrowed=True)

    def _remember(
        self, questions: Sequence[Question], judgements: Sequence[Judgement], ready: ModelReady
    ) -> None:
        tag, digest, now = ready.spec.tag, ready.digest, self.clock.now()
        for question, judgement in zip(questions, judgements, strict=True):
            if judgement.outcome is JudgementOutcome.ANSWERED:
                self.book.remember(self._key(question), tag, digest, judgement.verdicts, now)

    def _key(self, question: Question) -> str:
        return memory_key(question, self.prompts.prompt(question.family))


def _is_broken_off(asked: Sequence[Judgement]) -> bool:
    return asked[0].outcome is JudgementOutcome.CANCELLED


def deferred(reason: str, retry_at: datetime | None = None) -> Judgement:
    """A question that waits."""
    return Judgement(outcome=JudgementOutcome.DEFERRED, reason=reason, retry_at=retry_at)


def why_not_admitted(tag: str, decision: Deferred) -> str:
    """One sentence for what the machine lacks."""
    return f"{tag} waits: {'; '.join(map(shortfall_in_words, decision.shortfalls))}."


def _digest(state: RuntimeState, tag: str) -> str | None:
    return (state.digests or {}).get(tag)
