"""What the benchmarks share: a repository, the control program, a clock, a row of a table."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tinyarms_daemon.adapters.sample_repository import copy_installed_code

BIN = Path(sys.executable).parent


def make_repository(root: Path, files: int) -> int:
    """Copy installed Python files into a new git repository; its size in bytes."""
    total = copy_installed_code(root, files)
    commit_all(root)
    return total


def commit_all(root: Path) -> None:
    """Make a folder a git repository with all of it committed."""
    identity = ["-c", "user.name=bench", "-c", "user.email=bench@localhost"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "bench"]):
        subprocess.run(["git", *identity, *command], cwd=root, check=True)


def ctl_command(home: Path, *arguments: object) -> list[str]:
    return [str(BIN / "tinyarmsctl"), "--home", str(home), *map(str, arguments)]


def ctl(home: Path, *arguments: object) -> None:
    subprocess.run(ctl_command(home, *arguments), capture_output=True, check=False)


def answer(home: Path, *arguments: object) -> Any:
    done = subprocess.run(
        ctl_command(home, *arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return json.loads(done.stdout)


def timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def repeated(number: int, call: Callable[[], None]) -> list[float]:
    return [timed(call) for _ in range(number)]


def row(figure: str, measured: str, aim: str = "", beside: str = "") -> None:
    print(f"{figure:42} {measured:28} {aim:12} {beside}".rstrip(), flush=True)


def cells(*values: object) -> None:
    """Print a row of a table whose columns are all alike."""
    print("  ".join(f"{value!s:>15}" for value in values), flush=True)
