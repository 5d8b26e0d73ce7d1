"""The programs as a person runs them: real processes, on a home and a repository made for a test.

Nothing here sleeps: a test waits for what the daemon itself tells, by its events and its status.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tinyarms_daemon.adapters.home import Home, HomeLock
from tinyarms_daemon.control.client import ControlClient
from tinyarms_daemon.control.messages import EventMessage, FindingMessage, StatusMessage

PROGRAMS = Path(sys.executable).parent
WAIT_SECONDS = 30.0
PATIENCE_SECONDS = 90.0
_LOOK_SECONDS = 0.02

# Short waits, two rules that are sure of what they say, and no Ollama that may be on the machine.
CONFIGURATION = """\
skills:
  code-linting-fast: {rules: [hardcoded-colors, file-size]}
ollama: {host: "http://127.0.0.1:9"}
watch: {settle: 60ms, rename_grace: 30ms, ceiling: 2s}
"""


@dataclass(frozen=True)
class Ended:
    """How a program ended and what it said."""

    status: int
    out: str
    err: str


@dataclass
class House:
    """A home with the programs on it; `folder` holds whatever else a test writes."""

    folder: Path
    home: Path
    environment: dict[str, str]
    programs: Path = PROGRAMS
    started: list["RunningDaemon"] = field(default_factory=list)

    @property
    def configuration(self) -> Path:
        """The configuration file of the home."""
        return self.home / "config.yaml"

    @property
    def socket(self) -> Path:
        """Where the daemon listens."""
        return Home(self.home).socket

    def log_tail(self) -> str:
        """The last lines that the daemon logged, for a test that fails."""
        log = self.home / "logs" / "tinyarmsd.log"
        return "\n".join(log.read_text().splitlines()[-10:]) if log.exists() else "no log"

    def configure(self, text: str) -> None:
        """Write the configuration file."""
        self.home.mkdir(mode=0o700, exist_ok=True)
        self.configuration.write_text(text, encoding="utf-8")

    def ctl(
        self,
        *arguments: str,
        cwd: Path | None = None,
        patience_seconds: float = PATIENCE_SECONDS,
        **environment: str,
    ) -> Ended:
        """Run tinyarmsctl to its end, without a terminal."""
        command, where = self.ctl_command(*arguments), cwd or self.folder
        return run(command, where, self.environment | environment, patience_seconds)

    def ctl_command(self, *arguments: str) -> list[str]:
        """The command line of tinyarmsctl."""
        return [str(self.programs / "tinyarmsctl"), "--home", str(self.home), *arguments]

    def ctl_json(self, *arguments: str) -> Any:
        """The one JSON document that a command prints, whatever its exit status."""
        return json_of(self.ctl(*arguments, "--json"))

    def tinyarmsd(self, *arguments: str) -> Ended:
        """Run a daemon that is expected to end by itself."""
        return run(self._daemon_command(*arguments), self.folder, self.environment)

    def launch(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a daemon and return at once."""
        return self._launch(self._daemon_command(*arguments))

    def _launch(self, command: list[str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="backslashreplace",
        )

    def start(self, *arguments: str) -> "RunningDaemon":
        """Start a daemon and return when it answers; the house stops it at its end."""
        daemon = RunningDaemon(self, self.launch(*arguments))
        self.started.append(daemon)
        daemon.wait_for_answer()
        return daemon

    def start_misbehaving(self, checkout: Path) -> "RunningDaemon":
        """Start a daemon whose workers misbehave where a file's name says so."""
        paths = [path for path in (self.environment.get("PYTHONPATH"), str(checkout)) if path]
        self.environment["PYTHONPATH"] = os.pathsep.join(paths)
        command = [sys.executable, "-P", "-m", "tests.e2e.misbehaving_daemon"]
        daemon = RunningDaemon(self, self._launch([*command, "--home", str(self.home)]))
        self.started.append(daemon)
        daemon.wait_for_answer()
        return daemon

    def log(self) -> str:
        """What the daemons of this home have logged."""
        return (self.home / "logs" / "tinyarmsd.log").read_text(encoding="utf-8")

    def close(self) -> None:
        """Stop whatever still runs."""
        for daemon in self.started:
            daemon.stop()

    def _daemon_command(self, *arguments: str) -> list[str]:
        return [str(self.programs / "tinyarmsd"), "--home", str(self.home), *arguments]


class RunningDaemon:
    """A tinyarmsd process, asked through its socket; the events it told are read once, in order."""

    def __init__(self, house: House, process: subprocess.Popen[str]) -> None:
        self.house = house
        self.process = process
        self.said = ""
        self.client = ControlClient(house.socket, lambda: threading.Event().wait(_LOOK_SECONDS))
        self._last_id = 0
        self._unread: list[EventMessage] = []

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    def wait_for_answer(self) -> None:
        """Until it answers; fails with what it said where it ends instead."""
        try:
            wait_until(self._answers, "the daemon answers")
        except BaseException:
            self.process.kill()
            raise
        self.skip_events()

    def skip_events(self) -> None:
        """Count every event until now as read."""
        self._unread = []
        newest = self.client.events(after=-1, wait_seconds=0)
        self._last_id = max((event["id"] for event in newest), default=0)

    def status(self) -> StatusMessage:
        """Its whole state."""
        return self.client.status()

    def add(self, root: Path, name: str | None = None) -> str:
        """Watch a folder and wait for the end of its first scan; returns its name."""
        job = self.client.add_repository(str(root), name)
        for _ in self.client.follow_job(job["id"]):
            pass
        self.events_until(lambda event: event["job"] == job["id"] and is_end(event))
        return job["repository"]

    def findings(self, **query: Any) -> list[FindingMessage]:
        """The findings that match, open ones unless `statuses` says otherwise."""
        return self.client.findings(query)["findings"]  # type: ignore[arg-type]

    def events_until(self, wanted: Callable[[EventMessage], bool]) -> list[EventMessage]:
        """The events that came since the last call, up to the first that is wanted."""
        deadline = time.monotonic() + WAIT_SECONDS
        seen: list[EventMessage] = []
        while True:
            while self._unread:
                event = self._unread.pop(0)
                seen.append(event)
                if wanted(event):
                    return seen
            assert time.monotonic() < deadline, (
                f"no such event; seen: {brief(seen)}\n{self.house.log_tail()}"
            )
            self._unread = self.client.events(after=self._last_id, wait_seconds=1.0)
            if self._unread:
                self._last_id = self._unread[-1]["id"]

    def events_until_check_of(self, path: str) -> list[EventMessage]:
        """The events up to the end of a check that `path` was in."""
        return self.events_until(lambda event: is_end(event) and path in self.paths_of(event))

    def paths_of(self, event: EventMessage) -> list[str]:
        """The first paths of the job that an event is of."""
        return [] if event["job"] is None else self.client.job(event["job"])["paths"]

    def wait_until_idle(self) -> None:
        """Until nothing waits to be checked."""
        wait_until(self._is_idle, "the queue is empty")

    def workers(self) -> list[psutil.Process]:
        """Its worker processes."""
        return psutil.Process(self.pid).children(recursive=True)

    def terminate(self) -> Ended:
        """Send SIGTERM and return how it ended."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a crash would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it if it still runs; fails where a worker outlives it."""
        if self.process.poll() is None:
            self.terminate()
        elif self.process.stderr is not None and not self.process.stderr.closed:
            self.process.communicate()

    def _end(self, with_signal: signal.Signals) -> Ended:
        workers = self.workers()
        self.process.send_signal(with_signal)
        try:
            out, err = self.process.communicate(timeout=WAIT_SECONDS)
        except subprocess.TimeoutExpired:
            for process in (self.process, *workers):
                process.kill()
            self.process.communicate()
            raise
        wait_until(lambda: not any(map(is_alive, workers)), "the workers have ended too")
        return Ended(self.process.returncode, out, err)

    def _answers(self) -> bool:
        if self.process.poll() is not None:
            _, self.said = self.process.communicate()
            raise AssertionError(f"the daemon ended ({self.process.returncode}): {self.said}")
        # Whatever listens before it holds the home is what another daemon left.
        is_holder = HomeLock(Home(self.house.home)).holder() == self.pid
        return is_holder and is_listening(self.house.socket)

    def _is_idle(self) -> bool:
        status = self.status()
        queue = status["queue"]
        return not (status["current"] or queue["on_save"] or queue["asked"] or queue["weekly"])


class GitRepository:
    """A work tree with its own git, untouched by the configuration of whoever runs the tests."""

    def __init__(self, root: Path, environment: dict[str, str]) -> None:
        self.root = root
        self._environment = environment
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> str:
        """What git prints; fails where it fails."""
        ended = run(["git", *arguments], self.root, self._environment)
        assert ended.status == 0, ended.err
        return ended.out

    def write(self, name: str, text: str) -> Path:
        """Write a file, with its folders."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def commit(self, message: str = "a change") -> None:
        """Commit whatever is there."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)


def css(*colors: str) -> str:
    """A style sheet in which each of these colors is a finding of its own."""
    rules = (f".color-{color.strip('#')} {{ color: {color}; }}\n" for color in colors)
    return "/* a style sheet */\n" + "".join(rules)


def shade(number: int) -> str:
    """One of many colors: the same one in several files would be one finding."""
    return f"#aa{number:04x}"


def run(
    command: list[str],
    cwd: Path,
    environment: dict[str, str],
    patience_seconds: float = PATIENCE_SECONDS,
) -> Ended:
    """Run a program to its end, without a terminal."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=patience_seconds,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode(errors="backslashreplace"),
                 done.stderr.decode(errors="backslashreplace"))  # fmt: skip


def json_of(ended: Ended) -> Any:
    """The one JSON document on standard output."""
    import json

    assert ended.out, ended.err
    return json.loads(ended.out)


def neutral_environment(folder: Path) -> dict[str, str]:
    """The surroundings without anything of whoever runs the tests."""
    dropped = ("TINYARMS_", "GIT_", "XDG_", "PYTEST_", "LC_", "COLUMNS", "LINES")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return kept | {
        "HOME": str(folder),
        "TZ": "UTC",
        "LANG": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "a tester",
        "GIT_AUTHOR_EMAIL": "tester@example.org",
        "GIT_COMMITTER_NAME": "a tester",
        "GIT_COMMITTER_EMAIL": "tester@example.org",
        "GIT_EDITOR": "true",
    }


def is_alive(process: psutil.Process) -> bool:
    """Whether a process runs; one that has ended and was not yet waited for does not."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def is_listening(socket_path: Path) -> bool:
    """Whether something takes connections at a socket."""
    import socket

    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(socket_path))
        except OSError:
            return False
        return True


