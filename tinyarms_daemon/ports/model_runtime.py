"""Where models run."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tinyarms_daemon.domain.models.model import (
    ModelDescription,
    ModelReply,
    ModelRequest,
    PullProgress,
)

ShouldStop = Callable[[], bool]


def never() -> bool:
    """A request that nobody stops."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class RuntimeState:
    """What a runtime answers of itself; `problem` says in one sentence why it cannot be used.

    `installed` and `resident` hold Ollama tags with their size in bytes, `digests` what is
    installed, `contexts` the tokens that a resident model was loaded with; None is not known.
    Models that run elsewhere are not installed: `remote` names them.
    """

    problem: str | None
    installed: Mapping[str, int] | None = None
    resident: Mapping[str, int] | None = None
    digests: Mapping[str, str] | None = None
    contexts: Mapping[str, int] | None = None
    remote: frozenset[str] = frozenset()


class TroubleKind(StrEnum):
    """Why a runtime gave no reply, told apart by what helps."""

    UNREACHABLE = "unreachable"  # absent, starting, stopped, hanging: later
    BUSY = "busy"  # its queue is full: later
    NOT_INSTALLED = "not_installed"  # a person pulls it
    REFUSED = "refused"  # it runs elsewhere: never
    NO_ROOM = "no_room"  # it could not be loaded: later, or never on this machine
    CRASHED = "crashed"  # the runner died: once more, it is started anew
    STALLED = "stalled"  # no answer in time
    TOO_LONG = "too_long"  # the prompt does not fit the context: another question
    BROKEN = "broken"  # a request or an answer that is none: our fault or the server's


class RuntimeTrouble(Exception):
    """No reply. The message is one sentence for a person, without source text.

    `prompt_tokens` is the true length of a prompt that was too long, where the runtime says it.
    """

    def __init__(self, kind: TroubleKind, message: str, prompt_tokens: int | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.prompt_tokens = prompt_tokens


class AskingStopped(Exception):
    """`should_stop` said so before there was a reply; what was begun has been cancelled."""


class ModelRuntime(Protocol):
    """`state` never raises; the other methods raise RuntimeTrouble.

    No method sends a prompt to a model that runs on another machine, unless the configuration
    allows a remote host; to a cloud, never.
    """

    def state(self) -> RuntimeState:
        """Whether it answers, and which models it has; bounded to a few seconds."""

    def describe(self, tag: str) -> ModelDescription:
        """What is known of an installed model, without loading it."""

    def load(
        self,
        tag: str,
        *,
        context_tokens: int,
        keep_alive_seconds: int,
        should_stop: ShouldStop = never,
    ) -> float:
        """Have a model in memory, with exactly this context; the seconds that it took.

        AskingStopped where `should_stop` said so.
        """

    def chat(self, request: ModelRequest, should_stop: ShouldStop = never) -> ModelReply:
        """Ask. `should_stop` is looked at all along, and ends the work on the reply at once: the
        reply then is a stopped one, with what there was of it."""

    def unload(self, tag: str) -> None:
        """Have a model's memory given back, at once or as soon as it has answered; nothing where it
        is not loaded."""

    def pull(self, tag: str) -> Iterator[PullProgress]:
        """Download a model, going on where an earlier download ended; the last status is
        `success`."""

    def embed(self, tag: str, texts: Sequence[str]) -> list[tuple[float, ...]]:
        """One vector for each text, by a model that makes them."""
