"""Jobs and their units: accepted, taken, done, put back, cancelled, recovered."""

from datetime import timedelta

import pytest

from tests.adapters.store.opened import AGING, Store
from tests.fakes.clock import NOON
from tests.making import checked, observation, skipped
from tinyarms_daemon.domain.findings.finding import FindingStatus
from tinyarms_daemon.domain.work.job import JobKind, JobState
from tinyarms_daemon.ports.ledger import QueueCounts

LATER = NOON + timedelta(minutes=1)
NOTHING_WAITS = QueueCounts(on_save=0, asked=0, weekly=0, deferred=0, failed=0)


def test_a_new_job_waits_with_a_unit_for_each_path(store: Store) -> None:
    shop = store.watch()

    job = store.ledger.job(store.ask(shop, "a.py", "b.py"))

    assert job is not None
    assert (job.state, job.units_total, job.paths) == (JobState.QUEUED, 2, ("a.py", "b.py"))
    assert store.ledger.counts().on_save == 2


def test_a_job_without_units_is_done_at_once(store: Store) -> None:
    shop = store.watch()

    job = store.ledger.job(store.ask(shop, kind=JobKind.ASKED, complete=True))

    assert job is not None
    assert (job.state, job.finished_at) == (JobState.DONE, NOON)
    assert store.told()[-1] == "scan_finished"


def test_only_the_first_paths_of_a_long_job_are_told(store: Store) -> None:
    shop = store.watch()

    job = store.ledger.job(store.ask(shop, *(f"{number:04}.py" for number in range(1200))))

    assert job is not None
    assert (len(job.paths), job.units_total) == (20, 1200)


def test_units_are_taken_a_batch_at_a_time(store: Store) -> None:
    shop = store.watch()
    job_id = store.ask(shop, "a.py", "b.py", "c.py")

    first, second = store.take(most=2), store.take(most=2)

    assert [unit.path for unit in first.units] == ["a.py", "b.py"]
    assert [unit.path for unit in second.units] == ["c.py"]
    assert first.job_id == second.job_id == job_id
    assert store.ledger.take(NOON, 2, AGING) is None


def test_nothing_is_taken_from_an_empty_ledger(store: Store) -> None:
    assert store.ledger.take(NOON, 10, AGING) is None


def test_the_most_urgent_job_goes_first_and_of_equals_the_oldest(store: Store) -> None:
    shop = store.watch()
    weekly = store.ask(shop, "a.py", kind=JobKind.WEEKLY)
    late = store.ask(shop, "b.py", kind=JobKind.ASKED, at=LATER)
    early = store.ask(shop, "c.py", kind=JobKind.ASKED)
    saved = store.ask(shop, "d.py", at=LATER)

    order = [store.take(LATER).job_id for _ in range(4)]

    assert order == [saved, early, late, weekly]
    assert [job.id for job in store.ledger.jobs()] == order


def test_a_save_overtakes_a_scan_that_is_under_way(store: Store) -> None:
    shop = store.watch()
    store.ask(shop, "a.py", "b.py", kind=JobKind.ASKED)
    store.take(most=1)
    saved = store.ask(shop, "c.py", at=LATER)

    assert store.take(LATER, most=1).job_id == saved


def test_a_job_is_done_with_its_last_unit(store: Store) -> None:
    shop = store.watch()
    job_id = store.ask(shop, "a.py", "b.py")
    store.record(store.take(most=1), checked("a.py", observation()))
    under_way = store.ledger.job(job_id)
    store.record(store.take(most=1), skipped("b.py"), at=LATER)

    job = store.ledger.job(job_id)

    assert under_way is not None and job is not None
    assert (under_way.state, under_way.units_done) == (JobState.RUNNING, 1)
    assert (job.state, job.units_done, job.units_skipped) == (JobState.DONE, 1, 1)
    assert (job.started_at, job.finished_at, job.findings_opened) == (NOON, LATER, 1)
    assert store.ledger.counts() == NOTHING_WAITS
    assert store.count("work_units") == 0


