"""The analysis lane's step."""

from datetime import timedelta

import pytest

from tests.application.rig import Rig
from tests.making import checked, gone, observation
from tinyarms_daemon.application.checking.sweep_repository import DeepWish
from tinyarms_daemon.domain.errors import StoreUnavailable
from tinyarms_daemon.domain.findings.finding import FindingStatus
from tinyarms_daemon.domain.findings.project import Fact, RuleConclusions
from tinyarms_daemon.domain.work.analysis import FileReport, Outcome
from tinyarms_daemon.domain.work.job import JobKind, JobState
from tinyarms_daemon.domain.work.repository import FileStat
from tinyarms_daemon.ports.ledger import QueueCounts

NOTHING_WAITS = QueueCounts(on_save=0, asked=0, weekly=0, deferred=0, failed=0)


def test_where_nothing_waits_nothing_is_done(rig: Rig) -> None:
    before = rig.bell.rung

    assert not rig.run_next()

    assert rig.bell.rung == before
    assert rig.analyzer.requests == []


def test_a_step_checks_a_batch_and_rings(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py", "b.py", "c.py")
    rig.save(shop, "a.py", observation())
    rig.sweep(shop, JobKind.ON_SAVE)
    before = rig.bell.rung

    assert rig.run_next()

    assert [request.path for request in rig.analyzer.requests] == ["a.py", "b.py"]
    assert rig.bell.rung == before + 1
    assert rig.store.only().path == "a.py"
    assert rig.store.ledger.counts().on_save == 1
    assert [rig.run_next(), rig.run_next()] == [True, False]


def test_a_report_that_cannot_be_written_costs_itself_only(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py", "b.py")
    rig.save(shop, "a.py", observation(rule="\ud800"))
    rig.save(shop, "b.py", observation())
    rig.sweep(shop, JobKind.ON_SAVE)

    with pytest.raises(UnicodeEncodeError):
        rig.run_next()

    assert rig.store.only().path == "b.py"
    (job,) = rig.store.ledger.jobs()
    assert (job.units_done, job.units_total, job.state) == (1, 2, JobState.QUEUED)


def test_a_save_overtakes_a_scan_between_two_steps(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py", "b.py", "c.py", "d.py")
    rig.sweep(shop, JobKind.ASKED, complete=True)
    rig.run_next()
    rig.save(shop, "z.py")
    rig.sweep(shop, JobKind.ON_SAVE, only=["z.py"])

    rig.run_next()

    assert rig.analyzer.requests[-1].path == "z.py"


def test_a_known_hash_is_handed_on_where_the_same_rules_saw_the_file(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py", "b.py")
    rig.scan(shop)
    known = {file.path: file.content_hash for file in rig.store.book.files(shop.id)}
    rig.analyzer.requests.clear()
    rig.store.ask(shop, "a.py", "new.py")

    rig.run_next()

    assert {each.path: each.known_hash for each in rig.analyzer.requests} == {
        "a.py": known["a.py"],
        "new.py": None,
    }


@pytest.mark.parametrize("why", ["other rules", "it was gone"])
def test_a_known_hash_is_kept_back_where_it_would_hide_something(rig: Rig, why: str) -> None:
    shop = rig.watch("shop", "a.py")
    rig.scan(shop)
    if why == "other rules":
        rig.profiles.digest = "profile-2"
    else:
        rig.store.check(shop, gone("a.py"))
    rig.analyzer.requests.clear()
    rig.store.ask(shop, "a.py", at=rig.clock.now())

    rig.run_next()

    assert rig.analyzer.requests[0].known_hash is None


def test_a_batch_that_fails_is_put_back_tried_again_and_in_the_end_parked(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py")
    rig.sweep(shop, JobKind.ON_SAVE)
    rig.analyzer.failure = ZeroDivisionError("by zero")
    waits = []
    for _ in range(3):
        started_at = rig.clock.now()
        with pytest.raises(ZeroDivisionError):
            rig.run_next()
        job = rig.store.ledger.job(1)
        assert job is not None
        assert job.not_before is not None
        waits.append((job.not_before - started_at).total_seconds())
        assert rig.run_next() is False
        rig.clock.set(job.not_before)

    assert waits == [10, 20, 40]
    parked = rig.store.ledger.job(1)
    assert parked is not None
    assert (parked.state, parked.error) == (JobState.FAILED, "ZeroDivisionError: by zero")
    assert rig.store.ledger.counts().failed == 1


def test_a_batch_that_fails_closes_nothing(rig: Rig) -> None:
    shop = rig.watch("shop")
    rig.save(shop, "a.py", observation())
    rig.scan(shop)
    rig.save(shop, "a.py")
    rig.sweep(shop, JobKind.ON_SAVE)
    rig.analyzer.failure = ZeroDivisionError()

    with pytest.raises(ZeroDivisionError):
        rig.run_next()

    assert rig.store.only().present


def test_an_error_may_speak_of_a_path_of_any_bytes(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py")
    rig.sweep(shop, JobKind.ON_SAVE)
    rig.analyzer.failure = OSError("\udcff.py")

    with pytest.raises(OSError, match=r"\.py"):
        rig.run_next()

    job = rig.store.ledger.job(1)
    assert job is not None
    assert job.error == "OSError: \\xff.py"


def test_being_stopped_is_no_failed_attempt(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py")
    rig.sweep(shop, JobKind.ON_SAVE)
    rig.analyzer.failure = KeyboardInterrupt()

    with pytest.raises(KeyboardInterrupt):
        rig.run_next()

    rig.analyzer.failure = None
    assert rig.run_next()
    job = rig.store.ledger.job(1)
    assert job is not None
    assert (job.state, job.error) == (JobState.DONE, None)


def test_a_repository_that_vanished_closes_nothing_and_is_marked(rig: Rig) -> None:
    shop = rig.watch("shop")
    rig.save(shop, "a.py", observation("ta1:a"))
    rig.save(shop, "b.py", observation("ta1:b"))
    rig.scan(shop)
    rig.save(shop, "a.py")
    rig.sweep(shop, JobKind.ON_SAVE)
    del rig.tree.roots[shop.root]
    rig.analyzer.reports.clear()

    rig.work()

    marked = rig.store.book.repository(shop.id)
    assert marked is not None
    assert marked.unavailable is not None
    assert {each.status(rig.clock.now()) for each in rig.store.all()} == {FindingStatus.OPEN}
    assert rig.store.ledger.counts() == NOTHING_WAITS
    assert rig.store.count("work_units") == 0


def test_a_repository_that_became_unreadable_closes_nothing(rig: Rig) -> None:
    shop = rig.watch("shop")
    rig.save(shop, "a.py", observation())
    rig.scan(shop)
    rig.save(shop, "a.py")
    rig.sweep(shop, JobKind.ON_SAVE)
    del rig.tree.roots[shop.root]
    reason = "cannot be read: Permission denied"
    rig.show(FileReport(path="a.py", outcome=Outcome.SKIPPED, reason=reason))

    rig.work()

    assert rig.store.only().present
    assert rig.store.findings.skipped() == []


def test_one_file_that_is_gone_is_fixed_while_its_repository_is_there(rig: Rig) -> None:
    shop = rig.watch("shop", "b.py")
    rig.save(shop, "a.py", observation())
    rig.scan(shop)
    rig.save(shop, "a.py")
    rig.sweep(shop, JobKind.ON_SAVE)
    rig.tree.delete(shop.root, "a.py")
    rig.show(gone("a.py"))

    rig.work()

    assert rig.store.only().status(rig.clock.now()) is FindingStatus.FIXED


@pytest.mark.parametrize("purge", [False, True])
def test_a_repository_that_is_removed_while_it_is_checked_is_forgotten(
    rig: Rig, purge: bool
) -> None:
    shop = rig.watch("shop")
    rig.save(shop, "a.py", observation())
    rig.sweep(shop, JobKind.ON_SAVE)

    class RemovingAnalyzer:
        """Its repository is removed in the middle of its work."""

        def analyze(self, profile, requests):  # type: ignore[no-untyped-def]
            rig.store.book.remove(shop.id, purge=purge, at=rig.clock.now())
            yield checked("a.py", observation())

        def close(self) -> None: ...

    rig.analyzer = RemovingAnalyzer()  # type: ignore[assignment]

    assert rig.work() == 1
    assert rig.store.count("work_units") == 0
    assert rig.store.count("findings") == 0


def test_what_a_rule_that_was_switched_off_had_found_is_closed(rig: Rig) -> None:
    shop = rig.watch("shop")
    rig.save(shop, "a.py", observation(rule="file-size"), observation("ta1:2"))
    rig.scan(shop)
    rig.show(checked("a.py", observation("ta1:2"), checked_rules=frozenset({"magic-numbers"})))
    rig.profiles.digest = "profile-2"
    rig.sweep(shop, JobKind.ON_SAVE)

    rig.work()

    assert {each.observation.rule: each.present for each in rig.store.all()} == {
        "file-size": False,
        "magic-numbers": True,
    }


def test_questions_wait_with_the_reason_of_the_moment(rig: Rig) -> None:
    shop = rig.watch("shop")
    rig.save(shop, "a.py", observation(question="Is this a color?"))
    rig.sweep(shop, JobKind.ON_SAVE)

    rig.work()

    (job,) = rig.store.ledger.jobs()
    assert job.state is JobState.DEFERRED
    assert job.reasons == ("No Ollama answers.",)


def test_a_runtime_that_does_not_answer_is_not_asked_at_every_step(rig: Rig) -> None:
    shop = rig.watch("shop", *(f"{number}.py" for number in range(20)))
    rig.sweep(shop, JobKind.ON_SAVE)

    rig.work()

    assert rig.runtime.asked == 1


def test_a_file_whose_times_changed_meanwhile_is_found_by_the_next_sweep(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py")
    rig.sweep(shop, JobKind.ON_SAVE)
    rig.show(checked("a.py", stat=FileStat(10, 1, 1)))

    rig.work()

    rig.clock.advance(60)
    assert rig.sweep(shop, JobKind.ON_SAVE) is not None


def test_rules_that_do_not_conclude_are_tried_again_and_given_up(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py")
    job_id = rig.sweep(shop, JobKind.ASKED, complete=True)
    assert job_id is not None
    rig.concluder.failure = "took too long"

    rig.work()

    job = rig.store.ledger.job(job_id)
    assert job is not None
    assert job.state.is_end
    assert rig.concluder.asked == [] or job.error == "took too long"


def test_conclusions_that_cannot_be_written_are_given_up_and_hold_nothing_up(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = rig.watch("shop", "a.py")
    deep = DeepWish(asks=False, budget_seconds=60)  # which always has something to conclude
    job_id = rig.sweep(shop, JobKind.ASKED, complete=True, deep=deep)
    assert job_id is not None

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by zero")

    with monkeypatch.context() as patched:
        patched.setattr(type(rig.store.ledger), "record_conclusions", fail)
        rig.run_next()
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                rig.run_next()
            rig.clock.advance(60)
    other = rig.watch("other", "b.py")
    rig.sweep(other, JobKind.ON_SAVE)

    rig.work()

    given_up = rig.store.ledger.job(job_id)
    assert given_up is not None
    assert (given_up.state, given_up.error) == (JobState.FAILED, "ZeroDivisionError: by zero")
    assert rig.analyzer.requests[-1].path == "b.py"


@pytest.mark.parametrize("failure", [None, "took too long"])
def test_what_changed_and_a_deep_scan_are_concluded_at_once_and_after_a_failure_one_by_one(
    rig: Rig, failure: str | None
) -> None:
    shop = rig.watch("shop", "a.py")
    rig.scan(shop)
    rig.save(shop, "a.py")
    fact = Fact("simple-dry", "window", "window:1", 1)
    rig.show(checked("a.py", learned_rules=frozenset({"simple-dry"}), facts=(fact,)))
    rig.concluder.calls.clear()
    rig.concluder.failure = failure
    jobs = rig.service.request_scan({"paths": [], "deep": True, "no_model": True})

    for _ in range(3):  # two batches, and what is concluded of both
        rig.run_next()

    assert rig.concluder.calls == [2]
    rig.concluder.failure = None
    rig.clock.advance(60)
    rig.work()
    assert rig.concluder.calls == ([2] if failure is None else [2, 1, 1])
    assert [rig.service.job(job["id"])["state"] for job in jobs] == ["done", "done"]


def test_what_a_scan_was_asked_for_is_done_though_nothing_is_concluded(rig: Rig) -> None:
    rig.concluder.answer = [RuleConclusions(rule="simple-dry", topics=None, conclusions=())]
    shop = rig.watch("shop", "a.py")

    rig.scan(shop)

    scanned = rig.store.book.repository(shop.id)
    assert scanned is not None
    assert scanned.first_scan_at is not None
    assert scanned.first_scan_at > scanned.added_at - timedelta(seconds=1)


def test_a_store_that_cannot_be_written_is_no_fault_of_a_file(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = rig.watch("shop", "a.py")
    rig.sweep(shop, JobKind.ON_SAVE)

    def refuse(*_: object, **__: object) -> None:
        raise StoreUnavailable("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(type(rig.store.ledger), "record", refuse)
        for _ in range(10):
            with pytest.raises(StoreUnavailable):
                rig.run_next()

    assert rig.work() == 1
    assert rig.store.ledger.counts() == NOTHING_WAITS
