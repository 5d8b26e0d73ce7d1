"""The daemon that runs, or one for as long as a command does."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tinyarms_daemon.domain.errors import NotRunning, Unavailable
from tinyarms_daemon.faces.cli.session import Session
from tinyarms_daemon.faces.cli.toolbox import DaemonProcess, Need

_INTERRUPT_GRACE_SECONDS = 0.5


@contextmanager
def own_daemon(session: Session) -> Iterator[DaemonProcess]:
    """Start a daemon that ends with the block. UsageError where one already runs.

    SIGTERM ends the block as Ctrl-C does, by a KeyboardInterrupt.
    """
    with _ended_by_signals():
        daemon = session.toolbox.start_daemon()
        try:
            yield daemon
        finally:
            daemon.stop()


@contextmanager
def running_or_own_daemon(session: Session) -> Iterator[DaemonProcess | None]:
    """None where a daemon answers, which the block leaves as it is; else `own_daemon`."""
    if _is_answered(session):
        with _ended_by_signals():
            yield None
    else:
        with own_daemon(session) as daemon:
            yield daemon


def _is_answered(session: Session) -> bool:
    """Whether a daemon answers. One that starts is waited for, and so is another command that
    works in the home, which ends."""
    try:
        with session.toolbox.service(Need.DAEMON):
            return True
    except NotRunning:
        return False


def require_alive(session: Session, daemon: DaemonProcess | None) -> None:
    """Unavailable where our own daemon has ended by itself. Ctrl-C reaches it too, and its end may
    be seen here first: hence the wait."""
    if daemon is None or daemon.is_alive():
        return
    threading.Event().wait(_INTERRUPT_GRACE_SECONDS)
    logs = session.toolbox.home / "logs"
    raise Unavailable(f"The daemon has ended by itself; {logs} may tell why.")


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """SIGTERM ends as Ctrl-C does, and Ctrl-C does so even where a shell had it ignored."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {
        number: signal.signal(number, signal.default_int_handler)
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
