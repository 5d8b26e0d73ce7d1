"""A daemon for as long as a command runs."""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import IO

from tinyarms_daemon.bootstrap.where import Where
from tinyarms_daemon.domain.errors import TinyarmsError, Unavailable, UsageError

_LONGEST_STOP_SECONDS = 10.0


class ChildDaemon:
    """tinyarmsd as a child; it ends when the pipe to its standard input closes, however that is.

    `wait_for_answer` returns when the one of that pid answers, and raises where it is not alive or
    takes too long.
    """

    def __init__(
        self, where: Where, wait_for_answer: Callable[[int, Callable[[], bool]], None]
    ) -> None:
        command = [sys.executable, "-P", "-m", "tinyarms_daemon", "--home", str(where.home.path)]
        if where.user_file_named:
            command += ["--config", str(where.user_file)]
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as we do
        self._process = subprocess.Popen(
            [*command, "--quiet", "--until-stdin-closes"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._said,
            start_new_session=True,  # Ctrl-C is this program's to answer, which then stops it
        )
        try:
            wait_for_answer(self._process.pid, self.is_alive)
        except BaseException as error:
            self.stop()
            if isinstance(error, Unavailable) and self._process.returncode:
                raise self._reason(error) from None
            raise

    def stop(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.terminate()
        try:
            self._process.wait(_LONGEST_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def _reason(self, otherwise: Unavailable) -> TinyarmsError:
        self._said.seek(0)
        said = self._said.read().decode("utf-8", "replace").strip()
        if not said:
            return otherwise
        kind = UsageError if self._process.returncode == UsageError.exit_status else Unavailable
        lines = [line.strip() for line in said.removeprefix("tinyarmsd: ").splitlines()]
        return kind("\n".join(lines))
