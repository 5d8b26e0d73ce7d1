"""A command imports what it uses, and no more, since every import is waited for."""

import subprocess
import sys
from pathlib import Path

import pytest

_PROGRAM = """
import sys
from pathlib import Path
from tests.fakes.cli_toolbox import FakeToolbox
from tinyarms_daemon.faces.cli.main import run
run(lambda *_: FakeToolbox(), lambda: Path("/home/me/state"), sys.argv[1:])
print(*sys.modules, file=sys.stderr)
"""
_CHECKOUT = Path(__file__).parents[2]


def modules_of(*arguments: str) -> set[str]:
    ended = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *arguments],
        check=True,
        capture_output=True,
        text=True,
        cwd=_CHECKOUT,
    )
    return set(ended.stderr.split())


@pytest.mark.parametrize("heavy", ["rich.console", "httpx", "pydantic", "sqlalchemy"])
def test_status_as_json_imports_nothing_heavy(heavy: str) -> None:
    assert heavy not in modules_of("status", "--json")


def test_a_command_does_not_import_the_others() -> None:
    loaded = {name for name in modules_of("status") if ".cli.commands." in name}

    assert loaded == {"tinyarms_daemon.faces.cli.commands.status"}
