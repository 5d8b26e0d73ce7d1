"""Figures of a run held against the kept ones, by hand."""

from pathlib import Path

import pytest

from benchmarks.kept import Figure, Kept, in_words, is_worse, keep

FASTER_MACHINE = 5.0  # milliseconds of the fixed piece of work
KEPT = Kept(10.0, {"First scan": (4.0, "s"), "Memory": (90.0, "MB")})


def scan(seconds: float) -> Figure:
    return Figure(name="First scan", value=seconds, unit="s")


def test_the_same_speed_on_the_same_machine_is_no_slowdown() -> None:
    assert KEPT.ratio(scan(4.0), 10.0) == 1.0
    assert in_words(1.0) == "1.00 of the kept one"


def test_a_machine_that_is_twice_as_fast_has_to_be_so() -> None:
    assert KEPT.ratio(scan(2.0), FASTER_MACHINE) == 1.0
    slow = KEPT.ratio(scan(4.0), FASTER_MACHINE)
    assert slow == 2.0
    assert is_worse(slow)
    assert in_words(slow).endswith("WORSE")


def test_memory_is_the_same_on_every_machine() -> None:
    memory = Figure(name="Memory", value=99.0, unit="MB")

    assert KEPT.ratio(memory, FASTER_MACHINE) == pytest.approx(1.1)
    assert not is_worse(1.1)


def test_what_is_not_kept_is_told_so() -> None:
    assert KEPT.ratio(Figure(name="New", value=1.0, unit="s"), 10.0) is None
    assert in_words(None) == "nothing is kept"


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"

    keep(7.5, {"First scan": scan(3.25)}, "a machine", path)

    read = Kept.read(path)
    assert read.work_ms == 7.5
    assert read.figures == {"First scan": (3.25, "s")}


def test_the_kept_figures_of_this_repository_can_be_read() -> None:
    kept = Kept.read()

    assert kept.work_ms
    assert kept.figures["First scan"][1] == "s"
