"""`tinyarmsctl dashboard`: the daemon's page in the browser."""

import sys
import threading
from contextlib import suppress

import click

from tinyarms_daemon.domain.errors import NotRunning
from tinyarms_daemon.faces.cli.own_daemon import own_daemon, require_alive
from tinyarms_daemon.faces.cli.screen import is_terminal
from tinyarms_daemon.faces.cli.session import Session

_LOOK_SECONDS = 1.0  # so that the end of the daemon is seen soon


@click.command(epilog="Example: tinyarmsctl dashboard --no-open")
@click.option("--no-open", is_flag=True, help="Only print the address.")
@click.pass_obj
def dashboard(session: Session, no_open: bool) -> None:
    """Open the daemon's page in the browser.

    The daemon serves it to this machine alone. The address opens it once, within two minutes; the
    page shows what runs, what waits, findings with their source, and headroom over time. Where no
    daemon runs, one does as long as this command, until Ctrl-C.
    """
    try:
        _open(session, no_open=no_open)
    except NotRunning:
        with suppress(KeyboardInterrupt), own_daemon(session) as daemon:
            _open(session, no_open=no_open)
            session.screen.note("A daemon runs as long as this command does. Ctrl-C ends both.")
            while True:
                threading.Event().wait(_LOOK_SECONDS)
                require_alive(session, daemon)


def _open(session: Session, *, no_open: bool) -> None:
    address = session.toolbox.open_dashboard()
    click.echo(address)
    if not no_open and is_terminal(sys.stdout):
        import webbrowser

        if not webbrowser.open(address):
            session.screen.note("No browser could be opened; open the address yourself.")
