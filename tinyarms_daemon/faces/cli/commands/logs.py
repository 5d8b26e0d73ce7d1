"""`tinyarmsctl logs`."""

import click

from tinyarms_daemon.faces.cli.options import WholeNumber, json_option
from tinyarms_daemon.faces.cli.pages.log import log_entry, log_line
from tinyarms_daemon.faces.cli.session import Session

_USUAL_LINES = 40


@click.command(epilog="Example: tinyarmsctl logs -f")
@click.option("-f", "--follow", is_flag=True, help="Go on with what comes, until Ctrl-C.")
@click.option(
    "-n",
    "--lines",
    type=WholeNumber(0, 1_000_000),
    default=_USUAL_LINES,
    show_default=True,
    help="How many of the newest lines.",
)
@json_option
@click.pass_obj
def logs(session: Session, follow: bool, lines: int, as_json: bool) -> None:
    """Show what the daemon has logged.

    Times are local. Logs hold names, hashes and counts, never code. With --json and --follow each
    entry is a document on a line of its own.
    """
    if as_json and not follow:
        entries = [log_entry(line) for line in session.toolbox.log_lines(lines, follow=False)]
        session.screen.document({"entries": entries})
        return
    is_silent = lines > 0
    try:
        for line in session.toolbox.log_lines(lines, follow=follow):
            is_silent = False
            if as_json:
                session.screen.streamed(log_entry(line))
            else:
                session.screen.line(log_line(line), hanging=2)
    except KeyboardInterrupt:  # how one ends it
        return
    if is_silent:
        session.screen.note("The daemon has logged nothing yet.")
