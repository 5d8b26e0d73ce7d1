"""How these tests run commands: the real command line around a fake toolbox."""

import io
import sys
from dataclasses import dataclass
from pathlib import Path
from unicodedata import category

import pytest

from tests.fakes.cli_toolbox import FakeToolbox
from tinyarms_daemon.faces.cli.main import run

HOSTILE = "a\n\x1b[31m\x9b2J\r\x07[bold]b[/bold]\u202e:smile:\t.py"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@dataclass(frozen=True)
class Shown:
    """What a command showed on a terminal, and how it ended."""

    status: int
    out: str
    err: str


def drive(toolbox: FakeToolbox, *arguments: str) -> int:
    """The exit status of `tinyarmsctl` with these arguments."""
    return run(lambda *_: toolbox, lambda: Path("/home/me/state"), arguments)


def drive_on_terminal(
    monkeypatch: pytest.MonkeyPatch, toolbox: FakeToolbox, *arguments: str, **environment: str
) -> Shown:
    """The same on a terminal of 80 columns."""
    out, err = Terminal(), Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    for name, value in {"COLUMNS": "80", "TERM": "xterm-256color", **environment}.items():
        monkeypatch.setenv(name, value)
    status = drive(toolbox, *arguments)
    return Shown(status, out.getvalue(), err.getvalue())


def control_characters(text: str) -> set[str]:
    """What in a text could drive a terminal, line ends apart."""
    return {each for each in text if category(each) in ("Cc", "Cf") and each != "\n"}
