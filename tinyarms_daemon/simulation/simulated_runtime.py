"""A model runtime on a simulated laptop: it takes its time, warms the machine, and says no."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tinyarms_daemon.domain.models.model import (
    ModelDescription,
    ModelReply,
    ModelRequest,
    PullProgress,
    ReplyEnd,
    TokenChance,
)
from tinyarms_daemon.domain.questions.shown_text import estimated_tokens
from tinyarms_daemon.ports.model_runtime import (
    AskingStopped,
    RuntimeState,
    RuntimeTrouble,
    ShouldStop,
    TroubleKind,
    never,
)
from tinyarms_daemon.simulation.virtual_time import VirtualTime

_LOAD_POWER = 0.2
_WHY = "Each of the two does another thing."
_QUOTE_CHARACTERS = 40
_QUESTION = "Question "
_SURE = -0.05  # log-probability of each word
_NOTHING = 1e-6
_TOKEN = 3  # characters


@dataclass
class _Begun:
    """The prompt that is in the model's slot, and how much of it is still to be read."""

    system: str = ""
    user: str = ""
    unread_tokens: float = 0.0

    def followed_by(self, request: ModelRequest) -> "_Begun":
        """The slot when a request comes."""
        if (request.system, request.user) == (self.system, self.user):
            return self
        instructions = "" if request.system == self.system else request.system
        unread = estimated_tokens(request.user, instructions)
        return _Begun(request.system, request.user, unread)


class SimulatedRuntime:
    """The ModelRuntime port. Every answer is no, unless `is_planted` says of the shown text that it
    is a control question with a planted violation."""

    def __init__(self, time: VirtualTime, is_planted: Callable[[str], bool]) -> None:
        self._time = time
        self._laptop = time.laptop
        self._is_planted = is_planted
        self._contexts: dict[str, int] = {}
        self._expires: dict[str, float] = {}
        self._begun = _Begun()
        self.loads = 0

    def state(self) -> RuntimeState:
        """Everything is there; what was to stay until now has gone."""
        for tag, at in list(self._expires.items()):
            if at <= self._laptop.time:
                self.unload(tag)
        models = self._laptop.models
        loaded = self._laptop.loaded
        return RuntimeState(
            problem=None,
            installed={tag: model.facts.file_bytes for tag, model in models.items()},
            resident={tag: round(size) for tag, size in loaded.items()},
            digests={tag: f"simulated {tag}" for tag in models},
            contexts={tag: self._contexts[tag] for tag in loaded if tag in self._contexts},
        )

    def describe(self, tag: str) -> ModelDescription:  # noqa: ARG002
        return ModelDescription()

    def load(
        self,
        tag: str,
        *,
        context_tokens: int,
        keep_alive_seconds: int,
        should_stop: ShouldStop = never,
    ) -> float:
        """Take the memory, and some seconds."""
        if should_stop():
            raise AskingStopped
        model = self._laptop.models[tag]
        self._laptop.loaded[tag] = model.loaded_bytes
        self._contexts[tag] = context_tokens
        self._begun = _Begun()
        self.loads += 1
        self._time.let_pass(model.load_seconds, _LOAD_POWER)
        self._keep(tag, keep_alive_seconds)
        return model.load_seconds

    def chat(self, request: ModelRequest, should_stop: ShouldStop = never) -> ModelReply:
        """Read and answer, as fast as heat allows. As in llama.cpp's slots, what was read of the
        same prompt is not read again, even where it was broken off, nor are the same
        instructions."""
        model = self._laptop.models[request.tag]
        self._begun = self._begun.followed_by(request)
        text = self._answers(request)
        said = estimated_tokens(text)
        began_at = self._laptop.time
        unread = self._begun.unread_tokens / model.prefill_tokens_per_second
        left = self._left(unread, should_stop)
        self._begun.unread_tokens = left * model.prefill_tokens_per_second
        reading = self._laptop.time - began_at
        if not left:
            left = self._left(said / model.decode_tokens_per_second, should_stop)
        writing = self._laptop.time - began_at - reading
        self._keep(request.tag, request.keep_alive_seconds)
        if left or request.tag not in self._laptop.loaded:
            return ModelReply(end=ReplyEnd.STOPPED, text="")
        self._laptop.loaded[request.tag] += model.prompt_state_bytes
        return ModelReply(
            end=ReplyEnd.COMPLETE,
            text=text,
            prompt_tokens=estimated_tokens(request.user, request.system),
            reply_tokens=said,
            load_seconds=0.0,
            prompt_seconds=reading,
            decode_seconds=writing,
            total_seconds=reading + writing,
            tokens=tuple(
                TokenChance(text[at : at + _TOKEN], _SURE) for at in range(0, len(text), _TOKEN)
            ),
        )

    def unload(self, tag: str) -> None:
        self._expires.pop(tag, None)
        self._laptop.loaded.pop(tag, None)

    def pull(self, tag: str) -> Iterator[PullProgress]:
        del tag
        raise RuntimeTrouble(TroubleKind.REFUSED, "A simulation downloads nothing.")

    def embed(self, tag: str, texts: Sequence[str]) -> list[tuple[float, ...]]:
        del tag, texts
        raise RuntimeTrouble(TroubleKind.REFUSED, "A simulation makes no vectors.")

    def _keep(self, tag: str, seconds: int | None) -> None:
        if seconds is not None:
            self._expires[tag] = self._laptop.time + seconds

    def _left(self, full_speed_seconds: float, should_stop: ShouldStop) -> float:
        """Work; what is left of it where it was stopped, else nothing."""
        left = full_speed_seconds
        while left > _NOTHING:
            if should_stop():
                return left
            left -= self._time.work(left)
        return 0.0

    def _answers(self, request: ModelRequest) -> str:
        word = "yes" if self._is_planted(request.user) else "no"
        decode = json.JSONDecoder().raw_decode
        asked = [line for line in request.user.split("\n") if line.startswith(_QUESTION)]
        quotes = [str(decode(line[line.index('"') :])[0])[:_QUOTE_CHARACTERS] for line in asked]
        said = {
            str(number): {"answer": word, "quote": quote.rsplit(" ", 1)[0], "why": _WHY}
            for number, quote in enumerate(quotes, 1)
        }
        return json.dumps(said)
