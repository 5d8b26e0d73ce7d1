"""`make faults`: faults that take long or need rights, put into a real daemon one by one.

Each ends with the same question: is everything that was saved known, and is every alarm over?
"""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psutil

from tests.e2e.running import (
    GitRepository,
    House,
    RunningDaemon,
    css,
    neutral_environment,
    shade,
    wait_until,
)
from tests.fakes.ollama_server import Body, Reply, ScriptedOllama, answering

_LOCKED_SECONDS = 30.0
_DISK_BYTES = 16 * 1024 * 1024
_PAGE_BYTES = 4096  # SQLite's default
_CONFIGURATION = """\
skills:
  code-linting-fast: {{rules: [hardcoded-colors, file-size, magic-numbers]}}
ollama: {{host: "{host}"}}
judging: {{canary_mistakes: 10}}  # the scripted model says yes to what is known as well
watch: {{settle: 60ms, rename_grace: 30ms, ceiling: 2s}}
jobs: {{retry_backoff: 1s}}
headroom:
  sample_interval: 1s
  retry_after: 10s
  load_gap: 1s
  fast: {{cpu_load: 100, cpu_load_going_on: 100, memory_stall: 100, memory_stall_going_on: 100}}
"""
_DOUBTFUL = "def same_{}(a, b):\n    if abs(a - b) < 1e-9:\n        return True\n    return False\n"
_CHECKOUT = Path(__file__).parents[1]
SAVES = 20
BETWEEN_KILLS_SECONDS = 0.1


class NotHere(Exception):
    """This machine does not let a fault be made."""


class Scene:
    """A home, a repository with some findings, a model server, and a daemon that knows them."""

    daemon: RunningDaemon

    def __init__(self, folder: Path) -> None:
        self.house = House(folder, folder / "home", neutral_environment(folder))
        self.models = ScriptedOllama()
        self.models.__enter__()
        self._models_port = int(self.models.host.rpartition(":")[2])
        self.house.configure(_CONFIGURATION.format(host=self.models.host))
        self.repository = GitRepository(folder / "shop", self.house.environment)
        self.saves = 0
        for _ in range(SAVES):
            self.save()

    def begin(self, *, misbehaving: bool) -> None:
        """Start the daemon and have it know the repository."""
        start = self.house.start
        self.daemon = self.house.start_misbehaving(_CHECKOUT) if misbehaving else start()
        self.daemon.add(self.repository.root)

    def save(self) -> None:
        """One more file with one more finding."""
        self.saves += 1
        self.repository.write(f"sheet-{self.saves}.css", css(shade(self.saves)))

    def save_a_doubt(self) -> None:
        """One more file with one more finding, if the model says so."""
        self.saves += 1
        self.repository.write(f"doubt_{self.saves}.py", _DOUBTFUL.format(self.saves))

    def end_models(self) -> None:
        """The model server is gone, with every connection."""
        self.models.__exit__(None, None, None)

    def begin_models(self, answer: Callable[[Body], Reply]) -> None:
        """A model server listens again where the last one did."""
        self.models = ScriptedOllama(port=self._models_port)
        self.models.answer = answer
        self.models.__enter__()

    def close(self) -> None:
        """End everything."""
        self.house.close()
        self.end_models()

    def is_whole(self) -> bool:
        """Whether every save is known, nothing failed, and no alarm is left."""
        status = self.daemon.status()
        return (
            len(self.daemon.findings()) == self.saves
            and not status["alarms"]
            and not status["queue"]["failed"]
        )

    def has_alarm(self, words: str) -> bool:
        """Whether the status tells of it."""
        return any(words in alarm for alarm in self.daemon.status()["alarms"])


def locked_for_30_seconds(scene: Scene) -> None:
    """Another program writes to the database for half a minute."""
    database = scene.house.home / "tinyarms.db"
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        scene.save()
        wait_until(lambda: scene.has_alarm("another process holds it"), "the status tells it")
        threading.Event().wait(_LOCKED_SECONDS)
        other.execute("ROLLBACK")


def disk_that_refuses(scene: Scene) -> None:
    """Every write that makes a file longer is an IO error, in the middle of a commit as well."""
    process = psutil.Process(scene.daemon.pid)
    if not hasattr(process, "rlimit"):
        raise NotHere("only Linux limits the files of a process that runs")
    process.rlimit(resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    scene.save()
    wait_until(lambda: scene.has_alarm("the disk does not answer"), "the status tells it")
    process.rlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def full_disk(scene: Scene) -> None:
    """The home's file system has no block left."""
    filler = scene.house.home / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 4096)
    for _ in range(SAVES):
        scene.save()
    wait_until(lambda: scene.has_alarm("the disk is full"), "the status tells it")
    filler.unlink()