def test_the_end_of_a_job_is_told_with_what_it_brought(store: Store) -> None:
    shop = store.watch()
    job_id = store.check(shop, checked("a.py", observation()), skipped("b.py"))

    event = store.events()[-1]

    assert (event.kind.value, event.job_id, event.path) == ("check_finished", job_id, "a.py")
    assert event.detail == {
        "kind": "on_save",
        "files": 2,
        "skipped": 1,
        "failed": 0,
        "opened": 1,
        "fixed": 0,
        "judged_percent": None,
    }


def test_a_scan_is_told_when_it_starts_and_when_it_ends(store: Store) -> None:
    shop = store.watch()

    store.scan(shop, checked("a.py"))

    assert store.told() == ["repository_added", "scan_started", "scan_finished"]
    scanned = store.book.repository(shop.id)
    assert scanned is not None
    assert (scanned.first_scan_at, scanned.last_scan_at) == (NOON, NOON)
    assert store.count("scans") == 1


def test_the_first_scan_of_a_repository_stays_the_first(store: Store) -> None:
    shop = store.watch()
    store.scan(shop, checked("a.py"))

    store.scan(shop, checked("a.py"), at=LATER)

    scanned = store.book.repository(shop.id)
    assert scanned is not None
    assert (scanned.first_scan_at, scanned.last_scan_at) == (NOON, LATER)


def test_a_check_of_single_files_is_no_scan(store: Store) -> None:
    shop = store.watch()

    store.check(shop, checked("a.py"))

    assert store.book.repository(shop.id) == shop
    assert store.count("scans") == 0


def test_saves_that_wait_are_one_job_in_which_each_file_waits_once(store: Store) -> None:
    shop = store.watch()
    first = store.ask(shop, "a.py", "b.py")

    second = store.ask(shop, "b.py", "c.py", at=LATER)

    assert second == first
    job = store.ledger.job(first)
    assert job is not None
    assert (job.units_total, job.paths) == (3, ("a.py", "b.py", "c.py"))
    assert sorted(unit.path for unit in store.take(LATER).units) == ["a.py", "b.py", "c.py"]


@pytest.mark.parametrize("what", ["it runs", "it waits for its next try", "another repository"])
def test_a_save_does_not_join_what_is_no_waiting_job_of_its_own(store: Store, what: str) -> None:
    shop, tools = store.watch("shop"), store.watch("tools")
    first = store.ask(shop, "a.py", "b.py")
    if what != "another repository":
        batch = store.take(most=1)
        if what == "it waits for its next try":
            store.put_back(batch, "no", retry_at=LATER)

    assert store.ask(tools if what == "another repository" else shop, "c.py") != first


