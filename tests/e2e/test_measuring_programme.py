"""The measuring programme against a server of known behavior: figures computed by hand."""

import pytest

from tests.e2e.running import House, json_of
from tests.fakes.ollama_server import DEEP_TAG, QUICK_TAG, Reply, ScriptedOllama
from tinyarms_daemon.settings.constants import Status, load_constants

NANOSECONDS = 1_000_000_000
BASE = {"model": QUICK_TAG, "created_at": "2026-11-23T12:00:00.0Z"}


def timed(*, decode_seconds: float) -> Reply:
    """600 tokens read in 2 s, 100 answered; the clock of decoding starts after the first."""
    return Reply(
        lines=[
            {
                **BASE,
                "message": {"role": "assistant", "content": '{"remarks": ["so"]}'},
                "done": False,
            },
            {
                **BASE,
                "message": {"role": "assistant", "content": ""},
                "done": True,
                "done_reason": "stop",
                "total_duration": 7 * NANOSECONDS,
                "load_duration": NANOSECONDS // 2,
                "prompt_eval_count": 600,
                "prompt_eval_duration": 2 * NANOSECONDS,
                "eval_count": 100,
                "eval_duration": round(decode_seconds * NANOSECONDS),
            },
        ]
    )


STEADY = timed(decode_seconds=4.5)
BENCH = ("bench", "models", "--duration", "1s", "--repeats", "2")


def test_a_model_of_known_speed_has_that_speed_and_it_counts_from_then_on(house: House) -> None:
    with ScriptedOllama({QUICK_TAG: 1_900_000_000, DEEP_TAG: 4_700_000_000}) as server:
        server.answer = lambda _: STEADY
        house.configure(f"ollama: {{host: '{server.host}'}}\n")

        ended = house.ctl(*BENCH, "--model", QUICK_TAG, "--json")

    (model,) = json_of(ended)["models"]
    figures = {each["figure"]: each for each in model["figures"]}
    kept = load_constants(measured=house.home / "measured.yaml")
    speed = kept["performance.decode_tokens_per_second.qwen2_5_coder_3b"]
    assert ended.status == 0
    assert figures["Answering"]["measured"]["median"] == pytest.approx(22.0)
    assert figures["Reading the prompt"]["measured"]["median"] == pytest.approx(300.0)
    assert figures["Answering"]["roofline"] == pytest.approx(52.6, abs=0.1)
    assert figures["Answering"]["claim_plausible"] is False
    assert model["sustained"]
    assert (speed.low, speed.status) == (22.0, Status.VALIDATED)
    assert speed.measured_on is not None


def test_a_speed_above_the_roofline_is_told_and_not_kept(house: House) -> None:
    with ScriptedOllama() as server:
        server.answer = lambda _: timed(decode_seconds=1.0)
        house.configure(f"ollama: {{host: '{server.host}'}}\n")

        ended = house.ctl(*BENCH, "--model", QUICK_TAG)

    assert "implausible: above the roofline" in ended.out
    assert not (house.home / "measured.yaml").exists()


def test_without_the_model_it_says_how_to_get_it(house: House) -> None:
    with ScriptedOllama() as server:
        server.answer = lambda _: STEADY
        house.configure(f"ollama: {{host: '{server.host}'}}\n")

        ended = house.ctl(*BENCH)

    assert ended.status == 4
    assert f"run `tinyarmsctl models pull {DEEP_TAG}`" in ended.out
    assert "22.0 tok/s" in ended.out


def test_without_ollama_it_says_so(house: House) -> None:
    house.configure("ollama: {host: 'http://127.0.0.1:9'}\n")

    ended = house.ctl(*BENCH)

    assert ended.status == 4
    assert "No Ollama answers at http://127.0.0.1:9" in ended.out


def test_the_rules_judge_labelled_cases_of_ones_own(house: House) -> None:
    (house.folder / "cases" / "bad").mkdir(parents=True)
    (house.folder / "cases" / "good").mkdir()
    (house.folder / "cases" / "bad" / "a.css").write_text(".a { color: #123456; }\n")
    (house.folder / "cases" / "good" / "a.css").write_text(".a { color: currentColor; }\n")
    labels = "cases:\n"
    for folder, violation in (("bad", "true"), ("good", "false")):
        labels += f"  - {{folder: {folder}, category: simple, rule: hardcoded-colors, "
        labels += f"violation: {violation}, why: so}}\n"
    (house.folder / "cases" / "labels.yaml").write_text(labels)

    ended = house.ctl("validate", "--dataset", "cases", "--json")

    (rules,) = json_of(ended)["examined"]
    counted = rules["categories"]["all"]
    assert ended.status == 0
    assert (counted["true_positives"], counted["true_negatives"]) == (1, 1)
    assert (counted["accuracy"], counted["precision"], counted["recall"]) == (1.0, 1.0, 1.0)
