"""Events in their order, and remembered words."""

from datetime import timedelta

from tests.adapters.store.opened import Store
from tests.fakes.clock import NOON
from tests.making import checked, observation
from tinyarms_daemon.domain.findings.event import Event, EventKind

LATER = NOON + timedelta(days=1)


def test_events_come_in_the_order_in_which_they_happened(store: Store) -> None:
    shop = store.watch()
    store.scan(shop, checked("a.py"))
    store.check(shop, checked("a.py", observation()))

    ids = [event.id or 0 for event in store.events()]

    assert ids == sorted(set(ids))
    assert store.told() == [
        "repository_added",
        "scan_started",
        "scan_finished",
        "finding_opened",
        "check_finished",
    ]


def test_a_listener_asks_for_what_came_after_the_last_it_knows(store: Store) -> None:
    for name in ("a", "b", "c"):
        store.watch(name)
    first, *rest = store.events()

    assert store.findings.events(first.id or 0, 100) == rest
    assert store.findings.events(first.id or 0, 1) == rest[:1]
    assert store.findings.events(rest[-1].id or 0, 100) == []


def test_the_newest_event_says_where_to_begin(store: Store) -> None:
    assert store.findings.events(-1, 100) == []
    store.watch("a")
    store.watch("b")

    (newest,) = store.findings.events(-1, 100)

    assert newest.repository == "b"


def test_an_event_comes_back_as_it_was_written(store: Store) -> None:
    store.watch()
    event = Event(
        kind=EventKind.FINDING_MOVED,
        at=LATER,
        repository="shop",
        job_id=1,
        finding_id=2,
        path="\udcff.py",
        detail={"from": "\udcfe.py", "number": 1},
    )

    store.happened(event)

    written = store.events()[-1]
    assert (written.kind, written.at, written.repository) == (event.kind, LATER, "shop")
    assert (written.path, written.detail) == (event.path, event.detail)


def test_an_event_of_no_repository_is_kept_too(store: Store) -> None:
    store.happened(Event(kind=EventKind.SCAN_STARTED, at=NOON, repository="none"))

    assert store.events()[0].repository is None


def test_a_flag_is_remembered_replaced_and_forgotten(store: Store) -> None:
    before = store.findings.flag("paused_until")
    store.findings.set_flag("paused_until", "noon")
    store.findings.set_flag("paused_until", "midnight")
    after = store.findings.flag("paused_until")
    store.findings.set_flag("paused_until", None)
    store.findings.set_flag("never_set", None)

    assert (before, after, store.findings.flag("paused_until")) == (None, "midnight", None)
