"""One call of a model: sent within its budget, checked after, tried once more, recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tinyarms_daemon.application.judging.compose_request import (
    all_asked,
    composed,
    fits,
    hash_of,
    tokens_of,
)
from tinyarms_daemon.domain.models.call import CallKind, ModelCall
from tinyarms_daemon.domain.models.circuit_breaker import CircuitBreaker
from tinyarms_daemon.domain.models.model import ModelReply, ModelRequest, ModelSpec, ReplyEnd
from tinyarms_daemon.domain.questions.answer_confidence import confidence_of_answers
from tinyarms_daemon.domain.questions.evidence import is_anchored
from tinyarms_daemon.domain.questions.question import (
    Answer,
    Judgement,
    JudgementOutcome,
    Question,
    SaidAnswer,
    Verdict,
)
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.gate import Thermometer
from tinyarms_daemon.ports.model_book import CallBook
from tinyarms_daemon.ports.model_runtime import (
    AskingStopped,
    ModelRuntime,
    RuntimeTrouble,
    ShouldStop,
    TroubleKind,
    never,
)
from tinyarms_daemon.ports.prompts import Prompts
from tinyarms_daemon.ports.reply_reader import MalformedReply, ReadAnswers

# What the state of the machine or the server explains, and time may mend.
_LATER = frozenset(
    {
        *(TroubleKind.UNREACHABLE, TroubleKind.BUSY, TroubleKind.NO_ROOM),
        *(TroubleKind.NOT_INSTALLED, TroubleKind.REFUSED),
    }
)
_FAILURES_OF_THE_SERVER = frozenset(
    {
        *(TroubleKind.UNREACHABLE, TroubleKind.BUSY, TroubleKind.NO_ROOM),
        *(TroubleKind.CRASHED, TroubleKind.STALLED),
    }
)
_LEAST_KEEP_ALIVE_SECONDS = 60
_MILLISECONDS = 1000
_PERCENT = 100
_TOKENS_KEPT = 4  # by Ollama, before it cuts: its usual `num_keep`


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Whom to ask, and for what; `should_stop` is looked at between two tokens."""

    spec: ModelSpec
    digest: str
    is_resident: bool
    job_id: int | None = None
    kind: CallKind = CallKind.QUESTION
    family: str | None = None
    is_second_opinion: bool = False
    should_stop: ShouldStop = never


@dataclass(frozen=True, slots=True)
class _Call:
    """One request for a model, and what it is about."""

    questions: Sequence[Question]
    request: ModelRequest
    asking: Asking


@dataclass(frozen=True, slots=True)
class _Told:
    """Why there is no reply that counts; with a `correction` of the reply, or where the server
    began anew (`asks_again`), it is asked for once more."""

    outcome: JudgementOutcome
    reason: str
    correction: str | None = None
    asks_again: bool = False


