"""Jobs: their urgency, their ends, and the wait between two tries."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinyarms_daemon.domain.work.job import URGENCY, JobKind, JobState, backoff

FIRST, CEILING = timedelta(seconds=10), timedelta(minutes=10)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 10), (1, 10), (2, 20), (3, 40), (6, 320), (7, 600), (99, 600)]
)
def test_the_wait_doubles_with_each_attempt_up_to_its_ceiling(attempts: int, seconds: int) -> None:
    assert backoff(attempts, FIRST, CEILING) == timedelta(seconds=seconds)


@given(
    st.integers(max_value=10**9),
    st.timedeltas(min_value=timedelta(milliseconds=1), max_value=timedelta(hours=1)),
    st.timedeltas(min_value=timedelta(hours=1), max_value=timedelta(days=7)),
)
def test_the_wait_stays_between_its_first_value_and_its_ceiling(
    attempts: int, first: timedelta, ceiling: timedelta
) -> None:
    assert first <= backoff(attempts, first, ceiling) <= ceiling


def test_a_save_is_more_urgent_than_what_was_asked_and_that_more_than_the_weekly_scan() -> None:
    kinds = sorted(JobKind, key=lambda kind: URGENCY[kind])

    assert kinds == [JobKind.ON_SAVE, JobKind.ASKED, JobKind.WEEKLY, JobKind.JUDGEMENT]


@pytest.mark.parametrize("state", JobState)
def test_only_done_failed_and_cancelled_are_ends(state: JobState) -> None:
    ends = {JobState.DONE, JobState.FAILED, JobState.CANCELLED}

    assert state.is_end is (state in ends)
