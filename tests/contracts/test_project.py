"""The Project port: what files say, held in memory and kept aside on disk, reads the same."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing

import pytest

from tests.fakes.memory_project import MemoryProject
from tests.making import observation
from tests.rules.binding import bound_rules
from tests.rules.observing import report_on
from tinyarms_daemon.adapters.facts.temporary_facts import TemporaryFacts
from tinyarms_daemon.analysis.project_rule import conclude_project
from tinyarms_daemon.domain.findings.project import Fact, Use
from tinyarms_daemon.domain.work.analysis import FileReport, Outcome
from tinyarms_daemon.ports.line_history import NoHistory
from tinyarms_daemon.ports.project import USE, Project

RULE, OTHER = "import-aliases", "simple-dry"
ODD_NAME = os.fsdecode(b"src/caf\xe9.py")  # no UTF-8
COPIED = "".join(f"    total_{n} = first.amount({n}) + second.amount({n})\n" for n in range(14))
TEXTS = {
    "src/a.py": ("python", f"def a(first, second):\n{COPIED}"),
    "src/b.py": ("python", f"# Adds as `a` in a.py does.\ndef b(first, second):\n{COPIED}"),
    "src/card.css": ("css", ":root { --ink: #112233; }\na { color: #112233; }\n"),
    "src/page.css": ("css", "a { color: #112234; }\nb { color: #8a2be2; }\n"),
}  # fmt: skip

Keep = Callable[[Sequence[FileReport]], Callable[[str], Project]]


@pytest.fixture(params=["in memory", "kept aside"])
def keep(request: pytest.FixtureRequest) -> Iterator[Keep]:
    """Keeps reports, and gives each rule the project of them."""
    with closing(TemporaryFacts()) as facts:

        def aside(reports: Iterable[FileReport]) -> Callable[[str], Project]:
            for report in reports:
                facts.add(report)
            return lambda rule: facts.project(rule, NoHistory())

        yield (
            aside
            if request.param == "kept aside"
            else lambda reports: lambda rule: MemoryProject(rule, reports)
        )


def said(path: str, *facts: Fact, uses: tuple[Use, ...] = ()) -> FileReport:
    """The report on a file that says nothing else."""
    return FileReport(path=path, outcome=Outcome.CHECKED, facts=facts, uses=uses)


UNDECIDED = Use("b", observation(rule=RULE))
REPORTS = [
    said(
        "b.py",
        Fact(RULE, "module", "shared", "two"),
        Fact(RULE, "module", "b", 2),
        uses=(UNDECIDED,),
    ),
    said(ODD_NAME, Fact(RULE, "module", ODD_NAME, {"text": "\udce9"})),
    said(
        "a.py",
        Fact(RULE, "module", "shared", {"one": [1, True, 2.5]}),
        Fact(RULE, "config", "shared"),
        Fact(OTHER, "module", "shared"),
    ),
    said("empty.py"),
]


def test_every_file_is_there_whatever_it_says(keep: Keep) -> None:
    assert set(keep(REPORTS)(RULE).paths()) == {"a.py", "b.py", "empty.py", ODD_NAME}


def test_facts_come_by_path_and_as_they_stand_in_the_file(keep: Keep) -> None:
    facts = [(path, fact.topic, fact.data) for path, fact in keep(REPORTS)(RULE).facts("module")]

    assert facts == [
        ("a.py", "shared", {"one": [1, True, 2.5]}),
        ("b.py", "shared", "two"),
        ("b.py", "b", 2),
        (ODD_NAME, ODD_NAME, {"text": "\udce9"}),
    ]


def test_facts_of_some_topics_are_those_alone(keep: Keep) -> None:
    facts = keep(REPORTS)(RULE).facts("module", {"b", ODD_NAME, "nothing"})

    assert [path for path, _ in facts] == ["b.py", ODD_NAME]


def test_topics_are_those_of_the_rule_and_the_kind(keep: Keep) -> None:
    project_of = keep(REPORTS)

    assert set(project_of(RULE).topics("module")) == {"b", "shared", ODD_NAME}
    assert set(project_of(RULE).topics("config")) == {"shared"}
    assert set(project_of(OTHER).topics("module")) == {"shared"}
    assert set(project_of(RULE).topics(USE)) == {"b"}


def test_a_topic_is_shared_where_more_than_one_fact_is_about_it(keep: Keep) -> None:
    project = keep(REPORTS)(RULE)

    assert set(project.shared_topics("module")) == {"shared"}
    assert set(project.shared_topics("config")) == set()


def test_what_is_undecided_is_kept_as_it_was_seen(keep: Keep) -> None:
    project = keep(REPORTS)(RULE)

    assert list(project.uses()) == [("b.py", UNDECIDED)]
    assert list(project.uses(["shared"])) == []


def test_nothing_is_known_from_before(keep: Keep) -> None:
    project = keep(REPORTS)(RULE)

    assert (dict(project.answers()), dict(project.intents())) == ({}, {})
    assert not project.resting_with({"module"})


def test_every_rule_concludes_the_same_from_either() -> None:
    rules = bound_rules()
    reports = [report_on(path, *said, rules) for path, said in TEXTS.items()]

    with closing(TemporaryFacts()) as facts:
        for report in reversed(reports):
            facts.add(report)
        aside = list(conclude_project(rules, None, lambda rule: facts.project(rule, NoHistory())))
    held = list(conclude_project(rules, None, lambda rule: MemoryProject(rule, reports)))

    assert aside == held
    told = {each.observation.rule for said in aside for each in said.conclusions}
    assert {"simple-dry", "hardcoded-colors", "line-references"} <= told
