"""Following a job: through the rests of a machine that works, no longer."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytest

from tests.fakes.cli_toolbox import FakeToolbox
from tests.fakes.clock import NOON
from tests.fakes.control_messages import job_message
from tests.fakes.control_service import FakeService
from tinyarms_daemon.control.messages import JobMessage
from tinyarms_daemon.faces.cli.follow import follow
from tinyarms_daemon.faces.cli.screen import Screen

REST = "the machine has just worked, and rests for 8 s"
DUE, SOON, LATER = "2026-11-23T12:00:00Z", "2026-11-23T12:00:03Z", "2026-11-23T12:30:00Z"


class InBursts(FakeService):
    """Each call of `follow_job` sees the next state of the job, the last one ever again."""

    bursts: Sequence[JobMessage] = ()
    followed = 0

    def follow_job(self, job_id: int) -> Iterator[JobMessage]:
        yield self.bursts[min(self.followed, len(self.bursts) - 1)]
        self.followed += 1


def deferred(units_done: int, not_before: str | None = DUE) -> JobMessage:
    return job_message(
        state="deferred",
        units_done=units_done,
        units_skipped=0,
        not_before=not_before,
        reasons=[REST],
    )


class Passing(FakeToolbox):
    """Each look at the clock finds it a second later."""

    looks = 0

    def now(self) -> datetime:
        self.looks += 1
        return NOON + timedelta(seconds=self.looks)


def followed(*bursts: JobMessage) -> tuple[int, str]:
    """How often the job was followed, and the state in which it was left."""
    service = InBursts()
    service.bursts = bursts
    began = job_message(state="queued", units_done=0, units_skipped=0)
    ended = follow(service, began, Passing(), Screen(quiet=False))
    return service.followed, ended["state"]


def test_a_job_that_rests_between_bursts_is_followed_to_its_end() -> None:
    assert followed(deferred(5), deferred(9, SOON), job_message()) == (3, "done")


def test_one_whose_rest_is_over_is_given_time_to_go_on() -> None:
    assert followed(deferred(5), deferred(5), job_message()) == (3, "done")


@pytest.mark.parametrize("waiting", [deferred(5, LATER), deferred(5, None)], ids=["long", "open"])
def test_one_that_waits_for_something_else_is_left(
    waiting: JobMessage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert followed(waiting, job_message()) == (1, "deferred")
    assert REST in capsys.readouterr().err


@pytest.mark.parametrize("done", [0, 5])
def test_one_that_did_nothing_after_a_rest_is_left(done: int) -> None:
    assert followed(deferred(done), deferred(done, SOON), job_message()) == (2, "deferred")


def test_one_that_begins_with_a_rest_is_followed_to_its_end() -> None:
    assert followed(deferred(0), job_message()) == (2, "done")


def test_one_that_nobody_takes_up_is_left() -> None:
    times, state = followed(deferred(5))

    assert times > 1
    assert state == "deferred"
