"""What `make run` does: scan, report, watch, and end at Ctrl-C, on a terminal and without one."""

import signal
import subprocess
from typing import TextIO

import pytest

from tests.e2e.on_terminal import COLUMNS, OnTerminal
from tests.e2e.running import GitRepository, House, css, shade, wait_until

RED, BLUE = "#ff0000", "#0000ff"
WATCHING = "Ctrl-C ends."


@pytest.fixture
def shop(repository: GitRepository) -> GitRepository:
    """A repository with two findings."""
    repository.write("site.css", css(RED))
    repository.write("page.css", css(shade(1)))
    repository.commit()
    return repository


def test_on_a_terminal_it_scans_reports_watches_and_ends_at_ctrl_c(
    house: House, shop: GitRepository
) -> None:
    for number in range(100):
        shop.write(f"plain{number}.css", css())

    with OnTerminal(house, "watch", str(shop.root)) as watching:
        report = watching.read_until(WATCHING)
        watching.forget()
        shop.write("new.css", css(BLUE))
        came = watching.read_until("new.css")
        shop.write("new.css", css())
        watching.read_until("fixed new.css")
        watching.forget()
        shop.write("plain1.css", css() + "/* more */\n")
        watching.read_until("nothing changed")
        watching.press_ctrl_c()
        ended = watching.read_to_end()

    lines = report.plain_text.splitlines()
    assert "Scanning shop" in report.plain_text
    assert "102/102" in report.plain_text or "102 files scanned" in report.plain_text
    assert "2 open findings (2 warnings)" in report.plain_text
    assert any(line.split()[:3] == ["hardcoded-colors", "-", "2"] for line in lines)
    assert f".color-ff0000 {{ color: {RED}; }}" in report.plain_text
    assert any(set(line.strip()) <= {"|", "^", " "} and "^" in line for line in lines)
    assert f"warning new.css:2:{css(BLUE).splitlines()[1].index(BLUE) + 1}" in came.plain_text
    assert ended.status == 0
    assert ended.plain_text.rstrip().endswith("Ended.")
    assert "Traceback" not in ended.plain_text
    assert house.ctl("status").status == 3


def test_no_line_is_wider_than_the_terminal_and_without_colors_nothing_is_colored(
    house: House, shop: GitRepository
) -> None:
    shop.write("a/very/long/path/" + "deep/" * 20 + "file.css", css(BLUE) + "/* " + "x" * 300)

    with OnTerminal(house, "watch", "--once", str(shop.root), NO_COLOR="1") as watching:
        ended = watching.read_to_end()

    drawn = [line for line in ended.plain_text.splitlines() if "Scanning" not in line]
    assert ended.status == 0
    assert [line for line in drawn if len(line) > COLUMNS] == []
    assert "\x1b[3" not in ended.text.replace("\x1b[3J", "")
    assert "hardcoded-colors" in ended.text


def test_without_a_terminal_it_prints_plain_lines_and_ends_at_sigint(
    house: House, shop: GitRepository
) -> None:
    with subprocess.Popen(
        house.ctl_command("watch", str(shop.root)),
        cwd=house.folder,
        env=house.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        report = _lines_until(process.stdout, WATCHING)
        shop.write("new.css", css(BLUE))
        came = _lines_until(process.stdout, "new.css")
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        said = process.stderr.read()

    assert process.returncode == 0
    assert "2 open findings (2 warnings)" in report
    assert "hardcoded-colors" in came
    assert rest.strip() == "Ended."
    assert "Traceback" not in said
    assert "\x1b" not in report + came + rest + said


def _lines_until(stream: TextIO, text: str) -> str:
    lines = []
    for line in stream:
        lines.append(line)
        if text in line:
            return "".join(lines)
    raise AssertionError(f"{text!r} never came: {lines}")


def test_once_ends_after_the_first_scan_and_remembers_it(house: House, shop: GitRepository) -> None:
    first = house.ctl("watch", "--once", str(shop.root))
    shop.write("site.css", css())
    second = house.ctl("watch", "--once", str(shop.root))

    assert (first.status, second.status) == (0, 0)
    assert "2 open findings" in first.out
    assert "1 open finding " in second.out
    assert "Scanning shop" in first.err
    assert "\x1b" not in first.out + first.err
    assert [each["path"] for each in house.ctl_json("findings")["findings"]] == ["page.css"]


def test_a_daemon_that_runs_already_is_the_one_that_watches_and_it_goes_on(
    house: House, shop: GitRepository
) -> None:
    running = house.start()

    with OnTerminal(house, "watch", str(shop.root)) as watching:
        report = watching.read_until("The daemon goes on.")
        shop.write("new.css", css(BLUE))
        watching.read_until("new.css")
        watching.press_ctrl_c()
        ended = watching.read_to_end()

    assert "2 open findings (2 warnings)" in report.plain_text
    assert ended.status == 0
    assert ended.plain_text.rstrip().endswith("Ended.")
    assert house.ctl_json("status")["daemon"]["pid"] == running.pid
    assert {each["path"] for each in house.ctl_json("findings")["findings"]} == {
        "site.css",
        "page.css",
        "new.css",
    }


def test_a_daemon_that_ends_beneath_is_told(house: House, shop: GitRepository) -> None:
    running = house.start()

    with OnTerminal(house, "watch", str(shop.root)) as watching:
        watching.read_until("The daemon goes on.")
        running.stop()
        ended = watching.read_to_end()

    assert ended.status == 3
    assert "tinyarmsd" in ended.plain_text.splitlines()[-1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_the_daemon_ends_with_the_program_however_that_ends(
    house: House, shop: GitRepository, number: signal.Signals
) -> None:
    with subprocess.Popen(
        house.ctl_command("watch", str(shop.root)),
        cwd=house.folder,
        env=house.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        _lines_until(process.stdout, WATCHING)

        process.send_signal(number)
        process.wait()

    wait_until(lambda: not house.socket.exists(), "the daemon has ended")
    assert house.ctl("status").status == 3
