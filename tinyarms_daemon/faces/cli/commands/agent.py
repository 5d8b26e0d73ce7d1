"""The life of the agent: `install`, `uninstall`, `start`, `stop`, `restart`."""

import click

from tinyarms_daemon.domain.system.agent import AgentFormat, AgentOutcome
from tinyarms_daemon.faces.cli.session import Session

_format = click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in AgentFormat]),
    help="Whose description it is; this platform's own unless said.",
)


@click.command(epilog="Example: tinyarmsctl install --dry-run")
@click.option("--dry-run", is_flag=True, help="Print what would be written, and do nothing.")
@_format
@click.pass_obj
def install(session: Session, dry_run: bool, form: str | None) -> int:
    """Have the daemon start at login, and start it now.

    A launchd agent on macOS, a systemd user unit on Linux. It is restarted after a crash. Run it
    again after an upgrade of Python or of tinyarms, or to take another --home or --config.
    """
    chosen = None if form is None else AgentFormat(form)
    if dry_run:
        click.echo(session.toolbox.agent_text(chosen), nl=False)
        return 0
    return _told(session, session.toolbox.agent(chosen).install())


@click.command(epilog="Example: tinyarmsctl uninstall --purge")
@click.option("--purge", is_flag=True, help="Remove the home as well: every finding and log.")
@click.pass_obj
def uninstall(session: Session, purge: bool) -> int:
    """Stop the agent for good.

    What it found is kept, unless --purge says otherwise.
    """
    return _told(session, session.toolbox.agent(None).uninstall(purge=purge))


@click.command(epilog="Example: tinyarmsctl start")
@click.pass_obj
def start(session: Session) -> int:
    """Start the installed agent; returns when it answers."""
    return _told(session, session.toolbox.agent(None).start())


@click.command(epilog="Example: tinyarmsctl stop")
@click.pass_obj
def stop(session: Session) -> int:
    """End the daemon; what it is at is taken up at the next start."""
    return _told(session, session.toolbox.agent(None).stop())


@click.command(epilog="Example: tinyarmsctl restart")
@click.pass_obj
def restart(session: Session) -> int:
    """End the daemon and start it again."""
    return _told(session, session.toolbox.agent(None).restart())


def _told(session: Session, outcome: AgentOutcome) -> int:
    session.screen.line(outcome.done)
    for remark in outcome.remarks:
        session.screen.note(remark)
    return 0
