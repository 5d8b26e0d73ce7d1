"""A runtime without a server."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tinyarms_daemon.domain.models.model import (
    ModelDescription,
    ModelReply,
    ModelRequest,
    PullProgress,
    ReplyEnd,
    canonical_tag,
)
from tinyarms_daemon.ports.model_runtime import (
    AskingStopped,
    RuntimeState,
    RuntimeTrouble,
    ShouldStop,
    TroubleKind,
    never,
)


@dataclass
class ScriptedRuntime:
    """A runtime that says what it is told to: texts, replies, or troubles that it raises."""

    sizes: dict[str, int]
    digest: str = "digest-1"
    digests: dict[str, str] = field(default_factory=dict)
    contexts: dict[str, int] = field(default_factory=dict)
    replies: deque[str | ModelReply | RuntimeTrouble] = field(default_factory=deque)
    otherwise: str | ModelReply | RuntimeTrouble = "{}"
    requests: list[ModelRequest] = field(default_factory=list)
    loads: list[tuple[str, int]] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    problem: str | None = None
    remote: frozenset[str] = frozenset()

    def say(self, *replies: str | ModelReply | RuntimeTrouble) -> None:
        """Answer these next."""
        self.replies.extend(replies)

    def state(self) -> RuntimeState:
        """What is installed and loaded."""
        if self.problem is not None:
            return RuntimeState(problem=self.problem)
        return RuntimeState(
            problem=None,
            installed=dict(self.sizes),
            resident={tag: self.sizes[tag] for tag in self.contexts},
            digests=dict.fromkeys(self.sizes, self.digest) | self.digests,
            contexts=dict(self.contexts),
            remote=self.remote,
        )

    def describe(self, tag: str) -> ModelDescription:
        """Nothing but the name."""
        self._need(tag)
        return ModelDescription()

    def load(
        self,
        tag: str,
        *,
        context_tokens: int,
        keep_alive_seconds: int,
        should_stop: ShouldStop = never,
    ) -> float:
        """It is loaded at once."""
        self._need(tag)
        if should_stop():
            raise AskingStopped
        self.loads.append((tag, context_tokens))
        self.kept.append(keep_alive_seconds)
        self.contexts[canonical_tag(tag)] = context_tokens
        return 0.5

    def chat(self, request: ModelRequest, should_stop: ShouldStop = never) -> ModelReply:
        """The next reply."""
        self._need(request.tag)
        self.requests.append(request)
        if should_stop():
            return ModelReply(end=ReplyEnd.STOPPED, text="")
        self.contexts.setdefault(canonical_tag(request.tag), request.context_tokens)
        reply = self.replies.popleft() if self.replies else self.otherwise
        if isinstance(reply, RuntimeTrouble):
            raise reply
        return reply if isinstance(reply, ModelReply) else replied(reply, request)

    def unload(self, tag: str) -> None:
        """Forget it."""
        self.contexts.pop(canonical_tag(tag), None)

    def pull(self, tag: str) -> Iterator[PullProgress]:
        """It is there at once."""
        self.sizes[canonical_tag(tag)] = 1
        yield PullProgress("success")

    def embed(self, tag: str, texts: Sequence[str]) -> list[tuple[float, ...]]:
        """The length of each text."""
        self._need(tag)
        return [(float(len(text)),) for text in texts]

    def _need(self, tag: str) -> None:
        if canonical_tag(tag) not in self.sizes:
            raise RuntimeTrouble(TroubleKind.NOT_INSTALLED, f"The model {tag} is not installed.")


class FixedRuntime(ScriptedRuntime):
    """Has no model to ask: its state is `answer`, and it counts how often that was asked for."""

    def __init__(self) -> None:
        super().__init__({})
        self.answer = RuntimeState(problem="No Ollama answers.")
        self.asked = 0

    def state(self) -> RuntimeState:
        """The prepared state."""
        self.asked += 1
        return self.answer


def replied(text: str, request: ModelRequest) -> ModelReply:
    """A complete reply with the figures of a small model."""
    return ModelReply(
        end=ReplyEnd.COMPLETE,
        text=text,
        prompt_tokens=(len(request.system) + len(request.user)) // 4,
        reply_tokens=46,
        load_seconds=0.01,
        prompt_seconds=1.0,
        decode_seconds=1.0,
        total_seconds=2.1,
    )
