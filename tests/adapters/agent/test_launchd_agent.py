"""Life with launchctl, whose answers are those of real ones."""

import os
import plistlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.launchctl import FINE, NOT_LOADED, FakeProgram, printed, refused
from tinyarms_daemon.adapters.agent.agent_template import describe_agent, lasting_interpreter
from tinyarms_daemon.adapters.agent.launchd_agent import LaunchdAgent, plist_of, program_of_plist
from tinyarms_daemon.adapters.agent.systemd_agent import program_of_unit, unit_of
from tinyarms_daemon.domain.errors import UsageError
from tinyarms_daemon.ports.agent_host import AgentRefused

LABEL = "com.tinyarms.daemon"
DOMAIN = f"gui/{os.getuid()}"
TARGET = f"{DOMAIN}/{LABEL}"
BUSY = refused("launchctl-bootout-36-stderr.txt", 36)
RUNNING = printed("launchctl-print-running.txt")
Answers = dict[str, list[dict[str, object]]]


@pytest.fixture
def answering(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Answers], tuple[LaunchdAgent, FakeProgram]]:
    """An agent whose launchctl gives these answers."""

    def make(answers: Answers) -> tuple[LaunchdAgent, FakeProgram]:
        program = FakeProgram.installed(tmp_path, sys.executable, answers)
        monkeypatch.setenv("PATH", program.path)
        return LaunchdAgent(LABEL, user_home=tmp_path, pause=lambda: None), program

    return make


def test_loading_waits_for_the_old_agent_and_tries_again_while_launchd_is_busy(
    answering: Any, tmp_path: Path
) -> None:
    agent, program = answering(
        {
            "bootout": [BUSY],
            "print": [RUNNING, RUNNING, NOT_LOADED],
            "bootstrap": [refused("launchctl-bootstrap-error5-stderr.txt", 5), FINE],
        }
    )

    agent.load()

    file = str(tmp_path / "Library" / "LaunchAgents" / f"{LABEL}.plist")
    assert program.calls == [
        ["enable", TARGET],
        ["bootout", TARGET],
        *[["print", TARGET]] * 3,
        *[["bootstrap", DOMAIN, file]] * 2,
    ]


@pytest.mark.parametrize(
    ("capture", "status", "told"),
    [
        ("launchctl-bootstrap-error5-stderr.txt", 5, "launchd refused it without a reason"),
        ("launchctl-bootstrap-119-stderr.txt", 119, "the agent is switched off"),
        ("launchctl-bootstrap-125-stderr.txt", 125, "nobody is logged in at the screen"),
    ],
)
def test_what_launchd_refuses_is_explained_in_one_sentence(
    answering: Any, monkeypatch: pytest.MonkeyPatch, capture: str, status: int, told: str
) -> None:
    monkeypatch.setattr("tinyarms_daemon.adapters.agent.launchd_agent._TRIES", 3)
    agent, _ = answering({"print": [NOT_LOADED], "bootstrap": [refused(capture, status)]})

    with pytest.raises(AgentRefused, match=f"^Could not load the agent: {told}") as raised:
        agent.load()

    assert len(str(raised.value).splitlines()) == 1


def test_unloading_what_is_not_loaded_is_nothing(answering: Any) -> None:
    gone = refused("launchctl-bootout-3-stderr.txt", 3)
    agent, _ = answering({"bootout": [gone], "print": [NOT_LOADED], "kill": [gone]})

    agent.unload()
    agent.stop()

    assert not agent.state().loaded


def test_an_agent_that_does_not_end_is_told(
    answering: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tinyarms_daemon.adapters.agent.launchd_agent._TRIES", 3)
    agent, _ = answering({"print": [RUNNING]})

    with pytest.raises(AgentRefused, match="wait a minute"):
        agent.unload()


def test_starting_and_stopping_are_launchds_own(answering: Any) -> None:
    agent, program = answering({"print": [RUNNING]})

    agent.start()
    agent.stop()

    assert program.calls == [
        *(["kickstart", TARGET], ["print", TARGET], ["kill", "SIGTERM", TARGET])
    ]
    assert agent.state().pid == 1082


def test_without_a_login_at_the_screen_the_state_says_so(answering: Any) -> None:
    agent, _ = answering({"print": [refused("launchctl-bootstrap-125-stderr.txt", 125)]})

    state = agent.state()

    assert not state.loaded
    assert "log in there" in str(state.trouble)


def test_a_machine_without_launchd_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(AgentRefused, match="launchd is part of macOS"):
        LaunchdAgent(LABEL, user_home=tmp_path, pause=lambda: None).load()


def test_the_property_list_holds_the_keys_that_the_facts_ask_for(tmp_path: Path) -> None:
    home = tmp_path / "Application Support" / "tiny & arms"
    described = describe_agent(home=home, configuration=None)

    plist = plistlib.loads(plist_of(described).encode())

    assert plist["ProgramArguments"] == [
        *(sys.executable, "-P", "-m", "tinyarms_daemon", "--home", str(home))
    ]
    assert plist["KeepAlive"] == {"SuccessfulExit": False}
    assert plist["Umask"] == 0o077
    assert plist["SoftResourceLimits"]["NumberOfFiles"] > 256
    assert 4 < plist["ExitTimeOut"] <= 30
    assert plist["LowPriorityIO"] is True
    assert plist["LowPriorityBackgroundIO"] is True
    assert plist["MaterializeDatalessFiles"] is False
    assert plist["WorkingDirectory"] == str(home)
    assert not {"ProcessType", "EnvironmentVariables", "StandardOutPath"} & plist.keys()


@pytest.mark.parametrize("name", ["plain", "with space", 'q"uote', "100%", "$HOME", "back\\slash"])
def test_the_program_can_be_read_back_from_both_forms(tmp_path: Path, name: str) -> None:
    described = describe_agent(home=tmp_path / name, configuration=tmp_path / "c.yaml")
    plist, unit = tmp_path / "a.plist", tmp_path / "a.service"
    plist.write_text(plist_of(described))
    unit.write_text(unit_of(described))

    assert program_of_plist(plist) == described.program
    assert program_of_unit(unit) == described.program
    assert described.program[-2:] == ("--config", str(tmp_path / "c.yaml"))


@pytest.mark.parametrize("content", ["", "nonsense", "<plist><dict/></plist>", "[Service]\n"])
def test_a_file_that_describes_no_agent_starts_nothing(tmp_path: Path, content: str) -> None:
    file = tmp_path / "file"
    file.write_text(content)

    assert program_of_plist(file) is None
    assert program_of_unit(file) is None


@pytest.mark.parametrize("name", ["line\nbreak", "\udcff", "\x1b"])
def test_a_home_that_no_description_can_hold_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot hold"):
        describe_agent(home=tmp_path / name, configuration=None)


def test_an_interpreter_of_homebrew_is_named_by_the_path_that_upgrades_keep(tmp_path: Path) -> None:
    cellar = tmp_path / "Cellar" / "python@3.13" / "3.13.9" / "bin" / "python3.13"
    lasting = tmp_path / "opt" / "python@3.13" / "bin" / "python3.13"
    lasting.parent.mkdir(parents=True)
    without = lasting_interpreter(str(cellar))
    lasting.touch()

    assert without == str(cellar)
    assert lasting_interpreter(str(cellar)) == str(lasting)
    assert lasting_interpreter("/home/me/.venv/bin/python") == "/home/me/.venv/bin/python"
