"""The deep rules find the same whatever the order of the files, the number of workers, and how the
repository came to be as it is."""

import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.adapters.store.opened import Store
from tests.corpus.labelled import labelled_tree
from tests.fakes.memory_project import MemoryProject
from tests.rules.binding import default_options, rules_named
from tinyarms_daemon.adapters.facts.sql_project import SqlProject
from tinyarms_daemon.adapters.process_analyzer import ProcessAnalyzer
from tinyarms_daemon.adapters.sqlite_files import opened_facts
from tinyarms_daemon.analysis.analyze_file import analyze_bytes
from tinyarms_daemon.analysis.project_rule import conclude_project
from tinyarms_daemon.bootstrap.workers import WORKER_MODULE
from tinyarms_daemon.domain.findings.project import RuleConclusions
from tinyarms_daemon.domain.findings.rule_names import DEEP_RULES
from tinyarms_daemon.domain.work.analysis import AnalysisProfile, AnalysisRequest, FileReport

RULES = rules_named(*DEEP_RULES)
FILES = {
    "ring/__init__.py": "",
    "ring/one.py": "from ring import two\n",
    "ring/two.py": "from ring import three, four\n",
    "ring/three.py": "from ring import one\n",
    "ring/four.py": "from ring import two\n",
}


def some_files() -> dict[str, str]:
    """A circle, and a part of the labelled tree, since all of it takes its time."""
    texts = labelled_tree().texts
    return FILES | {path: texts[path] for path in sorted(texts)[::3]}


@pytest.fixture(scope="module")
def reports() -> list[FileReport]:
    return reports_of(some_files())


def reports_of(texts: Mapping[str, str]) -> list[FileReport]:
    return [analyzed(path, text) for path, text in texts.items()]


@cache
def analyzed(path: str, text: str) -> FileReport:
    return analyze_bytes(path=path, content=text.encode(), rules=RULES)


def changed_text(texts: Mapping[str, str], path: str, chance: random.Random) -> str:
    """What a file says with a part of another one of its language in front."""
    others = [other for other in sorted(texts) if other.endswith(path[path.rindex(".") :])]
    lines = texts[chance.choice(others)].split("\n")
    return "\n".join([*lines[: chance.randrange(len(lines))], texts[path]])


def concluded_in_store(store: Store) -> list[RuleConclusions]:
    with opened_facts(store.database.path) as facts:
        return list(conclude_project(RULES, None, lambda name: SqlProject(facts, 1, name)))


def concluded(reports: list[FileReport]) -> list[RuleConclusions]:
    return list(conclude_project(RULES, None, lambda name: MemoryProject(name, reports)))


@pytest.fixture(scope="module")
def expected(reports: list[FileReport]) -> list[RuleConclusions]:
    return concluded(reports)


@pytest.mark.parametrize("seed", range(2))
def test_the_order_of_files_changes_nothing(
    reports: list[FileReport],
    expected: list[RuleConclusions],
    seed: int,
) -> None:
    shuffled = random.Random(seed).sample(reports, len(reports))

    found = concluded(shuffled)

    assert found == expected
    assert any(each.conclusions for each in found)


@pytest.mark.parametrize("seed", range(3))
def test_one_change_after_the_other_comes_to_the_same_as_a_scan_from_scratch(
    store: Store, seed: int
) -> None:
    chance = random.Random(seed)
    texts = some_files()
    repository = store.watch()
    store.check(repository, *reports_of(texts))
    for _ in range(3):
        concluded_in_store(store)
        changed = {path: changed_text(texts, path, chance) for path in chance.sample([*texts], 5)}
        gone = tuple(chance.sample(sorted(texts.keys() - changed.keys()), 2))
        store.check(repository, *reports_of(changed), gone=gone)
        texts = {path: text for path, text in (texts | changed).items() if path not in gone}

    found = concluded_in_store(store)

    assert found == concluded(reports_of(texts))
    assert any(each.candidates for each in found)


@pytest.mark.parametrize("workers", [3])
def test_the_number_of_workers_changes_nothing(
    expected: list[RuleConclusions], tmp_path: Path, workers: int
) -> None:
    texts = some_files()
    for path, text in texts.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    options = {name: default_options()[name] for name in DEEP_RULES}
    profile = AnalysisProfile(rules=options, max_file_bytes=1_000_000, digest="deep")
    requests = [AnalysisRequest(root=str(tmp_path), path=path) for path in texts]
    analyzer = ProcessAnalyzer(
        module=WORKER_MODULE, workers=workers, file_timeout_seconds=60, memory_bytes=1 << 30
    )
    try:
        found = concluded(list(analyzer.analyze(profile, requests)))
    finally:
        analyzer.close()

    assert found == expected
