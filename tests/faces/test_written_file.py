"""Files that a command writes for its caller."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unprivileged import unprivileged, world_readable_folder
from tinyarms_daemon.domain.errors import UsageError
from tinyarms_daemon.faces.cli.written_file import write_whole


@pytest.fixture(autouse=True)
def usual_mask() -> Iterator[None]:
    mask = os.umask(0o022)
    yield
    os.umask(mask)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_may_be_read_by_those_who_may_read_any_other(tmp_path: Path) -> None:
    write_whole(tmp_path / "report.html", "new")

    assert mode(tmp_path / "report.html") == 0o644


def test_a_file_that_was_there_keeps_its_permissions(tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    report.write_text("old")
    report.chmod(0o640)

    write_whole(report, "new")

    assert (report.read_text(), mode(report)) == ("new", 0o640)


def test_a_symbolic_link_is_followed(tmp_path: Path) -> None:
    report, link = tmp_path / "reports" / "today.html", tmp_path / "report.html"
    report.parent.mkdir()
    link.symlink_to(report)

    write_whole(link, "new")

    assert link.is_symlink()
    assert report.read_text() == "new"


@pytest.mark.parametrize("name", ["", "missing/report.html", "link"])
def test_where_no_file_can_be_is_told_before(tmp_path: Path, name: str) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "missing" / "report.html")

    with pytest.raises(UsageError):
        write_whole(tmp_path / name, "new")


def test_a_folder_that_may_not_be_written_to_is_told_before() -> None:
    with world_readable_folder() as folder, unprivileged():
        if os.access(folder, os.W_OK, effective_ids=True):
            folder.chmod(0o500)
        with pytest.raises(UsageError, match="may not be written to"):
            write_whole(folder / "report.html", "new")


def test_a_device_is_written_to_wherever_it_is() -> None:
    with unprivileged():
        write_whole(Path(os.devnull), "gone")


def test_a_pipe_that_only_a_descriptor_names_is_written_to() -> None:
    reading, writing = os.pipe()

    write_whole(Path(f"/dev/fd/{writing}"), "all")
    os.close(writing)

    with open(reading) as pipe:
        assert pipe.read() == "all"