@dataclass(slots=True, kw_only=True)
class AskModel:
    """`samples` short answers stand in for chances where the server gives none; a yes below
    `least_confidence` counts as unsure. A malformed answer is asked for again `corrections` times;
    a prompt of which less than `arrived_percent` of the tokens counted arrived was cut on its
    way."""

    runtime: ModelRuntime
    gate: Thermometer
    book: CallBook
    prompts: Prompts
    read_answers: ReadAnswers
    clock: Clock
    breaker: CircuitBreaker
    samples: int
    sampling_temperature: float
    least_confidence: float
    corrections: int
    arrived_percent: float

    def __call__(self, questions: Sequence[Question], asking: Asking) -> list[Judgement]:
        """A judgement for each question, all of one family."""
        began_at = self.clock.now()
        outcome = self._loaded(asking) or self._answered(questions, asking)
        if isinstance(outcome, _Told):
            none = Judgement(
                outcome=outcome.outcome,
                model=asking.spec.tag,
                model_digest=asking.digest,
                reason=outcome.reason,
                seconds=(self.clock.now() - began_at).total_seconds(),
            )
            return [none] * len(questions)
        return outcome

    def _loaded(self, asking: Asking) -> _Told | None:
        """Loading is a call of its own, so that the time for an answer is for an answer."""
        if asking.is_resident:
            return None
        spec = asking.spec
        try:
            seconds = self.runtime.load(
                spec.tag,
                context_tokens=spec.context_tokens,
                # The next call says its own; 0 would be the order to unload.
                keep_alive_seconds=max(spec.keep_alive_seconds or 0, _LEAST_KEEP_ALIVE_SECONDS),
                should_stop=asking.should_stop,
            )
        except AskingStopped:
            return _Told(JudgementOutcome.CANCELLED, "it was no longer wanted")
        except RuntimeTrouble as trouble:
            self._record_trouble(asking, CallKind.LOAD, trouble)
            return _told(trouble)
        load = replace(asking, kind=CallKind.LOAD)
        total_ms = round(seconds * _MILLISECONDS)
        self._record(load, "loaded", total_ms=total_ms, load_ms=total_ms)
        return None

    def _answered(self, questions: Sequence[Question], asking: Asking) -> list[Judgement] | _Told:
        prompt = self.prompts.prompt(questions[0].family)
        spec = asking.spec
        temperature = self.sampling_temperature if asking.is_second_opinion else 0.0
        seed = 2 if asking.is_second_opinion else 1
        told: _Told = _Told(JudgementOutcome.FAILED, "")
        for _ in range(1 + self.corrections):
            request = composed(
                questions,
                prompt,
                spec,
                correction=told.correction,
                temperature=temperature,
                seed=seed,
            )
            if not fits(request, spec):
                return _Told(JudgementOutcome.TOO_LONG, "the question is longer than its budget")
            result = self._once(_Call(questions, request, asking))
            if isinstance(result, list):
                return result
            told = result
            if told.correction is None and not told.asks_again:
                return told
        return told

    def _once(self, call: _Call) -> list[Judgement] | _Told:
        request, asking = call.request, call.asking
        try:
            reply = self._chat(request, asking.should_stop)
        except RuntimeTrouble as trouble:
            self._record_trouble(asking, asking.kind, trouble, request)
            return _told(trouble)
        self.breaker.answered()
        said = self._read(reply, request, len(all_asked(call.questions)))
        if isinstance(said, _Told):
            self._record(asking, _outcome_word(reply, said), request=request, reply=reply)
            return said
        verdicts, dropped = self._believed(call, said, reply)
        self._record(asking, "answered", request=request, reply=reply, dropped=dropped)
        return [
            Judgement(
                outcome=JudgementOutcome.ANSWERED,
                verdicts=tuple(verdicts[index]),
                model=asking.spec.tag,
                model_digest=asking.digest,
                seconds=reply.total_seconds or 0.0,
            )
            for index in range(len(call.questions))
        ]

    def _chat(self, request: ModelRequest, should_stop: ShouldStop) -> ModelReply:
        """However it ends, the machine has worked for so long."""
        began_at = self.clock.now()
        speed = None
        try:
            reply = self.runtime.chat(request, should_stop)
            speed = reply.telling_tokens_per_second
        finally:
            self.gate.used(
                request.tag,
                request.context_tokens,
                began_at=began_at,
                decode_tokens_per_second=speed,
            )
        return reply

    def _read(
        self, reply: ModelReply, request: ModelRequest, count: int
    ) -> Sequence[SaidAnswer] | _Told:
        if reply.end is ReplyEnd.STOPPED:
            return _Told(JudgementOutcome.CANCELLED, "it was no longer wanted")
        if _was_cut(reply, request, self.arrived_percent / _PERCENT):
            return _Told(JudgementOutcome.FAILED, "the server cut the prompt in silence")
        if reply.end is ReplyEnd.CUT:
            said = "it was longer than allowed"
            return _Told(JudgementOutcome.FAILED, "the answer was cut", correction=said)
        if reply.end is ReplyEnd.ABANDONED:
            said = "it had no end"
            return _Told(JudgementOutcome.FAILED, "the server gave the answer up", correction=said)
        try:
            return self.read_answers(reply.text, count)
        except MalformedReply as error:
            said = str(error)
            return _Told(JudgementOutcome.FAILED, f"the answer was malformed: {said}", said)

    def _believed(
        self, call: _Call, said: Sequence[SaidAnswer], reply: ModelReply
    ) -> tuple[list[list[Verdict]], int]:
        """The anchored verdicts of each question, and how many had no anchor."""
        verdicts: list[list[Verdict]] = [[] for _ in call.questions]
        indexes = {id(question): index for index, question in enumerate(call.questions)}
        asked = all_asked(call.questions)
        sure = self._confidences(call, said, reply)
        dropped = 0
        for each, answer, confidence in zip(asked, said, sure, strict=True):
            if not is_anchored(each.question, each.partner, answer.quotation):
                dropped += 1
                continue
            is_doubtful = confidence is not None and confidence < self.least_confidence
            verdicts[indexes[id(each.question)]].append(
                Verdict(
                    answer=Answer.UNSURE if is_doubtful else answer.answer,
                    quotation=answer.quotation,
                    reason=answer.reason,
                    partner=each.partner,
                    confidence=confidence,
                )
            )
        return verdicts, dropped

    def _confidences(
        self, call: _Call, said: Sequence[SaidAnswer], reply: ModelReply
    ) -> Sequence[float | None]:
        """By the server's chances; else, where something was called a violation, by whether the
        model says so again. As many were asked as are `said`."""
        chances = confidence_of_answers(reply.text, reply.tokens)
        if len(chances) == len(said) and all(each is not None for each in chances):
            return chances
        if not any(each.answer is Answer.YES for each in said):
            return [None] * len(said)
        rounds = [said]
        for number in range(1, self.samples):
            sample = self._sample(call, number, len(said))
            if sample is None:
                return [None] * len(said)
            rounds.append(sample)
        return [
            sum(sample[index].answer is first.answer for sample in rounds) / len(rounds)
            for index, first in enumerate(said)
        ]

    def _sample(self, call: _Call, number: int, count: int) -> Sequence[SaidAnswer] | None:
        sampling = replace(call.asking, kind=CallKind.SAMPLE)
        seed = call.request.seed + number
        request = replace(call.request, temperature=self.sampling_temperature, seed=seed)
        try:
            reply = self._chat(request, sampling.should_stop)
        except RuntimeTrouble as trouble:
            self._record_trouble(sampling, CallKind.SAMPLE, trouble, request)
            return None
        said = self._read(reply, request, count)
        word = _outcome_word(reply, said) if isinstance(said, _Told) else "answered"
        self._record(sampling, word, request=request, reply=reply)
        return None if isinstance(said, _Told) else said

    def _record_trouble(
        self,
        asking: Asking,
        kind: CallKind,
        trouble: RuntimeTrouble,
        request: ModelRequest | None = None,
    ) -> None:
        if trouble.kind in _FAILURES_OF_THE_SERVER:
            self.breaker.failed(self.clock.now())
        self._record(replace(asking, kind=kind), trouble.kind.value, request=request)

    def _record(
        self,
        asking: Asking,
        outcome: str,
        *,
        request: ModelRequest | None = None,
        reply: ModelReply | None = None,
        dropped: int = 0,
        total_ms: int | None = None,
        load_ms: int | None = None,
    ) -> None:
        self.book.record_call(
            ModelCall(
                at=self.clock.now(),
                kind=asking.kind,
                model=asking.spec.tag,
                outcome=outcome,
                role=asking.spec.role,
                job_id=asking.job_id,
                family=asking.family,
                model_digest=asking.digest,
                prompt_hash=None if request is None else hash_of([request.system, request.user]),
                schema_hash=None if request is None else hash_of(request.schema),
                estimated_tokens=None if request is None else tokens_of(request),
                prompt_tokens=None if reply is None else reply.prompt_tokens,
                reply_tokens=None if reply is None else reply.reply_tokens,
                load_ms=load_ms if reply is None else _ms(reply.load_seconds),
                prompt_ms=None if reply is None else _ms(reply.prompt_seconds),
                decode_ms=None if reply is None else _ms(reply.decode_seconds),
                queue_ms=None if reply is None else _ms(reply.queue_seconds),
                total_ms=total_ms if reply is None else _ms(reply.total_seconds),
                tokens_per_second=None if reply is None else reply.decode_tokens_per_second,
                dropped=dropped,
            )
        )


