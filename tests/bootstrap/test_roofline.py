"""How fast this machine's memory is, which no answer outruns."""

from dataclasses import replace
from pathlib import Path

import pytest

from tinyarms_daemon.bootstrap.measuring import memory_bandwidth
from tinyarms_daemon.domain.measuring.measurement import Machine
from tinyarms_daemon.settings.constants import load_constants

MACHINE = Machine(
    system="macOS 15.1",
    processor="Apple M2",
    cores=8,
    memory_bytes=2**34,
    python="3.12.1",
    tinyarms="1",
)
STATED = """
machine:
  memory_bandwidth_bytes_per_second:
    {value: 60000000000, source: the manual, status: published, date: 2026-11-23}
"""


@pytest.mark.parametrize(
    ("processor", "bandwidth"),
    [
        ("Apple M2", 100e9),
        ("Apple M3 Pro", 150e9),
        ("Apple M4 Max", 546e9),
        ("Intel(R) Xeon(R) Processor", 100e9),
    ],
)
def test_a_chip_that_is_known_has_its_own_roofline(processor: str, bandwidth: float) -> None:
    machine = replace(MACHINE, processor=processor)

    assert memory_bandwidth(load_constants(), machine) == bandwidth


def test_what_somebody_states_of_this_machine_counts_before_its_chip(tmp_path: Path) -> None:
    measured = tmp_path / "measured.yaml"
    measured.write_text(STATED)

    assert memory_bandwidth(load_constants(measured=measured), MACHINE) == 60e9
