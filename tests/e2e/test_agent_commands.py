"""install, start, stop, restart, uninstall and logs, as a person runs them."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.running import House, json_of, wait_until

_SYSTEMCTL = Path(__file__).with_name("small_systemctl.py")


@pytest.fixture
def agent_house(house: House) -> Iterator[House]:
    """A house with a systemd of its own; whatever it runs at the end is ended."""
    programs = house.folder / "bin"
    programs.mkdir()
    program = programs / "systemctl"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{_SYSTEMCTL}" "$@"\n')
    program.chmod(0o755)
    house.environment["PATH"] = f"{programs}{os.pathsep}{house.environment['PATH']}"
    yield house
    house.ctl("stop")


def unit_of(house: House) -> Path:
    return house.folder / ".config" / "systemd" / "user" / "tinyarms.service"


def pid_in(house: House) -> int:
    return int(house.ctl_json("status")["daemon"]["pid"])


@pytest.mark.long
def test_an_agent_is_installed_mended_restarted_stopped_and_removed(agent_house: House) -> None:
    installed = agent_house.ctl("install")
    unit = unit_of(agent_house)
    unit.write_text(unit.read_text().replace(sys.executable, "/gone/python3.11"))
    broken = checks_of(agent_house)["agent"]
    mended = agent_house.ctl("install")
    sound = checks_of(agent_house)["agent"]
    again = agent_house.ctl("install")
    first = pid_in(agent_house)
    restarted = agent_house.ctl("restart")
    second = pid_in(agent_house)
    started = agent_house.ctl("start")
    stopped = [agent_house.ctl("stop"), agent_house.ctl("stop")]
    resumed = agent_house.ctl("start")
    (agent_house.home / "logs" / "mine.txt").write_text("mine")
    removed = [agent_house.ctl("uninstall", "--purge"), agent_house.ctl("uninstall")]

    assert "is installed and runs" in installed.out
    assert "enable-linger" in installed.err
    assert (broken["ok"], broken["required"]) == (False, True)
    assert "/gone/python3.11" in str(broken["detail"])
    assert "tinyarmsctl install" in str(broken["remedy"])
    assert "is installed anew" in mended.out
    assert sound["ok"]
    assert "installed already, and was restarted" in again.out
    assert again.err == ""
    assert first != second
    assert started.out == f"The daemon runs already (pid {second}).\n"
    assert "has ended" in stopped[0].out
    assert stopped[1].out == "The daemon does not run.\n"
    assert "The daemon runs (pid" in resumed.out
    assert "and everything it wrote is removed" in removed[0].out
    assert str(agent_house.configuration) in removed[0].err
    assert removed[1].out == "No agent is installed.\n"
    everything = [installed, mended, again, restarted, started, *stopped, resumed, *removed]
    assert {each.status for each in everything} == {0}
    assert not unit.exists()
    left = (each.relative_to(agent_house.home).as_posix() for each in agent_house.home.rglob("*"))
    assert sorted(left) == ["config.yaml", "logs", "logs/mine.txt"]


def checks_of(house: House) -> dict[str, dict[str, object]]:
    return {each["name"]: each for each in house.ctl_json("doctor")["checks"]}


def test_a_purge_of_a_folder_that_is_no_home_takes_nothing(agent_house: House) -> None:
    project = agent_house.folder / "project"
    (project / "logs").mkdir(parents=True)
    (project / "logs" / "tinyarmsd.log").write_text("somebody's")
    command = [str(agent_house.programs / "tinyarmsctl"), "--home", str(project)]

    ended = subprocess.run(
        [*command, "uninstall", "--purge"],
        env=agent_house.environment,
        capture_output=True,
        check=False,
    )

    assert ended.returncode == 0
    assert (project / "logs" / "tinyarmsd.log").exists()


def test_what_is_not_installed_is_not_started_and_says_what_to_do(agent_house: House) -> None:
    ended = [agent_house.ctl(command) for command in ("start", "restart")]

    assert [each.status for each in ended] == [3, 3]
    assert all("tinyarmsctl install" in each.err for each in ended)


def test_a_daemon_that_was_started_by_hand_is_stopped_but_not_replaced(agent_house: House) -> None:
    daemon = agent_house.start()

    refused = [agent_house.ctl(command) for command in ("install", "restart")]
    stopped = agent_house.ctl("stop")

    assert [each.status for each in refused] == [2, 2]
    assert all(f"pid {daemon.pid}" in each.err for each in refused)
    assert stopped.status == 0
    assert daemon.process.wait(10) == 0


def test_where_there_is_no_systemd_the_reason_is_one_sentence(house: House) -> None:
    house.environment["PATH"] = str(house.folder)

    ended = house.ctl("install")
    left = unit_of(house).exists()
    unit_of(house).write_text("of another day\n")
    removed = house.ctl("uninstall", "--purge")

    assert ended.status == 4
    assert len(ended.err.splitlines()) == 1
    assert "tinyarmsd" in ended.err
    assert not left
    assert removed.status == 0
    assert "everything it wrote is removed" in removed.out
    assert not unit_of(house).exists()
    assert [each.name for each in house.home.iterdir()] == ["config.yaml"]


def test_the_log_is_shown_for_people_and_for_programs(house: House) -> None:
    before = house.ctl("logs")
    house.start().terminate()

    people = house.ctl("logs")
    programs = house.ctl("logs", "-n", "1", "--json")

    assert (before.status, before.out) == (0, "")
    assert "daemon_started" in people.out
    assert people.out.splitlines()[-1].startswith("20")
    assert [entry["event"] for entry in json_of(programs)["entries"]] == ["daemon_stopped"]


def test_a_log_is_followed_across_its_rotation_until_ctrl_c(house: House) -> None:
    (house.home / "logs").mkdir()
    log = house.home / "logs" / "tinyarmsd.log"
    log.write_text("first\n")
    follower = subprocess.Popen(
        house.ctl_command("logs", "-f"),
        env=house.environment | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert follower.stdout is not None
    seen: list[str] = []
    reader = threading.Thread(target=lambda: seen.extend(follower.stdout or ()))
    reader.start()
    wait_until(lambda: "first\n" in seen, "the old line is shown")

    with log.open("a") as file:
        file.write("second\nhalf")
        file.flush()
        log.rename(log.with_name("tinyarmsd.log.1"))
        file.write(" a line\n")
    log.write_text("third\n")

    wait_until(lambda: "third\n" in seen, "the new file's line is shown")
    follower.send_signal(signal.SIGINT)
    follower.wait(10)
    reader.join()
    assert seen == ["first\n", "second\n", "half a line\n", "third\n"]
    assert (follower.returncode, follower.stderr and follower.stderr.read()) == (0, "")
    follower.stdout.close()
    if follower.stderr:
        follower.stderr.close()
