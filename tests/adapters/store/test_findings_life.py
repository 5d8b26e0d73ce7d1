"""A finding's life: opened, seen again, fixed, reopened, moved with its file, dismissed."""

from datetime import timedelta

import pytest

from tests.adapters.store.opened import Store
from tests.fakes.clock import NOON
from tests.making import checked, gone, observation, region, skipped
from tinyarms_daemon.domain.findings.event import EventKind
from tinyarms_daemon.domain.findings.finding import Baseline, Dismissal, FindingStatus
from tinyarms_daemon.domain.findings.rule import Severity
from tinyarms_daemon.domain.findings.source import Place
from tinyarms_daemon.domain.work.analysis import FileReport, Outcome
from tinyarms_daemon.domain.work.job import JobKind, JobRequest
from tinyarms_daemon.domain.work.repository import FileStat

LATER = NOON + timedelta(minutes=1)
MUCH_LATER = NOON + timedelta(days=1)
DISMISSAL = Dismissal(reason="on purpose", at=NOON)


def test_a_finding_is_stored_whole(store: Store) -> None:
    shop = store.watch()
    seen = observation(
        rule="hardcoded-colors",
        severity=Severity.WARNING,
        region=region(12, 18, 12),
        evidence="bg-[#3B82F6] caf\u00e9 \U0001f600",
        symbol="Button",
        suggestion="bg-primary",
        related=(Place("src/theme.css", 4, 4, "the token"), Place(None, 1, 2, "here")),
        measures={"delta": 1.5, "name": "primary", "count": 3},
        confidence=0.97,
    )

    store.check(shop, checked("src/Button.tsx", seen))

    found = store.only()
    assert found.observation == seen
    assert (found.repository, found.path, found.id) == ("shop", "src/Button.tsx", 1)
    assert (found.first_seen_at, found.last_seen_at, found.fixed_at) == (NOON, NOON, None)
    assert store.findings.finding(1) == found
    assert store.findings.finding(2) is None


def test_a_finding_of_the_first_scan_is_unchanged_and_one_that_comes_later_is_new(
    store: Store,
) -> None:
    shop = store.watch()
    store.scan(shop, checked("a.py", observation("ta1:old")))

    store.check(shop, checked("a.py", observation("ta1:old"), observation("ta1:new")))

    baselines = {each.observation.fingerprint: each.baseline for each in store.all()}
    assert baselines == {"ta1:old": Baseline.UNCHANGED, "ta1:new": Baseline.NEW}


def test_a_first_scan_tells_of_its_end_and_not_of_each_finding(store: Store) -> None:
    shop = store.watch()

    store.scan(shop, checked("a.py", observation()))

    assert EventKind.FINDING_OPENED.value not in store.told()
    assert store.events()[-1].detail["opened"] == 1


def test_a_finding_is_opened_fixed_and_reopened_under_one_id(store: Store) -> None:
    shop = store.watch()
    store.scan(shop, checked("a.py"))
    start = store.events()[-1].id or 0

    store.check(shop, checked("a.py", observation()))
    opened = store.only()
    store.check(shop, checked("a.py", content_hash="b2:2"), at=LATER)
    fixed = store.only()
    store.check(shop, checked("a.py", observation()), at=MUCH_LATER)
    reopened = store.only()

    assert [each.status(MUCH_LATER) for each in (opened, fixed, reopened)] == [
        FindingStatus.OPEN,
        FindingStatus.FIXED,
        FindingStatus.OPEN,
    ]
    assert opened.id == fixed.id == reopened.id
    assert (fixed.fixed_at, fixed.last_seen_at) == (LATER, NOON)
    assert (reopened.fixed_at, reopened.first_seen_at) == (None, NOON)
    assert [kind for kind in store.told(start) if kind.startswith("finding")] == [
        "finding_opened",
        "finding_fixed",
        "finding_reopened",
    ]


