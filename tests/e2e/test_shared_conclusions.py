"""Rules that conclude everything are shared out among workers, and come to the same."""

from pathlib import Path

import pytest

from tests.adapters.store.opened import Store
from tests.corpus.labelled import labelled_tree
from tests.rules.binding import default_options
from tinyarms_daemon.adapters.process_analyzer import ProcessAnalyzer
from tinyarms_daemon.analysis.analyze_file import analyze_bytes
from tinyarms_daemon.domain.findings.project import RuleConclusions
from tinyarms_daemon.domain.findings.rule_names import DEEP_RULES
from tinyarms_daemon.domain.work.analysis import AnalysisProfile, AnalysisRequest
from tinyarms_daemon.ports.analyzer import Changed
from tinyarms_daemon.rules.registry import bind_rules

CHECKOUT = Path(__file__).parents[2]
PROFILE = AnalysisProfile(
    rules={name: default_options()[name] for name in DEEP_RULES},
    max_file_bytes=1_000_000,
    digest="deep",
)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """A part of the labelled tree, since all of it takes its time."""
    every = labelled_tree().texts
    return {path: every[path] for path in sorted(every)[::4]}


@pytest.fixture
def filled(store: Store, texts: dict[str, str]) -> Store:
    """A store that has learned of the files, as repository 1."""
    rules = bind_rules(PROFILE.rules)
    reports = [
        analyze_bytes(path=path, content=text.encode(), rules=rules) for path, text in texts.items()
    ]
    store.check(store.watch(), *reports)
    return store


def concluded(store: Store, folder: Path, *, workers: int) -> list[RuleConclusions]:
    """What so many workers, all of them there, conclude."""
    analyzer = ProcessAnalyzer(
        module="tests.e2e.misbehaving_worker",
        workers=workers,
        file_timeout_seconds=60,
        memory_bytes=1 << 30,
    )
    for number in range(20):
        (folder / f"{number}.py").write_text("x = 1\n")
    requests = [AnalysisRequest(root=str(folder), path=f"{each}.py") for each in range(20)]
    try:
        list(analyzer.analyze(PROFILE, requests))
        (said,) = analyzer.conclude(store.database.path, 1, [Changed(PROFILE, None)])
        return said
    finally:
        analyzer.close()


pytestmark = pytest.mark.usefixtures("workers_find_the_tests")


@pytest.mark.parametrize(
    "deaths",
    [(), ("complex-dry",), ("semantic-duplication",), ("complex-dry", "semantic-duplication")],
    ids=["none dies", "the first dies", "the other dies", "both die"],
)
def test_two_workers_conclude_what_one_does(
    filled: Store, tmp_path: Path, deaths: tuple[str, ...]
) -> None:
    alone = concluded(filled, tmp_path, workers=1)
    for rule in deaths:
        filled.database.path.with_name(f"die at {rule}").touch()

    together = concluded(filled, tmp_path, workers=2)

    assert together == alone
    assert any(each.candidates for each in together)
    assert not list(filled.database.path.parent.glob("die at *"))
