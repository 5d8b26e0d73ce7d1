"""Events of a watched repository as lines, as they come."""

from collections.abc import Iterator, Sequence

from rich.text import Text

from tinyarms_daemon.control.messages import EventMessage, FindingMessage
from tinyarms_daemon.domain.findings.event import EventKind
from tinyarms_daemon.faces.cli.counting import count
from tinyarms_daemon.faces.cli.moments import local_clock
from tinyarms_daemon.faces.cli.rendering import severity, styled

CLOCK_CELLS = len("12:00:00 ")

_CHANGES = (
    EventKind.FINDING_OPENED,
    EventKind.FINDING_REOPENED,
    EventKind.FINDING_FIXED,
    EventKind.FINDING_WITHDRAWN,
    EventKind.FINDING_TOUCHED,
)
_WENT = {
    EventKind.FINDING_FIXED: ("fixed", "green"),
    EventKind.FINDING_WITHDRAWN: ("no longer told", "dim"),
}


class EventLines:
    """Turns events into lines, and remembers which checks have already said something."""

    def __init__(self, repository: str) -> None:
        self._repository = repository
        self._jobs_with_changes: set[int | None] = set()

    def lines(self, events: Sequence[EventMessage]) -> Iterator[Text]:
        """A line for each change, and one for a check that changed nothing."""
        for event in events:
            if event["repository"] != self._repository:
                continue
            told = self._told(event)
            if told is not None:
                yield styled((f"{local_clock(event['at'])} ", "dim"), told)

    def _told(self, event: EventMessage) -> Text | None:
        finding, kind = event["finding"], event["kind"]
        if finding is not None and kind in _CHANGES:
            self._jobs_with_changes.add(event["job"])
            if kind == EventKind.FINDING_TOUCHED:
                return styled(("you edited: ", "dim"), _came(finding))
            if kind in _WENT:
                return _went(finding, _WENT[EventKind(kind)])
            return _came(finding)
        if kind == EventKind.CHECK_FINISHED:
            return self._checked(event)
        if kind == EventKind.REPOSITORY_UNAVAILABLE:
            return styled(("unavailable", "bold red"), f" {event['detail'].get('reason', '')}")
        if kind == EventKind.REPOSITORY_AVAILABLE:
            return styled("available again")
        return None

    def _checked(self, event: EventMessage) -> Text | None:
        if event["job"] in self._jobs_with_changes:
            self._jobs_with_changes.discard(event["job"])
            return None
        return styled((f"{_what_was_checked(event)}: nothing changed", "dim"))


def _came(finding: FindingMessage) -> Text:
    place = f":{finding['start_line']}:{finding['start_column']} "
    return styled(
        severity(finding["severity"]),
        " ",
        (finding["path"], "bold"),
        place,
        (finding["rule"], "bold"),
        f" {finding['message']}",
    )


def _went(finding: FindingMessage, how: tuple[str, str]) -> Text:
    return styled(
        how,
        " ",
        (finding["path"], "bold"),
        f":{finding['start_line']} {finding['rule']}",
    )


def _what_was_checked(event: EventMessage) -> str:
    if event["path"] is not None:
        return event["path"]
    files = event["detail"].get("files")
    return count(files, "file") if isinstance(files, int) else "checked"
