"""Forgetting what is over, and nothing else."""

from datetime import datetime, timedelta

import pytest

from tests.adapters.store.opened import Store
from tests.fakes.clock import NOON
from tests.making import checked, observation
from tinyarms_daemon.adapters.store import care
from tinyarms_daemon.adapters.store.care import SqlStoreCare
from tinyarms_daemon.domain.findings.event import Event, EventKind
from tinyarms_daemon.domain.findings.finding import Dismissal
from tinyarms_daemon.ports.store_care import Retention

LATER = NOON + timedelta(minutes=1)
WEEK = timedelta(days=7)


def forget(store: Store, at: datetime, keep: timedelta = WEEK) -> dict[str, int]:
    """Prune with one retention for everything."""
    retention = Retention(
        job_retention=keep,
        event_retention=keep,
        sample_retention=keep,
        finding_retention=keep,
    )
    store_care = SqlStoreCare(store.database, store.database.path.parent, backups_kept=1)
    return dict(store_care.prune(at, retention))


def test_old_jobs_that_ended_are_forgotten_and_others_kept(store: Store) -> None:
    shop = store.watch()
    old = store.scan(shop, checked("a.py"))
    recent = store.scan(shop, checked("a.py"), at=LATER)
    waiting = store.ask(shop, "b.py")

    forgotten = forget(store, NOON + WEEK + timedelta(seconds=30))

    assert (forgotten["jobs"], forgotten["scans"]) == (1, 1)
    assert store.ledger.job(old) is None
    assert store.ledger.job(recent) is not None
    assert store.ledger.job(waiting) is not None


def test_ids_are_never_used_twice(store: Store) -> None:
    shop = store.watch()
    first = store.scan(shop, checked("a.py"))
    store.happened(Event(kind=EventKind.SCAN_STARTED, at=NOON))
    before = store.events()[-1].id
    assert before is not None

    forget(store, NOON + WEEK * 2)

    assert store.ask(shop, "a.py") > first
    store.happened(Event(kind=EventKind.SCAN_STARTED, at=NOON))
    assert store.events()[-1].id == before + 1


def test_findings_fixed_long_ago_are_forgotten_but_no_open_and_no_dismissed_one(
    store: Store,
) -> None:
    shop = store.watch()
    store.check(
        shop, *(checked(f"{name}.py", observation()) for name in ("open", "fixed", "dismissed"))
    )
    (dismissed,) = (each for each in store.all() if each.path == "dismissed.py")
    assert dismissed.id is not None
    store.findings.dismiss(dismissed.id, Dismissal(reason="meant", at=NOON), NOON)
    store.check(shop, checked("fixed.py"), checked("dismissed.py"))

    forgotten = forget(store, NOON + WEEK * 2)

    assert forgotten["findings"] == 1
    assert {each.path for each in store.all()} == {"open.py", "dismissed.py"}


def test_files_that_went_long_ago_are_forgotten(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py"), checked("b.py"))
    store.check(shop, gone=("a.py",))

    assert forget(store, NOON + timedelta(days=1))["files"] == 0
    assert forget(store, NOON + WEEK * 2)["files"] == 1
    assert [file.path for file in store.book.files(shop.id)] == ["b.py"]


def test_many_rows_go_a_few_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(care, "_ROWS_A_TRANSACTION", 3)
    store.happened(*[Event(kind=EventKind.SCAN_STARTED, at=NOON)] * 10)

    assert forget(store, NOON + WEEK * 2)["events"] == 10
    assert store.events() == []
