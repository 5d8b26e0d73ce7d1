"""`tinyarmsctl hook`: findings are told before they are committed."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

from tinyarms_daemon.domain.errors import TinyarmsError
from tinyarms_daemon.domain.rule import Severity
from tinyarms_daemon.faces.cli.finding_text import show_findings
from tinyarms_daemon.faces.cli.findings_message import has_at_least, is_open, restricted
from tinyarms_daemon.faces.cli.options import fail_on_option
from tinyarms_daemon.faces.cli.session import Session

_FINDINGS_FOUND = 1
# Chosen: longer than 5 s in all, people switch a hook off; git and the end of it take some. The
# check has to end before.
_LONGEST_SECONDS = 4.3
_CHECK_SECONDS = 3.6
_LEAST_SECONDS = 0.5


@click.group(epilog="Example: tinyarmsctl hook install ~/code/shop")
def hook() -> None:
    """Check what is staged before each git commit."""


@hook.command(epilog="Example: tinyarmsctl hook install ~/code/shop --fail-on error")
@click.argument("path", type=click.Path(exists=True, file_okay=False), default=os.curdir)
@fail_on_option
@click.pass_obj
def install(session: Session, path: str, fail_on: str) -> int:
    """Have git check what is staged in PATH before each commit.

    A hook that is there already is kept and runs first. The check takes 5 seconds at most, needs
    no daemon and no model, and when it fails itself the commit goes on.
    """
    home = [] if session.home is None else ["--home", str(session.home)]
    arguments = [*home, "hook", "run", "--fail-on", fail_on]
    hook = session.toolbox.install_hook(path, arguments)
    session.screen.line(f"Installed {hook.path}.")
    if hook.kept is not None:
        session.screen.line(f"The hook that was there runs first: {hook.kept}.")
    if hook.is_shared:
        session.screen.note(
            "Your core.hooksPath is set for all repositories, so this hook runs in all of them."
        )
    return 0


@hook.command(epilog="Example: tinyarmsctl hook remove ~/code/shop")
@click.argument("path", type=click.Path(exists=True, file_okay=False), default=os.curdir)
@click.pass_obj
def remove(session: Session, path: str) -> int:
    """Take the hook of PATH away; the one that was there before comes back."""
    hook = session.toolbox.remove_hook(path)
    if hook is None:
        session.screen.line("No hook of tinyarms is installed there.")
    else:
        session.screen.line(f"Removed {hook.path}.")
    return 0


@hook.command(epilog="Example: tinyarmsctl hook run --fail-on error")
@fail_on_option
@click.pass_obj
def run(session: Session, fail_on: str) -> int:
    """Check what is staged here, as the hook does."""
    spent_seconds = _since_start(session)
    try:
        with _interrupted_after(max(_LEAST_SECONDS, _LONGEST_SECONDS - spent_seconds)):
            return _check(session, fail_on, max(_LEAST_SECONDS, _CHECK_SECONDS - spent_seconds))
    except _TimeIsUp:
        session.screen.note("tinyarms: no time to check what is staged; the commit goes on.")
    except TinyarmsError as error:
        for line in f"{error} The commit goes on.".splitlines():
            session.screen.note(f"tinyarms: {line}")
    return 0


def _since_start(session: Session) -> float:
    """How long this process has run: who waits for the commit waits for its loading, too."""
    import psutil

    return max(0.0, session.toolbox.now().timestamp() - psutil.Process().create_time())


def _check(session: Session, fail_on: str, limit_seconds: float) -> int:
    toolbox = session.toolbox
    message = toolbox.scan_staged(os.getcwd(), (), lambda _: None, limit_seconds)
    dismissed = toolbox.dismissed_fingerprints(message["roots"][0]) if message["findings"] else ()
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


class _TimeIsUp(BaseException):
    """Raised in the midst of whatever takes too long; no handler of errors may hold it up."""


@contextmanager
def _interrupted_after(seconds: float) -> Iterator[None]:
    """Raise _TimeIsUp in the block when the time is over; only the main thread can be."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise _TimeIsUp

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
