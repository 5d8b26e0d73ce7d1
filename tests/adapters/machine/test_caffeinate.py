"""Holding idle sleep off, with a program in the place of the system's own."""

import os
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.e2e.running import wait_until
from tinyarms_daemon.adapters.machine.caffeinate import Caffeinate


@pytest.fixture
def program(tmp_path: Path) -> str:
    """Writes what it was told, and stays."""
    path = tmp_path / "caffeinate"
    path.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/said\nexec sleep 60\n')
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def held() -> Callable[[], list[psutil.Process]]:
    """The processes begun since; a daemon that other tests share is none of them."""
    before = psutil.Process().children()
    return lambda: [each for each in psutil.Process().children() if each not in before]


def test_sleep_is_held_off_by_one_process_that_ends_with_ours(
    program: str, tmp_path: Path, held: Callable[[], list[psutil.Process]]
) -> None:
    caffeinate = Caffeinate(program, platform="darwin")

    caffeinate.hold(3600)
    caffeinate.hold(3600)
    (process,) = held()
    wait_until((tmp_path / "said").exists, "it has begun")
    caffeinate.release()

    assert (tmp_path / "said").read_text() == f"-i -t 3600 -w {os.getpid()}\n"
    assert not process.is_running()


def test_a_hold_whose_time_is_over_is_begun_anew(
    program: str, held: Callable[[], list[psutil.Process]]
) -> None:
    caffeinate = Caffeinate(program, platform="darwin")
    caffeinate.hold(1)
    (first,) = held()
    first.kill()
    first.wait()

    caffeinate.hold(1)

    (second,) = held()
    assert second.pid != first.pid
    caffeinate.release()


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_where_there_is_no_such_program_nothing_happens(
    platform: str, held: Callable[[], list[psutil.Process]]
) -> None:
    caffeinate = Caffeinate("/nowhere/caffeinate", platform=platform)

    caffeinate.hold(1)
    caffeinate.release()

    assert held() == []
