"""Ending a server whose loop was woken just then by somebody else."""

import threading
from collections.abc import Callable
from types import SimpleNamespace

from tinyarms_daemon.control.serving import end_server

_LONG_ENOUGH_SECONDS = 0.05


class HastyLoop:
    """Runs what it is handed at once, as a loop does that another request has just woken."""

    def __init__(self) -> None:
        self.closed_before_the_pull = False
        self._handed: Callable[[], None] = lambda: None
        self._has_work = threading.Event()
        self._has_closed = threading.Event()
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def pull_trigger(self, thunk: Callable[[], None]) -> None:
        """Hand over first and write then, as waitress does."""
        self._handed = thunk
        self._has_work.set()
        self.closed_before_the_pull = self._has_closed.wait(_LONG_ENOUGH_SECONDS)

    def _run(self) -> None:
        self._has_work.wait()
        self._handed()
        self._has_closed.set()


def test_nothing_is_closed_before_the_trigger_has_been_pulled() -> None:
    loop = HastyLoop()
    server = SimpleNamespace(task_dispatcher=SimpleNamespace(shutdown=lambda: None), trigger=loop)

    end_server(server, {}, loop.thread)

    assert not loop.closed_before_the_pull
    assert not loop.thread.is_alive()
