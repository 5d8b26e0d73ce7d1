"""How many labelled copies simple-dry finds, and how many look-alikes it takes for copies."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fakes.memory_project import MemoryProject
from tests.rules.binding import bound_rules
from tinyarms_daemon.analysis.analyze_file import analyze_text
from tinyarms_daemon.analysis.languages import language_of
from tinyarms_daemon.analysis.rule import BoundRule
from tinyarms_daemon.domain.findings.project import Conclusion
from tinyarms_daemon.domain.work.analysis import FileReport, Outcome

CORPUS = Path(__file__).parent / "simple-dry"
OPEN, CLOSE = "«", "»"
LEAST_RECALL = 0.95
LEAST_PRECISION = 0.95
# A place is found when so much of it and of the marked lines is the same.
LEAST_OVERLAP = 0.6

Lines = tuple[str, int, int]
"""A path with a first and a last line."""


@dataclass(frozen=True)
class Case:
    """A small project: its texts by path, and the lines of each copy that is marked in it."""

    name: str
    texts: dict[str, str]
    marks: list[Lines]


def cases(kind: str) -> list[Case]:
    return [read_case(path) for path in sorted((CORPUS / kind).glob("*.txt"))]


def read_case(path: Path) -> Case:
    texts: dict[str, str] = {}
    marks: list[Lines] = []
    for part in ("\n" + path.read_text("utf-8")).split("\n=== ")[1:]:
        name, _, marked = part.partition("\n")
        marks += [(name, *lines) for lines in marked_lines(marked)]
        texts[name] = marked.replace(OPEN, "").replace(CLOSE, "")
    return Case(path.stem, texts, marks)


def marked_lines(marked: str) -> Iterator[tuple[int, int]]:
    start = 0
    for number, line in enumerate(marked.split("\n"), start=1):
        if OPEN in line:
            start = number
        if CLOSE in line:
            yield start, number


def the_rule() -> BoundRule:
    return next(each for each in bound_rules() if each.rule.id == "simple-dry")


def findings(case: Case) -> list[Conclusion]:
    rule = the_rule()
    reports = []
    for path, text in case.texts.items():
        language = language_of(path, None)
        assert language is not None
        analysis = analyze_text(path, language, text, [rule])
        assert not analysis.problems
        reports.append(
            FileReport(path=path, outcome=Outcome.CHECKED, language=language, facts=analysis.facts)
        )
    return list(rule.rule.conclude(MemoryProject("simple-dry", reports), None, rule.options))


def places(found: Conclusion) -> list[Lines]:
    region = found.observation.region
    related = [
        (each.path or "", each.start_line, each.end_line) for each in found.observation.related
    ]
    return [(found.path, region.start.line, region.end.line), *related]


def share_inside(one: Lines, others: list[Lines]) -> float:
    """The share of the lines of one place that stand in others as well."""
    lines = set(range(one[1], one[2] + 1))
    inside = {
        line for path, first, last in others if path == one[0] for line in range(first, last + 1)
    }
    return len(lines & inside) / len(lines)


def is_found(case: Case, found: list[Conclusion]) -> bool:
    """Whether findings name every marked place."""
    named = [place for each in found for place in places(each)]
    return all(share_inside(mark, named) >= LEAST_OVERLAP for mark in case.marks)


def strangers(case: Case, found: list[Conclusion]) -> list[Conclusion]:
    """Findings with a place that is not marked."""
    return [
        each
        for each in found
        if any(share_inside(place, case.marks) < LEAST_OVERLAP for place in places(each))
    ]


def test_copies_are_found_and_lookalikes_are_not(capsys: pytest.CaptureFixture[str]) -> None:
    clones, lookalikes = cases("clones"), cases("lookalikes")

    missed, false = [], []
    for case in clones:
        found = findings(case)
        if not is_found(case, found):
            missed.append(case.name)
        false += [case.name for _ in strangers(case, found)]
    for case in lookalikes:
        false += [case.name for _ in findings(case)]

    hits = len(clones) - len(missed)
    recall, precision = hits / len(clones), hits / max(1, hits + len(false))
    with capsys.disabled():
        print(f"\nsimple-dry: precision {precision:.3f}, recall {recall:.3f}", end=" ")
        print(f"({hits} of {len(clones)} copies, {len(false)} of {len(lookalikes)} look-alikes)")
    assert recall >= LEAST_RECALL, missed
    assert precision >= LEAST_PRECISION, false
