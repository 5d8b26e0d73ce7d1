"""What files say while a scan that stores nothing goes on."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from tests.fakes.memory_project import MemoryProject
from tests.making import checked, observation
from tinyarms_daemon.adapters.facts.temporary_facts import TemporaryFacts
from tinyarms_daemon.domain.findings.project import Fact, Use
from tinyarms_daemon.ports.line_history import NoHistory
from tinyarms_daemon.ports.project import USE, Project

RULE = "simple-dry"
ODD = "src/caf\udce9.py"
REPORTS = [
    replace(
        checked(ODD),
        facts=(
            Fact(RULE, "window", "w1", 3),
            Fact(RULE, "code", ODD, {"text": "\udce9", "n": [1]}),
        ),
    ),
    replace(
        checked("b.py"),
        facts=(
            Fact(RULE, "window", "w2", 1),
            Fact(RULE, "window", "w1", 3),
            Fact("line-references", "window", "w3", None),
        ),
        uses=(Use("w1", observation(rule=RULE)),),
    ),
]


@pytest.fixture(params=["in memory", "aside"])
def project(request: pytest.FixtureRequest) -> Iterator[Project]:
    if request.param == "in memory":
        yield MemoryProject(RULE, REPORTS)
        return
    with closing(TemporaryFacts()) as facts:
        for report in REPORTS:
            facts.add(report)
        yield facts.project(RULE, NoHistory())


def test_facts_come_by_path_and_then_as_they_stand_in_the_file(project: Project) -> None:
    assert list(project.facts("window")) == [
        ("b.py", Fact(RULE, "window", "w2", 1)),
        ("b.py", Fact(RULE, "window", "w1", 3)),
        (ODD, Fact(RULE, "window", "w1", 3)),
    ]
    assert [path for path, _ in project.facts("window", ["w2"])] == ["b.py"]


def test_what_is_no_utf_8_comes_back_as_it_was(project: Project) -> None:
    assert list(project.facts("code", [ODD])) == [
        (ODD, Fact(RULE, "code", ODD, {"text": "\udce9", "n": [1]}))
    ]
    assert set(project.paths()) == {"b.py", ODD}


def test_topics_are_those_of_the_rule(project: Project) -> None:
    assert set(project.topics("window")) == {"w1", "w2"}
    assert set(project.shared_topics("window")) == {"w1"}
    assert set(project.topics(USE)) == {"w1"}


def test_what_is_undecided_is_kept_as_it_was_seen(project: Project) -> None:
    assert list(project.uses()) == [("b.py", Use("w1", observation(rule=RULE)))]
    assert list(project.uses(["w2"])) == []


def test_nothing_is_known_from_before(project: Project) -> None:
    assert not project.answers()
    assert not project.intents()
