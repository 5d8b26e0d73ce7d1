"""What is given up after some tries, how that is told, and what takes it up again."""

from datetime import timedelta

import pytest

from tests.adapters.store.opened import AGING, Store
from tests.fakes.clock import NOON
from tests.making import checked, observation
from tinyarms_daemon.domain.work.job import JobKind, JobState
from tinyarms_daemon.domain.work.repository import Repository

LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def shop(store: Store) -> Repository:
    return store.watch()


def end_the_daemon(store: Store, times: int = 1, *, most: int = 20) -> None:
    """Take a batch and never come back, as a daemon that is killed does."""
    for _ in range(times):
        assert store.ledger.take(NOON, 100, AGING) is not None
        store.ledger.recover(NOON, max_interruptions=most)


def test_a_unit_that_ends_the_daemon_again_and_again_is_parked_alone(
    store: Store, shop: Repository
) -> None:
    store.ask(shop, "innocent.py", "deadly.py", "other.py")

    for _ in range(20):
        batch = store.ledger.take(NOON, 100, AGING)
        if batch is None:
            break
        if any(unit.path == "deadly.py" for unit in batch.units):
            store.ledger.recover(NOON, max_interruptions=3)
        else:
            store.record(batch, *(checked(unit.path) for unit in batch.units))

    (job,) = store.ledger.jobs()
    assert (job.state, job.units_done, job.units_failed) == (JobState.FAILED, 2, 1)
    assert job.error == "The daemon ended 3 times while this was being done."
    assert list(store.ledger.parked(shop.id)) == ["deadly.py"]


def test_being_cut_off_is_no_failed_attempt(store: Store, shop: Repository) -> None:
    store.ask(shop, "a.py")
    end_the_daemon(store, times=5)
    store.put_back(store.take())

    (unit,) = store.take().units

    assert unit.attempts == 1


def test_what_was_cut_off_waits_behind_what_was_not(store: Store, shop: Repository) -> None:
    store.ask(shop, "a.py", "b.py")
    store.take(most=1)
    store.ledger.recover(NOON, max_interruptions=20)

    assert [unit.path for unit in store.take().units] == ["b.py", "a.py"]


def test_a_store_that_was_lost_for_a_moment_counts_for_nothing(
    store: Store, shop: Repository
) -> None:
    store.ask(shop, "a.py")
    for _ in range(50):
        store.take()
        store.ledger.recover(NOON)

    assert store.ledger.counts().failed == 0
    assert store.take().units[0].attempts == 1


def test_a_parked_file_is_told_with_its_moment(store: Store, shop: Repository) -> None:
    store.ask(shop, "a.py")

    store.put_back(store.take(), "no", max_attempts=1, at=LATER)

    assert store.ledger.parked(shop.id) == {"a.py": LATER}
    assert store.ledger.counts().failed == 1


def test_a_retry_takes_up_what_was_parked(store: Store, shop: Repository) -> None:
    job_id = store.ask(shop, "a.py", "b.py")
    store.record(store.take(most=1), checked("a.py"))
    store.put_back(store.take(), "no", max_attempts=1)

    assert store.ledger.retry(job_id)

    job = store.ledger.job(job_id)
    assert job is not None
    assert (job.state, job.units_failed, job.error) == (JobState.QUEUED, 0, None)
    batch = store.take()
    assert [(unit.path, unit.attempts) for unit in batch.units] == [("b.py", 1)]
    store.record(batch, checked("b.py", observation()))
    job = store.ledger.job(job_id)
    assert job is not None
    assert (job.state, job.units_done) == (JobState.DONE, 2)
    assert store.ledger.counts().failed == 0


def test_a_retry_does_not_wait_for_the_next_try(store: Store, shop: Repository) -> None:
    job_id = store.ask(shop, "a.py")
    store.put_back(store.take(), "not yet", retry_at=LATER)
    assert store.ledger.take(NOON, 1, AGING) is None

    assert store.ledger.retry(job_id)

    assert store.take().job_id == job_id


def test_a_job_that_went_well_cannot_be_retried(store: Store, shop: Repository) -> None:
    job_id = store.check(shop, checked("a.py"))

    assert not store.ledger.retry(job_id)
    assert not store.ledger.retry(999)


def test_a_scan_that_is_retried_is_one_scan(store: Store, shop: Repository) -> None:
    job_id = store.ask(shop, "a.py", kind=JobKind.ASKED, complete=True)
    store.put_back(store.take(), "no", max_attempts=1)
    store.ledger.retry(job_id)

    store.record(store.take(), checked("a.py"))

    assert store.count("scans") == 1


@pytest.mark.parametrize("gone", [False, True])
def test_a_file_that_is_asked_for_anew_or_gone_is_no_failure_any_more(
    store: Store, shop: Repository, gone: bool
) -> None:
    job_id = store.ask(shop, "a.py")
    store.put_back(store.take(), "no", max_attempts=1)

    store.check(shop, *([] if gone else [checked("a.py")]), gone=("a.py",) if gone else ())

    assert store.ledger.counts().failed == 0
    job = store.ledger.job(job_id)
    assert job is not None
    assert (job.state, job.units_failed, job.units_done) == (JobState.DONE, 0, 1)


def test_a_scan_that_waited_long_has_a_turn_of_one_batch(store: Store, shop: Repository) -> None:
    weekly = store.ask(shop, "w1.py", "w2.py", "w3.py", kind=JobKind.WEEKLY)
    late = NOON + AGING
    saved = store.ask(shop, "s1.py", "s2.py", "s3.py", at=late)

    turns = [store.take(late, most=1).job_id for _ in range(3)]
    much_later = store.take(late + AGING, most=1).job_id

    assert turns == [weekly, saved, saved]
    assert much_later == weekly


def test_saves_never_end_and_a_scan_ends_all_the_same(store: Store, shop: Repository) -> None:
    weekly = store.ask(shop, *(f"{number}.py" for number in range(5)), kind=JobKind.WEEKLY)
    now = NOON

    for number in range(100):
        now += AGING / 4
        store.ask(shop, f"save-{number}.css", at=now)
        batch = store.take(now, most=1)
        store.record(batch, *(checked(unit.path) for unit in batch.units), at=now)

    job = store.ledger.job(weekly)
    assert job is not None
    assert job.state is JobState.DONE
