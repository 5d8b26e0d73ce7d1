"""Projects of several files in one text, with «guillemets» around what a rule must see.

A line `--- path` begins a file. Such a text is no code to any tool that walks this checkout.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.memory_project import MemoryProject
from tests.rules.binding import default_options
from tinyarms_daemon.analysis.analyze_file import analyze_bytes
from tinyarms_daemon.analysis.project_rule import conclude_project
from tinyarms_daemon.analysis.rule import BoundRule, Example, FileRule, bind
from tinyarms_daemon.domain.work.analysis import FileReport, Outcome

_FOLDER = Path(__file__).parent
_FILE = re.compile(r"^--- (\S+)\n", re.MULTILINE)
# Where a finding stands: project, file, line, and the text there.
Place = tuple[str, str, int, str]


@dataclass(frozen=True, slots=True)
class Measured:
    """What a rule saw of what it should have seen."""

    missed: list[Place]
    wrong: list[Place]
    seen: int

    @property
    def precision(self) -> float:
        """The share of what was seen that should have been seen."""
        return self.seen / (self.seen + len(self.wrong))

    @property
    def recall(self) -> float:
        """The share of what should have been seen that was seen."""
        return self.seen / (self.seen + len(self.missed))

    def __str__(self) -> str:
        lines = [f"precision {self.precision:.3f}, recall {self.recall:.3f} ({self.seen} seen)"]
        lines += [f"missed  {' '.join(map(str, place))}" for place in self.missed]
        lines += [f"wrong   {' '.join(map(str, place))}" for place in self.wrong]
        return "\n".join(lines)


def measure(rule: FileRule, written_out: Callable[[str], str] = str) -> Measured:
    """A rule on every project that is labelled for it, once its files are written out."""
    bound = bind(rule, default_options()[rule.id])
    labelled: Counter[Place] = Counter()
    seen: Counter[Place] = Counter()
    for bundle in sorted((_FOLDER / rule.id).glob("*.txt")):
        project = {path: written_out(text) for path, text in files_of(bundle).items()}
        labelled.update(_labels(bundle.stem, project))
        seen.update(_findings(bound, bundle.stem, project))
    return Measured(
        missed=sorted((labelled - seen).elements()),
        wrong=sorted((seen - labelled).elements()),
        seen=(labelled & seen).total(),
    )


def files_of(bundle: Path) -> Mapping[str, str]:
    """The marked files of a project, by path."""
    _, *parts = _FILE.split(bundle.read_text("utf-8"))
    return dict(zip(parts[::2], parts[1::2], strict=True))


def reports_of(bound: BoundRule, project: Mapping[str, str]) -> list[FileReport]:
    """What the rule says of each file alone."""
    return [
        analyze_bytes(path=path, content=_example(marked).text.encode(), rules=[bound])
        for path, marked in project.items()
    ]


def _labels(name: str, project: Mapping[str, str]) -> Iterator[Place]:
    for path, marked in project.items():
        for number, line in enumerate(marked.split("\n"), 1):
            for mark in _example(line).marks:
                yield name, path, number, mark


def _findings(bound: BoundRule, name: str, project: Mapping[str, str]) -> Iterator[Place]:
    reports = reports_of(bound, project)
    assert not [each.reason for each in reports if each.outcome is Outcome.CHECKED and each.reason]
    found = [(report.path, each) for report in reports for each in report.observations]
    for said in conclude_project([bound], None, lambda rule: MemoryProject(rule, reports)):
        found += [(each.path, each.observation) for each in said.conclusions]
    # Without a model, what is undecided is no finding.
    decided = [(path, observation) for path, observation in found if observation.question is None]
    for path, observation in decided:
        yield name, path, observation.region.start.line, observation.evidence
        for place in observation.related:
            line = _example(project[place.path or path].split("\n")[place.start_line - 1])
            if place.note in line.text and place.note in [*line.marks, observation.evidence]:
                yield name, place.path or path, place.start_line, place.note


def _example(marked: str) -> Example:
    return Example(language="", marked_text=marked, path="", options={})
