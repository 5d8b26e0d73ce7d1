"""What a runtime holds in memory, whichever it is."""

from pathlib import Path

from tests.fakes.inference_server import TAG
from tests.fakes.model_runtime import ScriptedRuntime
from tests.fakes.ollama_server import QUICK_TAG, ScriptedOllama
from tinyarms_daemon.adapters.runtimes.embedded_runtime import EmbeddedRuntime
from tinyarms_daemon.adapters.runtimes.ollama_runtime import OllamaRuntime
from tinyarms_daemon.application.headroom.runtime_residency import RuntimeResidency
from tinyarms_daemon.domain.headroom.footprint import ModelFacts
from tinyarms_daemon.domain.models.model import ModelDescription


def residency(runtime: object, runners: int | None = None) -> RuntimeResidency:
    return RuntimeResidency(runtime, lambda: runners)  # type: ignore[arg-type]


def test_ollama_tells_what_is_loaded_and_what_a_model_is_made_of() -> None:
    with ScriptedOllama() as server:
        held = residency(OllamaRuntime(server.host), runners=7)
        before = held.loaded()
        server.contexts[QUICK_TAG] = 4096

        assert (before, held.loaded()) == ({}, {QUICK_TAG: 1_900_000_000})
        assert held.facts(QUICK_TAG) == ModelFacts(
            file_bytes=1_900_000_000,
            described=ModelDescription(
                layers=36, key_value_heads=2, head_dimension=128, quantization="Q4_K_M"
            ),
        )
        assert held.facts("nobody:1b") is None
        assert held.runner_bytes() == 7


def test_an_unloaded_model_is_gone() -> None:
    with ScriptedOllama() as server:
        server.contexts[QUICK_TAG] = 4096
        held = residency(OllamaRuntime(server.host))

        held.unload(QUICK_TAG)

        assert held.loaded() == {}


def test_an_absent_runtime_is_not_known_and_nothing_happens() -> None:
    with ScriptedOllama() as server:
        host = server.host
    held = residency(OllamaRuntime(host))

    held.unload(QUICK_TAG)

    assert held.loaded() is None
    assert held.facts(QUICK_TAG) is None


def test_a_model_that_is_not_described_still_has_its_size() -> None:
    held = residency(ScriptedRuntime({TAG: 98}))

    assert held.facts(TAG) == ModelFacts(file_bytes=98, described=ModelDescription())


def test_the_embedded_runtime_is_weighed_by_its_own_file(tmp_path: Path) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(b"GGUF" * 100)
    held = residency(EmbeddedRuntime(file, [TAG], 1))

    assert held.facts(TAG) == ModelFacts(file_bytes=400, described=ModelDescription())
    assert held.loaded() == {}
