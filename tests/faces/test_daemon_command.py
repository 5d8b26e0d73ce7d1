"""tinyarmsd's command line."""

from pathlib import Path

import pytest

from tinyarms_daemon.faces import daemon_command

HOME = Path("/home/me/state")


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, list[Path | None]]:
    """The exit status, and the home and the configuration that the daemon was begun with."""
    begun: list[Path | None] = []
    monkeypatch.setattr("sys.argv", ["tinyarmsd", *arguments])
    status = daemon_command.run(lambda home, config, *_: begun.extend([home, config]), lambda: HOME)
    return status, begun


def test_it_begins_in_the_default_home(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch) == (0, [HOME, None])


def test_paths_are_those_that_the_control_program_would_take(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/me")

    begun = run(monkeypatch, "--home", "~/state", "--config", "own.yaml")

    assert begun == (0, [HOME, tmp_path / "own.yaml"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--home", ""], "Invalid value for '--home': it is empty."),
        (["--config", ""], "Invalid value for '--config': it is empty."),
        (["--nope"], "No such option '--nope'."),
        (["now"], "Got unexpected extra argument (now)."),
    ],
)
def test_a_wrong_command_line_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    told: str,
) -> None:
    assert run(monkeypatch, *arguments) == (2, [])
    error = capsys.readouterr().err
    assert error.startswith(f"tinyarmsd: {told}")
    assert error.endswith("See 'tinyarmsd --help'.\n")
    assert error.count("\n") == 1
