"""One project rule on files that are given as text."""

from collections.abc import Mapping

from tests.fakes.memory_project import MemoryProject
from tests.rules.binding import default_options
from tinyarms_daemon.analysis.analyze_file import analyze_bytes
from tinyarms_daemon.analysis.project_rule import conclude_project
from tinyarms_daemon.analysis.rule import BoundRule, FileRule, bind
from tinyarms_daemon.domain.findings.project import Conclusion
from tinyarms_daemon.domain.work.analysis import FileReport


def bound(rule: FileRule, **options: object) -> BoundRule:
    """A rule with the packaged options, and others where they are given."""
    return bind(rule, {**default_options()[rule.id], **options})


def reports_of(rule: BoundRule, files: Mapping[str, str]) -> list[FileReport]:
    """What the rule says of each file alone; it must not fail on any."""
    reports = [
        analyze_bytes(path=path, content=text.encode(), rules=[rule])
        for path, text in files.items()
    ]
    assert not [report.reason for report in reports if "failed" in (report.reason or "")]
    return reports


def concluded(rule: BoundRule, files: Mapping[str, str]) -> list[Conclusion]:
    """Every finding of the rule in these files, by path and place."""
    reports = reports_of(rule, files)
    (said,) = conclude_project([rule], None, lambda name: MemoryProject(name, reports))
    return sorted(
        said.conclusions, key=lambda each: (each.path, each.observation.region, each.topics)
    )


def told(rule: BoundRule, files: Mapping[str, str]) -> list[tuple[str, str, str | None]]:
    """Path, evidence and suggestion of every finding."""
    return [
        (each.path, each.observation.evidence, each.observation.suggestion)
        for each in concluded(rule, files)
    ]
