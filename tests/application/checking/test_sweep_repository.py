"""Comparing a repository with what was checked."""

import pytest

from tests.application.rig import Rig
from tests.making import checked, gone, observation
from tinyarms_daemon.application.checking.sweep_repository import DeepWish, holding_repository
from tinyarms_daemon.domain.errors import RepositoryUnavailable
from tinyarms_daemon.domain.findings.finding import FindingStatus
from tinyarms_daemon.domain.work.commit_message import commit_path
from tinyarms_daemon.domain.work.job import Job, JobKind, JobState
from tinyarms_daemon.domain.work.repository import Repository


def job(rig: Rig, job_id: int | None) -> Job:
    """A job that must be there."""
    assert job_id is not None
    found = rig.store.ledger.job(job_id)
    assert found is not None
    return found


def test_a_first_sweep_asks_for_every_source_file(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py", "src/b.ts", "data.csv", "photo.png")

    asked = job(rig, rig.sweep(shop, JobKind.ON_SAVE))

    assert (asked.kind, asked.paths, asked.complete) == (
        JobKind.ON_SAVE,
        ("a.py", "src/b.ts"),
        True,
    )


def test_where_nothing_differs_there_is_no_job(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py")
    rig.scan(shop)

    assert rig.sweep(shop, JobKind.ON_SAVE) is None
    assert rig.sweep(shop, JobKind.WEEKLY) is None


@pytest.mark.parametrize(("kind", "complete"), [(JobKind.ASKED, False), (JobKind.WEEKLY, True)])
def test_a_scan_that_was_asked_for_exists_even_where_nothing_differs(
    rig: Rig, kind: JobKind, complete: bool
) -> None:
    shop = rig.watch("shop", "a.py")
    rig.scan(shop)

    asked = job(rig, rig.sweep(shop, kind, complete=complete))

    assert (asked.state, asked.units_total) == (JobState.DONE, 0)


def test_only_what_differs_is_asked_for(rig: Rig) -> None:
    shop = rig.watch("shop", "same.py", "changed.py", "gone.py")
    rig.scan(shop)
    rig.save(shop, "changed.py")
    rig.save(shop, "new.py")
    rig.tree.delete(shop.root, "gone.py")

    asked = job(rig, rig.sweep(shop, JobKind.ON_SAVE))

    assert asked.paths == ("changed.py", "new.py", "gone.py")
    assert asked.units_total == 2


def test_other_rules_have_every_file_checked_again(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py", "b.py")
    rig.scan(shop)
    rig.profiles.digest = "profile-2"

    asked = job(rig, rig.sweep(shop, JobKind.ON_SAVE))

    assert asked.paths == ("a.py", "b.py")


def test_with_other_rules_everything_is_concluded_again_though_no_fact_differs(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py", "b.py")
    rig.scan(shop)
    rig.profiles.digest = "profile-2"

    rig.scan(shop)

    assert rig.concluder.asked[-1] is None


def test_a_deep_scan_takes_no_message_of_a_commit_for_gone(rig: Rig) -> None:
    message = commit_path("a" * 40)
    shop = rig.watch("shop", "a.py")
    rig.tree.commits[shop.root] = [message]
    rig.profiles.rules = {"line-references": {"commits": 20}}
    rig.show(checked(message, observation()))
    rig.scan(shop)

    rig.sweep(shop, JobKind.WEEKLY, complete=True, deep=DeepWish(asks=False, budget_seconds=0))
    rig.work()

    assert [found.path for found in rig.store.all(statuses=(FindingStatus.OPEN,))] == [message]


def test_a_sweep_of_paths_looks_at_those_alone(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py", "b.py", "c.py")
    rig.scan(shop)
    for path in ("a.py", "b.py"):
        rig.save(shop, path)
    rig.tree.delete(shop.root, "c.py")

    asked = job(rig, rig.sweep(shop, JobKind.ON_SAVE, only=["a.py", "c.py", "README.md"]))

    assert asked.paths == ("a.py", "c.py")
    assert rig.tree.listings[-1] == ["a.py", "c.py", "README.md"]


def test_a_sweep_of_folders_looks_at_what_lies_below(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py", "src/b.py", "src-too/c.py", "lib/d.py")

    asked = job(rig, rig.sweep(shop, JobKind.ASKED, below=["src", "lib/"]))

    assert asked.paths == ("lib/d.py", "src/b.py")


def test_a_sweep_of_folders_and_files_looks_at_both(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py", "b.py", "src/b.py")

    asked = job(rig, rig.sweep(shop, JobKind.ASKED, below=["src", "a.py"]))

    assert asked.paths == ("a.py", "src/b.py")


def test_a_sweep_of_folders_closes_nothing_elsewhere(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py", "src/b.py")
    rig.scan(shop)
    rig.tree.roots[shop.root].clear()

    asked = job(rig, rig.sweep(shop, JobKind.ASKED, below=["src"]))

    assert asked.paths == ("src/b.py",)


def test_ignored_files_and_repositories_inside_are_left_out(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py", "vendor.py", "inner/b.py")
    rig.store.watch("inner", f"{shop.root}/inner")
    rig.profiles.ignored_patterns = ("vendor.py",)

    asked = job(rig, rig.sweep(shop, JobKind.ON_SAVE))

    assert asked.paths == ("a.py",)


def test_a_repository_that_cannot_be_read_is_marked_and_keeps_its_findings(rig: Rig) -> None:
    shop = rig.watch("shop")
    rig.save(shop, "a.py", observation())
    rig.scan(shop)
    del rig.tree.roots[shop.root]

    with pytest.raises(RepositoryUnavailable) as caught:
        rig.sweep(shop, JobKind.ON_SAVE)

    marked = rig.store.book.repository(shop.id)
    assert marked is not None
    assert marked.unavailable == str(caught.value)
    assert rig.store.only().status(rig.clock.now()) is FindingStatus.OPEN
    assert rig.store.told()[-1] == "repository_unavailable"


def test_a_repository_that_can_be_read_again_is_marked_so_and_swept_whole(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py", "b.py")
    rig.scan(shop)
    files = rig.tree.roots.pop(shop.root)
    with pytest.raises(RepositoryUnavailable):
        rig.sweep(shop, JobKind.ON_SAVE)
    rig.tree.roots[shop.root] = files
    rig.save(shop, "a.py")
    rig.save(shop, "b.py")

    asked = job(rig, rig.sweep(shop, JobKind.ON_SAVE, only=["a.py"]))

    again = rig.store.book.repository(shop.id)
    assert again is not None
    assert again.unavailable is None
    assert asked.paths == ("a.py", "b.py")


def test_a_plain_folder_that_is_suddenly_empty_is_taken_for_unmounted(rig: Rig) -> None:
    notes = rig.watch("notes", "a.py", is_git=False)
    rig.scan(notes)
    rig.tree.roots[notes.root].clear()

    with pytest.raises(RepositoryUnavailable, match="is empty now: unmounted"):
        rig.sweep(notes, JobKind.ON_SAVE)

    marked = rig.store.book.repository(notes.id)
    assert marked is not None
    assert marked.unavailable is not None


def test_the_last_file_of_a_plain_folder_by_its_path_is_no_proof_that_it_is_gone(rig: Rig) -> None:
    notes = rig.watch("notes", is_git=False)
    rig.save(notes, "a.py", observation())
    rig.scan(notes)
    rig.tree.roots[notes.root].clear()

    with pytest.raises(RepositoryUnavailable, match="is empty now"):
        rig.sweep(notes, JobKind.ON_SAVE, only=["a.py"])

    assert rig.store.only().present


def test_a_plain_folder_that_was_always_empty_is_simply_empty(rig: Rig) -> None:
    notes = rig.watch("notes", is_git=False)

    scanned = job(rig, rig.sweep(notes, JobKind.ON_SAVE))

    assert (scanned.state, scanned.units_total) == (JobState.DONE, 0)
    assert rig.sweep(notes, JobKind.ON_SAVE) is None


def test_a_work_tree_may_lose_all_its_files(rig: Rig) -> None:
    shop = rig.watch("shop")
    rig.save(shop, "a.py", observation())
    rig.scan(shop)
    rig.tree.delete(shop.root, "a.py")

    rig.sweep(shop, JobKind.ON_SAVE)

    assert rig.store.only().status(rig.clock.now()) is FindingStatus.FIXED


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/home/me/shop", "shop"),
        ("/home/me/shop/src/a.py", "shop"),
        ("/home/me/shop/inner/a.py", "inner"),
        ("/home/me/shop-too/a.py", None),
        ("/home/me", None),
        ("/srv/a.py", "everything"),
    ],
)
def test_a_path_belongs_to_the_innermost_repository_that_holds_it(
    rig: Rig, path: str, name: str | None
) -> None:
    roots = {"shop": "/home/me/shop", "inner": "/home/me/shop/inner", "everything": "/"}
    watched: list[Repository] = [
        rig.store.watch(each, root)
        for each, root in roots.items()
        if each != "everything" or name == "everything"
    ]

    holding = holding_repository(watched, path)

    assert (holding.name if holding else None) == name


def test_a_file_that_failed_for_good_is_not_asked_for_by_each_sweep(rig: Rig) -> None:
    shop = rig.watch("shop", "bad.py")
    rig.clock.advance(60)
    rig.sweep(shop, JobKind.ON_SAVE)
    rig.store.put_back(rig.store.take(rig.clock.now()), "no", max_attempts=1, at=rig.clock.now())
    rig.clock.advance(60)

    assert rig.sweep(shop, JobKind.ON_SAVE) is None
    assert job(rig, rig.sweep(shop, JobKind.WEEKLY, complete=True)).paths == ("bad.py",)


@pytest.mark.parametrize("only", [["bad.py"], None], ids=["by its save", "by a sweep"])
def test_a_file_that_failed_for_good_is_checked_again_when_it_changes(
    rig: Rig, only: list[str] | None
) -> None:
    shop = rig.watch("shop", "bad.py")
    rig.clock.advance(60)
    rig.sweep(shop, JobKind.ON_SAVE)
    rig.store.put_back(rig.store.take(rig.clock.now()), "no", max_attempts=1, at=rig.clock.now())
    rig.clock.advance(60)
    rig.save(shop, "bad.py")

    assert job(rig, rig.sweep(shop, JobKind.ON_SAVE, only=only)).paths == ("bad.py",)
    assert rig.store.ledger.counts().failed == 0


def test_what_lies_in_a_folder_that_is_denied_is_not_gone(rig: Rig) -> None:
    shop = rig.watch("shop", "src/a.py", "b.py")
    rig.save(shop, "src/a.py", observation())
    rig.scan(shop)
    rig.tree.denied.add("src")
    rig.tree.delete(shop.root, "b.py")

    asked = job(rig, rig.sweep(shop, JobKind.ON_SAVE))

    assert asked.paths == ("b.py",)
    assert rig.store.only().path == "src/a.py"
    assert rig.store.only().status(rig.clock.now()) is FindingStatus.OPEN


@pytest.mark.parametrize("only", [None, {"new.py"}], ids=["a look at the whole", "a hint"])
def test_a_new_file_that_goes_while_it_is_first_checked_leaves_nothing(
    rig: Rig, only: set[str] | None
) -> None:
    shop = rig.watch("shop", "old.py")
    rig.scan(shop)
    rig.save(shop, "new.py", observation())
    rig.sweep(shop, JobKind.ON_SAVE, only={"new.py"})
    in_flight = rig.store.take(rig.clock.now())
    del rig.tree.roots[shop.root]["new.py"]

    rig.sweep(shop, JobKind.ON_SAVE, only=only)
    rig.store.record(in_flight, rig.analyzer.reports["new.py"], at=rig.clock.now())
    rig.show(gone("new.py"))
    rig.work()

    assert rig.store.all(statuses=(FindingStatus.OPEN,)) == []


def test_what_waits_to_be_checked_is_not_asked_for_once_more(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py", "b.py")
    first = job(rig, rig.sweep(shop, JobKind.ON_SAVE))
    rig.save(shop, "a.py", observation())
    rig.save(shop, "new.py")

    second = job(rig, rig.sweep(shop, JobKind.ON_SAVE))
    third = rig.sweep(shop, JobKind.ON_SAVE)
    rig.work()

    assert (first.units_total, second.paths, third) == (2, ("new.py",), None)
    assert rig.store.only().path == "a.py"
    scanned = rig.store.book.repository(shop.id)
    assert scanned is not None
    assert scanned.first_scan_at is not None


def test_a_storm_during_the_first_scan_leaves_it_the_one_first_scan(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py", "b.py", "c.py")
    first = job(rig, rig.sweep(shop, JobKind.ASKED, complete=True))
    rig.run_next()
    rig.save(shop, "c.py", observation())
    rig.save(shop, "new.py")

    storm = job(rig, rig.sweep(shop, JobKind.ON_SAVE))
    rig.work()

    assert storm.paths == ("a.py", "b.py", "new.py")  # written in the second in which it is read
    assert rig.store.told().count("scan_finished") == 1
    ended = rig.store.ledger.job(first.id)
    assert ended is not None
    assert (ended.state, ended.units_done) == (JobState.DONE, 3)
    assert rig.store.only().path == "c.py"


def test_what_waits_for_its_next_try_is_asked_for_once_more(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py")
    rig.scan(shop)
    rig.save(shop, "a.py")
    rig.sweep(shop, JobKind.ON_SAVE)
    rig.analyzer.failure = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        rig.run_next()
    rig.save(shop, "a.py")

    again = job(rig, rig.sweep(shop, JobKind.ON_SAVE))

    assert again.paths == ("a.py",)
    assert again.not_before is None


def test_a_name_that_nobody_knows_and_nobody_checks_is_no_work(rig: Rig) -> None:
    shop = rig.watch("shop", "old.py")
    rig.scan(shop)

    assert rig.sweep(shop, JobKind.ON_SAVE, only={"passing.py"}) is None
