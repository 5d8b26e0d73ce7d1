"""What macOS's programs print, on captured output of real machines."""

from pathlib import Path

import pytest

from tinyarms_daemon.adapters.machine import macos_text

CAPTURES = Path(__file__).parents[2] / "captures"


def captured(name: str) -> str:
    return (CAPTURES / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("notifyutil-thermalpressure-nominal", 0),
        ("notifyutil-thermalpressure-moderate-m4air", 1),
        ("notifyutil-nonexistent-key", None),
    ],
)
def test_the_thermal_level_is_that_of_its_own_key(name: str, level: int | None) -> None:
    assert macos_text.thermal_level(captured(name)) == level


@pytest.mark.parametrize("said", ["Failed with code 9", "5", "", "0"])
def test_a_failure_is_no_level(said: str) -> None:
    printed = f"com.apple.system.thermalpressurelevel: {said}"

    assert macos_text.thermal_level(printed) is None


@pytest.mark.parametrize(
    ("name", "source", "percent"),
    [
        ("ac-charged-m2", "mains", 100),
        ("ac-charging", "mains", 83),
        ("ac-finishing", "mains", 99),
        ("ac-notcharging", "mains", 80),
        ("discharging", "battery", 78),
    ],
)
def test_power_is_judged_by_its_source(name: str, source: str, percent: int) -> None:
    printed = captured(f"pmset-batt-{name}")

    assert macos_text.power_source(printed) == source
    assert macos_text.battery_percent(printed) == percent


def test_what_stands_in_the_registry_is_read() -> None:
    printed = captured("ioreg-hididle")
    again = printed.replace("3254341351000", "5000000000")
    assert macos_text.idle_seconds(printed) == pytest.approx(3254.341351)
    assert macos_text.idle_seconds(printed + again) == 5.0
    assert macos_text.lid(captured("ioreg-clamshell-open-abbrev")) == "open"
    assert macos_text.gpu_busy_percent(captured("ioreg-ioaccelerator-perfstats-abbrev")) == 16


def test_low_power_mode_is_read_in_both_forms() -> None:
    assert macos_text.low_power_mode(captured("pmset-g-m1-ac-or-batt")) == "off"
    assert macos_text.low_power_mode(" powermode         1\n") == "on"
    assert macos_text.low_power_mode("") is None


def test_the_level_of_pressure_is_read_by_name() -> None:
    numbers = macos_text.numbers(captured("sysctl-pressure-warn-48gb"))

    assert numbers["kern.memorystatus_vm_pressure_level"] == 2


@pytest.mark.parametrize("name", ["vm_stat-16gb", "vm_stat-48gb-older-width"])
def test_memory_is_read_by_label_in_every_width(name: str) -> None:
    available = macos_text.available_bytes(captured(name))

    assert available is not None
    assert available > 0


def test_memory_agrees_with_what_was_reckoned_by_hand() -> None:
    printed = captured("vm_stat-16gb")

    assert macos_text.available_bytes(printed) == (129780 + 273368 + 7622) * 16384
    assert macos_text.compressor_share(printed, 16 * 1024**3) == 18


def test_nothing_is_made_of_nothing() -> None:
    readers = (
        *(macos_text.power_source, macos_text.battery_percent, macos_text.idle_seconds),
        *(macos_text.lid, macos_text.gpu_busy_percent, macos_text.available_bytes),
    )

    assert [read("") for read in readers] == [None] * len(readers)
