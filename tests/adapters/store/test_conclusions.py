"""What several files bring about: concluded by topic, from the facts that the store holds."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

import pytest

from tests.adapters.store.opened import AGING, DEFERRAL, Store
from tests.fakes.clock import NOON
from tests.making import checked, observation, skipped
from tinyarms_daemon.adapters.facts.sql_project import SqlProject
from tinyarms_daemon.adapters.sqlite_files import opened_facts
from tinyarms_daemon.analysis.project_rule import ProjectRule, conclude_project
from tinyarms_daemon.analysis.rule import BoundRule, NoOptions
from tinyarms_daemon.domain.findings.project import Conclusion, Fact, Use
from tinyarms_daemon.domain.findings.source import Place
from tinyarms_daemon.domain.work.analysis import FileReport
from tinyarms_daemon.domain.work.job import JobKind
from tinyarms_daemon.domain.work.repository import FileStat, Repository
from tinyarms_daemon.ports.project import Project

RULE = "hardcoded-colors"


class OneForEachColor(ProjectRule):
    """A color that no token has is one finding, at its first place."""

    id = RULE
    title = "toy"
    fix_hint = "toy"
    languages = frozenset({"python"})
    bad = {}
    good = {}

    def detect(self, *_: Any) -> tuple[()]:
        return ()

    def learn(self, *_: Any) -> tuple[()]:
        return ()

    def conclude(
        self, project: Project, topics: Collection[str] | None, options: Any
    ) -> Iterable[Conclusion]:
        tokens = {fact.topic for _, fact in project.facts("token", topics)}
        places: dict[str, list[tuple[str, Use]]] = {}
        for path, use in project.uses(topics):
            places.setdefault(use.topic, []).append((path, use))
        for color, uses in places.items():
            if color not in tokens:
                (path, first), *others = uses
                related = tuple(
                    Place(other, use.observation.region.start.line, 1, "the same color")
                    for other, use in others
                )
                yield Conclusion(
                    path, replace(first.observation, related=related), frozenset({color})
                )


def painted(path: str, *colors: str, tokens: tuple[str, ...] = ()) -> FileReport:
    """A file that uses colors and defines tokens."""
    return replace(
        checked(path),
        checked_rules=frozenset(),
        learned_rules=frozenset({RULE}),
        facts=tuple(Fact(RULE, "token", token, {"name": f"--{token}"}) for token in tokens),
        uses=tuple(Use(color, observation(color, rule=RULE)) for color in colors),
    )


@pytest.fixture
def repository(store: Store) -> Repository:
    return store.watch()


def conclude(store: Store) -> list[frozenset[str] | None]:
    """Conclude whatever is due; the topics that were looked at each time."""
    looked_at = []
    while (task := store.ledger.to_conclude(NOON, AGING)) is not None:
        with opened_facts(store.database.path) as facts:
            concluded = list(
                conclude_project(
                    [BoundRule(OneForEachColor(), NoOptions())],
                    task.changed,
                    lambda rule, facts=facts, of=task.repository_id: SqlProject(facts, of, rule),
                )
            )
        store.ledger.record_conclusions(task, concluded, NOON)
        looked_at += [each.topics for each in concluded]
    return looked_at


def shown(store: Store, **query: Any) -> set[tuple[str, str, str, int]]:
    """Each finding's path, fingerprint, status, and the number of its other places."""
    return {
        (
            each.path,
            each.observation.fingerprint,
            each.status(NOON).value,
            len(each.observation.related),
        )
        for each in store.all(**query)
    }


def test_one_value_in_two_files_is_one_finding(store: Store, repository: Repository) -> None:
    job_id = store.scan(repository, painted("a.py", "red"), painted("b.py", "red", "blue"))

    looked_at = conclude(store)

    assert looked_at == [frozenset({"blue", "red"})]
    assert shown(store) == {("a.py", "red", "open", 1), ("b.py", "blue", "open", 0)}
    job = store.ledger.job(job_id)
    assert job is not None
    assert (job.state.value, job.findings_opened) == ("done", 2)


def test_a_job_ends_only_when_it_has_concluded(store: Store, repository: Repository) -> None:
    job_id = store.check(repository, painted("a.py", "red"))

    before = store.ledger.job(job_id)
    conclude(store)
    after = store.ledger.job(job_id)

    assert before is not None
    assert after is not None
    assert (before.state.value, after.state.value) == ("running", "done")


def test_a_save_concludes_the_topics_that_it_changed_alone(
    store: Store, repository: Repository
) -> None:
    store.scan(repository, painted("a.py", "red", "blue"), painted("b.py", "green"))
    conclude(store)

    store.check(repository, painted("b.py", "green", "red"))
    looked_at = conclude(store)

    assert looked_at == [frozenset({"red"})]
    assert ("a.py", "red", "open", 1) in shown(store)


def test_a_scan_of_everything_concludes_the_topics_that_changed_alone(
    store: Store, repository: Repository
) -> None:
    store.scan(repository, painted("a.py", "red", "blue"), painted("b.py", "green"))
    conclude(store)

    store.scan(repository, painted("b.py", "green", "red"))
    looked_at = conclude(store)

    assert looked_at == [frozenset({"red"})]


