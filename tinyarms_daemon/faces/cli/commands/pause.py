"""`tinyarmsctl pause` and `tinyarmsctl resume`."""

from datetime import timedelta

import click

from tinyarms_daemon.faces.cli.moments import DURATION, as_iso, upcoming
from tinyarms_daemon.faces.cli.session import Session
from tinyarms_daemon.faces.cli.toolbox import Need


@click.command(epilog="Example: tinyarmsctl pause --for 2h")
@click.option("--for", "duration", type=DURATION, help="How long, for instance 2h; else for good.")
@click.pass_obj
def pause(session: Session, duration: timedelta | None) -> None:
    """Take up no model work for a while.

    The question being answered ends first. Saves are still checked by the rules that need no
    model.
    """
    with session.toolbox.service(Need.DAEMON) as service:
        service.pause(seconds=duration.total_seconds() if duration else None)
    session.screen.line(f"Model work is paused until {_end(session, duration)}.")


def _end(session: Session, duration: timedelta | None) -> str:
    if duration is None:
        return f"'{session.command('resume')}'"
    now = session.toolbox.now()
    return upcoming(as_iso(now + duration), now)


@click.command(epilog="Example: tinyarmsctl resume")
@click.pass_obj
def resume(session: Session) -> None:
    """Take up model work again."""
    with session.toolbox.service(Need.DAEMON) as service:
        service.resume()
    session.screen.line("Model work goes on.")
