"""The real daemon under a program that does what launchd does for the property list."""

import os
import signal
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.e2e.running import House, is_listening, wait_until
from tests.e2e.small_launchd import SmallLaunchd

_LONG_SECONDS = 30.0
_HASTEN = 30.0  # a throttle of 30 s becomes one of 1 s


@pytest.fixture
def launchd(house: House) -> Iterator[SmallLaunchd]:
    """The agent as `install` would write it, loaded, with its daemon answering."""
    (house.home / "logs").mkdir(mode=0o700)
    printed = house.ctl("install", "--dry-run", "--format", "launchd")
    assert printed.status == 0, printed.err
    small = SmallLaunchd(printed.out.encode(), user_home=house.folder, hasten=_HASTEN)
    small.bootstrap()
    try:
        wait_until(lambda: is_listening(house.socket), "the daemon answers")
        yield small
    finally:
        small.bootout()


def pid_of(small: SmallLaunchd) -> int:
    assert small.process is not None
    return small.process.pid


def test_the_daemon_lives_in_the_surroundings_of_an_agent_and_stays_down_when_it_is_asked_to(
    launchd: SmallLaunchd, house: House
) -> None:
    process = psutil.Process(pid_of(launchd))
    status = house.ctl_json("status")
    terminal, folder, environment = process.terminal(), process.cwd(), process.environ()
    most_files = process.rlimit(psutil.RLIMIT_NOFILE)[0]
    written = [each for each in house.home.rglob("*") if each != house.configuration]
    open_to_others = {stat.S_IMODE(each.lstat().st_mode) & 0o077 for each in written}

    launchd.stop()
    launchd.join(_LONG_SECONDS)

    assert status["daemon"]["pid"] == process.pid
    assert (terminal, folder, most_files) == (None, str(house.home), 4096)
    assert set(environment) == {"HOME", "PATH", "XPC_SERVICE_NAME"}
    assert open_to_others == {0}
    assert (house.home / "logs" / "launchd.err").read_text() == ""
    assert launchd.is_over
    assert (launchd.ends, launchd.was_killed, len(launchd.starts)) == ([0], False, 1)
    assert not house.socket.exists()


def test_a_crash_is_followed_by_a_start_once_the_throttle_allows_and_a_refusal_is_told(
    launchd: SmallLaunchd, house: House
) -> None:
    crashed = pid_of(launchd)
    os.kill(crashed, signal.SIGKILL)
    assert launchd.wait_for_starts(2, _LONG_SECONDS)
    wait_until(lambda: is_listening(house.socket), "the daemon answers again")
    second = house.ctl_json("status")["daemon"]["pid"]
    house.configure("rulez: {}\n")
    os.kill(second, signal.SIGKILL)
    assert launchd.wait_for_ends(3, _LONG_SECONDS)

    said = (house.home / "logs" / "launchd.err").read_text()
    assert launchd.ends[:3] == [-signal.SIGKILL, -signal.SIGKILL, 2]
    assert launchd.starts[1] - launchd.starts[0] >= launchd.throttle_seconds
    assert second != crashed
    assert "rulez" in said
    assert "Traceback" not in said


def test_a_program_that_is_gone_never_starts(house: House, tmp_path: Path) -> None:
    (house.home / "logs").mkdir(mode=0o700)
    printed = house.ctl("install", "--dry-run", "--format", "launchd").out
    python = printed.split("<array>")[1].split("<string>")[1].split("<")[0]
    small = SmallLaunchd(printed.replace(python, "/gone/python").encode(), user_home=tmp_path)

    small.bootstrap()

    assert small.wait_for_ends(1, _LONG_SECONDS)
    small.bootout()
    assert small.ends == [78]


def test_the_unit_for_systemd_is_one_that_systemd_takes(house: House, tmp_path: Path) -> None:
    unit = tmp_path / "tinyarms.service"
    unit.write_text(house.ctl("install", "--dry-run", "--format", "systemd").out)

    verified = subprocess.run(
        ["systemd-analyze", "--user", "verify", str(unit)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)},
    )

    assert (verified.returncode, verified.stdout) == (0, "")
    assert "tinyarms" not in verified.stderr  # other units of this machine may complain