def _told(trouble: RuntimeTrouble) -> _Told:
    """A dead runner is started anew by the server, so it is asked once more."""
    if trouble.kind in _LATER:
        return _Told(JudgementOutcome.DEFERRED, str(trouble))
    if trouble.kind is TroubleKind.STALLED:
        return _Told(JudgementOutcome.UNANSWERED, str(trouble))
    if trouble.kind is TroubleKind.CRASHED:
        return _Told(JudgementOutcome.UNANSWERED, str(trouble), asks_again=True)
    if trouble.kind is TroubleKind.TOO_LONG:
        return _Told(JudgementOutcome.TOO_LONG, str(trouble))
    return _Told(JudgementOutcome.FAILED, str(trouble))


def _was_cut(reply: ModelReply, request: ModelRequest, least_share: float) -> bool:
    """Whether fewer tokens arrived than were sent: Ollama keeps the first few and then half the
    context, with status 200; other servers may cut otherwise."""
    if reply.prompt_tokens is None:
        return False
    half = (request.context_tokens - _TOKENS_KEPT) // 2
    marks = (request.context_tokens - half, half + _TOKENS_KEPT)
    is_short = reply.prompt_tokens < tokens_of(request) * least_share
    return is_short or (reply.prompt_tokens in marks and tokens_of(request) > half)


def _outcome_word(reply: ModelReply, told: _Told) -> str:
    if reply.end is not ReplyEnd.COMPLETE:
        return reply.end.value
    return "truncated" if told.correction is None else "malformed"


def _ms(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * _MILLISECONDS)
