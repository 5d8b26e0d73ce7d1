"""Finding what was found: each filter, the order, and the counts."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from tests.adapters.store.opened import Store
from tests.fakes.clock import NOON
from tests.making import checked, observation, region
from tinyarms_daemon.adapters.store.rows import observation_values
from tinyarms_daemon.adapters.store.tables import findings
from tinyarms_daemon.domain.findings.finding import Dismissal, FindingStatus
from tinyarms_daemon.domain.findings.rule import Severity
from tinyarms_daemon.domain.findings.source import Place

LATER = NOON + timedelta(days=1)
DISMISSAL = Dismissal(reason="on purpose", at=NOON)


def paths(store: Store, **query: Any) -> list[str]:
    """Where the findings of a query lie."""
    return [finding.path for finding in store.all(**query)]


def filled(store: Store) -> Store:
    """Three files in one repository, and one in another."""
    shop, tools = store.watch("shop"), store.watch("tools")
    store.scan(
        shop,
        checked("src/a.py", observation("ta1:1", severity=Severity.ERROR, rule="file-size")),
        checked("src/ui/b.py", observation("ta1:2", severity=Severity.WARNING)),
    )
    store.check(shop, checked("c.py", observation("ta1:3")), at=LATER)
    store.check(tools, checked("d.py", observation("ta1:4", severity=Severity.WARNING)))
    return store


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["src/a.py", "src/ui/b.py", "d.py", "c.py"]),
        ({"repository": "shop"}, ["src/a.py", "src/ui/b.py", "c.py"]),
        ({"repository": "none"}, []),
        ({"rules": ("file-size",)}, ["src/a.py"]),
        ({"rules": ("file-size", "magic-numbers"), "repository": "tools"}, ["d.py"]),
        ({"minimum_severity": Severity.NOTE}, ["src/a.py", "src/ui/b.py", "d.py", "c.py"]),
        ({"minimum_severity": Severity.WARNING}, ["src/a.py", "src/ui/b.py", "d.py"]),
        ({"minimum_severity": Severity.ERROR}, ["src/a.py"]),
        ({"path": "src"}, ["src/a.py", "src/ui/b.py"]),
        ({"path": "src/"}, ["src/a.py", "src/ui/b.py"]),
        ({"path": "src/ui"}, ["src/ui/b.py"]),
        ({"path": "src/a.py"}, ["src/a.py"]),
        ({"path": "*.py"}, ["src/a.py", "src/ui/b.py", "d.py", "c.py"]),
        ({"path": "sr"}, []),
        ({"seen_since": LATER}, ["c.py"]),
        ({"seen_since": NOON}, ["src/a.py", "src/ui/b.py", "d.py", "c.py"]),
        ({"only_new": True, "repository": "shop"}, ["c.py"]),
    ],
)
def test_each_filter_leaves_what_it_names(
    store: Store, query: dict[str, Any], found: list[str]
) -> None:
    assert paths(filled(store), **query) == found


def test_findings_of_one_weight_come_by_repository_path_and_place(store: Store) -> None:
    tools, shop = store.watch("tools"), store.watch("shop")
    store.check(tools, checked("a.py", observation("ta1:1")))
    store.check(
        shop,
        checked("b.py", observation("ta1:2", region=region(9)), observation("ta1:3")),
        checked("a.py", observation("ta1:4", region=region(1, 5)), observation("ta1:5")),
    )

    order = [finding.observation.fingerprint for finding in store.all()]

    assert order == ["ta1:5", "ta1:4", "ta1:3", "ta1:2", "ta1:1"]


@pytest.mark.parametrize(
    "name", ["100%/a.py", "a_b/a.py", "[x]/a.py", "A/a.py", "it's/a.py", "\udcff/a.py"]
)
def test_a_folder_is_named_as_it_is_and_not_as_a_pattern(store: Store, name: str) -> None:
    shop = store.watch()
    store.check(
        shop,
        checked(name, observation("ta1:1")),
        checked("axb/a.py", observation("ta1:2")),
        checked("x/a.py", observation("ta1:3")),
        checked("a/a.py"),
    )

    assert paths(store, path=name.removesuffix("/a.py")) == [name]
    assert paths(store, path=name) == [name]


@pytest.mark.parametrize(
    ("rule", "by_first_place", "found"),
    [
        ("simple-dry", False, ["src/a.py"]),
        ("simple-dry", True, []),
        ("hardcoded-colors", False, []),
    ],
    ids=["a copy", "a copy by its first place", "what is named beside a finding"],
)
@pytest.mark.parametrize("wanted", ["lib/b.py", "lib", "lib/", "lib/*.py"])
def test_a_copy_lies_at_each_of_its_places(
    store: Store, wanted: str, rule: str, by_first_place: bool, found: list[str]
) -> None:
    related = (Place(None, 9, 12, "again"), Place("lib/b.py", 1, 4, "again"))
    store.check(
        store.watch(), checked("src/a.py", observation("ta1:1", rule=rule, related=related))
    )

    assert paths(store, path=wanted, by_first_place=by_first_place) == found
    assert paths(store, path="src") == ["src/a.py"]


@pytest.mark.parametrize("status", FindingStatus)
def test_each_status_lists_its_own(store: Store, status: FindingStatus) -> None:
    shop = store.watch()
    store.scan(
        shop,
        checked("open.py", observation("ta1:1")),
        checked("fixed.py", observation("ta1:2")),
        checked("dismissed.py", observation("ta1:3")),
        checked("suppressed.py", observation("ta1:4", suppressed=True)),
    )
    store.check(shop, checked("fixed.py", content_hash="b2:2"))
    (dismissed,) = store.all(path="dismissed.py")
    store.findings.dismiss(dismissed.id or 0, DISMISSAL, NOON)

    expected = [] if status is FindingStatus.UNCONFIRMED else [f"{status.value}.py"]

    assert paths(store, statuses=(status,)) == expected


def test_no_status_means_any_status(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", observation()))
    store.check(shop, checked("a.py"))

    assert paths(store, statuses=()) == ["a.py"]


MOMENTS = st.sampled_from([NOON, NOON + timedelta(microseconds=1), LATER])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    present=st.booleans(),
    withdrawn=st.booleans(),
    suppressed=st.booleans(),
    dismissed=st.booleans(),
    expires_at=st.none() | MOMENTS,
    at=MOMENTS,
)
def test_the_store_decides_on_a_status_as_the_domain_does(
    store: Store,
    present: bool,
    withdrawn: bool,
    suppressed: bool,
    dismissed: bool,
    expires_at: datetime | None,
    at: datetime,
) -> None:
    shop = store.watch()
    values = observation_values(observation(suppressed=suppressed)) | {
        "repository_id": shop.id,
        "path": "a.py",
        "baseline": "new",
        "present": present,
        "fixed_at": None if present or withdrawn else NOON,
        "first_seen_at": NOON,
        "last_seen_at": NOON,
        "dismissed_at": NOON if dismissed else None,
        "dismissal_reason": "on purpose" if dismissed else None,
        "dismissal_expires_at": expires_at if dismissed else None,
    }
    with store.database.write() as connection:
        connection.execute(delete(findings))
        connection.execute(insert(findings).values(values))

    said = store.only().status(at)
    listed = [status for status in FindingStatus if store.all(at, statuses=(status,))]

    assert listed == ([said] if present or not withdrawn else [])
    counted = store.findings.open_counts(at, only_new=False).total
    assert counted == (said is FindingStatus.OPEN)


def test_open_findings_are_counted_in_every_way(store: Store) -> None:
    counts = filled(store).findings.open_counts(NOON, only_new=False)

    assert counts.total == 4
    assert counts.by_severity == {"error": 1, "warning": 2, "note": 1}
    assert counts.by_rule == {"file-size": 1, "magic-numbers": 3}
    assert counts.by_repository == {"shop": 3, "tools": 1}


def test_new_findings_are_counted_alone_where_that_is_asked(store: Store) -> None:
    counts = filled(store).findings.open_counts(NOON, only_new=True)

    assert counts.by_repository == {"shop": 1}


def test_an_empty_store_counts_nothing(store: Store) -> None:
    counts = store.findings.open_counts(NOON, only_new=False)

    assert (counts.total, counts.by_severity) == (0, {"error": 0, "warning": 0, "note": 0})


def test_what_is_no_longer_watched_is_neither_listed_nor_counted(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", observation()))
    store.book.remove(shop.id, purge=False, at=NOON)
    namesake = store.watch("shop", "/srv/shop")

    assert store.all(repository="shop") == []
    assert store.findings.open_counts(NOON, only_new=False).total == 0
    assert store.findings.skipped() == []
    assert namesake.id != shop.id
