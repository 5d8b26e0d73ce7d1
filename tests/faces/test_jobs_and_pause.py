"""`jobs`, `pause` and `resume`."""

import pytest

from tests.faces.driving import drive
from tests.fakes.cli_toolbox import FakeToolbox
from tests.fakes.control_messages import job_message, why_message
from tests.fakes.control_service import FakeService

JOBS = [
    job_message(id=2, state="running", units_done=20, units_skipped=0),
    job_message(
        id=13,
        kind="judgement",
        state="deferred",
        not_before="2026-11-24T03:00:00Z",
        reasons=["Ollama does not answer"],
        units_done=0,
        units_skipped=0,
    ),
    job_message(id=4, state="failed", error="the folder is not there"),
    job_message(id=5, state="queued", units_done=3, units_skipped=0, reasons=["interrupted"]),
]


def test_the_list_tells_state_progress_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    ended = drive(FakeToolbox(fake_service=FakeService(job_answers=JOBS)), "jobs")

    assert ended == 0
    assert capsys.readouterr().out == (
        " 2  running   asked for  shop         20/120  requested 1 minute ago\n"
        "13  deferred  judgement  shop  120 questions"
        "  next try tomorrow 03:00: Ollama does not answer\n"
        " 4  failed    asked for  shop        120/120  the folder is not there\n"
        " 5  queued    asked for  shop          3/120  interrupted\n"
    )


def test_a_try_that_nobody_was_there_for_is_due(capsys: pytest.CaptureFixture[str]) -> None:
    waiting = job_message(state="deferred", not_before="2026-11-23T11:53:00Z", finished_at=None)
    toolbox = FakeToolbox(fake_service=FakeService(job_answers=[waiting]))

    drive(toolbox, "jobs")
    drive(toolbox, "jobs", "show", "1")

    shown = capsys.readouterr().out
    assert "  next try due 7 minutes ago\n" in shown
    assert "  next try   due 7 minutes ago\n" in shown


def test_no_jobs_are_said_to_be_none(capsys: pytest.CaptureFixture[str]) -> None:
    drive(FakeToolbox(fake_service=FakeService(job_answers=[])), "jobs")

    assert capsys.readouterr().out == "Nothing is running and nothing waits.\n"


def test_one_job_tells_its_paths_but_not_thousands(capsys: pytest.CaptureFixture[str]) -> None:
    job = job_message(paths=[f"{number}.py" for number in range(20)])

    drive(FakeToolbox(fake_service=FakeService(job_answers=[job])), "jobs", "show", "1")

    shown = capsys.readouterr().out
    assert "  19.py\n  and 100 more\n" in shown
    assert "118 of 120 done, 2 skipped" in shown


def test_cancelling_tells_the_state(capsys: pytest.CaptureFixture[str]) -> None:
    toolbox = FakeToolbox()

    ended = drive(toolbox, "jobs", "cancel", "1")

    assert ended == 0
    assert capsys.readouterr().out == "Job 1 (shop) is cancelled.\n"


def test_a_retry_tells_that_the_job_waits_again(capsys: pytest.CaptureFixture[str]) -> None:
    toolbox = FakeToolbox(running=False)

    ended = drive(toolbox, "jobs", "retry", "1")

    assert ended == 0
    assert capsys.readouterr().out == "Job 1 (shop) is to be tried again.\n"
    assert toolbox.fake_service.calls == [("retry_job", 1)]


@pytest.mark.parametrize(
    ("options", "seconds", "said"),
    [
        ([], None, "until 'tinyarmsctl resume'"),
        (["--for", "2h"], 7200.0, "until today 14:00"),
        (["--for", "1h30m"], 5400.0, "until today 13:30"),
    ],
)
def test_a_pause_tells_its_end(
    capsys: pytest.CaptureFixture[str], options: list[str], seconds: float | None, said: str
) -> None:
    toolbox = FakeToolbox()

    ended = drive(toolbox, "pause", *options)

    assert ended == 0
    assert toolbox.fake_service.calls == [("pause", seconds)]
    assert said in capsys.readouterr().out


def test_resume_ends_it(capsys: pytest.CaptureFixture[str]) -> None:
    toolbox = FakeToolbox()

    ended = drive(toolbox, "resume")

    assert ended == 0
    assert toolbox.fake_service.calls == [("resume",)]


@pytest.mark.parametrize("words", [["pause"], ["resume"], ["jobs", "cancel", "1"]])
def test_without_a_daemon_they_end_with_3(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert drive(FakeToolbox(running=False), *words) == 3
    assert "not running" in capsys.readouterr().err


def test_what_a_model_answered_in_vain_is_told_with_why(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tally = {
        "model": "qwen2.5-coder:3b",
        "kind": "question",
        "outcome": "answered",
        "calls": 9,
        "without_anchor": 2,
        "last_at": "2026-11-23T11:55:00Z",
    }
    nonsense = {**tally, "outcome": "malformed", "calls": 3, "without_anchor": 0}
    service = FakeService(why_answer=why_message(calls=[tally, nonsense]))

    drive(FakeToolbox(fake_service=service), "why", "1")

    told = capsys.readouterr().out
    assert "What came of the calls of qwen2.5-coder:3b\n" in told
    assert (
        "    9 × question: answered, 2 answers without an anchor in the source, last 2026" in told
    )
    assert "    3 × question: the answer was not of the form asked for, last 2026-11" in told


def test_decisions_in_a_row_that_say_the_same_are_told_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    waits = why_message()["decisions"][0]
    moments = ("11:45", "11:50", "11:55")
    decisions = [{**waits, "at": f"2026-11-23T{at}:00Z"} for at in moments]
    decisions.append({**waits, "decision": "admitted", "reasons": []})
    service = FakeService(why_answer=why_message(decisions=decisions))

    drive(FakeToolbox(fake_service=service), "why", "1")

    told = capsys.readouterr().out
    assert told.count("power source: battery") == 1
    assert "11:45  qwen2.5-coder:7b  deferred, 3 times until 2026-11-23 11:55" in told
    assert "11:55  qwen2.5-coder:7b  admitted\n" in told
