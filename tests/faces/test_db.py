"""`db check`, `db backup` and `db prune`."""

import json

import pytest

from tests.faces.driving import drive
from tests.fakes.cli_toolbox import FakeToolbox, store_check


def test_a_sound_database_is_told_with_its_copies(capsys: pytest.CaptureFixture[str]) -> None:
    assert drive(FakeToolbox(), "db", "check") == 0

    assert capsys.readouterr().out == (
        "/home/me/.local/state/tinyarms/tinyarms.db  2.0 MB\n"
        "sound\n"
        "\n"
        "Copies\n"
        "  /home/me/backups/tinyarms-1.db  4 kB  just now  sound\n"
    )


def test_a_damaged_database_is_told_with_what_happens_next(
    capsys: pytest.CaptureFixture[str],
) -> None:
    toolbox = FakeToolbox(store_answer=store_check("row 7 missing from index ix"))

    assert drive(toolbox, "db", "check") == 4

    said = capsys.readouterr()
    assert "damaged\n  row 7 missing from index ix\n" in said.out
    assert said.err == "The next start of the daemon restores the newest sound copy.\n"


def test_what_was_found_is_told_to_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    assert drive(FakeToolbox(store_answer=store_check("bad")), "db", "check", "--json") == 4

    document = json.loads(capsys.readouterr().out)
    assert (document["ok"], document["problems"], document["schema"]) == (False, ["bad"], "0001")
    assert document["backups"][0]["ok"] is True


def test_a_copy_is_told_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert drive(FakeToolbox(), "db", "backup") == 0

    assert capsys.readouterr().out == "/home/me/backups/tinyarms-1.db (4 kB)\n"


def test_what_was_forgotten_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    toolbox = FakeToolbox(running=False)

    assert drive(toolbox, "db", "prune") == 0

    assert capsys.readouterr().out == "2 jobs that have ended\n1 events\n"
    assert toolbox.fake_service.calls == [("prune_store",)]
