"""Questions that only a model can answer: kept as deferred units of one job a repository."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text

from tests.adapters.store.opened import AGING, DEFERRAL, Store
from tests.fakes.clock import NOON
from tests.making import checked, gone, observation, skipped
from tinyarms_daemon.domain.findings.rule import Observation
from tinyarms_daemon.domain.work.job import Job, JobKind, JobState
from tinyarms_daemon.ports.ledger import Deferral

LATER = NOON + timedelta(minutes=1)


def asking(fingerprint: str = "ta1:q", **said: Any) -> Observation:
    """A candidate."""
    return observation(fingerprint, question="Is this a color that the page shows?", **said)


def judgement(store: Store) -> Job:
    """The one job that waits for a model."""
    (job,) = [job for job in store.ledger.jobs() if job.kind is JobKind.JUDGEMENT]
    return job


def test_a_candidate_is_no_finding(store: Store) -> None:
    shop = store.watch()

    store.check(shop, checked("a.py", asking(), observation("ta1:certain")))

    assert [each.observation.fingerprint for each in store.all()] == ["ta1:certain"]


def test_the_questions_of_a_repository_wait_in_one_deferred_job(store: Store) -> None:
    shop = store.watch()

    store.check(shop, checked("b.py", asking("ta1:1"), asking("ta1:2")))
    store.check(shop, checked("a.py", asking("ta1:3")))

    job = judgement(store)
    assert (job.state, job.units_total, job.paths) == (JobState.DEFERRED, 3, ("a.py", "b.py"))
    assert (job.reasons, job.not_before) == ((DEFERRAL.reason,), DEFERRAL.not_before)
    assert store.ledger.counts().deferred == 3


def test_each_repository_has_its_own(store: Store) -> None:
    for name in ("shop", "tools"):
        store.check(store.watch(name), checked("a.py", asking()))

    names = [job.repository for job in store.ledger.jobs()]

    assert sorted(names) == ["shop", "tools"]


def test_a_question_is_kept_with_all_that_its_judge_needs(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", asking(), content_hash="b2:1"))

    with store.database.read() as connection:
        row = connection.execute(text("SELECT * FROM work_units")).mappings().one()

    assert (row["path"], row["rule"], row["content_hash"]) == ("a.py", "magic-numbers", "b2:1")
    assert "Is this a color that the page shows?" in row["payload"]


def test_a_suppressed_candidate_is_not_asked_about(store: Store) -> None:
    shop = store.watch()

    store.check(shop, checked("a.py", asking(suppressed=True)))

    assert store.ledger.jobs() == []


def test_questions_do_not_keep_the_check_that_brought_them_from_ending(store: Store) -> None:
    shop = store.watch()

    job_id = store.check(shop, checked("a.py", asking()))

    job = store.ledger.job(job_id)
    assert job is not None
    assert job.state is JobState.DONE


def test_a_question_is_never_handed_to_the_analysis(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", asking()))

    assert store.ledger.take(NOON + timedelta(days=1), 10, AGING) is None


def test_a_new_check_of_a_file_replaces_its_questions(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", asking("ta1:1"), asking("ta1:2")), checked("b.py", asking()))

    store.check(shop, checked("a.py", asking("ta1:3")))

    assert judgement(store).units_total == 2


def test_a_job_without_questions_is_dropped(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", asking()))

    store.check(shop, checked("a.py"))

    assert store.ledger.jobs() == []
    assert store.count("work_units") == 0


def test_the_questions_of_a_file_that_is_gone_are_dropped_and_the_rest_counted(
    store: Store,
) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", asking()), checked("b.py", asking()))

    store.check(shop, gone("a.py"))

    job = judgement(store)
    assert (job.units_total, job.paths) == (1, ("b.py",))


def test_the_last_file_with_questions_takes_the_job_along(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", asking()))

    store.check(shop, gone("a.py"))

    assert store.ledger.jobs() == []


def test_a_file_that_could_not_be_checked_keeps_its_questions(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", asking()))

    store.check(shop, skipped("a.py"))

    assert judgement(store).units_total == 1


def test_a_save_does_not_supersede_the_questions_of_its_file(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", asking()))

    store.ask(shop, "a.py")

    assert judgement(store).units_total == 1


def test_every_question_is_told_why_it_still_waits(store: Store) -> None:
    for name in ("shop", "tools"):
        store.check(store.watch(name), checked("a.py", asking()))

    store.ledger.postpone_judgements(Deferral("The model is not installed.", LATER))

    assert [(job.reasons, job.not_before, job.attempts) for job in store.ledger.jobs()] == 2 * [
        (("The model is not installed.",), LATER, 1)
    ]


def test_cancelled_questions_are_gone_and_later_ones_wait_anew(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", asking()))
    store.ledger.cancel(judgement(store).id, NOON)
    assert store.ledger.jobs() == []

    store.check(shop, checked("b.py", asking()))

    job = judgement(store)
    assert (job.state, job.paths) == (JobState.DEFERRED, ("b.py",))


def test_a_start_leaves_questions_deferred(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", asking()))

    store.ledger.recover(LATER)

    assert judgement(store).state is JobState.DEFERRED
