"""The model lane's step when it is idle: what definitions do is said before anybody asks."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tinyarms_daemon.application.judging.candidate_question import standing_text
from tinyarms_daemon.domain.findings.project import FactData
from tinyarms_daemon.domain.headroom.admission import AdmissionRequest, Admitted
from tinyarms_daemon.domain.models.model import ModelRequest, ModelSpec, ReplyEnd, canonical_tag
from tinyarms_daemon.domain.questions.intent import IntentKind, card_of, intent_schema, unit_vector
from tinyarms_daemon.domain.questions.shown_text import harmless
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.gate import Gate
from tinyarms_daemon.ports.intent_book import IntentBook, IntentTask
from tinyarms_daemon.ports.model_runtime import (
    ModelRuntime,
    RuntimeState,
    RuntimeTrouble,
    TroubleKind,
)
from tinyarms_daemon.ports.prompts import Prompts
from tinyarms_daemon.ports.repository_book import RepositoryBook
from tinyarms_daemon.ports.source_tree import MOST_SOURCE_BYTES, SourceTree

_FAMILY = "intent-card"
_THE_DEFINITION_S_OWN = (TroubleKind.TOO_LONG, TroubleKind.BROKEN, TroubleKind.STALLED)


@dataclass(slots=True, kw_only=True)
class MakeIntents:
    """A card or `vectors_per_call` vectors with each call, remembered by content, prompt and model.
    `most_characters` of a definition are shown, a card has `card_tokens` at most.

    `specs` holds the model of each form, as far as one is wanted; one that is not installed makes
    nothing. The gate decides as for anything that nobody waits for.
    """

    book: IntentBook
    repositories: RepositoryBook
    tree: SourceTree
    runtime: ModelRuntime
    gate: Gate
    prompts: Prompts
    clock: Clock
    specs: Mapping[IntentKind, ModelSpec]
    most_characters: int
    card_tokens: int
    vectors_per_call: int
    _lacking: dict[tuple[IntentKind, str], list[IntentTask]] = field(
        default_factory=dict, init=False
    )
    _looked_at: datetime | None = field(default=None, init=False)

    def __call__(self, should_stop: Callable[[], bool]) -> bool:
        """Whether something was made, and there may be more."""
        if not self.specs or should_stop():
            return False
        learned_at = self.book.learned_at()
        if learned_at is None or (
            learned_at == self._looked_at and not any(self._lacking.values())
        ):
            return False  # the usual answer, without a word to the runtime
        if learned_at != self._looked_at:
            self._lacking.clear()
        state = self.runtime.state()
        if state.problem is not None:
            return False
        self._looked_at = learned_at
        return any(self._make(kind, spec, state, should_stop) for kind, spec in self.specs.items())

    def _make(
        self,
        kind: IntentKind,
        spec: ModelSpec,
        state: RuntimeState,
        should_stop: Callable[[], bool],
    ) -> bool:
        maker = self._maker(kind, spec, state)
        waiting = [] if maker is None else self._waiting(kind, maker)
        request = AdmissionRequest(
            tag=spec.tag,
            role=spec.role,
            context_tokens=spec.context_tokens,
            resident=state.resident,
        )
        if maker is None or not waiting or not isinstance(self.gate.decide(request), Admitted):
            return False
        number = 1 if kind is IntentKind.CARD else self.vectors_per_call
        tasks = [waiting.pop() for _ in range(min(number, len(waiting)))]
        shown = [(task, text) for task in tasks if (text := self._text(task)) is not None]
        if not shown:
            return True  # they changed since, and will be learned anew
        try:
            made = self._said(kind, spec, [text for _, text in shown], request, should_stop)
        except RuntimeTrouble as trouble:
            if trouble.kind not in _THE_DEFINITION_S_OWN:
                waiting += reversed(tasks)
                return False
            made = [None] * len(shown)
        if made is None:  # stopped
            waiting += reversed(tasks)
            return False
        for (task, _), data in zip(shown, made, strict=True):
            self.book.record(kind, maker, task.place.key, data, self.clock.now())
        return True

    def _maker(self, kind: IntentKind, spec: ModelSpec, state: RuntimeState) -> str | None:
        """What a model's answers are kept under; None where it is not installed."""
        digest = (state.digests or {}).get(canonical_tag(spec.tag))
        if digest is None:
            return None
        version = self.prompts.prompt(_FAMILY).version if kind is IntentKind.CARD else ""
        return f"{digest}:{version}"

    def _waiting(self, kind: IntentKind, maker: str) -> list[IntentTask]:
        """What it has not been asked about yet, the next one last."""
        if (kind, maker) not in self._lacking:
            self._lacking[kind, maker] = list(reversed(self.book.lacking(kind, maker)))
        return self._lacking[kind, maker]

    def _said(
        self,
        kind: IntentKind,
        spec: ModelSpec,
        texts: Sequence[str],
        admitted: AdmissionRequest,
        should_stop: Callable[[], bool],
    ) -> list[FactData] | None:
        """What the model says of each text; None where it was stopped."""
        if kind is IntentKind.VECTOR:
            vectors = [unit_vector(vector) for vector in self.runtime.embed(spec.tag, texts)]
            return [
                None if vector is None else [round(each, 4) for each in vector]
                for vector in vectors
            ]
        stays = self.gate.keep_alive(spec.tag, spec.role, None)
        began_at = self.clock.now()
        reply = self.runtime.chat(
            ModelRequest(
                tag=spec.tag,
                system=self.prompts.prompt(_FAMILY).instructions,
                user=f"<source>\n{texts[0]}\n</source>",
                schema=intent_schema(),
                context_tokens=spec.context_tokens,
                most_reply_tokens=self.card_tokens,
                keep_alive_seconds=None if stays is None else round(stays.total_seconds()),
                timeout_seconds=spec.timeout_seconds,
            ),
            lambda: should_stop() or self.gate.should_stop(admitted),
        )
        self.gate.used(
            spec.tag,
            spec.context_tokens,
            began_at=began_at,
            decode_tokens_per_second=reply.telling_tokens_per_second,
        )
        if reply.end in (ReplyEnd.STOPPED, ReplyEnd.ABANDONED):
            return None
        return [_card(reply.text) if reply.end is ReplyEnd.COMPLETE else None]

    def _text(self, task: IntentTask) -> str | None:
        """The definition as it stands; None where that is no longer what was learned."""
        repository = self.repositories.repository(task.repository_id)
        if repository is None:
            return None
        text = self.tree.read_text(repository.root, task.place.path, MOST_SOURCE_BYTES)
        said = standing_text(text, task.place)
        return None if said is None else harmless(said)[: self.most_characters]


def _card(text: str) -> FactData:
    """A reply as it is remembered; None for one that keeps to no schema."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return said if card_of(said) is not None else None
