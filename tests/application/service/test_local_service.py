"""Every question and request, answered from the store."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.application.rig import Rig
from tests.fakes.clock import NOON
from tests.making import checked, observation, skipped
from tinyarms_daemon.control.service import Service
from tinyarms_daemon.domain.errors import RepositoryUnavailable, UsageError
from tinyarms_daemon.domain.work.repository import Repository

ROOT = "/home/me/shop"


def test_it_is_a_service(rig: Rig) -> None:
    service: Service = rig.service

    assert service.jobs() == []


def test_watching_a_folder_scans_it_and_begins_to_watch_it(rig: Rig) -> None:
    rig.tree.write(ROOT, "a.py")

    job = rig.service.add_repository(ROOT, None)

    assert (job["repository"], job["kind"], job["units_total"]) == ("shop", "asked", 1)
    assert rig.told == [("watch", "shop"), ("nudge", None)]
    (repository,) = rig.store.book.repositories()
    assert (repository.root, repository.is_git) == (ROOT, True)


def test_a_plain_folder_may_be_watched(rig: Rig) -> None:
    rig.tree.write(ROOT, "a.py")
    rig.tree.plain.add(ROOT)

    rig.service.add_repository(ROOT, "notes")

    (repository,) = rig.store.book.repositories()
    assert (repository.name, repository.is_git) == ("notes", False)


def test_names_that_are_taken_are_numbered(rig: Rig) -> None:
    names = []
    for folder in ("/a/shop", "/b/shop", "/c/shop"):
        rig.tree.roots[folder] = {}
        names.append(rig.service.add_repository(folder, None)["repository"])

    assert names == ["shop", "shop-2", "shop-3"]


def test_a_name_that_was_asked_for_and_is_taken_is_refused(rig: Rig, shop: Repository) -> None:
    rig.tree.roots["/b/other"] = {}

    with pytest.raises(UsageError, match=r"Another repository is watched as shop; give another"):
        rig.service.add_repository("/b/other", "shop")

    assert len(rig.store.book.repositories()) == 1


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "\x1b[31m"])
def test_a_name_that_nobody_can_read_or_type_is_refused(rig: Rig, name: str) -> None:
    rig.tree.roots["/b/other"] = {}

    with pytest.raises(UsageError, match="is some text in one line"):
        rig.service.add_repository("/b/other", name)

    assert rig.store.book.repositories() == []


def test_the_root_of_the_file_system_has_a_name(rig: Rig) -> None:
    rig.tree.roots["/"] = {}

    assert rig.service.add_repository("/", None)["repository"] == "/"


def test_a_folder_that_is_watched_already_is_refused(rig: Rig, shop: Repository) -> None:
    with pytest.raises(UsageError) as caught:
        rig.service.add_repository(shop.root, "other")

    assert str(caught.value) == "/home/me/shop is watched already, as shop."


def test_what_lies_in_a_repository_inside_is_shared_out_at_once(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py")
    rig.save(shop, "inner/b.py", observation())
    rig.scan(shop)
    inner = f"{shop.root}/inner"
    rig.tree.write(inner, "b.py")

    rig.service.add_repository(inner, "inner")

    (found,) = rig.store.all(repository="shop")
    assert (found.present, found.fixed_at) == (False, None)

    rig.service.remove_repository("inner", purge=True)
    rig.work()
    assert [each.present for each in rig.store.all(repository="shop")] == [True]


def test_a_folder_that_does_not_exist_is_refused(rig: Rig) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        rig.service.add_repository("/none", None)

    assert rig.store.book.repositories() == []


def test_a_folder_that_was_watched_before_gets_its_findings_back(
    rig: Rig, shop: Repository
) -> None:
    rig.service.remove_repository("shop", purge=False)
    assert rig.service.findings({})["findings"] == []

    rig.service.add_repository(shop.root, None)

    assert len(rig.service.findings({})["findings"]) == 2


def test_a_repository_that_moved_keeps_what_is_known_of_it(rig: Rig, shop: Repository) -> None:
    known = rig.service.findings({})["findings"]
    rig.service.dismiss_finding(known[0]["id"], reason="later", expires_seconds=None)
    rig.tree.roots["/new/shop"] = rig.tree.roots.pop(shop.root)

    rig.service.add_repository("/new/shop", "shop")
    rig.work()

    assert [each["root"] for each in rig.service.repositories()] == ["/new/shop"]
    again = rig.service.findings({"statuses": ["open", "dismissed"]})["findings"]
    assert sorted(each["id"] for each in again) == sorted(each["id"] for each in known)
    assert [each["status"] for each in again].count("dismissed") == 1
    assert [each for each in rig.told if each[0] == "unwatch"] == [("unwatch", "shop")]


def test_a_root_that_was_watched_before_takes_in_no_other(rig: Rig, shop: Repository) -> None:
    rig.tree.roots["/b/other"] = {}
    rig.service.add_repository("/b/other", "other")
    rig.service.remove_repository("other", purge=False)
    del rig.tree.roots[shop.root]

    with pytest.raises(UsageError, match="Another repository is watched as shop"):
        rig.service.add_repository("/b/other", "shop")


def test_a_repository_that_is_removed_is_watched_no_more(rig: Rig, shop: Repository) -> None:
    rung = rig.bell.rung

    rig.service.remove_repository("shop", purge=False)

    assert rig.service.repositories() == []
    assert rig.told[-1] == ("unwatch", "shop")
    assert rig.bell.rung > rung


def test_a_repository_that_is_purged_is_forgotten(rig: Rig, shop: Repository) -> None:
    rig.service.remove_repository(shop.root, purge=True)

    assert rig.store.count("findings") == 0


@pytest.mark.parametrize(
    "ask",
    [
        lambda service: service.remove_repository("none", purge=False),
        lambda service: service.findings({"repository": "none"}),
    ],
)
def test_an_unknown_name_is_refused_with_those_that_are_known(
    rig: Rig, shop: Repository, ask: Callable[[Service], Any]
) -> None:
    with pytest.raises(UsageError) as caught:
        ask(rig.service)

    assert str(caught.value) == "No repository is watched as none; watched: shop."


def test_where_nothing_is_watched_that_is_said(rig: Rig) -> None:
    with pytest.raises(UsageError, match=r"watched: none\."):
        rig.service.remove_repository("shop", purge=False)


def test_repositories_are_listed_with_their_figures_and_what_is_skipped_is_a_file_too(
    rig: Rig, shop: Repository
) -> None:
    rig.store.check(shop, skipped("big.py"))

    (listed,) = rig.service.repositories()

    assert listed["name"] == "shop"
    assert (listed["files"], listed["skipped"], listed["open"]) == (3, 1, 2)
    assert listed["last_scan_at"] == "2026-11-23T12:01:00Z"
    assert listed["unavailable"] is None


@pytest.mark.parametrize(
    ("paths", "files"),
    [
        ([], {"a.py", "src/b.py", "src/deep/c.py"}),
        ([""], {"a.py", "src/b.py", "src/deep/c.py"}),
        (["src"], {"src/b.py", "src/deep/c.py"}),
        (["a.py"], {"a.py"}),
        (["src", "a.py"], {"a.py", "src/b.py", "src/deep/c.py"}),
        (["src/deep", "src/b.py"], {"src/b.py", "src/deep/c.py"}),
        (["a.py", "src/b.py"], {"a.py", "src/b.py"}),
        (["none.py"], set()),
    ],
)
def test_a_scan_is_of_what_was_named(
    rig: Rig, tmp_path: Path, paths: list[str], files: set[str]
) -> None:
    (tmp_path / "shop" / "src" / "deep").mkdir(parents=True)
    root = (tmp_path / "shop").resolve()
    repository = rig.store.watch("shop", str(root))
    for path in ("a.py", "src/b.py", "src/deep/c.py"):
        rig.save(repository, path)

    (job,) = rig.service.request_scan({"paths": [str(root / path) for path in paths]})

    assert set(job["paths"]) == files
    assert job["kind"] == "asked"
    rig.work()
    scanned = rig.store.book.repository(repository.id)
    assert scanned is not None
    assert (scanned.first_scan_at is not None) is (paths in ([], [""]))


def test_a_scan_of_paths_in_two_repositories_is_two_jobs(rig: Rig) -> None:
    for name in ("shop", "tools"):
        rig.watch(name, "a.py", "b.py")

    jobs = rig.service.request_scan(
        {"paths": ["/home/me/tools/a.py", "/home/me/shop/a.py", "/home/me/shop/b.py"]}
    )

    assert [(job["repository"], job["paths"]) for job in jobs] == [
        ("shop", ["a.py", "b.py"]),
        ("tools", ["a.py"]),
    ]


def test_a_scan_without_paths_is_of_every_repository(rig: Rig) -> None:
    for name in ("shop", "tools"):
        rig.watch(name, "a.py")

    jobs = rig.service.request_scan({"paths": []})

    assert [job["repository"] for job in jobs] == ["shop", "tools"]


def test_a_path_in_no_watched_repository_is_refused(rig: Rig, shop: Repository) -> None:
    before = rig.service.jobs()

    with pytest.raises(UsageError, match=r"/elsewhere/a\.py is in no watched repository"):
        rig.service.request_scan({"paths": [f"{ROOT}/clean.py", "/elsewhere/a.py"]})

    assert rig.service.jobs() == before


def test_a_repository_that_cannot_be_read_cannot_be_scanned(rig: Rig, shop: Repository) -> None:
    del rig.tree.roots[shop.root]

    with pytest.raises(RepositoryUnavailable):
        rig.service.request_scan({"paths": []})


def test_without_a_lane_following_a_job_does_its_work(rig: Rig) -> None:
    rig.works_itself = True
    rig.watch("shop", *(f"{number}.py" for number in range(5)))
    (job,) = rig.service.request_scan({"paths": []})

    followed = [(each["state"], each["units_done"]) for each in rig.service.follow_job(job["id"])]

    assert followed == [("queued", 0), ("running", 2), ("running", 4), ("done", 5)]


def test_without_a_lane_a_job_that_must_wait_is_not_waited_for(rig: Rig) -> None:
    rig.works_itself = True
    rig.watch("shop", "a.py")
    (job,) = rig.service.request_scan({"paths": []})
    rig.store.put_back(
        rig.store.take(rig.clock.now()), "no", retry_at=rig.clock.now() + timedelta(hours=1)
    )

    followed = [each["state"] for each in rig.service.follow_job(job["id"])]

    assert followed == ["queued", "queued"]


def test_with_a_lane_following_a_job_waits_for_its_steps(rig: Rig) -> None:
    rig.watch("shop", *(f"{number}.py" for number in range(5)))
    (job,) = rig.service.request_scan({"paths": []})
    followed: list[int] = []
    followers = rig.service.follow_job(job["id"])
    followed.append(next(followers)["units_done"])

    lane = threading.Thread(target=rig.work)
    lane.start()
    followed += [each["units_done"] for each in followers]
    lane.join()

    assert (followed[0], followed[-1]) == (0, 5)
    assert followed == sorted(followed)


def test_a_deferred_job_is_not_waited_for(rig: Rig) -> None:
    repository = rig.watch("shop")
    rig.store.check(repository, checked("a.py", observation(question="Is this a color?")))
    (job,) = rig.service.jobs()

    assert [each["state"] for each in rig.service.follow_job(job["id"])] == ["deferred"]


@pytest.mark.parametrize(
    "ask",
    [
        lambda service: service.job(99),
        lambda service: service.cancel_job(99),
        lambda service: service.retry_job(99),
        lambda service: next(service.follow_job(99)),
        lambda service: service.finding(99),
        lambda service: service.reopen_finding(99),
        lambda service: service.dismiss_finding(99, reason="a", expires_seconds=None),
    ],
    ids=["job", "cancel", "retry", "follow", "finding", "reopen", "dismiss"],
)
def test_an_unknown_id_is_refused_with_where_to_look(
    rig: Rig, ask: Callable[[Service], Any]
) -> None:
    with pytest.raises(UsageError, match=r"There is no (job|finding) 99; `tinyarmsctl "):
        ask(rig.service)


@pytest.mark.parametrize(
    ("is_idle", "state", "reasons"),
    [
        (False, "running", []),
        (True, "queued", ["interrupted; goes on when the daemon starts"]),
    ],
    ids=["somebody works", "nobody does"],
)
def test_what_was_begun_runs_only_where_somebody_works(
    rig: Rig, shop: Repository, is_idle: bool, state: str, reasons: list[str]
) -> None:
    job_id = rig.store.ask(shop, "a.py", at=rig.clock.now())
    rig.store.take(rig.clock.now())
    rig.is_idle = is_idle

    (listed,) = rig.service.jobs()
    shown = rig.service.job(job_id)

    assert [(each["state"], each["reasons"]) for each in (listed, shown)] == [(state, reasons)] * 2
    assert (rig.service.status()["current"] is None) is is_idle
    assert rig.service.why(job_id)["job"]["state"] == state


def test_a_failed_job_is_retried_and_the_lane_told(rig: Rig) -> None:
    shop = rig.watch("shop", "a.py")
    job_id = rig.store.ask(shop, "a.py", at=rig.clock.now())
    rig.store.put_back(rig.store.take(rig.clock.now()), "no", max_attempts=1)
    rig.told.clear()

    assert rig.service.retry_job(job_id)["state"] == "queued"

    assert rig.told == [("nudge", None)]
    rig.work()
    assert rig.service.job(job_id)["state"] == "done"
    with pytest.raises(UsageError, match=f"Nothing of job {job_id} can be retried: it is done"):
        rig.service.retry_job(job_id)


def test_a_deep_scan_is_two_jobs_both_of_which_are_told(rig: Rig) -> None:
    rig.watch("shop", "a.py")

    first, second = rig.service.request_scan({"paths": [], "deep": True})

    assert first["id"] != second["id"]
    rig.work()
    assert [rig.service.job(job["id"])["state"] for job in (first, second)] == ["done", "done"]


def test_a_job_is_cancelled_once(rig: Rig) -> None:
    rig.watch("shop", "a.py")
    (job,) = rig.service.request_scan({"paths": []})

    assert rig.service.cancel_job(job["id"])["state"] == "cancelled"

    with pytest.raises(UsageError, match=r"has ended already \(cancelled\)"):
        rig.service.cancel_job(job["id"])
    assert rig.service.jobs() == []


def test_events_come_with_their_findings(rig: Rig, shop: Repository) -> None:
    rig.store.check(shop, checked("b.py", observation("ta1:9")))
    last = rig.service.events(after=-1, wait_seconds=0)[0]["id"]

    events = rig.service.events(after=last - 2, wait_seconds=0)

    assert [event["kind"] for event in events] == ["finding_opened", "check_finished"]
    opened = events[0]["finding"]
    assert opened is not None
    assert (opened["fingerprint"], opened["status"]) == ("ta1:9", "open")
    assert (events[0]["path"], events[0]["repository"]) == ("b.py", "shop")
    assert events[1]["detail"]["opened"] == 1


def test_a_listener_is_woken_by_the_next_event(rig: Rig, shop: Repository) -> None:
    last = rig.service.events(after=-1, wait_seconds=0)[0]["id"]
    heard: list[Any] = []
    listener = threading.Thread(
        target=lambda: heard.extend(rig.service.events(after=last, wait_seconds=30))
    )
    listener.start()

    rig.service.dismiss_finding(1, reason="on purpose", expires_seconds=None)
    listener.join(20)

    assert [event["kind"] for event in heard] == ["finding_dismissed"]


def test_a_listener_goes_home_when_the_bell_is_closed(rig: Rig) -> None:
    rig.bell.close()

    assert rig.service.events(after=0, wait_seconds=30) == []


def test_what_is_not_dismissed_is_not_told_as_reopened(rig: Rig, shop: Repository) -> None:
    last = rig.service.events(after=-1, wait_seconds=0)[0]["id"]

    finding = rig.service.reopen_finding(1)

    assert finding["status"] == "open"
    assert rig.service.events(after=last, wait_seconds=0) == []


def test_an_event_outlives_what_it_speaks_of(rig: Rig, shop: Repository) -> None:
    rig.service.dismiss_finding(1, reason="on purpose", expires_seconds=None)
    with rig.store.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM findings")

    events = rig.service.events(after=0, wait_seconds=0)

    assert events[-1]["kind"] == "finding_dismissed"
    assert events[-1]["finding"] is None


@pytest.mark.parametrize(
    ("seconds", "until"),
    [
        (7200, "2026-11-23T14:00:00Z"),
        (None, "9999-12-31T23:59:59Z"),
        (1e12, "9999-12-31T23:59:59Z"),
        (1e300, "9999-12-31T23:59:59Z"),
    ],
)
def test_model_work_is_paused_and_resumed(rig: Rig, seconds: float | None, until: str) -> None:
    rig.service.pause(seconds=seconds)
    paused = rig.service.status()["daemon"]["paused_until"]
    rig.service.resume()

    assert (paused, rig.service.status()["daemon"]["paused_until"]) == (until, None)


def test_a_pause_ends_by_itself(rig: Rig) -> None:
    rig.service.pause(seconds=60)
    rig.clock.set(NOON + timedelta(seconds=60))

    assert rig.service.status()["daemon"]["paused_until"] is None
