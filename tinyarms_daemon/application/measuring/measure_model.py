"""How fast a model is on this machine, and what it takes: measured, not looked up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tinyarms_daemon.application.judging.defer_judgements import why_deferred
from tinyarms_daemon.domain.headroom.reading import Resource, number_of
from tinyarms_daemon.domain.measuring.measurement import SpeedSample, spread
from tinyarms_daemon.domain.measuring.model_benchmark import ModelMeasurement
from tinyarms_daemon.domain.models.model import ModelReply, ModelRequest
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.headroom_probe import HeadroomProbe
from tinyarms_daemon.ports.model_runtime import ModelRuntime, RuntimeTrouble, TroubleKind

_SYSTEM = "You review source code. You answer in JSON, with what you see in the code alone."
_QUESTION = "Name up to three things in this file that its author should look at again."
_SCHEMA = {
    "type": "object",
    "properties": {
        "remarks": {
            "type": "array",
            "minItems": 1,
            "maxItems": 3,
            "items": {"type": "string", "maxLength": 200},
        }
    },
    "required": ["remarks"],
}
_LOOK = timedelta(seconds=1)
_LOOKS = 20  # for the end of an unloading


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkPlan:
    """How much is measured: repeats of each figure, and how long the sustained run takes."""

    repeats: int
    duration: timedelta
    context_tokens: int
    most_reply_tokens: int
    keep_alive_seconds: int
    timeout_seconds: float
    unload_wait_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFile:
    """A file that the model is asked about."""

    name: str
    text: str


@dataclass(slots=True, kw_only=True)
class MeasureModel:
    """Measures one model after the other; only one is loaded at a time.

    `runtime_bytes` tells the memory of the runtime's own processes (macOS: phys_footprint,
    elsewhere the unique set), None where it cannot be read; `on_step` is told what is being
    measured; `pause` waits for some seconds.
    """

    runtime: ModelRuntime
    clock: Clock
    probe: HeadroomProbe
    runtime_bytes: Callable[[], int | None]
    plan: BenchmarkPlan
    files: Sequence[SampleFile]
    pause: Callable[[float], object]
    on_step: Callable[[str], None]
    _asked: int = field(default=0, init=False)

    def __call__(self, tag: str, name: str) -> ModelMeasurement:
        """All figures of an installed model. RuntimeTrouble where it cannot be asked."""
        state = self.runtime.state()
        reason = why_deferred(state, tag)
        if reason is not None:
            raise RuntimeTrouble(TroubleKind.NOT_INSTALLED, reason)
        size = (state.installed or {}).get(tag)
        quantization = self.runtime.describe(tag).quantization
        measured = ModelMeasurement(tag=tag, name=name, size_bytes=size, quantization=quantization)
        measured = self._cold(tag, measured)
        measured = self._warm(tag, measured)
        measured = self._by_file(tag, measured)
        measured = replace(measured, sustained=tuple(self._sustained(tag)))
        self.runtime.unload(tag)
        return measured

    def _cold(self, tag: str, measured: ModelMeasurement) -> ModelMeasurement:
        """The first answer after unloading, and the memory without and with the model."""
        seconds, loads = [], []
        idle = None
        for number in range(self.plan.repeats):
            self.on_step(f"{tag}: first answer after unloading ({number + 1})")
            self._unload(tag)
            idle = self.runtime_bytes()
            took, reply = self._timed(tag, self.files[0], most_reply_tokens=1)
            seconds.append(took)
            if reply.load_seconds:  # a runtime that loads apart from answering tells none
                loads.append(reply.load_seconds)
        resident = self.runtime.state().resident or {}
        return replace(
            measured,
            cold_start_seconds=spread(seconds),
            load_seconds=spread(loads),
            idle_bytes=idle,
            loaded_bytes=self.runtime_bytes(),
            reported_bytes=resident.get(tag),
        )

    def _warm(self, tag: str, measured: ModelMeasurement) -> ModelMeasurement:
        prompt, decode = [], []
        busy = _Most(self.runtime_bytes, self.clock)
        for number in range(self.plan.repeats):
            self.on_step(f"{tag}: reading and answering ({number + 1})")
            file = self.files[number % len(self.files)]
            reply = self._ask(tag, file, looked_at=busy.look)
            if reply.prompt_tokens and reply.prompt_seconds:
                prompt.append(reply.prompt_tokens / reply.prompt_seconds)
            if reply.decode_tokens_per_second is not None:
                decode.append(reply.decode_tokens_per_second)
        return replace(
            measured,
            prompt_tokens_per_second=spread(prompt),
            decode_tokens_per_second=spread(decode),
            busy_bytes=busy.bytes,
        )

    def _by_file(self, tag: str, measured: ModelMeasurement) -> ModelMeasurement:
        seconds = []
        for file in self.files:
            self.on_step(f"{tag}: {file.name}")
            took, _ = self._timed(tag, file, self.plan.most_reply_tokens)
            seconds.append(took)
        return replace(measured, file_seconds=spread(seconds))

    def _sustained(self, tag: str) -> Sequence[SpeedSample]:
        """Question after question, as long as the plan says."""
        samples: list[SpeedSample] = []
        started_at = self.clock.now()
        while (elapsed := self.clock.now() - started_at) < self.plan.duration:
            left = self.plan.duration - elapsed
            self.on_step(f"{tag}: sustained, {round(left.total_seconds())} s left")
            speed = self._ask(
                tag, self.files[len(samples) % len(self.files)]
            ).decode_tokens_per_second
            if speed is not None:
                samples.append(self._sample(started_at, speed))
        return samples

    def _sample(self, started_at: datetime, speed: float) -> SpeedSample:
        level = number_of(self.probe.read(), Resource.THERMAL_LEVEL)
        return SpeedSample(
            seconds=(self.clock.now() - started_at).total_seconds(),
            decode_tokens_per_second=speed,
            thermal_level=None if level is None else int(level),
        )

    def _unload(self, tag: str) -> None:
        """Returns once the runtime has let the model go, or has had its time."""
        self.runtime.unload(tag)
        waited = 0.0
        step = self.plan.unload_wait_seconds / _LOOKS
        while waited < self.plan.unload_wait_seconds:
            if tag not in (self.runtime.state().resident or {}):
                return
            self.pause(step)
            waited += step

    def _timed(
        self, tag: str, file: SampleFile, most_reply_tokens: int
    ) -> tuple[float, ModelReply]:
        asked_at = self.clock.now()
        reply = self._ask(tag, file, most_reply_tokens)
        return (self.clock.now() - asked_at).total_seconds(), reply

    def _ask(
        self,
        tag: str,
        file: SampleFile,
        most_reply_tokens: int | None = None,
        looked_at: Callable[[], None] = lambda: None,
    ) -> ModelReply:
        """`looked_at` is called again and again while the answer is made."""

        def should_stop() -> bool:
            looked_at()
            return False

        # The number comes first, so that the server can use nothing that it has read before.
        self._asked += 1
        numbered = "\n".join(
            f"{number:>4} {line}" for number, line in enumerate(file.text.splitlines(), 1)
        )
        return self.runtime.chat(
            ModelRequest(
                tag=tag,
                system=f"[{self._asked}] {_SYSTEM}",
                user=f"File {file.name}:\n```\n{numbered}\n```\n{_QUESTION}",
                schema=_SCHEMA,
                context_tokens=self.plan.context_tokens,
                most_reply_tokens=most_reply_tokens or self.plan.most_reply_tokens,
                keep_alive_seconds=self.plan.keep_alive_seconds,
                timeout_seconds=self.plan.timeout_seconds,
            ),
            should_stop,
        )


@dataclass(slots=True)
class _Most:
    """The most that was read while something went on, looked at once a second at most."""

    read: Callable[[], int | None]
    clock: Clock
    bytes: int | None = None
    _looked_at: datetime | None = None

    def look(self) -> None:
        """Read, unless that was just done."""
        now = self.clock.now()
        if self._looked_at is not None and now - self._looked_at < _LOOK:
            return
        self._looked_at = now
        found = self.read()
        if found is not None:
            self.bytes = max(found, self.bytes or 0)
