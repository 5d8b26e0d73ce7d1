"""A worker that hangs, dies or lies costs the file it was at work on, and nothing else."""

import re
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.e2e.misbehaving_worker import MANNERS
from tests.e2e.running import CONFIGURATION, GitRepository, House, brief, css, shade
from tinyarms_daemon.adapters.process_analyzer import ProcessAnalyzer
from tinyarms_daemon.domain.work.analysis import (
    AnalysisProfile,
    AnalysisRequest,
    FileReport,
    Outcome,
)
from tinyarms_daemon.ports.analyzer import AnalysisKilled

CHECKOUT = Path(__file__).parents[2]
PROFILE = AnalysisProfile(rules={}, max_file_bytes=1_000_000, digest="none")
MEMORY_BYTES = 512 * 1024 * 1024


pytestmark = pytest.mark.usefixtures("workers_find_the_tests")


@contextmanager
def misbehaving(file_timeout_seconds: float) -> Iterator[ProcessAnalyzer]:
    """Two workers that misbehave where a file's name says so."""
    made = ProcessAnalyzer(
        module="tests.e2e.misbehaving_worker",
        workers=2,
        file_timeout_seconds=file_timeout_seconds,
        memory_bytes=MEMORY_BYTES,
    )
    with closing(made):
        yield made


@pytest.fixture
def analyzer() -> Iterator[ProcessAnalyzer]:
    """One that lets a file compute for a second."""
    with misbehaving(1.0) as made:
        yield made


def reports(analyzer: ProcessAnalyzer, folder: Path, names: list[str]) -> list[FileReport]:
    """The report on each of these files, which all hold the same sound code."""
    for name in names:
        (folder / name).write_text("x = 1\n")
    requests = [AnalysisRequest(root=str(folder), path=name) for name in names]
    return list(analyzer.analyze(PROFILE, requests))


def outcomes(analyzer: ProcessAnalyzer, folder: Path, names: list[str]) -> dict[str, Outcome]:
    return {report.path: report.outcome for report in reports(analyzer, folder, names)}


@pytest.mark.parametrize("manner", MANNERS)
def test_a_misbehaving_worker_costs_one_file(
    analyzer: ProcessAnalyzer, tmp_path: Path, manner: str
) -> None:
    names = ["a.py", f"{manner}.py", "b.py", "c.py"]

    found = outcomes(analyzer, tmp_path, names)

    assert found == dict.fromkeys(names, Outcome.CHECKED) | {f"{manner}.py": Outcome.SKIPPED}


def test_a_machine_that_is_busy_with_other_things_costs_no_file(
    analyzer: ProcessAnalyzer, tmp_path: Path
) -> None:
    names = [f"waiting{number}.py" for number in range(4)]

    assert outcomes(analyzer, tmp_path, names) == dict.fromkeys(names, Outcome.CHECKED)


def test_a_worker_that_somebody_kills_is_no_word_on_its_file(
    analyzer: ProcessAnalyzer, tmp_path: Path
) -> None:
    with pytest.raises(AnalysisKilled, match=r"checks killed.py was ended by SIGKILL again"):
        outcomes(analyzer, tmp_path, ["killed.py"])

    assert outcomes(analyzer, tmp_path, ["fine.py"]) == {"fine.py": Outcome.CHECKED}


def test_the_reason_tells_what_happened(analyzer: ProcessAnalyzer, tmp_path: Path) -> None:
    names = ["crash.py", "memory.py", "nonsense.py", "raise.py"]

    late = reports(analyzer, tmp_path, ["hang.py", "spin.py"])
    with misbehaving(60.0) as patient:  # a busy machine takes long to fill its memory
        told = reports(patient, tmp_path, names)

    reasons = {report.path: report.reason or "" for report in (*late, *told)}
    assert "had not ended after 6 s" in reasons["hang.py"]
    # On a machine that gives it less than a sixth of a processor the clock is first.
    assert re.search("longer than 1 s|had not ended after 6 s", reasons["spin.py"])
    assert "SIGSEGV" in reasons["crash.py"]
    assert "memory" in reasons["memory.py"]
    assert all(reasons.values())


def test_what_a_worker_says_on_its_way_out_does_not_reach_the_terminal(
    analyzer: ProcessAnalyzer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = outcomes(analyzer, tmp_path, ["raise.py"])

    assert found == {"raise.py": Outcome.SKIPPED}
    assert capfd.readouterr().err == ""


def test_a_daemon_lists_such_files_as_skipped_and_goes_on(
    house: House, repository: GitRepository
) -> None:
    house.configure(CONFIGURATION + "analysis: {file_timeout: 1s}\n")
    for number, name in enumerate(("hang.css", "crash.css", "nonsense.css", "fine.css")):
        repository.write(name, css(shade(number)))
    daemon = house.start_misbehaving(CHECKOUT)

    daemon.add(repository.root)
    repository.write("later.css", css("#0000ff"))
    events = daemon.events_until_check_of("later.css")

    skipped = daemon.client.findings({})["skipped"]
    assert {each["path"] for each in skipped} == {"hang.css", "crash.css", "nonsense.css"}
    assert ("finding_opened", "later.css") in brief(events)
    assert {each["path"] for each in daemon.findings()} == {"fine.css", "later.css"}
    assert daemon.status()["queue"]["failed"] == 0


@pytest.mark.long
def test_a_daemon_ends_at_sigterm_whatever_its_workers_do(
    house: House, repository: GitRepository
) -> None:
    house.configure(CONFIGURATION + "analysis: {file_timeout: 10m}\n")
    for number in range(40):
        repository.write(f"hang{number}.css", css(shade(number)))
    repository.write("zz_last.css", css("#ff0000"))
    daemon = house.start_misbehaving(CHECKOUT)
    daemon.client.add_repository(str(repository.root), None)
    daemon.events_until(lambda event: event["kind"] == "scan_started")

    ended = daemon.terminate()

    sound = house.start()
    sound.wait_until_idle()
    assert (ended.status, ended.err) == (0, "")
    assert len(sound.findings()) == 41
    assert sound.client.findings({})["skipped"] == []


@pytest.mark.long
def test_a_daemon_that_crashes_takes_hanging_workers_along(
    house: House, repository: GitRepository
) -> None:
    house.configure(CONFIGURATION + "analysis: {file_timeout: 1s}\n")
    repository.write("hang.css", css("#ff0000"))
    daemon = house.start_misbehaving(CHECKOUT)
    daemon.client.add_repository(str(repository.root), None)
    daemon.events_until(lambda event: event["kind"] == "scan_started")

    daemon.kill()

    assert daemon.process.returncode == -signal.SIGKILL
