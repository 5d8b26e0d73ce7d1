"""`tinyarmsctl watch`: what a daemon finds, told as it comes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.text import Text

from tinyarms_daemon.control.messages import EventMessage, FindingMessage, JobMessage
from tinyarms_daemon.control.service import Service
from tinyarms_daemon.domain.errors import TinyarmsError
from tinyarms_daemon.domain.findings.event import EventKind
from tinyarms_daemon.faces.cli.counting import count
from tinyarms_daemon.faces.cli.follow import follow
from tinyarms_daemon.faces.cli.moments import local_clock
from tinyarms_daemon.faces.cli.own_daemon import require_alive, running_or_own_daemon
from tinyarms_daemon.faces.cli.pages.report import show_report
from tinyarms_daemon.faces.cli.rendering import severity, styled
from tinyarms_daemon.faces.cli.repository_folder import (
    configuration_problems,
    folder_notes,
    repository_folder,
)
from tinyarms_daemon.faces.cli.session import Session
from tinyarms_daemon.faces.cli.toolbox import DaemonProcess, Need

_POLL_SECONDS = 1.0  # so that the end of the daemon is seen soon
_NEWEST = -1
_MOST_CHANGES = 20  # of one check: as many as a person reads, whatever a switch of branches brings
_CLOCK_CELLS = len("12:00:00 ")
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


class _EventLines:
    """Turns events into lines, and remembers how many changes each check has brought."""

    def __init__(self, repository: str) -> None:
        self._repository = repository
        self._changes: Counter[int | None] = Counter()

    def lines(self, events: Sequence[EventMessage]) -> Iterator[Text]:
        """A line for each change, as far as a check has not too many, and one for a check that
        changed nothing."""
        for event in events:
            if event["repository"] != self._repository:
                continue
            told = self._told(event)
            if told is not None:
                yield styled((f"{local_clock(event['at'])} ", "dim"), told)

    def _told(self, event: EventMessage) -> Text | None:
        finding, kind = event["finding"], event["kind"]
        if finding is not None and kind in _CHANGES:
            self._changes[event["job"]] += 1
            if self._changes[event["job"]] > _MOST_CHANGES:
                return None
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
        changes = self._changes.pop(event["job"], 0)
        if changes > _MOST_CHANGES:
            return styled((f"and {count(changes - _MOST_CHANGES, 'change')} more", "dim"))
        if changes:
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
        how, " ", (finding["path"], "bold"), f":{finding['start_line']} {finding['rule']}"
    )


def _what_was_checked(event: EventMessage) -> str:
    if event["path"] is not None:
        return event["path"]
    files = event["detail"].get("files")
    return count(files, "file") if isinstance(files, int) else "checked"


@click.command(epilog="Example: tinyarmsctl watch ~/code/shop")
@click.argument("path", type=click.Path(), default=".")
@click.option("--once", is_flag=True, help="End after the first scan.")
@click.pass_obj
def watch(session: Session, path: str, once: bool) -> None:
    """Scan PATH, then tell at each save what changed.

    Where no daemon runs, one does as long as this command: Ctrl-C ends both. One that runs already
    is asked to watch PATH, and goes on.
    """
    root = repository_folder(path)
    with running_or_own_daemon(session) as daemon, session.toolbox.service(Need.DAEMON) as service:
        _run(session, service, daemon, root, once=once)


def _run(
    session: Session, service: Service, daemon: DaemonProcess | None, root: Path, *, once: bool
) -> None:
    screen = session.screen
    for notice in session.toolbox.notices():
        screen.line(notice)
    job = _requested(session, service, root)
    screen.lines(configuration_problems(service, job["repository"]))
    job = follow(service, job, session.toolbox, screen, tells_lines=True)
    newest = service.events(after=_NEWEST, wait_seconds=0)
    show_report(session, service, job)
    if once:
        return
    screen.line()
    goes_on = "" if daemon is not None else " The daemon goes on."
    screen.line(f"Watching {job['repository']} ({root}). Ctrl-C ends.{goes_on}")
    last_id = newest[-1]["id"] if newest else 0
    try:
        _follow_events(session, service, daemon, _EventLines(job["repository"]), last_id)
    except KeyboardInterrupt:
        screen.line()
        screen.line("Ended.")


def _requested(session: Session, service: Service, root: Path) -> JobMessage:
    """The job of the first scan, of a repository that is new or already watched."""
    watched_root = session.toolbox.watched_root_of(root)
    for note in folder_notes(root, watched_root):
        session.screen.line(note)
    if watched_root is None:
        return service.add_repository(str(root), None)
    return service.request_scan({"paths": [watched_root]})[0]


def _follow_events(
    session: Session,
    service: Service,
    daemon: DaemonProcess | None,
    lines: _EventLines,
    last_id: int,
) -> None:
    """Print events until interrupted. Unavailable where the daemon ends by itself."""
    while True:
        try:
            events = service.events(after=last_id, wait_seconds=_POLL_SECONDS)
        except TinyarmsError:
            require_alive(session, daemon)
            raise
        session.screen.lines(lines.lines(events), hanging=_CLOCK_CELLS)
        if events:
            last_id = events[-1]["id"]
        else:
            require_alive(session, daemon)
