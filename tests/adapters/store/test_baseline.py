"""What counts as known since a repository's first scan, and what is new."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.adapters.store.opened import DEFERRAL, Store
from tests.fakes.clock import NOON
from tests.making import checked, observation
from tinyarms_daemon.adapters.store.baselines import Baselines
from tinyarms_daemon.domain.findings.finding import Baseline, Dismissal
from tinyarms_daemon.domain.work.analysis import FileReport
from tinyarms_daemon.domain.work.job import JobKind
from tinyarms_daemon.domain.work.repository import FileStat, Repository

LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def repository(store: Store) -> Repository:
    return store.watch()


def written(path: str, *fingerprints: str, at: datetime, content: str = "b2:2") -> FileReport:
    """A file with findings, written at a time."""
    nanoseconds = int(at.timestamp() * 1e9)
    return checked(
        path,
        *map(observation, fingerprints),
        content_hash=content,
        stat=FileStat(10, nanoseconds, nanoseconds),
    )


def baselines(store: Store) -> dict[str, str]:
    return {each.observation.fingerprint: each.baseline.value for each in store.all(at=LATER)}


def test_what_the_first_scan_finds_is_known(store: Store, repository: Repository) -> None:
    store.scan(repository, checked("a.py", observation("old")))

    store.check(repository, written("a.py", "old", "more", at=LATER), at=LATER)

    assert baselines(store) == {"old": "unchanged", "more": "new"}


def test_a_save_during_the_first_scan_brings_news(store: Store, repository: Repository) -> None:
    store.ask(repository, "a.py", "b.py", kind=JobKind.ASKED, complete=True)
    first = store.take(most=1)
    store.record(first, checked("a.py", observation("old")))

    store.check(repository, written("a.py", "old", "more", at=LATER), at=LATER)
    store.record(store.take(LATER), checked("b.py", observation("other")), at=LATER)

    assert baselines(store) == {"old": "unchanged", "more": "new", "other": "unchanged"}


def test_after_a_cancelled_first_scan_a_save_brings_news(
    store: Store, repository: Repository
) -> None:
    cancelled = store.ask(repository, "a.py", "b.py", kind=JobKind.ASKED, complete=True)
    store.record(store.take(most=1), checked("a.py", observation("old")))
    store.ledger.cancel(cancelled, NOON)

    store.check(repository, written("a.py", "old", "more", at=LATER), at=LATER)
    store.check(repository, written("new.py", "in a new file", at=LATER), at=LATER)
    store.scan(repository, checked("b.py", observation("other")), at=LATER)

    assert baselines(store) == {
        "old": "unchanged",
        "more": "new",
        "in a new file": "new",
        "other": "unchanged",
    }


def test_a_first_scan_that_another_takes_over_ends_with_that(
    store: Store, repository: Repository
) -> None:
    store.ask(repository, "a.py", "b.py", kind=JobKind.ASKED, complete=True)
    store.record(store.take(most=1), checked("a.py", observation("old")))

    store.check(repository, checked("b.py", observation("other")), complete=True)

    assert baselines(store) == {"old": "unchanged", "other": "unchanged"}
    scanned = store.book.repository(repository.id)
    assert scanned is not None
    assert scanned.first_scan_at is not None


def test_a_new_rule_finds_nothing_new_in_old_code(store: Store, repository: Repository) -> None:
    store.scan(repository, checked("a.py"), checked("b.py"))
    seen = checked("a.py", observation("seen by a new rule"))
    edited = written("b.py", "in an edited file", at=LATER)

    store.ask(repository, "a.py", "b.py", at=LATER)
    store.ledger.record(
        store.take(LATER), [seen, edited], profile_digest="rules-2", deferral=DEFERRAL, at=LATER
    )

    assert baselines(store) == {"seen by a new rule": "unchanged", "in an edited file": "new"}


def test_what_was_dismissed_and_fixed_comes_back_dismissed(
    store: Store, repository: Repository
) -> None:
    store.scan(repository, checked("a.py", observation("old")))
    known = store.only()
    assert known.id is not None
    store.findings.dismiss(known.id, Dismissal(reason="it must be so", at=NOON), NOON)
    store.check(repository, written("a.py", at=LATER))
    told = len(store.told())

    job_id = store.check(repository, written("a.py", "old", at=LATER, content="b2:3"))

    assert store.only().status(LATER).value == "dismissed"
    assert "finding_reopened" not in store.told()[told:]
    job = store.ledger.job(job_id)
    assert job is not None
    assert job.findings_opened == 0


def test_a_finding_that_comes_back_keeps_its_baseline(store: Store, repository: Repository) -> None:
    store.scan(repository, checked("a.py", observation("old")))
    store.check(repository, written("a.py", at=LATER))

    store.check(repository, replace(written("a.py", "old", at=LATER), content_hash="b2:3"))

    assert store.only().baseline is Baseline.UNCHANGED


@pytest.mark.parametrize(
    ("paths", "rule", "baseline"),
    [
        (["old.py"], "complex-dry", Baseline.UNCHANGED),
        (["old.py", "new.py"], "complex-dry", Baseline.NEW),
        (["old.py"], "line-references", Baseline.NEW),
    ],
)
def test_what_a_deep_rule_tells_of_files_that_nobody_wrote_since_was_there(
    store: Store, repository: Repository, paths: list[str], rule: str, baseline: Baseline
) -> None:
    store.scan(repository, written("old.py", at=NOON - timedelta(minutes=5)))
    store.check(repository, written("new.py", at=LATER), at=LATER)

    with store.database.read() as connection:
        said = Baselines(connection, repository.id, complete=False).of_files(paths, rule)

    assert said is baseline
