"""Readings over time."""

from datetime import timedelta

from tests.adapters.store.opened import Store
from tests.fakes.clock import NOON
from tinyarms_daemon.adapters.store.headroom_book import SqlHeadroomBook

MINUTE = timedelta(minutes=1)


def test_the_newest_gap_between_samples_is_found(store: Store) -> None:
    log = SqlHeadroomBook(store.database)
    for minutes in (0, 1, 30, 31, 32):
        log.keep_readings({}, NOON + minutes * MINUTE)

    assert log.last_gap(NOON, 5 * MINUTE) == (NOON + MINUTE, NOON + 30 * MINUTE)


def test_samples_without_a_gap_have_none(store: Store) -> None:
    log = SqlHeadroomBook(store.database)
    for minutes in range(3):
        log.keep_readings({}, NOON + minutes * MINUTE)

    assert log.last_gap(NOON, 5 * MINUTE) is None