def test_a_job_that_concludes_all_does_so_where_no_fact_changed(
    store: Store, repository: Repository
) -> None:
    store.scan(repository, painted("a.py", "red"))
    conclude(store)

    store.ask(repository, "a.py", concludes_all=True)
    store.record(store.take(), painted("a.py", "red"))

    assert conclude(store) == [None]


def test_a_token_in_another_file_fixes_a_finding(store: Store, repository: Repository) -> None:
    store.scan(repository, painted("a.py", "red"))
    conclude(store)

    store.check(repository, painted("theme.py", tokens=("red",)))
    conclude(store)

    assert shown(store) == {("a.py", "red", "fixed", 0)}


def test_a_finding_goes_on_under_its_id_where_its_first_file_is_gone(
    store: Store, repository: Repository
) -> None:
    store.scan(repository, painted("a.py", "red"), painted("b.py", "red"))
    conclude(store)
    (before,) = store.all()

    store.check(repository, gone=("a.py",))
    conclude(store)

    (after,) = store.all()
    assert (after.id, after.path, after.present) == (before.id, "b.py", True)
    assert after.observation.related == ()


def test_what_a_finding_rests_on_is_known_until_it_is_fixed(
    store: Store, repository: Repository
) -> None:
    store.scan(repository, painted("a.py", "red"), painted("b.py", "red", "blue"))
    conclude(store)

    def resting_with(*topics: str) -> set[str]:
        with opened_facts(store.database.path) as facts:
            return set(SqlProject(facts, repository.id, RULE).resting_with(topics))

    assert resting_with("red", "green") == {"red"}
    store.check(repository, painted("a.py"), painted("b.py", "blue"))
    conclude(store)
    assert resting_with("red", "blue") == {"blue"}


def test_nothing_is_concluded_where_nothing_changed(store: Store, repository: Repository) -> None:
    store.scan(repository, painted("a.py", "red"))
    conclude(store)

    job_id = store.check(repository, painted("a.py", "red"))

    assert store.ledger.to_conclude(NOON, AGING) is None
    job = store.ledger.job(job_id)
    assert job is not None
    assert job.state.value == "done"


def test_a_rule_that_is_switched_off_forgets_and_closes(
    store: Store, repository: Repository
) -> None:
    store.scan(repository, painted("a.py", "red"))
    conclude(store)

    store.ask(repository, "a.py")
    store.ledger.record(
        store.take(),
        [replace(checked("a.py"), checked_rules=frozenset())],
        switched_off={RULE},
        profile_digest="rules-2",
        deferral=DEFERRAL,
        at=NOON,
    )

    assert shown(store) == {("a.py", "red", "fixed", 0)}
    assert store.count("facts") == 0


def test_what_rested_on_a_file_that_is_left_out_now_is_withdrawn(
    store: Store, repository: Repository
) -> None:
    store.scan(repository, painted("a.py", "red"), painted("b.py", "blue"))
    conclude(store)

    store.ask(repository, gone=("a.py", "b.py"), left_out=frozenset({"a.py"}))
    conclude(store)

    ends = {each.path: (each.present, each.fixed_at) for each in store.all()}
    assert ends == {"a.py": (False, None), "b.py": (False, NOON)}


def test_what_rested_on_a_file_that_is_no_longer_for_the_rules_is_withdrawn(
    store: Store, repository: Repository
) -> None:
    store.scan(repository, painted("a.py", "red"))
    conclude(store)

    generated = skipped("a.py", "generated, by .gitattributes")
    store.check(repository, replace(generated, learned_rules=frozenset({RULE})))
    conclude(store)

    assert (store.only().present, store.only().fixed_at) == (False, None)


@pytest.mark.parametrize(("ctime_ns", "is_fixed"), [(1, False), (4 * 10**18, True)])
def test_what_other_options_no_longer_find_is_fixed_only_where_somebody_wrote(
    store: Store, repository: Repository, ctime_ns: int, is_fixed: bool
) -> None:
    store.scan(repository, painted("a.py", "red"))
    conclude(store)

    store.ask(repository, "a.py", concludes_all=True)
    store.record(store.take(), replace(painted("a.py"), stat=FileStat(10, 1, ctime_ns)))
    conclude(store)

    assert (store.only().present, store.only().fixed_at) == (False, NOON if is_fixed else None)


def test_conclusions_that_fail_again_and_again_end_the_job_as_failed(
    store: Store, repository: Repository
) -> None:
    job_id = store.check(repository, painted("a.py", "red"))

    for _ in range(3):
        task = store.ledger.to_conclude(NOON, AGING)
        assert task is not None
        store.ledger.give_up_conclusion(
            task, error="it hangs", retry_at=NOON, max_attempts=3, at=NOON
        )

    job = store.ledger.job(job_id)
    assert job is not None
    assert (job.state.value, job.error) == ("failed", "it hangs")
    assert store.ledger.to_conclude(NOON, AGING) is None


