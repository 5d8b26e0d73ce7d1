"""What the store needs from time to time, and what is told when it cannot be had."""

from datetime import timedelta

import pytest

from tests.application.rig import Rig
from tinyarms_daemon.application.alarm_board import AlarmBoard
from tinyarms_daemon.domain.errors import StoreUnavailable
from tinyarms_daemon.domain.findings.event import Event, EventKind

REFUSAL = StoreUnavailable("The disk is full.")


def test_a_first_look_copies_and_prunes(rig: Rig) -> None:
    assert not rig.keep_house()

    assert rig.care.done == ["back up", "prune"]
    assert rig.alarms.sentences() == []


def test_what_was_done_today_is_not_done_again(rig: Rig) -> None:
    rig.keep_house()
    rig.clock.advance(timedelta(hours=23).total_seconds())

    rig.keep_house()

    assert rig.care.done == ["back up", "prune"]


def test_a_daemon_that_starts_anew_every_morning_does_it_all_the_same(rig: Rig) -> None:
    rig.keep_house()
    rig.clock.advance(timedelta(hours=25).total_seconds())

    Rig(store=rig.store, clock=rig.clock, care=rig.care).keep_house()

    assert rig.care.done == ["back up", "prune"] * 2


def test_a_copy_from_the_future_does_not_stop_copies(rig: Rig) -> None:
    rig.care.backups.append(rig.clock.now() + timedelta(days=400))

    rig.keep_house()

    assert "back up" in rig.care.done


def test_a_copy_that_cannot_be_made_is_an_alarm_until_one_is_made(rig: Rig) -> None:
    rig.care.refusal = REFUSAL
    rig.keep_house()

    (alarm,) = rig.alarms.sentences()
    assert alarm == "No copy of the database could be made yet: The disk is full."
    rig.care.refusal = None
    rig.keep_house()
    assert rig.alarms.sentences() == []


def test_a_log_that_a_reader_lets_grow_is_an_alarm(rig: Rig) -> None:
    rig.care.log_bytes = 70_000_000
    rig.keep_house()

    (alarm,) = rig.alarms.sentences()
    assert "has grown to 70 MB" in alarm
    rig.care.log_bytes = 0
    rig.keep_house()
    assert rig.alarms.sentences() == []


def test_a_damaged_store_is_restored_before_anything_else(rig: Rig) -> None:
    rig.care.damaged = True

    assert rig.keep_house()

    assert rig.care.done == ["restore"]


def test_a_restoration_that_fails_is_an_alarm_and_tried_again(rig: Rig) -> None:
    rig.care.damaged, rig.care.refusal = True, REFUSAL

    assert not rig.keep_house()
    assert rig.alarms.sentences() == ["The disk is full."]
    rig.care.refusal = None
    assert rig.keep_house()
    assert rig.alarms.sentences() == []


def test_pruning_by_hand_gives_the_space_back(rig: Rig) -> None:
    assert rig.service.prune_store() == {"forgotten": {"jobs": 1}}

    assert rig.care.done == ["prune", "compact"]


def test_pruning_by_hand_tells_what_hinders_it(rig: Rig) -> None:
    rig.care.refusal = REFUSAL

    with pytest.raises(StoreUnavailable):
        rig.service.prune_store()


def test_the_status_tells_what_stands_on_the_board(rig: Rig) -> None:
    rig.alarms.put("store", "The disk is full.")

    assert rig.service.status()["alarms"] == ["The disk is full."]


@pytest.mark.parametrize(
    ("backup_at", "lost"),
    [
        ("2026-11-22T03:00:00", "its copy of 2026-11-22 03:00"),
        (None, "there was no copy of it"),
    ],
)
def test_a_restoration_is_told_for_a_week(rig: Rig, backup_at: str | None, lost: str) -> None:
    detail = {"backup_at": backup_at, "kept_aside": "/home/me/backups/damaged-1"}
    rig.store.happened(Event(kind=EventKind.DATABASE_RESTORED, at=rig.clock.now(), detail=detail))

    (alarm,) = rig.service.status()["alarms"]

    assert lost in alarm
    assert "is kept in /home/me/backups/damaged-1" in alarm
    rig.clock.advance(timedelta(days=8).total_seconds())
    assert rig.service.status()["alarms"] == []


def test_an_alarm_is_news_once() -> None:
    board = AlarmBoard()

    said = [board.put("a", text) for text in ("one", "two", None, None, "three")]

    assert said == [True, False, True, False, True]
    assert board.sentences() == ["three"]
