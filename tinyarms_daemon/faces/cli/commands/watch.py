"""`tinyarmsctl watch`: a daemon for as long as this command runs, and what it finds."""

from pathlib import Path

import click

from tinyarms_daemon.control.messages import JobMessage
from tinyarms_daemon.control.service import Service
from tinyarms_daemon.domain.errors import TinyarmsError
from tinyarms_daemon.faces.cli.follow import follow
from tinyarms_daemon.faces.cli.own_daemon import own_daemon, require_alive
from tinyarms_daemon.faces.cli.pages.report import show_report
from tinyarms_daemon.faces.cli.progress import WithoutTerminal
from tinyarms_daemon.faces.cli.repository_folder import (
    configuration_problems,
    folder_notes,
    repository_folder,
)
from tinyarms_daemon.faces.cli.session import Session
from tinyarms_daemon.faces.cli.toolbox import DaemonProcess, Need
from tinyarms_daemon.faces.cli.watch_events import CLOCK_CELLS, EventLines

_POLL_SECONDS = 1.0  # so that the end of the daemon is seen soon
_NEWEST = -1


@click.command(epilog="Example: tinyarmsctl watch ~/code/shop")
@click.argument("path", type=click.Path(), default=".")
@click.option("--once", is_flag=True, help="End after the first scan.")
@click.pass_obj
def watch(session: Session, path: str, once: bool) -> None:
    """Scan PATH, then tell at each save what changed.

    A daemon runs as long as this command does. Ctrl-C ends both.
    """
    root = repository_folder(path)
    with own_daemon(session) as daemon, session.toolbox.service(Need.DAEMON) as service:
        _run(session, service, daemon, root, once=once)


def _run(
    session: Session, service: Service, daemon: DaemonProcess, root: Path, *, once: bool
) -> None:
    screen = session.screen
    for notice in session.toolbox.notices():
        screen.line(notice)
    job = _requested(session, service, root)
    screen.lines(configuration_problems(service, job["repository"]))
    job = follow(service, job, screen, WithoutTerminal.LINES)
    newest = service.events(after=_NEWEST, wait_seconds=0)
    show_report(session, service, job)
    if once:
        return
    screen.line()
    screen.line(f"Watching {job['repository']} ({root}). Ctrl-C ends.")
    last_id = newest[-1]["id"] if newest else 0
    try:
        _follow_events(session, service, daemon, EventLines(job["repository"]), last_id)
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
    session: Session, service: Service, daemon: DaemonProcess, lines: EventLines, last_id: int
) -> None:
    """Print events until interrupted. Unavailable where the daemon ends by itself."""
    while True:
        try:
            events = service.events(after=last_id, wait_seconds=_POLL_SECONDS)
        except TinyarmsError:
            require_alive(session, daemon)
            raise
        session.screen.lines(lines.lines(events), hanging=CLOCK_CELLS)
        if events:
            last_id = events[-1]["id"]
        else:
            require_alive(session, daemon)
