"""The server of the page: it listens while somebody looks, and not before."""

import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from tinyarms_daemon.control.serving import Application, Serving
from tinyarms_daemon.domain.errors import Unavailable
from tinyarms_daemon.faces.dashboard.application import DashboardApplication
from tinyarms_daemon.faces.dashboard.door import Door
from tinyarms_daemon.ports.clock import Clock
from tinyarms_daemon.ports.timer import Timer

_ADDRESS = "127.0.0.1"
_THREADS = 6
_MOST_REQUEST_BYTES = 100_000
_TIMER_KEY = "dashboard"


class DashboardHost:
    """Listens from the first `open` on, until nobody has asked for `idle`, or `close`."""

    def __init__(
        self,
        *,
        control: Callable[[], Application],
        clock: Clock,
        timer: Timer,
        port: int,
        idle: timedelta,
    ) -> None:
        self._control = control
        self._clock = clock
        self._timer = timer
        self._port = port
        self._idle = idle
        self._running: _Running | None = None
        self._asked_at = clock.now()
        self._lock = threading.Lock()

    def open(self) -> str:
        """An address that opens the page once. Unavailable where the port is taken."""
        with self._lock:
            if self._running is None:
                self._running = self._start()
            self._touch()
            self._timer.wake_at(_TIMER_KEY, self._clock.now() + self._idle, self._look)
            token = self._running.door.token(self._clock.now())
            return f"http://{_ADDRESS}:{self._running.port}/?token={token}"

    def close(self) -> None:
        """Listen no more."""
        with self._lock:
            running, self._running = self._running, None
        if running is not None:
            running.close()

    def _start(self) -> "_Running":
        try:
            return _Running(self._port, self._control(), self._clock, self._touch)
        except OSError as error:
            raise Unavailable(
                f"The dashboard cannot listen on port {self._port} ({error.strerror}); "
                "choose another as dashboard.port, or 0 for any."
            ) from error

    def _touch(self) -> None:
        self._asked_at = self._clock.now()

    def _look(self) -> None:
        """Close, or look again when it may have become idle."""
        due: datetime = self._asked_at + self._idle
        if self._clock.now() >= due:
            self.close()
        elif self._running is not None:
            self._timer.wake_at(_TIMER_KEY, due, self._look)


def _listening(port: int) -> socket.socket:
    """Bound here, since a server that fails to bind leaves its threads behind. OSError."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((_ADDRESS, port))
    except OSError:
        bound.close()
        raise
    return bound


class _Running:
    """The page behind its door, where it listens."""

    def __init__(
        self, port: int, control: Application, clock: Clock, on_request: Callable[[], None]
    ) -> None:
        bound = _listening(port)
        self.port = int(bound.getsockname()[1])
        self.door = Door(self.port)
        self._serving = Serving(
            DashboardApplication(self.door, control, clock, on_request),
            "dashboard",
            threads=_THREADS,
            most_request_bytes=_MOST_REQUEST_BYTES,
            sockets=[bound],
        )

    def close(self) -> None:
        """End it."""
        self._serving.close()
