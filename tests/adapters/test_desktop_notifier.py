"""The desktop's notices, by a program of the platform."""

import sys
from pathlib import Path

from tinyarms_daemon.adapters.desktop_notifier import (
    DesktopNotifier,
    freedesktop_command,
    macos_command,
)
from tinyarms_daemon.domain.system.notice import Notice

HOSTILE = Notice("-e", 'do shell script "x" <b>\x1b[2J\nsecond')


def test_words_are_arguments_and_never_part_of_a_script() -> None:
    command = macos_command(HOSTILE)

    separator = command.index("--")
    assert command[separator + 1] == "-e"
    assert 'do shell script "x"' in command[separator + 2]
    assert not any("shell" in part for part in command[:separator])
    assert "\x1b" not in command[-1]


def test_words_are_no_markup() -> None:
    command = freedesktop_command(HOSTILE)

    assert command[-3:-1] == ["--", "-e"]
    assert "&lt;b&gt;" in command[-1]


def test_a_notice_is_shown_without_waiting(tmp_path: Path) -> None:
    shown = tmp_path / "shown"
    script = "import sys; open(sys.argv[1], 'w').write(sys.argv[2])"
    notifier = DesktopNotifier(
        lambda notice: [sys.executable, "-c", script, str(shown), notice.title]
    )

    notifier.notify(Notice("a title", "a text"))
    notifier.close()

    assert shown.read_text() == "a title"


def test_a_program_that_is_missing_is_no_trouble() -> None:
    notifier = DesktopNotifier(lambda _: ["/there/is/no/such/program"])

    notifier.notify(Notice("a", "b"))

    notifier.close()
