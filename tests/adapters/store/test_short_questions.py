"""The short questions before the long ones."""

from pathlib import Path

from tests.adapters.store.opened import Store
from tests.fakes.clock import NOON
from tests.making import checked, observation
from tinyarms_daemon.adapters.store.short_questions import has_dismissals, watched_roots
from tinyarms_daemon.domain.findings.finding import Dismissal


def test_only_a_store_with_a_dismissal_has_one(store: Store) -> None:
    path = store.database.path
    store.scan(store.watch(), checked("a.py", observation("ta1:known")))

    assert not has_dismissals(path)

    store.findings.dismiss(1, Dismissal(reason="accepted", at=NOON, expires_at=None), NOON)

    assert has_dismissals(path)


def test_what_cannot_be_read_may_have_one(tmp_path: Path) -> None:
    assert has_dismissals(tmp_path / "none.db")


def test_roots_are_those_that_are_still_watched(store: Store) -> None:
    left = store.watch("old", "/code/old")
    store.watch("shop", "/code/caf\udce9")
    store.book.remove(left.id, purge=False, at=NOON)

    assert watched_roots(store.database.path) == ["/code/caf\udce9"]


def test_of_what_cannot_be_read_no_roots_are_known(tmp_path: Path) -> None:
    assert watched_roots(tmp_path / "none.db") is None
