"""`tinyarmsctl headroom` and `tinyarmsctl why`: what the machine can bear, and why work waits."""

import threading
from collections.abc import Callable

import click

from tinyarms_daemon.faces.cli.options import RECORD_ID, json_option
from tinyarms_daemon.faces.cli.session import Session
from tinyarms_daemon.faces.cli.toolbox import Need

_WATCH_SECONDS = 2.0


@click.command(epilog="Example: tinyarmsctl headroom --watch")
@click.option("--watch", is_flag=True, help="Look again every two seconds, until Ctrl-C.")
@json_option
@click.pass_obj
def headroom(session: Session, watch: bool, as_json: bool) -> None:
    """Show what the machine has to spare for models.

    With --json and --watch each look is a document on a line of its own.
    """
    if not watch:
        with session.screen.paged():
            _show(session, session.screen.document if as_json else None)
        return
    try:
        while True:
            if not as_json and session.screen.out.is_terminal:
                session.screen.out.clear()
            _show(session, session.screen.streamed if as_json else None)
            threading.Event().wait(_WATCH_SECONDS)
    except KeyboardInterrupt:
        return


@click.command(epilog="Example: tinyarmsctl why 12")
@click.argument("job_id", metavar="JOB", type=RECORD_ID)
@json_option
@click.pass_obj
def why(session: Session, job_id: int, as_json: bool) -> None:
    """Show every decision about the JOB, and what it waits for.

    With -v each decision comes with the readings that it was made from.
    """
    with session.toolbox.service(Need.READ) as service:
        message = service.why(job_id)
    if as_json:
        session.screen.document(message)
    else:
        from tinyarms_daemon.faces.cli.pages.headroom import show_why

        with session.screen.paged():
            show_why(session, message)


def _show(session: Session, as_document: Callable[[object], None] | None) -> None:
    """The readings of now: for people, or as the document that the function given writes."""
    with session.toolbox.service(Need.READ) as service:
        message = service.headroom()
    if as_document is not None:
        as_document(message)
    else:
        from tinyarms_daemon.faces.cli.pages.headroom import show_headroom

        show_headroom(session, message)
