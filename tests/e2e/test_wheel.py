"""The wheel, installed where there is nothing else of the project: everything must be in it."""

import os
import plistlib
import shutil
import site
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import make_folder
from tests.e2e.running import CONFIGURATION, GitRepository, House, css, json_of, neutral_environment

CHECKOUT = Path(__file__).parents[2]
RED = "#ff0000"


def surroundings(folder: Path) -> dict[str, str]:
    """An environment in which nothing leads to the checkout."""
    kept = neutral_environment(folder)
    kept.pop("PYTHONPATH", None)
    kept.pop("VIRTUAL_ENV", None)
    return kept


@pytest.fixture(scope="module")
def wheel() -> Iterator[Path]:
    """The wheel of the checkout as it stands."""
    folder = make_folder()
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=CHECKOUT,
        env=surroundings(folder),
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    yield built
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def programs(wheel: Path) -> Iterator[Path]:
    """The folder of the programs, installed from the wheel into a new environment.

    It sees the libraries of this one, but not this one's own .pth files, and so not the checkout.
    """
    folder = make_folder()
    environment = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    scheme = {"base": str(environment), "platbase": str(environment)}
    packages = Path(sysconfig.get_path("purelib", "venv", scheme))
    (packages / "libraries.pth").write_text("\n".join(site.getsitepackages()) + "\n")
    python = environment / "bin" / "python"
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"),
            *("install", "--quiet", "--no-index", "--no-deps", "--no-cache-dir", str(wheel)),
        ],
        cwd=folder,
        env=surroundings(folder),
        check=True,
        capture_output=True,
    )
    yield environment / "bin"
    shutil.rmtree(folder)


@pytest.fixture
def installed(programs: Path, bare_house: House) -> Iterator[House]:
    """A house whose programs come from the wheel."""
    made = House(
        bare_house.folder, bare_house.home, surroundings(bare_house.folder), programs=programs
    )
    made.configure(CONFIGURATION)
    yield made
    made.close()


def test_the_wheel_holds_what_travels_with_the_program_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    packaged = {f"tinyarms_daemon/_bundled/{name}" for name in (
        "config/default.yaml", "config/constants.yaml", "migrations/env.py",
        "launchd/com.tinyarms.daemon.plist",
    )}  # fmt: skip
    assert packaged <= names
    assert "tinyarms_daemon/py.typed" in names
    assert not [name for name in names if not name.startswith("tinyarms_daemon")]
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name]


def test_the_installed_programs_are_the_wheels_own(installed: House) -> None:
    python = str(installed.programs / "python")
    where = (
        "import tinyarms_daemon as t, tinyarms_daemon.bundled as b;"
        "print(t.__file__); print(b.bundled('launchd'))"
    )

    done = subprocess.run(
        [python, "-P", "-c", where],
        cwd=installed.folder,
        env=installed.environment,
        capture_output=True,
        text=True,
        check=True,
    )

    lines = done.stdout.splitlines()
    assert all(line.startswith(str(installed.programs.parent)) for line in lines), lines
    (template,) = Path(lines[1]).glob("*.plist")
    assert plistlib.loads(template.read_bytes())["Label"] == "com.tinyarms.daemon"


def test_the_installed_programs_do_all_their_work(installed: House) -> None:
    shop = GitRepository(installed.folder / "shop", installed.environment)
    shop.write("site.css", css(RED))

    version = installed.ctl("--version")
    paths = installed.ctl("config", "path")
    rules = installed.ctl("rules")
    scanned = installed.ctl("scan", "shop", "--format", "json")
    added = installed.ctl("repo", "add", "shop")
    daemon = installed.start()
    daemon.wait_until_idle()
    shop.write("later.css", css("#0000ff"))
    daemon.events_until_check_of("later.css")

    assert version.out.split()[0] == "tinyarmsctl"
    assert str(installed.programs.parent) in paths.out
    assert str(CHECKOUT) not in paths.out
    assert "hardcoded-colors" in rules.out
    assert [each["evidence"] for each in json_of(scanned)["findings"]] == [RED]
    assert (added.status, added.err) == (0, added.err)
    assert {each["path"] for each in daemon.findings()} == {"site.css", "later.css"}
    assert os.access(installed.home / "tinyarms.db", os.R_OK)


def test_the_daemon_is_the_module_too(installed: House) -> None:
    done = subprocess.run(
        [str(installed.programs / "python"), "-m", "tinyarms_daemon", "--version"],
        cwd=installed.folder,
        env=installed.environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == installed.tinyarmsd("--version").out
    assert done.stdout.startswith("tinyarmsd ")
