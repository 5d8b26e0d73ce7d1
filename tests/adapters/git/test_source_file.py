"""Reading one file that may be anything."""

import os
import socket
import tempfile
from pathlib import Path

import pytest

from tests.unprivileged import unprivileged, world_readable_folder
from tinyarms_daemon.adapters.git.source_file import SourceFile, read_source_file
from tinyarms_daemon.domain.work.repository import FileStat

MOST_BYTES = 100


def read(root: Path, path: str) -> SourceFile:
    return read_source_file(str(root), path, MOST_BYTES)


@pytest.mark.parametrize("content", [b"", b"x = 1\n", b"\x00\xff\xfe", b"x" * MOST_BYTES])
def test_a_file_is_read_as_its_bytes_with_its_times(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.py").write_bytes(content)
    found = (tmp_path / "a.py").stat()

    source = read(tmp_path, "a.py")

    assert source.content == content
    assert source.stat == FileStat(len(content), found.st_mtime_ns, found.st_ctime_ns)
    assert (source.problem, source.missing) == (None, False)


@pytest.mark.parametrize("name", ["-rf", "a\nb", "\udcff", 'it\'s "1"', "\U0001f600", "..x"])
def test_a_file_of_any_name_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"1")

    assert read(tmp_path, name).content == b"1"


@pytest.mark.parametrize("path", ["none.py", "none/a.py", "a.py/b.py"])
def test_a_file_that_is_not_there_is_missing(tmp_path: Path, path: str) -> None:
    (tmp_path / "a.py").write_bytes(b"")

    assert read(tmp_path, path) == SourceFile(missing=True)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"x" * (MOST_BYTES + 1))

    source = read(tmp_path, "a.py")

    assert source.content is None
    assert source.problem == "larger than analysis.max_file_size (101 of 100 bytes)"
    assert source.stat is not None


def test_a_file_without_an_end_is_not_read_to_it(tmp_path: Path) -> None:
    with (tmp_path / "sparse.py").open("wb") as file:
        file.truncate(1 << 40)

    assert "larger than" in str(read(tmp_path, "sparse.py").problem)


@pytest.mark.parametrize("target", ["a.py", "../outside.py", "none.py", "/dev/zero", "."])
def test_a_link_is_not_followed(tmp_path: Path, target: str) -> None:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "a.py").write_bytes(b"1")
    (tmp_path / "outside.py").write_bytes(b"secret")
    (root / "link.py").symlink_to(target)

    source = read(root, "link.py")

    assert source.content is None
    assert str(source.problem).startswith("a symbolic link")


def test_a_file_behind_a_linked_folder_is_not_read(tmp_path: Path) -> None:
    root = tmp_path / "shop"
    root.mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.py").write_bytes(b"secret")
    (root / "folder").symlink_to(tmp_path / "outside")

    source = read(root, "folder/a.py")

    assert (source.content, source.problem) == (None, "reached only through a symbolic link")


def test_a_root_that_is_reached_through_a_link_is_read(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "a.py").write_bytes(b"1")
    (tmp_path / "link").symlink_to("shop")

    assert read(tmp_path / "link", "a.py").content == b"1"


def test_a_pipe_a_socket_a_device_and_a_folder_are_not_read() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder, socket.socket(socket.AF_UNIX) as bound:
        root = Path(folder).resolve()
        os.mkfifo(root / "pipe.py")
        bound.bind(str(root / "socket.py"))
        (root / "folder.py").mkdir()

        problems = {read(root, name).problem for name in ("pipe.py", "socket.py", "folder.py")}

    assert problems == {"not a regular file"}
    assert read(Path("/dev"), "null").problem == "not a regular file"


def test_a_file_that_may_not_be_read_says_why() -> None:
    with world_readable_folder() as root:
        (root / "a.py").write_bytes(b"1")
        (root / "a.py").chmod(0o000)
        (root / "denied").mkdir()
        (root / "denied" / "b.py").write_bytes(b"1")
        (root / "denied").chmod(0o000)

        with unprivileged():
            unreadable, unreachable = read(root, "a.py"), read(root, "denied/b.py")

        (root / "denied").chmod(0o755)
    assert unreadable.problem == unreachable.problem == "cannot be read: Permission denied"
    assert unreadable.stat is not None
    assert unreachable.stat is None


@pytest.mark.parametrize("path", ["a\0b.py", "\ud800.py"])
def test_what_no_file_can_be_called_is_missing(tmp_path: Path, path: str) -> None:
    assert read(tmp_path, path) == SourceFile(missing=True)
