"""Readings and policies that tests of headroom begin from."""

from functools import cache
from typing import Any

from tests.fakes.clock import NOON
from tests.settings.loading import load
from tinyarms_daemon.bootstrap.headroom_policy import headroom_policy
from tinyarms_daemon.domain.headroom.admission import AdmissionRequest
from tinyarms_daemon.domain.headroom.policy import HeadroomPolicy
from tinyarms_daemon.domain.headroom.reading import Reading, ReadingState

FAST, DEEP = "qwen2.5-coder:3b", "qwen2.5-coder:7b"
FINE: dict[str, float | str] = {
    "memory_available": 11_000_000_000,
    "memory_pressure": 1,
    "compressor_share": 5,
    "swap_used": 0,
    "thermal_level": 0,
    "cpu_load": 0.1,
    "power_source": "mains",
    "battery_percent": 90,
    "low_power_mode": "off",
    "owner_idle": 3600,
    "lid": "open",
    "disk_free": 100_000_000_000,
}


@cache
def packaged_policy() -> HeadroomPolicy:
    """The policy of the packaged defaults."""
    return headroom_policy(load())


def reading(value: float | str | None, state: ReadingState | None = None) -> Reading:
    """A reading at noon; without a value it is unknown unless said otherwise."""
    known = ReadingState.UNKNOWN if value is None else ReadingState.OK
    return Reading(value=value, unit=None, source="test", taken_at=NOON, state=state or known)


def readings(**said: float | str | None) -> dict[str, Reading]:
    """A machine that is fit for everything, but for what is said."""
    values: dict[str, Any] = {**FINE, **said}
    return {name: reading(value) for name, value in values.items()}


def request(tag: str = FAST, **said: Any) -> AdmissionRequest:
    """A question of the role that the model has."""
    values: dict[str, Any] = {
        "tag": tag,
        "role": "fast" if tag == FAST else "deep",
        "context_tokens": 8192,
        "job_id": 1,
        "resident": {},
    }
    return AdmissionRequest(**(values | said))
