"""When a file counts as saved for the last time."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.clock import NOON
from tinyarms_daemon.domain.work.settling import SettlePolicy, TreeOperation, Unsettled, settled

POLICY = SettlePolicy(
    settle=timedelta(seconds=0.4),
    ceiling=timedelta(seconds=5),
    operation_ceiling=timedelta(seconds=60),
    storm_paths=20,
)
MOMENT = timedelta(0)
SECONDS = st.floats(min_value=0, max_value=100).map(lambda each: NOON + timedelta(seconds=each))


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_a_file_that_was_touched_once_is_due_after_the_settle_time() -> None:
    file = Unsettled(NOON, NOON)

    assert file.due_at(POLICY) == after(0.4)


def test_each_touch_starts_the_settle_time_again() -> None:
    file = Unsettled(NOON, NOON).touched(after(0.3)).touched(after(0.6))

    assert file.due_at(POLICY) == after(1.0)


def test_a_file_that_is_never_quiet_is_due_at_the_ceiling() -> None:
    file = Unsettled(NOON, NOON)
    for tenth in range(1, 100):
        file = file.touched(after(tenth / 10))

    assert file.due_at(POLICY) == after(5)


def test_a_hint_that_comes_late_does_not_turn_time_back() -> None:
    file = Unsettled(NOON, NOON).touched(after(2)).touched(after(1))

    assert file.last_at == after(2)


@pytest.mark.parametrize(
    ("operation", "due_seconds"),
    [(None, 5), (TreeOperation.UNDER_WAY, 9.4), (TreeOperation.WRITING, 60)],
)
def test_an_operation_of_git_holds_a_file_back(
    operation: TreeOperation | None, due_seconds: float
) -> None:
    file = Unsettled(NOON, after(9))

    assert file.due_at(POLICY, operation) == after(due_seconds)


@pytest.mark.parametrize("operation", TreeOperation)
def test_an_operation_that_never_ends_holds_back_up_to_its_own_ceiling(
    operation: TreeOperation,
) -> None:
    file = Unsettled(NOON, after(1000))

    assert file.due_at(POLICY, operation) == after(60)


@given(first_at=SECONDS, touches=st.lists(SECONDS))
def test_a_file_is_never_due_before_it_was_quiet_nor_after_its_ceiling(
    first_at: datetime, touches: list[datetime]
) -> None:
    file = Unsettled(first_at, first_at)
    for at in touches:
        file = file.touched(at)

    due_at = file.due_at(POLICY)

    assert due_at <= first_at + POLICY.ceiling
    assert due_at == file.last_at + POLICY.settle or due_at == first_at + POLICY.ceiling


def test_only_files_that_are_due_have_settled() -> None:
    waiting = {"old.py": Unsettled(NOON, NOON), "new.py": Unsettled(after(1), after(1))}

    assert settled(waiting, POLICY, after(0.4), MOMENT) == ["old.py"]
    assert settled(waiting, POLICY, after(0.3), MOMENT) == []


def test_one_busy_file_does_not_hold_another_back() -> None:
    waiting = {"busy.py": Unsettled(NOON, after(0.39)), "quiet.py": Unsettled(NOON, NOON)}

    assert settled(waiting, POLICY, after(0.4), MOMENT) == ["quiet.py"]


def test_the_two_halves_of_a_rename_settle_together() -> None:
    waiting = {"old.py": Unsettled(NOON, NOON), "new.py": Unsettled(after(0.05), after(0.05))}

    assert settled(waiting, POLICY, after(0.4), timedelta(seconds=0.1)) == ["old.py", "new.py"]
