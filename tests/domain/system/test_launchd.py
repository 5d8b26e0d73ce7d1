"""What launchctl's words mean, on outputs of real ones."""

import pytest

from tests.fakes.launchctl import CAPTURES
from tinyarms_daemon.domain.system.launchd import code_of, explained, read_print


def said(capture: str) -> str:
    return (CAPTURES / capture).read_text()


def test_a_running_agent_is_known_by_its_own_lines_alone() -> None:
    state = read_print(said("launchctl-print-running.txt"))

    assert (state.loaded, state.pid, state.runs) == (True, 1082, 1)
    assert (state.last_end, state.trouble) == (None, None)


@pytest.mark.parametrize(
    ("capture", "pid", "last_end"),
    [
        ("launchctl-print-running-after-sigterm.txt", 16090, "Terminated: 15"),
        ("launchctl-print-running-macos27-vm.txt", 1038, None),
        ("launchctl-print-running-keepalive-interactive.txt", 1076, None),
        ("launchctl-print-exited-1.txt", None, "1"),
        ("launchctl-print-interval-exit0.txt", None, "0"),
        ("launchctl-print-xpcproxy-starting-abbrev.txt", None, None),
    ],
)
def test_each_captured_state_is_read(capture: str, pid: int | None, last_end: str | None) -> None:
    state = read_print(said(capture))

    assert (state.loaded, state.pid, state.last_end) == (True, pid, last_end)
    assert state.trouble is None


def test_a_program_that_is_gone_is_told_though_bootstrap_said_nothing() -> None:
    state = read_print(said("launchctl-print-crashed.txt"))

    assert state.pid is None
    assert state.trouble is not None
    assert "install" in state.trouble


def test_an_agent_that_ends_over_and_over_is_told() -> None:
    state = read_print("\tstate = spawn scheduled\n\truns = 9\n\tlast exit code = 70\n")

    assert state.trouble == "it was started 9 times and ended each time, last with 70"


@pytest.mark.parametrize(
    ("capture", "status", "code", "what_to_do"),
    [
        ("launchctl-bootout-3-stderr.txt", 3, 3, "tinyarmsctl install"),
        ("launchctl-bootstrap-error5-stderr.txt", 5, 5, "Login Items"),
        ("launchctl-bootout-36-stderr.txt", 36, 36, "again in a minute"),
        ("launchctl-print-notfound-stderr.txt", 113, 113, "tinyarmsctl install"),
        ("launchctl-bootstrap-119-stderr.txt", 119, 119, "Login Items"),
        ("launchctl-bootstrap-125-stderr.txt", 125, 125, "log in there"),
        ("launchctl-bootstrap-125-stderr.txt", 1, 125, "log in there"),
    ],
)
def test_each_captured_error_is_explained(
    capture: str, status: int, code: int, what_to_do: str
) -> None:
    words = said(capture)

    assert code_of(words, status) == code
    assert what_to_do in explained(code, words)
    assert f"error {code}" in explained(code, words)


def test_an_error_that_nobody_knows_is_told_in_launchctls_own_words() -> None:
    assert explained(134, "Odd.\nVery odd.\n") == "launchctl ended with error 134: Odd."
    assert explained(17, "") == "launchctl ended with error 17: it gave no reason"
