"""The signals that a daemon answers, and its end at a fixed time whatever still runs."""

import os
import signal
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue

import psutil

# On macOS a wait stands still while the machine sleeps, so none is long.
_LOOK_SECONDS = 30.0


class Signals:
    """SIGTERM and SIGINT end the run, SIGHUP reloads.

    Python's own handlers run in the main thread when that next takes a step, which in a long call
    may be never: so the C handler writes each signal's number into a pipe, and a thread reads it.
    That calls `on_end` as soon as an end arrives, whatever the main thread is at.
    """

    _ENDS = (signal.SIGTERM, signal.SIGINT)

    def __init__(self, on_end: Callable[[], None]) -> None:
        self.on_end = on_end
        self._arrived: SimpleQueue[int] = SimpleQueue()
        self._read_end, self._write_end = os.pipe()
        os.set_blocking(self._write_end, False)
        signal.set_wakeup_fd(self._write_end, warn_on_full_buffer=False)
        for number in (*self._ENDS, signal.SIGHUP):
            signal.signal(number, lambda *_: None)
        threading.Thread(target=self._listen, name="signals", daemon=True).start()

    def end(self) -> None:
        """The same as SIGTERM, from any thread."""
        os.write(self._write_end, bytes([signal.SIGTERM]))

    def wait(self, *, on_reload: Callable[[], None], on_look: Callable[[], None]) -> None:
        """Return when the run is to end. `on_look` is called now and then; what it raises ends the
        run as well."""
        while True:
            try:
                number = self._arrived.get(timeout=_LOOK_SECONDS)
            except Empty:
                on_look()
                continue
            if number in self._ENDS:
                return
            if number == signal.SIGHUP:
                on_reload()

    def _listen(self) -> None:
        while True:
            number = os.read(self._read_end, 1)[0]
            if number in self._ENDS:
                self.on_end()
            self._arrived.put(number)


def end_within(seconds: float, before_end: Callable[[], None], status: int) -> None:
    """End the process with a status after this time at the latest, its children first.

    What is stored is whole at every moment, so that nothing but the unit in flight is lost.
    """

    def end() -> None:
        threading.Event().wait(seconds)
        before_end()
        for child in psutil.Process().children(recursive=True):
            child.kill()
        os._exit(status)

    threading.Thread(target=end, name="last resort", daemon=True).start()
