"""Notices by the platform's own program: osascript on macOS, notify-send on freedesktop systems."""

import html
import shutil
import sys
import threading
from collections.abc import Callable

from tinyarms_daemon.adapters.machine.system_program import run_program
from tinyarms_daemon.domain.printable import printable
from tinyarms_daemon.domain.system.notice import Notice

_LONGEST_SECONDS = 5.0
_MOST_CHARACTERS = 300
# Words come as arguments, never as part of the script.
_SCRIPT = (
    "on run argv",
    "display notification (item 2 of argv) with title (item 1 of argv)",
    "end run",
)


def macos_command(notice: Notice) -> list[str]:
    """The call of osascript."""
    lines = [part for line in _SCRIPT for part in ("-e", line)]
    return ["/usr/bin/osascript", *lines, "--", _words(notice.title), _words(notice.text)]


def freedesktop_command(notice: Notice) -> list[str]:
    """The call of notify-send, whose text may hold markup and must not."""
    program = shutil.which("notify-send") or "notify-send"
    text = html.escape(_words(notice.text), quote=False)
    return [program, "--app-name=tinyarms", "--", _words(notice.title), text]


class DesktopNotifier:
    """The Notifier port: each notice is a call of a program, in a thread that ends with it."""

    def __init__(self, command: Callable[[Notice], list[str]] | None = None) -> None:
        platform = macos_command if sys.platform == "darwin" else freedesktop_command
        self._command = command or platform
        self._threads: list[threading.Thread] = []

    def notify(self, notice: Notice) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(
            target=run_program, args=(self._command(notice), _LONGEST_SECONDS), name="notice"
        )
        thread.start()
        self._threads.append(thread)

    def close(self) -> None:
        for thread in self._threads:
            thread.join()


def _words(text: str) -> str:
    shown = "\n".join(printable(line) for line in text.split("\n"))
    return shown if len(shown) <= _MOST_CHARACTERS else shown[: _MOST_CHARACTERS - 1] + "…"