def test_a_finding_that_is_seen_again_takes_its_new_place(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", observation(region=region(1))))
    before = len(store.events())

    store.check(shop, checked("a.py", observation(region=region(9))), at=LATER)

    found = store.only()
    assert found.observation.region == region(9)
    assert (found.first_seen_at, found.last_seen_at) == (NOON, LATER)
    assert store.told(before) == ["check_finished"]


def test_a_rule_that_did_not_run_closes_nothing(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", observation()))

    store.check(shop, checked("a.py", checked_rules=frozenset({"file-size"})))

    assert store.only().present


@pytest.mark.parametrize(
    "report",
    [
        skipped("a.py"),
        FileReport(path="a.py", outcome=Outcome.UNCHANGED, stat=FileStat(10, 2, 2)),
    ],
    ids=["skipped", "unchanged"],
)
def test_a_file_that_was_not_checked_closes_nothing(store: Store, report: FileReport) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", observation()))

    store.check(shop, report, at=LATER)

    assert store.only().status(LATER) is FindingStatus.OPEN


def test_a_file_that_could_not_be_checked_is_told_with_its_reason(store: Store) -> None:
    shop, tools = store.watch("shop"), store.watch("tools")
    store.check(shop, skipped("a.py", "not UTF-8"))
    store.check(tools, skipped("b.py", "too large"))

    assert store.findings.skipped() == [
        ("shop", "a.py", "not UTF-8"),
        ("tools", "b.py", "too large"),
    ]
    assert store.findings.skipped("tools") == [("tools", "b.py", "too large")]


def test_a_file_that_can_be_checked_again_is_no_longer_skipped(store: Store) -> None:
    shop = store.watch()
    store.check(shop, skipped("a.py"))

    store.check(shop, checked("a.py"))

    assert store.findings.skipped() == []


def test_a_failed_file_closes_nothing(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", observation()))
    store.ask(shop, "a.py")

    store.put_back(store.take(), "no", max_attempts=1)

    assert store.only().present


def test_a_file_that_is_no_longer_in_any_language_closes_its_findings(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("tool", observation()))

    foreign = FileReport(
        path="tool", outcome=Outcome.FOREIGN, content_hash="b2:2", stat=FileStat(10, 2, 2)
    )
    store.check(shop, foreign, at=LATER)

    assert store.only().status(LATER) is FindingStatus.FIXED


@pytest.mark.parametrize("way", ["listed as gone", "found to be gone"])
def test_a_file_that_is_gone_closes_its_findings_at_the_end_of_the_job(
    store: Store, way: str
) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", observation()), checked("b.py"))
    before = len(store.events())
    if way == "listed as gone":
        store.ask(shop, "b.py", gone=("a.py",), at=LATER)
    else:
        store.ask(shop, "a.py", "b.py", at=LATER)
        store.record(store.take(LATER, most=1), gone("a.py"), at=LATER)

    assert store.only().present
    store.record(store.take(LATER), checked("b.py"), at=LATER)

    assert store.only().status(LATER) is FindingStatus.FIXED
    assert store.told(before) == ["finding_fixed", "check_finished"]
    assert store.events()[-1].detail["fixed"] == 1


def test_a_renamed_file_keeps_its_findings_with_id_and_dismissal(store: Store) -> None:
    shop = store.watch()
    store.scan(shop, checked("old.py", observation()))
    store.findings.dismiss(1, DISMISSAL, NOON)
    before = len(store.events())

    store.check(shop, checked("new.py", observation()), gone=("old.py",), at=LATER)

    found = store.only()
    assert (found.id, found.path, found.dismissal) == (1, "new.py", DISMISSAL)
    assert (found.baseline, found.first_seen_at) == (Baseline.UNCHANGED, NOON)
    assert store.told(before) == ["finding_moved", "check_finished"]
    moved = store.events(before)[0]
    assert (moved.path, moved.detail) == ("new.py", {"from": "old.py"})


def test_a_rename_keeps_its_findings_in_whichever_order_its_halves_are_checked(
    store: Store,
) -> None:
    shop = store.watch()
    store.check(shop, checked("z.py", observation()))
    store.ask(shop, "a.py", "z.py", at=LATER)

    store.record(store.take(LATER), gone("z.py"), checked("a.py", observation()), at=LATER)

    found = store.only()
    assert (found.id, found.path, found.present) == (1, "a.py", True)


def test_a_rename_that_loses_a_finding_closes_that_one_alone(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("old.py", observation("ta1:1"), observation("ta1:2")))

    store.check(shop, checked("new.py", observation("ta1:2")), gone=("old.py",), at=LATER)

    assert [(each.path, each.present) for each in store.all()] == [
        ("new.py", True),
        ("old.py", False),
    ]


def test_a_copy_of_a_file_has_findings_of_its_own(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", observation()))

    store.check(shop, checked("copy.py", observation()))

    assert [(each.id, each.path) for each in store.all()] == [(1, "a.py"), (2, "copy.py")]


def test_two_copies_of_a_file_that_is_gone_do_not_share_a_finding(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("old.py", observation()))

    store.check(
        shop, checked("a.py", observation()), checked("b.py", observation()), gone=("old.py",)
    )

    assert sorted((each.path, each.present) for each in store.all()) == [
        ("a.py", True),
        ("b.py", True),
    ]


def test_a_rename_is_not_broken_by_another_job_that_it_supersedes(store: Store) -> None:
    shop = store.watch()
    store.scan(shop, checked("a.py"), checked("old.py", observation()))
    store.ask(shop, "a.py")
    before = len(store.events())

    store.check(shop, checked("a.py"), checked("new.py", observation()), gone=("old.py",))

    assert "finding_fixed" not in store.told(before)
    assert store.only().path == "new.py"


def test_a_rename_is_not_broken_by_another_job_that_ends_first(store: Store) -> None:
    shop = store.watch()
    store.scan(shop, checked("a.py"), checked("old.py", observation()))
    before = len(store.events())
    store.ask(shop, "new.py", kind=JobKind.ASKED, gone=("old.py",))
    store.check(shop, checked("a.py"))

    store.record(store.take(), checked("new.py", observation()))

    assert "finding_fixed" not in store.told(before)
    assert store.only().path == "new.py"


def test_a_finding_that_returns_in_another_file_long_after_is_told_as_open_again(
    store: Store,
) -> None:
    shop = store.watch()
    store.scan(shop, checked("old.py", observation()))
    store.check(shop, gone("old.py"))
    before = len(store.events())

    job_id = store.check(shop, checked("new.py", observation()), at=MUCH_LATER)

    job = store.ledger.job(job_id)
    assert job is not None
    assert job.findings_opened == 1
    assert [kind for kind in store.told(before) if kind != "check_finished"] in (
        ["finding_opened"],
        ["finding_reopened"],
    )


def test_a_file_that_comes_back_reopens_its_findings(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", observation()))
    store.check(shop, gone("a.py"))

    store.check(shop, checked("a.py", observation()), at=LATER)

    assert store.only().status(LATER) is FindingStatus.OPEN
    assert not store.book.files(shop.id)[0].gone


def test_a_branch_switch_there_and_back_comes_out_as_nothing_new(store: Store) -> None:
    shop = store.watch()
    store.scan(shop, checked("a.py", observation("ta1:1")), checked("b.py", observation("ta1:2")))

    store.check(shop, checked("a.py"), gone=("b.py",))
    store.check(shop, checked("a.py", observation("ta1:1")), checked("b.py", observation("ta1:2")))

    assert [(each.id, each.path, each.present) for each in store.all()] == [
        (1, "a.py", True),
        (2, "b.py", True),
    ]


def test_a_suppressed_finding_is_told_to_nobody(store: Store) -> None:
    shop = store.watch()
    store.scan(shop, checked("a.py"))
    before = len(store.events())

    job_id = store.check(shop, checked("a.py", observation(suppressed=True)))

    job = store.ledger.job(job_id)
    assert job is not None
    assert job.findings_opened == 0
    assert store.told(before) == ["check_finished"]
    assert store.only().status(NOON) is FindingStatus.SUPPRESSED


def test_a_suppressed_finding_that_returns_is_still_suppressed(store: Store) -> None:
    shop = store.watch()
    hidden = observation(suppressed=True)
    for report in (checked("a.py", hidden), checked("a.py"), checked("a.py", hidden)):
        store.check(shop, report)

    assert store.only().status(NOON) is FindingStatus.SUPPRESSED
    assert EventKind.FINDING_REOPENED.value not in store.told()


def test_a_dismissal_outlives_a_fix(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", observation()))
    store.findings.dismiss(1, DISMISSAL, NOON)

    store.check(shop, checked("a.py"))
    store.check(shop, checked("a.py", observation()))

    assert store.only().status(NOON) is FindingStatus.DISMISSED


def test_a_dismissal_is_told_and_can_be_taken_back(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", observation()))
    before = len(store.events())

    assert store.findings.dismiss(1, DISMISSAL, NOON)
    dismissed = store.only()
    assert store.findings.dismiss(1, None, LATER)

    assert (dismissed.dismissal, store.only().dismissal) == (DISMISSAL, None)
    assert store.told(before) == ["finding_dismissed", "finding_reopened"]
    assert not store.findings.dismiss(99, DISMISSAL, NOON)


def test_the_end_of_a_scan_has_seen_every_finding_that_is_there(store: Store) -> None:
    shop = store.watch()
    store.scan(shop, checked("a.py", observation()))

    store.scan(shop, FileReport(path="a.py", outcome=Outcome.UNCHANGED), at=LATER)

    assert store.only().last_seen_at == LATER


@pytest.mark.parametrize(("deep", "rule"), [(True, "complex-dry"), (False, "magic-numbers")])
def test_a_scan_sees_again_what_its_own_rules_found(store: Store, deep: bool, rule: str) -> None:
    shop = store.watch()
    found = (observation("ta1:1"), observation("ta1:2", rule="complex-dry"))
    store.scan(shop, checked("a.py", *found))

    store.ledger.accept(
        JobRequest(
            kind=JobKind.ASKED,
            repository_id=shop.id,
            paths=(),
            complete=True,
            deep=deep,
            requested_at=LATER,
        )
    )

    seen = [each.observation.rule for each in store.all() if each.last_seen_at == LATER]
    assert seen == [rule]


def test_a_result_is_written_whole_or_not_at_all(store: Store) -> None:
    shop = store.watch()
    store.ask(shop, "a.py", "b.py")
    batch = store.take()
    broken = observation("ta1:2", evidence=object())

    with pytest.raises(Exception, match="object"):
        store.record(batch, checked("a.py", observation()), checked("b.py", broken))

    assert store.all() == []
    assert store.book.files(shop.id) == []
    assert store.count("work_units") == 2


def test_a_repository_that_is_watched_again_gets_its_findings_back(store: Store) -> None:
    shop = store.watch()
    store.scan(shop, checked("a.py", observation()))
    store.book.remove(shop.id, purge=False, at=NOON)
    assert store.all() == []

    again = store.watch("boutique", shop.root)

    assert again.id == shop.id
    assert again.first_scan_at == NOON
    assert store.only().repository == "boutique"


def test_a_repository_that_is_purged_leaves_nothing(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", observation(), observation("ta1:2", question="Is it?")))

    store.book.remove(shop.id, purge=True, at=NOON)

    for table in ("repositories", "files", "findings", "jobs", "work_units", "scans", "events"):
        assert store.count(table) == 0


def test_ids_of_findings_are_never_used_twice(store: Store) -> None:
    shop = store.watch()
    store.check(shop, checked("a.py", observation()))
    store.book.remove(shop.id, purge=True, at=NOON)

    store.check(store.watch(), checked("a.py", observation()))

    assert store.only().id == 2


def test_a_file_that_goes_while_it_is_checked_leaves_no_finding(store: Store) -> None:
    shop = store.watch()
    store.ask(shop, "a.py")
    in_flight = store.take()
    store.ask(shop, gone=("a.py",))

    store.record(in_flight, checked("a.py", observation()))
    again = store.take()
    store.record(again, gone("a.py"))

    assert [unit.path for unit in again.units] == ["a.py"]
    assert store.all(statuses=(FindingStatus.OPEN,)) == []
