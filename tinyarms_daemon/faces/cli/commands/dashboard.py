"""`tinyarmsctl dashboard`: the daemon's page in the browser."""

import sys

import click

from tinyarms_daemon.faces.cli.screen import is_terminal
from tinyarms_daemon.faces.cli.session import Session


@click.command(epilog="Example: tinyarmsctl dashboard --no-open")
@click.option("--no-open", is_flag=True, help="Only print the address.")
@click.pass_obj
def dashboard(session: Session, no_open: bool) -> None:
    """Open the daemon's page in the browser.

    The daemon serves it to this machine alone. The address opens it once, within two minutes; the
    page shows what runs, what waits, findings with their source, and headroom over time.
    """
    address = session.toolbox.open_dashboard()
    click.echo(address)
    if not no_open and is_terminal(sys.stdout):
        import webbrowser

        if not webbrowser.open(address):
            session.screen.note("No browser could be opened; open the address yourself.")
