"""Programs on a terminal of 80 columns, as a person sees them."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from tests.e2e.running import WAIT_SECONDS, House

COLUMNS, ROWS = 80, 40
_TAKE_TERMINAL = (
    "import fcntl, os, sys, termios; "
    "fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "os.execv(sys.argv[1], sys.argv[1:])"
)
_STYLE = re.compile(r"\x1b\[[0-9;]*m")
# What a live display writes to move the cursor and to hide it.
_MOVES = re.compile(r"\x1b\[[0-9;?]*[A-KSTfhlnsu]")


@dataclass(frozen=True)
class Seen:
    """How a program ended, and all that it wrote to its terminal."""

    status: int
    text: str

    @property
    def final_text(self) -> str:
        """What is left of it once the cursor's moves and the display's line ends are taken out."""
        return _MOVES.sub("", self.text).replace("\r\n", "\n").replace("\r", "")

    @property
    def plain_text(self) -> str:
        """The same without colors."""
        return _STYLE.sub("", self.final_text)


class OnTerminal:
    """tinyarmsctl on a terminal of its own, which it controls."""

    def __init__(self, house: House, *arguments: str, **environment: str) -> None:
        self._terminal, end = pty.openpty()
        fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, "-c", _TAKE_TERMINAL, *house.ctl_command(*arguments)],
            cwd=house.folder,
            env=house.environment | {"TERM": "xterm-256color", "PAGER": "cat"} | environment,
            stdin=end,
            stdout=end,
            stderr=end,
            start_new_session=True,
        )
        os.close(end)
        self._written = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        os.close(self._terminal)

    @property
    def seen(self) -> Seen:
        """What it has written until now."""
        return Seen(self._process.returncode or 0, self._written.decode(errors="replace"))

    def read_until(self, text: str) -> Seen:
        """Read until a text has been written; fails where it ends without."""
        deadline = time.monotonic() + WAIT_SECONDS
        while text not in self.seen.plain_text:
            assert time.monotonic() < deadline, self.seen.plain_text
            assert self._read(1.0), self.seen.plain_text
        return self.seen

    def forget(self) -> None:
        """Read from here on only what comes."""
        self._written = b""

    def press_ctrl_c(self) -> None:
        """As the terminal's owner does."""
        os.write(self._terminal, termios.tcgetattr(self._terminal)[6][termios.VINTR])

    def read_to_end(self) -> Seen:
        """Read until it has ended."""
        deadline = time.monotonic() + WAIT_SECONDS * 2
        while self._read(1.0):
            assert time.monotonic() < deadline, self.seen.plain_text
        self._process.wait(WAIT_SECONDS)
        return Seen(self._process.returncode, self.seen.text)

    def _read(self, seconds: float) -> bool:
        """Read what is there; False when the other end is closed."""
        ready, _, _ = select.select([self._terminal], [], [], seconds)
        if not ready:
            return True
        try:
            read = os.read(self._terminal, 65536)
        except OSError:  # what Linux says of a terminal whose program has ended
            return False
        self._written += read
        return bool(read)


def run_on_terminal(house: House, *arguments: str, **environment: str) -> Seen:
    """Run a program on a terminal to its end."""
    with OnTerminal(house, *arguments, **environment) as program:
        return program.read_to_end()
