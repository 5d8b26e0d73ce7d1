"""What rules say of texts once they have concluded from all of them."""

from collections.abc import Iterable, Mapping

from tests.fakes.memory_project import MemoryProject
from tests.rules.binding import rules_named
from tinyarms_daemon.analysis.analyze_file import analyze_text
from tinyarms_daemon.analysis.languages import language_of
from tinyarms_daemon.analysis.project_rule import conclude_project
from tinyarms_daemon.analysis.rule import BoundRule, Example
from tinyarms_daemon.domain.findings.rule import Observation
from tinyarms_daemon.domain.work.analysis import FileReport, Outcome


def report_on(path: str, language: str, text: str, rules: Iterable[BoundRule]) -> FileReport:
    """The report on a text that every rule was able to check."""
    analysis = analyze_text(path, language, text, tuple(rules))
    assert not analysis.problems
    return FileReport(
        path=path,
        outcome=Outcome.CHECKED,
        language=language,
        observations=analysis.observations,
        facts=analysis.facts,
        uses=analysis.uses,
    )


def concluded(
    reports: Iterable[FileReport], rules: Iterable[BoundRule]
) -> dict[str, list[Observation]]:
    """Every observation by its path in the order of the source: those of one file and those of all
    files together."""
    files = list(reports)
    found = {report.path: list(report.observations) for report in files}
    for said in conclude_project(rules, None, lambda rule: MemoryProject(rule, files)):
        for conclusion in said.conclusions:
            found[conclusion.path].append(conclusion.observation)
    return {
        path: sorted(observations, key=lambda each: (each.region, each.rule))
        for path, observations in found.items()
    }


def observations_in(
    texts: Mapping[str, Example], rules: Iterable[BoundRule]
) -> dict[str, list[Observation]]:
    """The same for examples by their paths."""
    bound = tuple(rules)
    reports = [
        report_on(path, example.language, example.text, bound) for path, example in texts.items()
    ]
    return concluded(reports, bound)


class OnProject:
    """One rule with its packaged options, and little projects of texts by their paths."""

    def __init__(self, rule_id: str) -> None:
        self.rules = rules_named(rule_id)

    def findings(self, texts: Mapping[str, str]) -> list[tuple[str, Observation]]:
        """Every finding with its path."""
        reports = [
            report_on(path, language_of(path, None) or "", text, self.rules)
            for path, text in texts.items()
        ]
        told = concluded(reports, self.rules)
        return [(path, each) for path, observations in told.items() for each in observations]

    def only(self, texts: Mapping[str, str]) -> Observation:
        """The one finding there is."""
        ((_, observation),) = self.findings(texts)
        return observation
