"""An agent's life on launchd, whose answers are those of real ones."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.launchctl import NOT_LOADED, FakeProgram, printed
from tinyarms_daemon.adapters.agent.agent_files import DiskAgentFiles
from tinyarms_daemon.adapters.agent.agent_template import describe_agent
from tinyarms_daemon.adapters.agent.launchd_agent import LaunchdAgent
from tinyarms_daemon.adapters.home import Home
from tinyarms_daemon.application.agent_life import AgentLife
from tinyarms_daemon.domain.errors import UsageError

RUNNING_PID = 1082  # of the capture


@dataclass
class FakeDaemon:
    """The daemon of the home; `asked` is what was asked of it."""

    holder: int | None = None
    is_command: bool = False
    asked: list[str] = field(default_factory=list)

    def pid(self) -> int | None:
        return self.holder

    def answers(self) -> bool:
        return self.holder is not None and not self.is_command

    def wait_until_answered(self) -> None:
        self.asked.append("answered")
        self.holder = RUNNING_PID

    def wait_until_ended(self) -> None:
        self.asked.append("ended")
        self.holder = None

    def terminate(self) -> None:
        self.asked.append("terminate")


Living = tuple[AgentLife, FakeDaemon, FakeProgram]


@pytest.fixture
def living(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Living]:
    """A life whose `launchctl print` answers so."""

    def make(*prints: Any) -> Living:
        program = FakeProgram.installed(tmp_path, sys.executable, {"print": list(prints)})
        monkeypatch.setenv("PATH", program.path)
        host = LaunchdAgent("com.tinyarms.daemon", user_home=tmp_path, pause=lambda: None)
        home, daemon = Home(tmp_path / "home"), FakeDaemon()
        life = AgentLife(
            host=host,
            files=DiskAgentFiles(host.file, home),
            daemon=daemon,
            describe=lambda: describe_agent(home=home.path, configuration=None),
        )
        return life, daemon, program

    return make


def test_installing_waits_for_an_answer_and_tells_what_macos_will_show(
    living: Callable[..., Living],
) -> None:
    life, daemon, program = living(NOT_LOADED)

    outcome = life.install()

    file = life.host.file
    assert daemon.asked == ["answered"]
    assert f"pid {RUNNING_PID}" in outcome.done
    assert "background item was added" in outcome.remarks[0]
    assert sys.executable in outcome.remarks[0]
    assert file.stat().st_mode & 0o022 == 0
    assert [call[0] for call in program.calls] == ["enable", "bootout", "print", "bootstrap"]
    assert list(file.parent.iterdir()) == [file]


def test_installing_the_same_again_shows_nothing_new(living: Callable[..., Living]) -> None:
    life, _, _ = living(NOT_LOADED)
    life.files.write(life.host.render(life.describe()))

    outcome = life.install()

    assert "installed already" in outcome.done
    assert outcome.remarks == ()


def test_an_agent_is_started_where_a_command_works_in_the_home(
    living: Callable[..., Living],
) -> None:
    life, daemon, program = living(NOT_LOADED)
    life.files.write("installed")
    daemon.holder, daemon.is_command = 77, True

    outcome = life.start()

    assert outcome.done == f"The daemon runs (pid {RUNNING_PID})."
    assert "bootstrap" in [call[0] for call in program.calls]


def test_an_agent_is_installed_where_a_command_works_in_the_home(
    living: Callable[..., Living],
) -> None:
    life, daemon, _ = living(NOT_LOADED, NOT_LOADED)
    daemon.holder, daemon.is_command = 77, True

    outcome = life.install()

    assert "is installed and runs" in outcome.done


def test_an_agent_that_points_elsewhere_is_installed_anew(living: Callable[..., Living]) -> None:
    life, _, _ = living(NOT_LOADED)
    life.files.write("<plist>of a Python that is gone</plist>")

    outcome = life.install()

    assert "installed anew" in outcome.done
    assert life.files.read() == life.host.render(life.describe())


def test_the_agents_own_daemon_is_stopped_by_launchd_so_that_it_stays_down(
    living: Callable[..., Living],
) -> None:
    life, daemon, program = living(printed("launchctl-print-running.txt"))
    life.files.write("installed")
    daemon.holder = RUNNING_PID

    outcome = life.stop()

    assert daemon.asked == ["ended"]
    assert ["kill", "SIGTERM", f"{life.host._target}"] in program.calls  # type: ignore[attr-defined]
    assert "next login" in outcome.done


def test_a_daemon_of_somebody_else_is_ended_by_hand_and_never_replaced(
    living: Callable[..., Living],
) -> None:
    life, daemon, _ = living(printed("launchctl-print-running.txt"))
    life.files.write("installed")
    daemon.holder = 7

    with pytest.raises(UsageError, match="started by hand"):
        life.install()
    life.stop()

    assert daemon.asked == ["terminate", "ended"]


def test_an_agent_that_ends_over_and_over_is_not_started_again_after_a_stop(
    living: Callable[..., Living],
) -> None:
    failing = printed("launchctl-print-crashed.txt")
    life, _, program = living(failing, failing, NOT_LOADED)
    life.files.write("installed")

    outcome = life.stop()

    assert "no longer tries" in outcome.done
    assert ["bootout", f"{life.host._target}"] in program.calls  # type: ignore[attr-defined]
