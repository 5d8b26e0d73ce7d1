"""The short question before the long one."""

from pathlib import Path

from tests.fakes.clock import NOON
from tests.making import checked, observation
from tests.store.opened import Store
from tinyarms_daemon.adapters.store.any_dismissal import has_dismissals
from tinyarms_daemon.domain.finding import Dismissal


def test_only_a_store_with_a_dismissal_has_one(store: Store) -> None:
    path = store.database.path
    store.scan(store.watch(), checked("a.py", observation("ta1:known")))

    assert not has_dismissals(path)

    store.findings.dismiss(1, Dismissal(reason="accepted", at=NOON, expires_at=None), NOON)

    assert has_dismissals(path)


def test_what_cannot_be_read_may_have_one(tmp_path: Path) -> None:
    assert has_dismissals(tmp_path / "none.db")
