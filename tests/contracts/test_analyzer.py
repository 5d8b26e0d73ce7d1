"""What every Analyzer does, asked of the fake and of real worker processes alike."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.fakes.analyzer import FixedAnalyzer
from tests.making import checked
from tinyarms_daemon.adapters.configured_profiles import ConfiguredProfiles
from tinyarms_daemon.adapters.process_analyzer import ProcessAnalyzer
from tinyarms_daemon.bootstrap.workers import WORKER_MODULE
from tinyarms_daemon.domain.findings.rule_names import KNOWN_RULES
from tinyarms_daemon.domain.work.analysis import (
    AnalysisProfile,
    AnalysisRequest,
    FileReport,
    Outcome,
)
from tinyarms_daemon.ports.analyzer import Analyzer
from tinyarms_daemon.rules.registry import all_rules, rule_versions
from tinyarms_daemon.settings.load import load_settings

FILES = {"a.py": "x = 1\n", "long.py": "x = 1\ny = 2\nz = 3\n", "odd\n\udcff.py": "x = 1\n"}


@cache
def profile_of(most_lines: int) -> AnalysisProfile:
    """The rule about large files alone, with the packaged rest of its options."""
    settings = load_settings(
        user_file=None,
        environment={"TINYARMS_RULES__FILE_SIZE__MAX_LINES": str(most_lines)},
        overrides={},
        rule_options={rule.id: rule.Options for rule in all_rules()},
        known_rules=KNOWN_RULES,
    )
    return ConfiguredProfiles(settings, rule_versions()).profile_at("/none", ("file-size",))


@pytest.fixture(params=["workers", "fake"])
def analyzer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Analyzer]:
    """Each analyzer in turn, on a folder with files."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    if request.param == "fake":
        yield FixedAnalyzer(*(checked(name) for name in FILES))
        return
    made = ProcessAnalyzer(
        module=WORKER_MODULE, workers=2, file_timeout_seconds=10, memory_bytes=1 << 30
    )
    yield made
    made.close()


def analyze(
    analyzer: Analyzer, folder: Path, *names: str, most_lines: int = 2
) -> dict[str, FileReport]:
    requests = [AnalysisRequest(root=str(folder), path=name) for name in names]
    return {report.path: report for report in analyzer.analyze(profile_of(most_lines), requests)}


def test_every_request_has_one_report(analyzer: Analyzer, tmp_path: Path) -> None:
    reports = analyze(analyzer, tmp_path, *FILES, "none.py")

    assert {path: report.outcome for path, report in reports.items()} == {
        **dict.fromkeys(FILES, Outcome.CHECKED),
        "none.py": Outcome.GONE,
    }
    assert reports["a.py"].language == "python"


def test_without_requests_there_are_no_reports(analyzer: Analyzer, tmp_path: Path) -> None:
    assert analyze(analyzer, tmp_path) == {}


def test_a_closed_analyzer_starts_again(analyzer: Analyzer, tmp_path: Path) -> None:
    analyze(analyzer, tmp_path, "a.py")
    analyzer.close()
    analyzer.close()

    assert analyze(analyzer, tmp_path, "a.py")["a.py"].outcome is Outcome.CHECKED


def test_a_caller_may_go_away_and_another_come(analyzer: Analyzer, tmp_path: Path) -> None:
    requests = [AnalysisRequest(root=str(tmp_path), path=name) for name in FILES]
    first = iter(analyzer.analyze(profile_of(2), requests))
    next(first)
    first.close()  # type: ignore[attr-defined]

    assert set(analyze(analyzer, tmp_path, *FILES)) == set(FILES)


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[ProcessAnalyzer]:
    """The real one alone."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    made = ProcessAnalyzer(
        module=WORKER_MODULE, workers=1, file_timeout_seconds=10, memory_bytes=1 << 30
    )
    yield made
    made.close()


def test_a_report_holds_what_the_rules_saw_and_what_a_sweep_compares(
    workers: ProcessAnalyzer, tmp_path: Path
) -> None:
    report = analyze(workers, tmp_path, "long.py")["long.py"]

    assert [each.rule for each in report.observations] == ["file-size"]
    assert report.checked_rules == {"file-size"}
    assert report.code_lines == 3
    assert report.stat is not None
    assert report.stat.size_bytes == len(FILES["long.py"])
    assert str(report.content_hash).startswith("b2:")


def test_a_file_with_the_known_hash_is_unchanged(workers: ProcessAnalyzer, tmp_path: Path) -> None:
    known_hash = analyze(workers, tmp_path, "a.py")["a.py"].content_hash
    request = AnalysisRequest(root=str(tmp_path), path="a.py", known_hash=known_hash)

    (report,) = workers.analyze(profile_of(2), [request])

    assert report.outcome is Outcome.UNCHANGED
    assert report.content_hash == known_hash


def test_another_profile_counts_at_once(workers: ProcessAnalyzer, tmp_path: Path) -> None:
    found = [
        len(analyze(workers, tmp_path, "long.py", most_lines=lines)["long.py"].observations)
        for lines in (2, 3, 2)
    ]

    assert found == [1, 0, 1]


def test_a_file_that_is_too_large_is_skipped_with_the_reason(
    workers: ProcessAnalyzer, tmp_path: Path
) -> None:
    (tmp_path / "big.py").write_text("x" * (profile_of(2).max_file_bytes + 1))

    report = analyze(workers, tmp_path, "big.py")["big.py"]

    assert (report.outcome, report.observations) == (Outcome.SKIPPED, ())
    assert "larger than analysis.max_file_size" in str(report.reason)


def test_a_prepared_worker_is_used(workers: ProcessAnalyzer, tmp_path: Path) -> None:
    workers.prepare()
    workers.prepare()
    workers.preload(["file-size", "no-rule-of-ours"])

    assert analyze(workers, tmp_path, "a.py")["a.py"].outcome is Outcome.CHECKED
