"""The stored findings of a file, and when they change; safe to ask from several threads."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tinyarms_daemon.control.messages import FindingMessage
from tinyarms_daemon.domain.errors import TinyarmsError
from tinyarms_daemon.domain.findings.rule_names import sharing_paths
from tinyarms_daemon.domain.printable import portable_path
from tinyarms_daemon.faces.cli.toolbox import Need, Toolbox

_WAIT_SECONDS = 25.0
_WITHOUT_DAEMON_SECONDS = 5.0
_NEWEST = -1


@dataclass(frozen=True, slots=True)
class FileFindings:
    """The open findings that a file belongs to, its path, and the root of its repository."""

    root: Path
    path: str
    findings: list[FindingMessage]


class StoredFindings:
    """`make_toolbox` makes one for each thread that asks."""

    def __init__(self, make_toolbox: Callable[[], Toolbox]) -> None:
        self._make_toolbox = make_toolbox
        self._toolbox = make_toolbox()
        self._lock = threading.Lock()

    def of_file(self, path: Path) -> FileFindings | None:
        """The open findings that a file belongs to, be they told at another, as copies are; None
        where no watched repository holds it.

        A TinyarmsError where neither daemon nor database answer.
        """
        with self._lock, self._toolbox.service(Need.READ) as service:
            root = self._toolbox.watched_root_of(path)
            if root is None:
                return None
            name = next(each["name"] for each in service.repositories() if each["root"] == root)
            relative = portable_path(path.resolve().relative_to(root).as_posix())
            found = service.findings({"repository": name, "path": relative, "statuses": ["open"]})
        # A name may be a pattern as well, which other files fit.
        told = [each for each in found["findings"] if relative in _paths_of(each)]
        return FileFindings(Path(root), relative, told)

    def dismiss(self, finding_id: int, reason: str, expires_seconds: float | None) -> None:
        """Set a finding aside."""
        with self._lock, self._toolbox.service(Need.WRITE) as service:
            service.dismiss_finding(finding_id, reason=reason, expires_seconds=expires_seconds)

    def follow(self, on_change: Callable[[], None], stopped: threading.Event) -> None:
        """Call back whenever the daemon tells of findings, until `stopped`; it may come and go."""
        toolbox, last_id = self._make_toolbox(), _NEWEST
        while not stopped.is_set():
            try:
                with toolbox.service(Need.DAEMON) as service:
                    wait = 0.0 if last_id == _NEWEST else _WAIT_SECONDS
                    events = service.events(after=last_id, wait_seconds=wait)
            except TinyarmsError:
                stopped.wait(_WITHOUT_DAEMON_SECONDS)
                continue
            if last_id != _NEWEST and any(event["finding"] for event in events):
                on_change()
            last_id = events[-1]["id"] if events else max(last_id, 0)


def _paths_of(finding: FindingMessage) -> Iterable[str]:
    related = (place["path"] for place in finding["related"])
    return sharing_paths(finding["rule"], finding["path"], related)
