"""`tinyarmsctl models` and its download."""

import json
from collections.abc import Iterator

import pytest

from tests.faces.driving import drive, drive_on_terminal
from tests.fakes.cli_toolbox import FakeToolbox
from tests.fakes.control_messages import model_detail
from tinyarms_daemon.domain.models.model import ModelProof, PullProgress
from tinyarms_daemon.faces.cli.toolbox import ModelDownload

TAG = "qwen2.5-coder:3b"
STEPS = (
    PullProgress("pulling manifest"),
    PullProgress("pulling 1", "sha256:1", 500_000_000, 1_900_000_000),
    PullProgress("pulling 1", "sha256:1", 1_900_000_000, 1_900_000_000),
    PullProgress("success"),
)


PROOF = ModelProof(
    tag=TAG,
    size_bytes=1_900_000_000,
    expected_bytes=None,
    size_tolerance=0.1,
    quantization="Q4_K_M",
    answer_seconds=1.5,
)


def wanted(
    *steps: PullProgress,
    free_bytes: int = 100_000_000_000,
    proof: ModelProof | None = PROOF,
) -> ModelDownload:
    """A download of the quick model."""

    def fetch() -> Iterator[PullProgress]:
        yield from steps

    return ModelDownload(TAG, 1_900_000_000, 2_090_000_000, free_bytes, fetch, lambda: proof)


def test_a_model_is_shown_with_its_state_memory_speed_and_how_it_does(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = drive(FakeToolbox(), "models")

    assert status == 0
    assert capsys.readouterr().out.splitlines() == [
        "                  on disk  expected  measured  now",
        "qwen2.5-coder:3b   1.9 GB    2.7 GB    2.2 GB  not known",
        "",
        "qwen2.5-coder:3b  level2-code, fast questions",
        "  State    installed, loaded",
        "  Calls    12 calls, 1 failed, 2 answers without an anchor in the source",
        "  Speed    answers in 2.1 s, 95 % within 3.9 s, 44 tokens/s, loaded in 1.8 s",
        "  Control  precision 100 %, recall 75 %, 8 control questions",
        "  Muted    magic-numbers",
    ]


def test_a_model_that_is_not_there_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    toolbox = FakeToolbox()
    toolbox.fake_service.model_answers = [
        model_detail(installed=None, resident=None, reasons=["No Ollama answers."])
    ]

    drive(toolbox, "models")

    assert "  State    No Ollama answers." in capsys.readouterr().out


def test_models_in_json_have_the_keys_that_scripts_rely_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    drive(FakeToolbox(), "models", "--json")

    (model,) = json.loads(capsys.readouterr().out)["models"]
    assert {
        *("name", "role", "installed", "resident", "size_bytes", "predicted_bytes"),
        *("measured_bytes", "decode_tokens_per_second"),
    } <= model.keys()


def test_a_download_is_told_in_steps(capsys: pytest.CaptureFixture[str]) -> None:
    status = drive(FakeToolbox(wanted=[wanted(*STEPS)]), "models", "pull", "--yes")

    said = capsys.readouterr()
    assert status == 0
    assert said.out == f"{TAG} is installed: {PROOF.in_words}.\n"
    assert said.err.splitlines() == [
        f"{TAG}: 500 of 1,900 MB",
        f"{TAG}: 1,900 of 1,900 MB",
    ]


def test_a_download_on_a_terminal_has_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    toolbox = FakeToolbox(wanted=[wanted(*STEPS)])

    shown = drive_on_terminal(monkeypatch, toolbox, "models", "pull", "--yes")

    assert shown.status == 0
    assert "1.9/1.9 GB" in shown.err


def test_without_a_terminal_a_script_has_to_agree(capsys: pytest.CaptureFixture[str]) -> None:
    status = drive(FakeToolbox(wanted=[wanted(*STEPS)]), "models", "pull")

    assert status == 2
    assert "say --yes" in capsys.readouterr().err


def test_a_download_for_which_there_is_no_room_is_not_begun(
    capsys: pytest.CaptureFixture[str],
) -> None:
    toolbox = FakeToolbox(wanted=[wanted(*STEPS, free_bytes=1_000_000_000)])

    status = drive(toolbox, "models", "pull", "--yes")

    assert status == 4
    assert "wants 2.1 GB and 1.0 GB of disk are free" in capsys.readouterr().err


def test_a_download_that_breaks_off_says_how_it_goes_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    toolbox = FakeToolbox(wanted=[wanted(*STEPS[:2])])

    status = drive(toolbox, "models", "pull", "--yes")

    assert status == 4
    assert "say it again to go on with it" in capsys.readouterr().err


def test_a_model_that_the_server_does_not_list_after_its_download_is_not_installed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    toolbox = FakeToolbox(wanted=[wanted(*STEPS, proof=None)])

    status = drive(toolbox, "models", "pull", "--yes")

    said = capsys.readouterr()
    assert (status, said.out) == (4, "")
    assert f"said that {TAG} was downloaded, and does not list it; restart" in said.err


def test_where_nothing_is_missing_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    status = drive(FakeToolbox(), "models", "pull")

    assert status == 0
    assert "is installed" in capsys.readouterr().out
