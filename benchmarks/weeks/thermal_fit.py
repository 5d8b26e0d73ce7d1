"""The thermal model beside the measurements that it was fitted to."""

from collections.abc import Mapping

from tinyarms_daemon.simulation.thermal_body import ThermalBody

_RUN_SECONDS = 144.0  # one benchmark run at full speed: 5 times 512 tokens read, 128 written
_RUNS = 5
_LOADED_SECONDS = 60.0  # in all, of the published run after which calm is measured

# Seconds, and speed relative to the first run.
PUBLISHED: Mapping[str, float] = {
    "level 1 after full load of": 27.0,
    "level 2 after full load of": 38.0,
    "level 0 again after a minute's load, within": 47.0,
    "level 0 again after a long load, within": 420.0,
    "speed in run 2": 6.33 / 7.63,
    "speed in run 3": 3.71 / 7.63,
    "speed in run 4": 4.16 / 7.63,
    "speed in run 5": 4.23 / 7.63,
}


def fitted() -> dict[str, float]:
    """What the model makes of each published quantity."""
    body = ThermalBody()
    moderate = _seconds_to_level(body, 1)
    heavy = moderate + _seconds_to_level(body, 2)
    body.advance(_LOADED_SECONDS - heavy, 1.0)
    calm = _seconds_to_calm(body)
    soaked = ThermalBody()
    speeds = [_run_speed(soaked) for _ in range(_RUNS)]
    after_soak = _seconds_to_calm(soaked)
    values = [moderate, heavy, calm, after_soak, *(each / speeds[0] for each in speeds[1:])]
    return dict(zip(PUBLISHED, values, strict=True))


def _seconds_to_level(body: ThermalBody, level: int) -> float:
    seconds = 0.0
    while body.level < level:
        body.advance(1.0, 1.0)
        seconds += 1.0
    return seconds


def _seconds_to_calm(body: ThermalBody) -> float:
    seconds = 0.0
    while body.level > 0:
        body.advance(1.0, 0.0)
        seconds += 1.0
    return seconds


def _run_speed(body: ThermalBody) -> float:
    done = seconds = 0.0
    while done < _RUN_SECONDS:
        done += body.speed
        seconds += 1.0
        body.advance(1.0, 1.0)
    return _RUN_SECONDS / seconds
