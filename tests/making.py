"""Domain values with what a test says of them, and sensible rest."""

from typing import Any

from tinyarms_daemon.domain.findings.finding import Finding
from tinyarms_daemon.domain.findings.rule import Observation, Severity
from tinyarms_daemon.domain.findings.source import Position, Region
from tinyarms_daemon.domain.work.analysis import FileReport, Outcome
from tinyarms_daemon.domain.work.repository import FileStat

ALL_RULES = frozenset({"magic-numbers", "hardcoded-colors", "file-size"})


def region(line: int = 1, column: int = 1, width: int = 2) -> Region:
    """A place on one line."""
    return Region(Position(line, column), Position(line, column + width))


def observation(fingerprint: str = "ta1:1", **said: Any) -> Observation:
    """A magic number at the first line, unless said otherwise."""
    values: dict[str, Any] = {
        "rule": "magic-numbers",
        "severity": Severity.NOTE,
        "fingerprint": fingerprint,
        "region": region(),
        "evidence": "42",
        "message": "42 stands here unexplained.",
    }
    return Observation(**(values | said))


def finding(fingerprint: str = "ta1:1", **said: Any) -> Finding:
    """A finding in `a.py`; what belongs to its observation is told apart by name."""
    own = {key: said.pop(key) for key in list(said) if key in Finding.__dataclass_fields__}
    values: dict[str, Any] = {"repository": "shop", "path": "a.py", "id": 1}
    return Finding(**(values | {"observation": observation(fingerprint, **said)} | own))


def checked(path: str, *observations: Observation, **said: Any) -> FileReport:
    """The report on a file that was checked by every rule."""
    values: dict[str, Any] = {
        "outcome": Outcome.CHECKED,
        "language": "python",
        "content_hash": "b2:1",
        "stat": FileStat(10, 1, 1),
        "code_lines": 1,
        "observations": observations,
        "checked_rules": ALL_RULES,
    }
    return FileReport(path=path, **(values | said))


def skipped(path: str, reason: str = "larger than it may be") -> FileReport:
    """The report on a file that could not be checked."""
    return FileReport(path=path, outcome=Outcome.SKIPPED, reason=reason, stat=FileStat(10, 1, 1))


def gone(path: str) -> FileReport:
    """The report on a file that is no longer there."""
    return FileReport(path=path, outcome=Outcome.GONE)
