"""A thread for one kind of work, which sleeps while there is none."""

import threading
from collections.abc import Callable

import structlog

from tinyarms_daemon.domain.errors import TinyarmsError
from tinyarms_daemon.ports.analyzer import AnalysisStopped

log = structlog.get_logger(__name__)

_LANE_RETRY_SECONDS = 5.0


class Lane:
    """One thread that does one thing after another until nothing is due, then sleeps."""

    def __init__(
        self,
        name: str,
        step: Callable[[], bool],
        *,
        on_idle: Callable[[], None],
        mend: Callable[[], object] = lambda: None,
        retry_seconds: float = _LANE_RETRY_SECONDS,
    ) -> None:
        """`on_idle` is called when nothing is due, `mend` first of all after a step that failed,
        which is tried again after `retry_seconds` or a nudge."""
        self._step = step
        self._on_idle = on_idle
        self._mend = mend
        self._retry_seconds = retry_seconds
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=name)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def nudge(self) -> None:
        """There may be something to do."""
        self._wake.set()

    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def stop(self, interrupt: Callable[[], None] = lambda: None) -> None:
        """Take up nothing more; `interrupt` makes the step that runs end soon."""
        self._stopping = True
        self._wake.set()
        interrupt()
        self._thread.join()

    def _run(self) -> None:
        has_failed = False
        while not self._stopping:
            self._wake.clear()
            try:
                if has_failed:
                    self._mend()
                has_failed = False
                while not self._stopping and self._step():
                    pass
                self._on_idle()
            except AnalysisStopped:
                return
            except TinyarmsError as error:
                log.warning("step_failed", error=str(error))
                has_failed = True
            except Exception:
                log.exception("step_failed")
                has_failed = True
            if not self._stopping:
                self._wake.wait(self._retry_seconds if has_failed else None)
