"""Measuring a model: a runtime of known speed has just that speed."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.headroom_probe import FixedProbe
from tinyarms_daemon.application.measuring.measure_model import (
    BenchmarkPlan,
    MeasureModel,
    SampleFile,
)
from tinyarms_daemon.domain.headroom.reading import Reading, ReadingState
from tinyarms_daemon.domain.models.model import (
    ModelDescription,
    ModelReply,
    ModelRequest,
    PullProgress,
    ReplyEnd,
)
from tinyarms_daemon.ports.model_runtime import RuntimeState, RuntimeTrouble, TroubleKind

TAG = "qwen2.5-coder:7b"
PLAN = BenchmarkPlan(
    repeats=3,
    duration=timedelta(seconds=100),
    context_tokens=4096,
    most_reply_tokens=101,
    keep_alive_seconds=60,
    timeout_seconds=60,
    unload_wait_seconds=10,
)
FILES = [SampleFile(name=f"{number}.py", text="x = 1\n" * 10) for number in range(5)]


class SteadyRuntime:
    """Loads in 4 s, reads 100 tokens in 1 s, answers 10 tokens a second, until it is hot."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.loaded = False
        self.requests: list[ModelRequest] = []
        self.installed = {TAG: 4_700_000_000}
        self.problem: str | None = None
        self.answers = False

    def state(self) -> RuntimeState:
        resident = {TAG: 5_500_000_000} if self.loaded else {}
        return RuntimeState(
            problem=self.problem, installed=self.installed, resident=resident, digests={}
        )

    def describe(self, tag: str) -> ModelDescription:
        return ModelDescription(quantization="Q4_K_M")

    def load(self, tag: str, **_: object) -> float:
        raise AssertionError("nothing loads without asking")

    def chat(
        self, request: ModelRequest, should_stop: Callable[[], bool] = lambda: False
    ) -> ModelReply:
        self.requests.append(request)
        load_seconds = 0.0 if self.loaded else 4.0
        self.loaded = self.answers = True
        assert not should_stop()
        self.answers = False
        decode_seconds = (request.most_reply_tokens - 1) / 10
        self.clock.advance(load_seconds + 1.0 + decode_seconds)
        return ModelReply(
            end=ReplyEnd.CUT,
            text="{",
            prompt_tokens=100,
            reply_tokens=request.most_reply_tokens,
            load_seconds=load_seconds,
            prompt_seconds=1.0,
            decode_seconds=decode_seconds,
        )

    def unload(self, tag: str) -> None:
        self.loaded = False

    def pull(self, tag: str) -> Iterator[PullProgress]:
        raise AssertionError("nothing is pulled")

    def embed(self, tag: str, texts: Sequence[str]) -> list[tuple[float, ...]]:
        raise AssertionError("nothing is embedded")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def runtime(clock: FakeClock) -> SteadyRuntime:
    return SteadyRuntime(clock)


@pytest.fixture
def measure(clock: FakeClock, runtime: SteadyRuntime) -> MeasureModel:
    level = Reading(
        value=1, unit=None, source="a test", taken_at=clock.now(), state=ReadingState.OK
    )
    return MeasureModel(
        runtime=runtime,
        clock=clock,
        probe=FixedProbe({"thermal_level": level}),
        runtime_bytes=lambda: (
            6_400_000_000 if runtime.answers else 6_000_000_000 if runtime.loaded else 200_000_000
        ),
        plan=PLAN,
        files=FILES,
        pause=clock.advance,
        on_step=lambda _: None,
    )


def test_a_runtime_of_known_speed_has_that_speed(measure: MeasureModel) -> None:
    measured = measure(TAG, "qwen2_5_coder_7b")

    assert measured.quantization == "Q4_K_M"
    assert measured.size_bytes == 4_700_000_000
    for found, expected in (
        (measured.cold_start_seconds, 5.0),
        (measured.load_seconds, 4.0),
        (measured.prompt_tokens_per_second, 100.0),
        (measured.decode_tokens_per_second, 10.0),
        (measured.file_seconds, 11.0),
    ):
        assert found is not None
        assert found.median == pytest.approx(expected)
    assert (measured.idle_bytes, measured.loaded_bytes) == (200_000_000, 6_000_000_000)
    assert measured.busy_bytes == 6_400_000_000
    assert measured.resident_bytes == 5_800_000_000
    assert measured.reported_bytes == 5_500_000_000


def test_the_sustained_run_takes_its_time_and_notes_the_heat(measure: MeasureModel) -> None:
    sustained = measure(TAG, "qwen2_5_coder_7b").sustained

    assert len(sustained) == 10
    assert {sample.thermal_level for sample in sustained} == {1}
    assert sustained[-1].seconds == pytest.approx(110.0)


def test_no_prompt_begins_as_another_so_that_nothing_is_answered_from_memory(
    measure: MeasureModel, runtime: SteadyRuntime
) -> None:
    measure(TAG, "qwen2_5_coder_7b")

    begun = [request.system[:4] for request in runtime.requests]
    assert len(set(begun)) == len(begun)
    assert {request.context_tokens for request in runtime.requests} == {4096}


def test_the_model_is_unloaded_at_the_end(measure: MeasureModel, runtime: SteadyRuntime) -> None:
    measure(TAG, "qwen2_5_coder_7b")

    assert not runtime.loaded


def test_a_model_that_is_not_there_is_told_with_its_remedy(
    measure: MeasureModel, runtime: SteadyRuntime
) -> None:
    runtime.installed = {}

    with pytest.raises(RuntimeTrouble, match="ollama pull") as caught:
        measure(TAG, "qwen2_5_coder_7b")

    assert caught.value.kind is TroubleKind.NOT_INSTALLED


def test_a_runtime_that_is_not_there_is_told(measure: MeasureModel, runtime: SteadyRuntime) -> None:
    runtime.problem = "No Ollama answers."

    with pytest.raises(RuntimeTrouble, match="No Ollama answers"):
        measure(TAG, "qwen2_5_coder_7b")
