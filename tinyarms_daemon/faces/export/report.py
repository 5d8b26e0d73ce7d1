"""What a report is made from, whatever its format."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tinyarms_daemon.control.messages import FindingMessage, FindingsMessage, RepositoryMessage
from tinyarms_daemon.domain.findings.rule import SEVERITIES, RuleDescription


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`message` holds the findings to list, the most serious first; `history` all that are known,
    whatever became of them, for what is told over time."""

    message: FindingsMessage
    history: Sequence[FindingMessage]
    repositories: Sequence[RepositoryMessage]
    rules: Sequence[RuleDescription]
    made_at: datetime
    tool_version: str

    @property
    def findings(self) -> list[FindingMessage]:
        return self.message["findings"]

    @property
    def title(self) -> str:
        """What it is about, in a line."""
        names = ", ".join(repository["name"] for repository in self.repositories)
        return f"Findings in {names}" if names else "Findings"


def file_of(finding: FindingMessage) -> str:
    """The path of its file, after the repository's name where there is one."""
    return (
        f"{finding['repository']}/{finding['path']}" if finding["repository"] else finding["path"]
    )


def order_in_files(finding: FindingMessage) -> tuple[str, int, int]:
    """What sorts findings by file, and within it by place."""
    return file_of(finding), finding["start_line"], finding["start_column"]


def by_rule(findings: Sequence[FindingMessage]) -> list[tuple[str, int]]:
    """How many findings each rule has, the most first."""
    counts = Counter(finding["rule"] for finding in findings)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def worst_files(findings: Sequence[FindingMessage], most: int) -> list[tuple[str, Counter[str]]]:
    """The files whose findings weigh most, each with its counts by severity."""
    files: dict[str, Counter[str]] = {}
    for finding in findings:
        files.setdefault(file_of(finding), Counter())[finding["severity"]] += 1
    ranked = sorted(files.items(), key=lambda item: (*_weights(item[1]), item[0]))
    return ranked[:most]


def _weights(counts: Counter[str]) -> tuple[int, ...]:
    return tuple(-counts[severity] for severity in SEVERITIES)
