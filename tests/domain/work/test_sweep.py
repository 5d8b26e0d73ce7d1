"""Which files a sweep asks to have checked."""

from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.clock import NOON
from tinyarms_daemon.domain.work.repository import FileStat, KnownFile
from tinyarms_daemon.domain.work.sweep import RACY_WINDOW, SweepPlan, plan_sweep

_NANOSECONDS = 1_000_000_000
LONG_AGO_NS = int((NOON - timedelta(days=1)).timestamp()) * _NANOSECONDS
STAT = FileStat(100, LONG_AGO_NS, LONG_AGO_NS)


def known(path: str = "a.py", **said: Any) -> KnownFile:
    """A file that was checked at noon and has not changed since."""
    values: dict[str, Any] = {
        "language": "python",
        "stat": STAT,
        "content_hash": "b2:1",
        "profile_digest": "rules-1",
        "checked_at": NOON,
    }
    return KnownFile(path=path, **(values | said))


def plan(listed: dict[str, FileStat], *files: KnownFile) -> SweepPlan:
    return plan_sweep(listed, files, "rules-1")


def test_nothing_differs_where_everything_was_checked() -> None:
    swept = plan({"a.py": STAT, "b.py": STAT}, known("a.py"), known("b.py"))

    assert swept.is_empty


def test_a_new_file_is_checked() -> None:
    swept = plan({"b.py": STAT, "a.py": STAT}, known("a.py"))

    assert swept == SweepPlan(("b.py",), ())


def test_a_file_that_is_no_longer_listed_is_gone() -> None:
    swept = plan({}, known("b.py"), known("a.py"))

    assert swept == SweepPlan((), ("a.py", "b.py"))


def test_a_file_that_is_known_to_be_gone_is_not_gone_again() -> None:
    swept = plan({}, known(gone=True))

    assert swept.is_empty


def test_a_file_that_comes_back_is_checked_though_its_times_are_the_old_ones() -> None:
    swept = plan({"a.py": STAT}, known(gone=True))

    assert swept.to_check == ("a.py",)


@pytest.mark.parametrize(
    "stat",
    [
        FileStat(101, LONG_AGO_NS, LONG_AGO_NS),
        FileStat(100, LONG_AGO_NS + 1, LONG_AGO_NS),
        FileStat(100, LONG_AGO_NS - 1, LONG_AGO_NS),
        FileStat(100, LONG_AGO_NS, LONG_AGO_NS + 1),
    ],
    ids=["size", "a later mtime", "an earlier mtime", "ctime alone"],
)
def test_a_file_that_differs_in_anything_is_checked(stat: FileStat) -> None:
    swept = plan({"a.py": stat}, known())

    assert swept.to_check == ("a.py",)


def test_every_file_is_checked_again_with_other_rules() -> None:
    swept = plan_sweep({"a.py": STAT}, [known()], "rules-2")

    assert swept.to_check == ("a.py",)


@pytest.mark.parametrize(
    ("digest", "differ"),
    [("rules-0", True), ("rules-1", False), (None, False)],
    ids=["other rules", "the same rules", "never checked"],
)
def test_rules_differ_from_those_of_the_last_check(digest: str | None, differ: bool) -> None:
    touched = FileStat(101, LONG_AGO_NS, LONG_AGO_NS)

    swept = plan({"a.py": touched}, known(profile_digest=digest))

    assert swept.rules_differ is differ


def test_a_file_whose_last_check_did_not_get_to_its_times_is_checked() -> None:
    swept = plan({"a.py": STAT}, known(stat=None))

    assert swept.to_check == ("a.py",)


def test_a_file_that_was_never_checked_is_checked() -> None:
    swept = plan({"a.py": STAT}, known(checked_at=None))

    assert swept.to_check == ("a.py",)


@pytest.mark.parametrize(
    ("written_before_the_check", "is_checked"),
    [
        (timedelta(0), True),
        (RACY_WINDOW - timedelta(seconds=1), True),
        (RACY_WINDOW + timedelta(seconds=1), False),
        (timedelta(seconds=-10), True),
    ],
    ids=["in the same moment", "just before", "well before", "in the future"],
)
def test_a_file_written_in_the_moment_of_its_check_is_checked_again(
    written_before_the_check: timedelta, is_checked: bool
) -> None:
    written_ns = int((NOON - written_before_the_check).timestamp()) * _NANOSECONDS
    stat = FileStat(100, written_ns, written_ns)

    swept = plan({"a.py": stat}, known(stat=stat))

    assert bool(swept.to_check) is is_checked


def test_a_file_that_was_skipped_and_has_not_changed_is_left_alone() -> None:
    swept = plan({"a.py": STAT}, known(content_hash=None, language=None, skip_reason="too large"))

    assert swept.is_empty


def test_one_path_may_be_another_ones_beginning() -> None:
    swept = plan({"a": STAT, "a/b": STAT}, known("a"))

    assert swept == SweepPlan(("a/b",), ())
