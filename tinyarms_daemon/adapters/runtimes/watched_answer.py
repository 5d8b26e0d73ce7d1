"""An HTTP answer that is read while somebody looks whether it is still wanted."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

from tinyarms_daemon.domain.errors import TinyarmsError

# How long a request goes on at most after it is no longer wanted. Chosen: a token of a large model
# takes as long.
_LOOK_SECONDS = 0.05


class WatchedAnswer:
    """Shuts the connection of a request that is to stop, or that took too long.

    Ollama sends not even a header before the first token, so whoever waits for one can only be
    woken from outside. `follow` is told the socket.
    """

    def __init__(self, should_stop: Callable[[], bool], total_seconds: float) -> None:
        self._should_stop = should_stop
        self._deadline = time.monotonic() + total_seconds
        self._socket: socket.socket | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, name="answer")
        self.was_stopped = False
        self.was_late = False

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    def follow(self, connected: socket.socket) -> None:
        """Shut this one when it is time."""
        self._socket = connected

    def _look(self) -> None:
        while not self._ended.wait(_LOOK_SECONDS):
            with suppress(TinyarmsError):  # a store that cannot be read for a moment ends nothing
                self.was_stopped = self.was_stopped or self._should_stop()
            self.was_late = time.monotonic() >= self._deadline
            if (self.was_stopped or self.was_late) and self._socket is not None:
                with suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)