@pytest.mark.parametrize("made_up_by", ["a retry", "a scan of everything"])
def test_a_conclusion_that_was_given_up_is_made_up_for(
    store: Store, repository: Repository, made_up_by: str
) -> None:
    job_id = store.check(repository, painted("a.py", "red"))
    task = store.ledger.to_conclude(NOON, AGING)
    assert task is not None
    store.ledger.give_up_conclusion(task, error="it hangs", retry_at=NOON, max_attempts=1, at=NOON)
    assert store.ledger.counts().failed == 1

    if made_up_by == "a retry":
        assert store.ledger.retry(job_id)
    else:
        store.ask(repository, kind=JobKind.ASKED, complete=True)
    looked_at = conclude(store)

    assert looked_at == [None]
    assert shown(store) == {("a.py", "red", "open", 0)}
    assert store.ledger.counts().failed == 0
    job = store.ledger.job(job_id)
    assert job is not None
    assert (job.state.value, job.units_failed) == ("done", 0)


def test_a_conclusion_waits_for_more_urgent_files_but_not_for_ever(
    store: Store, repository: Repository
) -> None:
    store.scan(repository, painted("a.py", "red"))
    store.ask(repository, "saved.py")

    assert store.ledger.to_conclude(NOON, AGING) is None
    assert store.ledger.to_conclude(NOON + AGING, AGING) is not None


def test_a_scan_that_is_asked_for_concludes_what_others_have_left_to_conclude(
    store: Store, repository: Repository
) -> None:
    save = store.check(repository, painted("a.py", "red"))

    scan = store.ask(repository, kind=JobKind.ASKED, complete=True)
    before = [store.ledger.job(each) for each in (save, scan)]
    conclude(store)

    assert [each and each.state.value for each in before] == ["done", "queued"]
    after = store.ledger.job(scan)
    assert after is not None
    assert (after.state.value, after.findings_opened) == ("done", 1)
    assert shown(store) == {("a.py", "red", "open", 0)}


def test_a_scan_leaves_what_still_has_files_to_check_to_conclude_itself(
    store: Store, repository: Repository
) -> None:
    save = store.ask(repository, "a.py", "b.py")
    store.record(store.take(most=1), painted("a.py", "red"))

    store.ask(repository, kind=JobKind.ASKED, complete=True)

    unfinished = store.ledger.job(save)
    assert unfinished is not None
    assert not unfinished.state.is_end


def test_what_was_not_concluded_before_a_crash_is_concluded_after_it(
    store: Store, repository: Repository
) -> None:
    store.check(repository, painted("a.py", "red"))

    again = Store.on(store.database.path)
    again.ledger.recover(NOON)
    conclude(again)
    again.close()

    assert shown(store) == {("a.py", "red", "open", 0)}


def test_what_was_told_as_fixed_is_told_as_open_again_even_before_a_first_scan_has_ended(
    store: Store, repository: Repository
) -> None:
    store.check(repository, painted("a.py", "red"))
    conclude(store)
    store.check(repository, painted("a.py"))
    conclude(store)

    store.check(repository, painted("b.py", "red"))
    conclude(store)

    told = [kind for kind in store.told() if kind.startswith("finding_")]
    assert told == ["finding_fixed", "finding_reopened"]


def ask_with_a_deep_scan(store: Store, repository: Repository) -> int:
    """What changed in a scanned file is asked for, and a deep scan, whose job it is."""
    store.scan(repository, painted("a.py", "red"))
    conclude(store)
    store.ask(repository, "a.py", kind=JobKind.ASKED)
    return store.ask(repository, "a.py", kind=JobKind.ASKED, complete=True, deep=True)


def test_what_changed_is_concluded_together_with_the_deep_scan_that_was_asked_for_with_it(
    store: Store, repository: Repository
) -> None:
    deep_id = ask_with_a_deep_scan(store, repository)
    store.record(store.take(), painted("a.py", "blue"))
    early = store.ledger.to_conclude(NOON, AGING)
    aged = store.ledger.to_conclude(NOON + AGING, AGING)
    store.record(store.take(), painted("a.py", "blue"))

    task = store.ledger.to_conclude(NOON, AGING)

    assert early is None
    assert task is not None
    assert task == aged
    beside = store.ledger.to_conclude_beside(task, NOON, AGING)
    assert beside is not None
    assert (beside.job_id, beside.deep, beside.changed) == (deep_id, True, None)
    assert store.ledger.to_conclude_beside(beside, NOON, AGING) is None


def test_what_failed_once_is_concluded_by_itself(store: Store, repository: Repository) -> None:
    ask_with_a_deep_scan(store, repository)
    store.record(store.take(), painted("a.py", "blue"))
    store.record(store.take(), painted("a.py", "blue"))
    task = store.ledger.to_conclude(NOON, AGING)
    assert task is not None

    store.ledger.give_up_conclusion(task, error="it hangs", retry_at=NOON, max_attempts=3, at=NOON)

    again = store.ledger.to_conclude(NOON, AGING)
    assert again is not None
    assert (again.job_id, again.attempts) == (task.job_id, 1)
    assert store.ledger.to_conclude_beside(again, NOON, AGING) is None
