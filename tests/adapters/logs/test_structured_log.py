"""The log: JSON lines in a private file, rotated by size."""

import errno
import io
import json
import logging
import stat
import threading
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import pytest
import structlog

from tinyarms_daemon.adapters.logs.structured_log import RepeatedRecords, close_log, set_up_log


@pytest.fixture(autouse=True)
def _the_log_of_the_tests_is_put_back() -> Iterator[None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    root.handlers.clear()
    yield
    close_log()
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def log_to(file: Path, *, level: str = "info", max_bytes: int = 1_000_000) -> Any:
    set_up_log(file, level=level, max_bytes=max_bytes, kept_files=2)
    return structlog.get_logger("tinyarms_daemon.test")


def test_an_event_is_a_line_of_json_with_its_time_and_its_level(tmp_path: Path) -> None:
    log = log_to(tmp_path / "tinyarmsd.log")

    log.warning("unit_deferred", scan_id=7, path="caf\u00e9\n\udcff.py")

    (line,) = lines(tmp_path / "tinyarmsd.log")
    assert (line["event"], line["level"], line["scan_id"]) == ("unit_deferred", "warning", 7)
    assert line["logger"] == "tinyarms_daemon.test"
    assert line["timestamp"].endswith("Z")


def test_a_failure_is_a_line_with_its_traceback(tmp_path: Path) -> None:
    log = log_to(tmp_path / "tinyarmsd.log")

    try:
        raise ZeroDivisionError("by zero")
    except ZeroDivisionError:
        log.exception("step_failed")

    (line,) = lines(tmp_path / "tinyarmsd.log")
    assert "ZeroDivisionError: by zero" in line["exception"]


def test_what_libraries_log_is_told_in_the_same_form(tmp_path: Path) -> None:
    log_to(tmp_path / "tinyarmsd.log")

    logging.getLogger("watchdog").error("queue %s overflowed", 1)
    logging.getLogger("apscheduler").info("each job")

    (line,) = lines(tmp_path / "tinyarmsd.log")
    assert (line["event"], line["level"]) == ("queue 1 overflowed", "error")


@pytest.mark.parametrize(("level", "told"), [("debug", 3), ("info", 2), ("WARNING", 1)])
def test_only_what_is_important_enough_is_told(tmp_path: Path, level: str, told: int) -> None:
    log = log_to(tmp_path / "tinyarmsd.log", level=level)

    log.debug("a")
    log.info("b")
    log.warning("c")

    assert len(lines(tmp_path / "tinyarmsd.log")) == told


def test_each_file_is_its_owners_alone_and_only_so_many_are_kept(tmp_path: Path) -> None:
    log = log_to(tmp_path / "tinyarmsd.log", max_bytes=500)

    for number in range(50):
        log.info("event", number=number)

    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["tinyarmsd.log", "tinyarmsd.log.1", "tinyarmsd.log.2"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
    assert lines(tmp_path / "tinyarmsd.log")[-1]["number"] == 49


def test_a_log_that_is_there_goes_on(tmp_path: Path) -> None:
    log_to(tmp_path / "tinyarmsd.log").info("before")
    close_log()

    log_to(tmp_path / "tinyarmsd.log").info("after")

    assert [line["event"] for line in lines(tmp_path / "tinyarmsd.log")] == ["before", "after"]


def test_a_closed_log_holds_no_file(tmp_path: Path) -> None:
    log_to(tmp_path / "tinyarmsd.log")

    close_log()

    assert logging.getLogger().handlers == []


def test_equal_errors_are_told_once_and_counted_at_the_end(tmp_path: Path) -> None:
    log = log_to(tmp_path / "tinyarmsd.log")

    for attempt in range(50):
        log.warning("step_failed", error="The disk is full.", attempt=attempt)
    log.warning("step_failed", error="Something else.")
    close_log()

    first, other, last = lines(tmp_path / "tinyarmsd.log")
    assert (first["error"], other["error"]) == ("The disk is full.", "Something else.")
    assert (last["error"], last["repeated"]) == ("The disk is full.", 49)


def test_equal_news_that_are_no_trouble_are_all_told(tmp_path: Path) -> None:
    log = log_to(tmp_path / "tinyarmsd.log")

    for _ in range(3):
        log.info("machine_woke")

    assert len(lines(tmp_path / "tinyarmsd.log")) == 3


def test_errors_of_libraries_and_tracebacks_are_counted_as_well(tmp_path: Path) -> None:
    log = log_to(tmp_path / "tinyarmsd.log")

    for number in range(5):
        logging.getLogger("apscheduler").error("Job %s failed", "sweep")
        try:
            raise ZeroDivisionError("by zero")
        except ZeroDivisionError:
            log.exception("step_failed", number=number)

    assert [line["event"] for line in lines(tmp_path / "tinyarmsd.log")] == [
        "Job sweep failed",
        "step_failed",
    ]


def test_a_trouble_that_goes_on_is_told_again_with_its_count(tmp_path: Path) -> None:
    repeated = RepeatedRecords(quiet_seconds=10)
    told = []

    for second in range(25):
        record = logging.LogRecord("a", logging.ERROR, "a.py", 1, "no", (), None)
        record.created = 1000.0 + second
        if repeated.filter(record):
            told.append(record.getMessage())

    assert told == ["no", "no (repeated: 9)", "no (repeated: 9)"]


def test_two_handlers_are_told_the_same() -> None:
    repeated = RepeatedRecords()
    record = logging.LogRecord("a", logging.ERROR, "a.py", 1, "no", (), None)

    assert [repeated.filter(record), repeated.filter(record)] == [True, True]


def test_a_thread_that_dies_is_told_in_the_log(tmp_path: Path) -> None:
    log_to(tmp_path / "tinyarmsd.log")

    def die() -> None:
        raise ZeroDivisionError("by zero")

    thread = threading.Thread(target=die, name="emitter")
    thread.start()
    thread.join()

    (line,) = lines(tmp_path / "tinyarmsd.log")
    assert (line["event"], line["thread"]) == ("thread_died", "emitter")
    assert "ZeroDivisionError: by zero" in line["exception"]


class FullDisk(io.StringIO):
    """A stream that takes nothing."""

    def write(self, _: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_takes_no_line_costs_the_line_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = log_to(tmp_path / "tinyarmsd.log")
    (handler,) = (
        each for each in logging.getLogger().handlers if isinstance(each, RotatingFileHandler)
    )
    file = handler.stream
    handler.stream = FullDisk()  # type: ignore[assignment]
    log.warning("unit_deferred")
    handler.stream = file

    log.warning("all_is_well")

    assert lines(tmp_path / "tinyarmsd.log")[-1]["event"] == "all_is_well"
    assert capsys.readouterr().err == ""
