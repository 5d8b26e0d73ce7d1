"""A full run in which every process refuses what is not on this machine."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.running import CONFIGURATION, GitRepository, House, css

_HOOK = Path(__file__).with_name("no_network")


@pytest.fixture
def walled(house: House) -> House:
    """A house whose processes note and refuse what leaves the machine."""
    house.environment |= {
        "PYTHONPATH": str(_HOOK),
        "NETWORK_NOTES": str(house.folder / "network.notes"),
        "http_proxy": "http://192.0.2.7:3128",
        "HTTPS_PROXY": "http://192.0.2.7:3128",
    }
    return house


def notes_of(house: House, kind: str = "") -> str:
    file = Path(house.environment["NETWORK_NOTES"] + kind)
    return file.read_text() if file.exists() else ""


def test_the_wall_notes_and_refuses_what_leaves_the_machine(walled: House) -> None:
    program = "import socket; socket.create_connection(('192.0.2.7', 80), timeout=1)"

    ended = subprocess.run(
        [sys.executable, "-c", program], env=walled.environment, capture_output=True, check=False
    )

    assert ended.returncode != 0
    assert "192.0.2.7" in notes_of(walled)


def test_no_process_of_a_full_run_asks_for_anything_beyond_this_machine(
    walled: House, repository: GitRepository
) -> None:
    walled.configure(CONFIGURATION.replace("[hardcoded-colors, file-size]", "[hardcoded-colors]"))
    repository.write("site.css", css("#ff0000"))
    repository.write("page.html", '<link href="http://192.0.2.7/x.css" rel="stylesheet">\n')
    repository.commit()
    repository.git("remote", "add", "origin", "https://192.0.2.7/shop.git")
    daemon = walled.start()

    daemon.add(repository.root)
    repository.write("more.css", css("#00ff00"))
    daemon.events_until_check_of("more.css")
    for command in ("status", "doctor", "scan shop --changed"):
        walled.ctl(*command.split())
    daemon.terminate()
    loose = walled.ctl("scan", str(repository.root), "--format", "json")

    processes = notes_of(walled, ".processes")
    assert loose.status == 1
    assert notes_of(walled) == ""
    for program in ("tinyarmsd", "tinyarmsctl", "tinyarms_daemon.worker"):
        assert program in processes
