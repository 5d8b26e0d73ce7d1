"""`tinyarmsctl hook`: findings are told before they are committed."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType

import click

from tinyarms_daemon.control.messages import FindingsMessage
from tinyarms_daemon.domain.errors import TimeIsUp, TinyarmsError
from tinyarms_daemon.domain.findings.finding import FindingStatus
from tinyarms_daemon.domain.findings.rule import Severity
from tinyarms_daemon.faces.cli.finding_text import show_findings
from tinyarms_daemon.faces.cli.findings_message import has_at_least, is_open, restricted
from tinyarms_daemon.faces.cli.moments import DURATION
from tinyarms_daemon.faces.cli.options import fail_on_option
from tinyarms_daemon.faces.cli.session import Session

_FINDINGS_FOUND = 1
# Of what the hook may take, git, Python's start and telling need this much, and concluding this.
_AROUND_SECONDS = 1.0
_CONCLUDING_SECONDS = 0.7
_LEAST_SECONDS = 0.5

_within_option = click.option(
    "--within",
    type=DURATION,
    default="5s",
    show_default=True,
    help="How long a commit may be held up; what could not be checked by then goes on.",
)


@click.group(epilog="Example: tinyarmsctl hook install ~/code/shop")
def hook() -> None:
    """Check what is staged before each git commit."""


@hook.command(epilog="Example: tinyarmsctl hook install ~/code/shop --fail-on error")
@click.argument("path", type=click.Path(exists=True, file_okay=False), default=os.curdir)
@fail_on_option
@_within_option
@click.pass_obj
def install(session: Session, path: str, fail_on: str, within: timedelta) -> None:
    """Have git check what is staged in PATH before each commit.

    What the last commit has already stops no commit. A hook that is there already is kept and runs
    first. The check takes 5 seconds at most, needs no daemon and no model, and when it fails itself
    the commit goes on.
    """
    home = [] if session.home is None else ["--home", str(session.home)]
    limit = ["--within", f"{within.total_seconds():g}s"]
    arguments = [*home, "hook", "run", "--fail-on", fail_on, *limit]
    hook = session.toolbox.install_hook(path, arguments)
    session.screen.line(f"Installed {hook.path}.")
    if hook.kept is not None:
        session.screen.line(f"The hook that was there runs first: {hook.kept}.")
    if hook.is_shared:
        session.screen.note(
            "Your core.hooksPath is set for all repositories, so this hook runs in all of them."
        )


@hook.command(epilog="Example: tinyarmsctl hook remove ~/code/shop")
@click.argument("path", type=click.Path(exists=True, file_okay=False), default=os.curdir)
@click.pass_obj
def remove(session: Session, path: str) -> None:
    """Take the hook of PATH away; the one that was there before comes back."""
    hook = session.toolbox.remove_hook(path)
    if hook is None:
        session.screen.line("No hook of tinyarms is installed there.")
    else:
        session.screen.line(f"Removed {hook.path}.")


@hook.command(epilog="Example: tinyarmsctl hook run --fail-on error")
@fail_on_option
@_within_option
@click.pass_obj
def run(session: Session, fail_on: str, within: timedelta) -> int:
    """Check what is staged here, as the hook does."""
    left = within.total_seconds() - _AROUND_SECONDS - session.seconds_so_far()
    for_files = timedelta(seconds=max(_LEAST_SECONDS, left - _CONCLUDING_SECONDS))
    try:
        with _interrupted_after(max(_LEAST_SECONDS, left)):
            until = session.toolbox.now() + for_files
            message = session.toolbox.scan_staged(
                os.getcwd(), (), lambda *_: None, until, only_brought_in=True
            )
        return _told(session, message, fail_on)
    except TimeIsUp:
        session.screen.note("tinyarms: no time to check what is staged; the commit goes on.")
    except TinyarmsError as error:
        for line in f"{error} The commit goes on.".splitlines():
            session.screen.note(f"tinyarms: {line}")
    return 0


def _told(session: Session, message: FindingsMessage, fail_on: str) -> int:
    dismissed = _dismissed_fingerprints(session, message)
    message = restricted(
        message, lambda finding: is_open(finding) and finding["fingerprint"] not in dismissed
    )
    fails = fail_on != "never" and has_at_least(message["findings"], Severity(fail_on))
    if message["findings"]:
        show_findings(session.screen, message, "staged")
    for skip in message["skipped"]:
        session.screen.note(f"tinyarms: {skip['path']} was not checked: {skip['reason']}.")
    if fails:
        session.screen.note("`git commit --no-verify` commits all the same.")
    return _FINDINGS_FOUND if fails else 0


def _dismissed_fingerprints(session: Session, message: FindingsMessage) -> set[str]:
    if not message["findings"]:
        return set()
    stored = session.toolbox.stored_findings(message["roots"][0], [FindingStatus.DISMISSED])
    return {finding["fingerprint"] for finding in stored}


@contextmanager
def _interrupted_after(seconds: float) -> Iterator[None]:
    """Raise TimeIsUp in the block when the time is over; only the main thread can be."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise TimeIsUp

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
