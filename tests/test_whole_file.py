"""Files that are there whole or not at all."""

import stat
from pathlib import Path

import pytest

from tinyarms_daemon.whole_file import write_whole


def test_what_was_there_stays_where_the_new_cannot_be_written(tmp_path: Path) -> None:
    note = tmp_path / "note"
    note.write_text("old")

    with pytest.raises(UnicodeEncodeError):
        write_whole(note, "new \udcff")

    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("note", "old")]


def test_a_name_that_is_no_utf_8_is_written_as_its_bytes_where_asked(tmp_path: Path) -> None:
    write_whole(tmp_path / "hook", "\udcff", errors="surrogateescape")

    assert (tmp_path / "hook").read_bytes() == b"\xff"


def test_permissions_are_those_that_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("old")

    write_whole(tmp_path / "key", "new", mode=0o600)

    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