def wait_until(holds: Callable[[], object], what: str) -> None:
    """Until something holds that no event tells; fails after a long while."""
    deadline = time.monotonic() + WAIT_SECONDS
    pause = threading.Event()
    while not holds():
        assert time.monotonic() < deadline, f"still waiting until {what}"
        pause.wait(_LOOK_SECONDS)


def is_end(event: EventMessage) -> bool:
    """Whether an event tells the end of a check or a scan."""
    return event["kind"] in ("check_finished", "scan_finished")


def brief(events: list[EventMessage]) -> list[tuple[str, str | None]]:
    """Events as kind and path, for comparing and for reading."""
    return [(event["kind"], event["path"]) for event in events]


def marked(daemon: RunningDaemon, shop: GitRepository) -> list[EventMessage]:
    """Save a new file without findings, and return every event up to the end of its check.

    What was touched before is settled by then: whatever it brought is among the events. A file of
    the same name could be looked at once more, and that end be taken for this one; one that ended
    in a dash and a hash would count as a build's.
    """
    daemon.wait_until_idle()
    name = f"marker_{os.urandom(8).hex()}.css"
    written = shop.root.parent / name
    written.write_text(css())
    written.replace(shop.root / name)  # whole at once: an end of its check is the end
    return daemon.events_until_check_of(name)