def damage_in_use(scene: Scene) -> None:
    """Pages of the database are overwritten while the daemon runs."""
    copied = scene.house.ctl("db", "backup")
    assert copied.status == 0, copied.err
    database = scene.house.home / "tinyarms.db"
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = other.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'findings'"
        ).fetchone()
    with database.open("r+b") as file:
        file.seek((page - 1) * _PAGE_BYTES)
        file.write(b"\xde" * _PAGE_BYTES)
    scene.save()
    wait_until(lambda: _is_restored(scene), "the database is restored")
    wait_until(lambda: len(scene.daemon.findings()) == scene.saves, "every finding is back")
    assert scene.has_alarm("was found damaged")
    raise _TellsTheLoss


def killed_workers(scene: Scene) -> None:
    """Whatever the daemon has started is killed, again and again, while files are saved."""
    for _ in range(SAVES):
        scene.save()
        for worker in scene.daemon.workers():
            worker.kill()
        threading.Event().wait(BETWEEN_KILLS_SECONDS)


def model_server_that_dies(scene: Scene) -> None:
    """The model server is gone in the middle of an answer, comes back, and is gone again."""
    for _ in range(2):
        scene.end_models()
        scene.begin_models(lambda _: Reply("{" * 400, step_seconds=0.1))
        scene.save_a_doubt()
        wait_until(lambda: scene.models.chats, "the model is asked")
        threading.Event().wait(1)
        scene.end_models()
        wait_until(lambda: scene.daemon.status()["queue"]["deferred"], "the question waits")
        scene.begin_models(answering("yes"))
        wait_until(scene.is_whole, "the question is asked again and answered")


def broken_watch(scene: Scene) -> None:
    """The descriptor by which the daemon hears of saves cannot be read any more."""
    if not sys.platform.startswith("linux"):
        raise NotHere("only Linux has inotify")
    scene.daemon.process.send_signal(signal.SIGUSR1)
    threading.Event().wait(1)
    for _ in range(SAVES):
        scene.save()
    wait_until(lambda: "watch_revived" in scene.house.log(), "the watch is revived")
    wait_until(scene.is_whole, "what was missed is found")
    scene.save()


class _TellsTheLoss(Exception):
    """All is well, but for an alarm that is meant to stay."""


def _is_restored(scene: Scene) -> bool:
    try:
        return scene.has_alarm("was found damaged")
    except Exception:  # noqa: BLE001 - a damaged database answers nothing until it is restored
        return False


FAULTS: tuple[Callable[[Scene], None], ...] = (
    disk_that_refuses,
    full_disk,
    killed_workers,
    broken_watch,
    model_server_that_dies,
    damage_in_use,
    locked_for_30_seconds,
)


def main() -> None:
    names = sys.argv[1:]
    failed = False
    for fault in FAULTS:
        if names and fault.__name__ not in names:
            continue
        begun = time.monotonic()
        try:
            with _folder(small=fault is full_disk) as folder:
                _run(fault, folder)
            said = "nothing lost, every alarm over"
        except NotHere as reason:
            said = f"not made here: {reason}"
        except _TellsTheLoss:
            said = "restored, everything found again, the loss told"
        except AssertionError as error:
            failed, said = True, f"FAILED: {error}"
        print(f"{fault.__name__.replace('_', ' '):24} {time.monotonic() - begun:5.1f} s  {said}")
    sys.exit(failed)


def _run(fault: Callable[[Scene], None], folder: Path) -> None:
    scene = Scene(folder)
    try:
        scene.begin(misbehaving=fault is broken_watch)
        fault(scene)
        wait_until(scene.is_whole, "all is as it was")
    finally:
        scene.close()


@contextmanager
def _folder(*, small: bool) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="ta-")).resolve()
    home = folder / "home"
    home.mkdir(mode=0o700)
    try:
        if small:
            _mount(home)
        yield folder
    finally:
        if small:
            subprocess.run(["umount", str(home)], capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _mount(home: Path) -> None:
    """A file system of its own in memory, so small that it can be filled."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={_DISK_BYTES},mode=0700", "tmpfs", str(home)]
    if os.geteuid() != 0 or not shutil.which("mount"):
        raise NotHere("a small disk can be made by root alone, on Linux")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotHere(done.stderr.strip())


if __name__ == "__main__":
    main()
