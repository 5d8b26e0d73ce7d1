"""A launchd of its own: runs one property list as launchd does for the keys that it holds.

launchd.plist(5): no terminal, a bare environment, a umask, KeepAlive, ThrottleInterval,
ExitTimeOut. `hasten` divides the two times, so that a test need not wait for whole ones.
"""

import plistlib
import resource
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

# What `launchctl print` shows as the default environment of an agent.
_DEFAULT_PATH = "/usr/bin:/bin:/usr/sbin:/sbin"
EX_CONFIG = 78


class SmallLaunchd:
    """One loaded job; `starts` are the moments of its starts, `ends` how each run ended."""

    def __init__(self, plist: bytes, *, user_home: Path, hasten: float = 1.0) -> None:
        self.job: dict[str, Any] = plistlib.loads(plist)
        self.throttle_seconds = self.job.get("ThrottleInterval", 10) / hasten
        self.exit_seconds = self.job.get("ExitTimeOut", 5)
        self.starts: list[float] = []
        self.ends: list[int] = []
        self.was_killed = False
        self.process: subprocess.Popen[bytes] | None = None
        self._user_home = user_home
        self._unloading = threading.Event()
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._keep_alive, name="small launchd")

    def bootstrap(self) -> None:
        """Load the job; RunAtLoad starts it."""
        if self.job.get("RunAtLoad"):
            self._thread.start()

    def stop(self) -> None:
        """`launchctl kill SIGTERM`, then SIGKILL after the exit timeout."""
        process = self.process
        assert process is not None
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(self.exit_seconds)
        except subprocess.TimeoutExpired:
            self.was_killed = True
            process.kill()

    def bootout(self) -> None:
        """Stop and unload."""
        self._unloading.set()
        if self.process is not None and self.process.poll() is None:
            self.stop()
        self._thread.join()

    def wait_for_starts(self, number: int, longest_seconds: float) -> bool:
        """Whether it has been started so often by then."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.starts) >= number, longest_seconds)

    def wait_for_ends(self, number: int, longest_seconds: float) -> bool:
        """Whether it has ended so often by then."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.ends) >= number, longest_seconds)

    @property
    def is_over(self) -> bool:
        """True where it will not be started again."""
        return not self._thread.is_alive()

    def join(self, longest_seconds: float) -> None:
        """Wait until it will not be started again."""
        self._thread.join(longest_seconds)

    def _keep_alive(self) -> None:
        while True:
            with self._changed:
                self.starts.append(time.monotonic())
                self.process = self._spawn()
                self._changed.notify_all()
            status = self.process.wait() if self.process else EX_CONFIG
            with self._changed:
                self.ends.append(status)
                self._changed.notify_all()
            if not self._restarts_after(status):
                return
            since_start = time.monotonic() - self.starts[-1]
            if self._unloading.wait(max(0.0, self.throttle_seconds - since_start)):
                return

    def _restarts_after(self, status: int) -> bool:
        keep = self.job.get("KeepAlive", False)
        if isinstance(keep, dict):
            wanted = keep["SuccessfulExit"]
            return bool((status == 0) == wanted)
        return bool(keep)

    def _spawn(self) -> subprocess.Popen[bytes] | None:
        try:
            with open(self.job["StandardErrorPath"], "ab") as errors:
                process = subprocess.Popen(
                    self.job["ProgramArguments"],
                    cwd=self.job["WorkingDirectory"],
                    env=self._environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=errors,
                    umask=self.job.get("Umask", 0o022),
                    start_new_session=True,
                )
        except OSError:
            return None
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        soft = self.job.get("SoftResourceLimits", {}).get("NumberOfFiles", 256)
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (soft, hard))
        return process

    def _environment(self) -> dict[str, str]:
        return {
            "HOME": str(self._user_home),
            "PATH": _DEFAULT_PATH,
            "XPC_SERVICE_NAME": self.job["Label"],
        } | self.job.get("EnvironmentVariables", {})