def test_a_file_that_went_joins_as_well(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", observation()))
    waiting = store.ask(shop, "b.py")

    assert store.ask(shop, gone=("a.py",)) == waiting
    assert store.only().path == "a.py"
    store.record(store.take(), checked("b.py"))

    assert store.all(statuses=(FindingStatus.OPEN,)) == []


def test_a_unit_that_waits_for_the_same_path_is_superseded(store: Store) -> None:
    shop = store.watch()
    scan = store.ask(shop, "a.py", "b.py", kind=JobKind.ASKED)

    store.ask(shop, "a.py", at=LATER)

    job = store.ledger.job(scan)
    assert job is not None
    assert (job.state, job.units_done) == (JobState.QUEUED, 1)
    paths = [unit.path for _ in range(2) for unit in store.take(LATER).units]
    assert sorted(paths) == ["a.py", "b.py"]


def test_a_more_urgent_unit_for_the_same_path_stays(store: Store) -> None:
    shop = store.watch()
    saved = store.ask(shop, "a.py")

    store.ask(shop, "a.py", kind=JobKind.WEEKLY)

    assert store.take().job_id == saved


def test_another_repositorys_unit_for_the_same_path_stays(store: Store) -> None:
    shop, tools = store.watch("shop"), store.watch("tools")
    store.ask(shop, "a.py")

    store.ask(tools, "a.py")

    assert store.ledger.counts().on_save == 2


def test_a_job_that_is_superseded_whole_is_done(store: Store) -> None:
    shop = store.watch()
    old = store.ask(shop, *(f"{number}.py" for number in range(1200)), kind=JobKind.ASKED)

    store.ask(shop, *(f"{number}.py" for number in range(1200)), at=LATER)

    job = store.ledger.job(old)
    assert job is not None
    assert (job.state, job.units_done) == (JobState.DONE, 1200)
    assert store.ledger.counts().on_save == 1200


def test_a_unit_that_runs_is_not_superseded(store: Store) -> None:
    shop = store.watch()
    store.ask(shop, "a.py")
    batch = store.take()

    saved_again = store.ask(shop, "a.py", at=LATER)

    store.record(batch, checked("a.py"))
    assert store.take(LATER).job_id == saved_again


def test_units_put_back_without_an_error_wait_again_at_once(store: Store) -> None:
    shop = store.watch()
    store.ask(shop, "a.py", "b.py")

    store.put_back(store.take())

    assert [unit.path for unit in store.take().units] == ["a.py", "b.py"]


def test_units_that_failed_wait_for_their_next_try(store: Store) -> None:
    shop = store.watch()
    job_id = store.ask(shop, "a.py")

    store.put_back(store.take(), "OSError: no", retry_at=LATER)

    assert store.ledger.take(LATER - timedelta(seconds=1), 1, AGING) is None
    assert store.take(LATER).units[0].attempts == 2
    job = store.ledger.job(job_id)
    assert job is not None
    assert (job.error, job.not_before) == ("OSError: no", LATER)


def test_a_job_that_waits_for_its_next_try_is_not_running(store: Store) -> None:
    shop = store.watch()
    job_id = store.ask(shop, "a.py")

    store.put_back(store.take(), "OSError: no", retry_at=LATER)

    job = store.ledger.job(job_id)
    assert job is not None
    assert job.state is JobState.QUEUED


def test_units_out_of_attempts_are_parked_with_their_error(store: Store) -> None:
    shop = store.watch()
    job_id = store.ask(shop, "a.py", "b.py")
    for number in range(1, 4):
        store.put_back(store.take(), f"error {number}")

    job = store.ledger.job(job_id)

    assert job is not None
    assert (job.state, job.units_failed, job.error) == (JobState.FAILED, 2, "error 3")
    assert store.ledger.take(NOON, 1, AGING) is None
    assert store.ledger.counts().failed == 2
    assert [each.id for each in store.ledger.jobs()] == [job_id]


def test_only_units_out_of_attempts_are_parked(store: Store) -> None:
    shop = store.watch()
    job_id = store.ask(shop, "a.py", "b.py")
    store.put_back(store.take(most=1), "no")
    for _ in range(2):
        store.put_back(store.take(most=2), "no")

    batch = store.take()

    assert [unit.path for unit in batch.units] == ["b.py"]
    store.record(batch, checked("b.py"))
    job = store.ledger.job(job_id)
    assert job is not None
    assert (job.state, job.units_done, job.units_failed) == (JobState.FAILED, 1, 1)


def test_a_save_of_a_parked_file_is_checked(store: Store) -> None:
    shop = store.watch()
    store.ask(shop, "a.py")
    store.put_back(store.take(), "no", max_attempts=1)

    store.check(shop, checked("a.py"), at=LATER)

    assert store.ledger.job(2) is not None
    assert store.ledger.take(LATER, 1, AGING) is None


def test_a_cancelled_job_gives_its_waiting_units_up(store: Store) -> None:
    shop = store.watch()
    job_id = store.ask(shop, "a.py", "b.py")

    assert store.ledger.cancel(job_id, LATER)

    job = store.ledger.job(job_id)
    assert job is not None
    assert (job.state, job.finished_at) == (JobState.CANCELLED, LATER)
    assert store.ledger.counts() == NOTHING_WAITS
    assert store.ledger.jobs() == []


def test_the_running_units_of_a_cancelled_job_end_first(store: Store) -> None:
    shop = store.watch()
    job_id = store.ask(shop, "a.py", "b.py")
    batch = store.take(most=1)
    store.ledger.cancel(job_id, LATER)

    store.record(batch, checked("a.py", observation()))

    job = store.ledger.job(job_id)
    assert job is not None
    assert (job.state, job.units_done) == (JobState.CANCELLED, 1)
    assert len(store.all()) == 1
    assert store.count("work_units") == 0


@pytest.mark.parametrize("error", [None, "OSError: no"])
def test_units_put_back_into_a_cancelled_job_do_not_wait(store: Store, error: str | None) -> None:
    shop = store.watch()
    job_id = store.ask(shop, "a.py")
    batch = store.take()
    store.ledger.cancel(job_id, LATER)

    store.put_back(batch, error)

    assert store.ledger.counts() == NOTHING_WAITS
    assert store.count("work_units") == 0


def test_a_job_that_has_ended_cannot_be_cancelled(store: Store) -> None:
    shop = store.watch()
    job_id = store.check(shop, checked("a.py"))

    assert not store.ledger.cancel(job_id, LATER)
    assert not store.ledger.cancel(job_id + 1, LATER)


def test_what_a_dead_process_left_running_waits_again(store: Store) -> None:
    shop = store.watch()
    store.ask(shop, "a.py", "b.py")
    store.take(most=1)

    restarted = Store.on(store.database.path)
    recovered = restarted.ledger.recover(LATER)

    assert recovered == 1
    assert {unit.path for unit in restarted.take(LATER).units} == {"a.py", "b.py"}
    restarted.close()


def test_after_a_start_nothing_is_said_to_run(store: Store) -> None:
    shop = store.watch()
    job_id = store.ask(shop, "a.py")
    store.take()

    store.ledger.recover(LATER)

    job = store.ledger.job(job_id)
    assert job is not None
    assert job.state is JobState.QUEUED


def test_a_crash_after_a_job_was_cancelled_leaves_nothing_waiting(store: Store) -> None:
    shop = store.watch()
    job_id = store.ask(shop, "a.py")
    store.take()
    store.ledger.cancel(job_id, NOON)

    store.ledger.recover(LATER)

    assert store.ledger.counts() == NOTHING_WAITS


def test_recovering_leaves_what_waits_and_what_ended_as_it_is(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py"))
    store.ask(shop, "b.py")
    before = store.events()

    assert store.ledger.recover(LATER) == 0
    assert store.events() == before
    assert store.ledger.counts().on_save == 1


def test_a_repository_that_is_removed_takes_its_jobs_along(store: Store) -> None:
    shop = store.watch()
    store.ask(shop, "a.py")

    store.book.remove(shop.id, purge=False, at=LATER)

    assert store.ledger.jobs() == []
    assert store.ledger.take(LATER, 1, AGING) is None


@pytest.mark.parametrize("purge", [False, True])
def test_results_for_a_repository_removed_meanwhile_are_dropped(store: Store, purge: bool) -> None:
    shop = store.watch()
    store.ask(shop, "a.py")
    batch = store.take()
    store.book.remove(shop.id, purge=purge, at=LATER)

    store.record(batch, checked("a.py", observation()))
    store.put_back(batch, "no")

    assert store.count("findings") == 0
    assert store.count("work_units") == 0


def test_the_queue_is_counted_by_why_it_waits(store: Store) -> None:
    shop = store.watch()
    store.ask(shop, "failed.py")
    store.put_back(store.take(), "no", max_attempts=1)
    store.check(shop, checked("a.py", observation(question="Is it one?")))
    store.ask(shop, "b.py")
    store.ask(shop, "c.py", "d.py", kind=JobKind.ASKED)
    store.ask(shop, "e.py", "f.py", "g.py", kind=JobKind.WEEKLY)

    counts = store.ledger.counts()

    assert counts == QueueCounts(on_save=1, asked=2, weekly=3, deferred=1, failed=1)


def test_a_path_of_any_bytes_comes_back_as_it_was(store: Store) -> None:
    shop = store.watch()
    names = ("-rf", "a\nb.py", "\udcff\udc80.py", 'it\'s "1".py', "\U0001f600.py")

    job_id = store.ask(shop, *names)

    job = store.ledger.job(job_id)
    assert job is not None
    assert job.paths == names
    assert tuple(unit.path for unit in store.take().units) == names
