"""`tinyarmsctl status`."""

import click

from tinyarms_daemon import __version__
from tinyarms_daemon.domain.errors import NotRunning
from tinyarms_daemon.faces.cli.options import json_option, only_new_option
from tinyarms_daemon.faces.cli.session import Session
from tinyarms_daemon.faces.cli.toolbox import Need


@click.command(epilog="Example: tinyarmsctl status --json")
@only_new_option
@json_option
@click.pass_obj
def status(session: Session, only_new: bool, as_json: bool) -> int:
    """Show how everything stands.

    Without a daemon it shows what the database knows, and ends with status 3.
    """
    with session.toolbox.service(Need.READ) as service:
        message = service.status(only_new=only_new)
    running = message["daemon"]["version"]
    if running is not None and running != __version__:
        session.screen.note(
            f"The daemon is version {running}, this tinyarmsctl {__version__}: "
            f"'{session.command('restart')}' makes the daemon this one."
        )
    if as_json:
        session.screen.document(message)
    else:
        from tinyarms_daemon.faces.cli.pages.status import show_status

        show_status(session, message)
    return 0 if message["daemon"]["running"] else NotRunning.exit_status
