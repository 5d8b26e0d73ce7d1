"""`tinyarmsctl jobs`: what waits, what runs, and what went wrong."""

import click

from tinyarms_daemon.control.messages import JobMessage
from tinyarms_daemon.faces.cli.options import RECORD_ID, json_option
from tinyarms_daemon.faces.cli.pages.jobs import job_row, show_job
from tinyarms_daemon.faces.cli.session import Session, unless_subcommand
from tinyarms_daemon.faces.cli.toolbox import Need

_job_argument = click.argument("job_id", metavar="ID", type=RECORD_ID)


@click.group(invoke_without_command=True, epilog="Example: tinyarmsctl jobs show 12")
@json_option
@unless_subcommand
def jobs(session: Session, as_json: bool) -> None:
    """List the jobs: queued, running, deferred, failed.

    The most urgent come first.
    """
    screen = session.screen
    with session.toolbox.service(Need.READ) as service:
        messages = service.jobs()
    if as_json:
        screen.document({"jobs": messages})
    elif not messages:
        screen.line("Nothing is running and nothing waits.")
    else:
        with screen.paged():
            screen.table([job_row(job, session.toolbox.now()) for job in messages], right=(0, 4))


@jobs.command(epilog="Example: tinyarmsctl jobs show 12 --json")
@_job_argument
@json_option
@click.pass_obj
def show(session: Session, job_id: int, as_json: bool) -> None:
    """Show the job ID, even when it has ended."""
    with session.toolbox.service(Need.READ) as service:
        job = service.job(job_id)
    if as_json:
        session.screen.document(job)
    else:
        with session.screen.paged():
            show_job(session.screen, job, session.toolbox.now())


@jobs.command(epilog="Example: tinyarmsctl jobs cancel 12")
@_job_argument
@json_option
@click.pass_obj
def cancel(session: Session, job_id: int, as_json: bool) -> None:
    """Take back what of the job ID has not begun; the file being checked ends first."""
    with session.toolbox.service(Need.DAEMON) as service:
        job = service.cancel_job(job_id)
    _told(session, job, as_json=as_json, now=job["state"])


@jobs.command(epilog="Example: tinyarmsctl jobs retry 12")
@_job_argument
@json_option
@click.pass_obj
def retry(session: Session, job_id: int, as_json: bool) -> None:
    """Try what of the job ID failed, or waits for its next try, now.

    Without a daemon it is tried by the next one that starts.
    """
    with session.toolbox.service(Need.WRITE) as service:
        job = service.retry_job(job_id)
    _told(session, job, as_json=as_json, now="to be tried again")


def _told(session: Session, job: JobMessage, *, as_json: bool, now: str) -> None:
    if as_json:
        session.screen.document(job)
    else:
        session.screen.line(f"Job {job['id']} ({job['repository']}) is {now}.")
