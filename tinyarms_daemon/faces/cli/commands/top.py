"""`tinyarmsctl top`: a live view."""

from collections.abc import Callable

import click
from rich.console import Group
from rich.live import Live

from tinyarms_daemon.control.messages import EventMessage
from tinyarms_daemon.control.service import Service
from tinyarms_daemon.faces.cli.pages.top import top_lines
from tinyarms_daemon.faces.cli.screen import Screen
from tinyarms_daemon.faces.cli.session import Session
from tinyarms_daemon.faces.cli.toolbox import Need

_REFRESH_SECONDS = 2.0
_MOST_EVENTS = 40
_NEWEST = -1


@click.command(epilog="Example: tinyarmsctl top")
@click.pass_obj
def top(session: Session) -> None:
    """Watch the queue, the headroom and what is found, live.

    Ctrl-C ends it. Where there is no terminal, one view is printed.
    """
    screen = session.screen
    with session.toolbox.service(Need.DAEMON) as service:
        events = _latest(service)

        def view() -> Group:
            lines = top_lines(
                service.status(),
                service.jobs(),
                events,
                now=session.toolbox.now(),
                height=screen.out.height - 1 if screen.out.is_terminal else _MOST_EVENTS,
            )
            for line in lines:
                line.truncate(screen.out.width, overflow="ellipsis")
            return Group(*lines)

        if screen.out.is_terminal:
            _follow(service, screen, view, events)
        else:
            screen.lines(view().renderables)  # type: ignore[arg-type]


def _latest(service: Service) -> list[EventMessage]:
    newest = service.events(after=_NEWEST, wait_seconds=0)
    if not newest:
        return []
    return service.events(after=max(0, newest[-1]["id"] - _MOST_EVENTS), wait_seconds=0) or newest


def _follow(
    service: Service, screen: Screen, view: Callable[[], Group], events: list[EventMessage]
) -> None:
    last_id = events[-1]["id"] if events else 0
    try:
        with Live(view(), console=screen.out, screen=True, auto_refresh=False) as live:
            while True:
                came = service.events(after=last_id, wait_seconds=_REFRESH_SECONDS)
                if came:
                    last_id = came[-1]["id"]
                    events[:] = [*events, *came][-_MOST_EVENTS:]
                live.update(view(), refresh=True)
    except KeyboardInterrupt:
        return
