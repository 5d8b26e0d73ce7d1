"""Seeing sleep, wake-ups and a clock that was set, at each look at the machine's clocks."""

import threading
from datetime import timedelta

from tinyarms_daemon.domain.work.wakefulness import ClockReading, Passed, Wakefulness, what_passed
from tinyarms_daemon.ports.machine_clocks import MachineClocks

# Whether somebody has touched the machine is asked of another program, so not at every look.
_IDLE_LOOK_SECONDS = 5.0


class WakeWatch:
    """Asked before anything is begun, from any thread; each question is a look of its own.

    `settle`: how long after a wake-up heavy work waits; `look`: the longest between two looks.
    """

    def __init__(self, clocks: MachineClocks, *, settle: timedelta, look: timedelta) -> None:
        self._clocks = clocks
        self._settle = settle
        self._look = look
        self._lock = threading.Lock()
        self._reading = clocks.read()
        self._state = Wakefulness()
        self._idle_looked_at: float | None = None
        self._untold = Passed(slept_seconds=0.0, step_seconds=0.0)

    def may_work(self) -> bool:
        """False in the dark: nobody is there to wait for anything."""
        return not self._looked().is_dark

    def may_begin_heavy_work(self) -> bool:
        """Whether a model may be loaded or a long scan begun."""
        return self._looked().is_fit_for_heavy_work(self._reading, self._settle)

    def state(self) -> Wakefulness:
        """How awake the machine is; readings from before `woke_at` are stale."""
        return self._looked()

    def reading(self) -> ClockReading:
        """All clocks, now."""
        self._looked()
        return self._reading

    def take_passed(self) -> Passed:
        """The sleep and the clock's steps since the last call, added up."""
        self._looked()
        with self._lock:
            told, self._untold = self._untold, Passed(slept_seconds=0.0, step_seconds=0.0)
        return told

    def _looked(self) -> Wakefulness:
        with self._lock:
            now = self._clocks.read()
            passed = what_passed(self._reading, now)
            self._untold = Passed(
                slept_seconds=self._untold.slept_seconds + passed.slept_seconds,
                step_seconds=self._untold.step_seconds + passed.step_seconds,
            )
            self._reading = now
            if passed.slept_seconds:
                self._state = self._state.woken(now, passed.slept_seconds)
                self._idle_looked_at = None
            if self._state.is_dark and self._is_time_to_look_for_somebody(now):
                self._idle_looked_at = now.awake_seconds
                self._state = self._state.touched(now, self._clocks.idle_seconds(), self._look)
            return self._state

    def _is_time_to_look_for_somebody(self, now: ClockReading) -> bool:
        looked_at = self._idle_looked_at
        return looked_at is None or now.awake_seconds - looked_at >= _IDLE_LOOK_SECONDS
