"""Waiting for jobs, with their progress shown."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

from tinyarms_daemon.control.messages import NO_END, JobMessage, StatusMessage
from tinyarms_daemon.control.service import Service
from tinyarms_daemon.domain.errors import Unavailable
from tinyarms_daemon.domain.work.job import JobState
from tinyarms_daemon.faces.cli.moments import local
from tinyarms_daemon.faces.cli.progress import progress
from tinyarms_daemon.faces.cli.screen import Screen
from tinyarms_daemon.faces.cli.toolbox import Toolbox

# Of so many looks a job makes some progress unless something is wrong; a daemon is asked 20 times a
# second.
_LOOKS_WITHOUT_PROGRESS = 60
# Between two bursts a machine rests for a minute or two, for three once it was warm; what is due
# later waits for something else.
_LONGEST_REST = timedelta(minutes=4)
_REST_LOOK_SECONDS = 0.5
_TAKEN_UP_WITHIN = timedelta(seconds=10)  # behind its rest


def follow(
    service: Service,
    job: JobMessage,
    toolbox: Toolbox,
    screen: Screen,
    *,
    tells_lines: bool = False,
) -> JobMessage:
    """The job as it ended. Unavailable where it failed or was taken back; deferral is told, and
    what keeps it where it makes no progress. The rests between two pieces of work are waited for.
    """
    label = f"Scanning {job['repository']}"
    with progress(screen, label, tells_lines=tells_lines) as show:
        latest, done, looks = job, 0, 0
        told: set[str] = set()
        for latest in _through_rests(service, job, toolbox):
            show(units_ended(latest), latest["units_total"])
            looks = looks + 1 if units_ended(latest) == done else 0
            done = units_ended(latest)
            if looks and looks % _LOOKS_WITHOUT_PROGRESS == 0:
                for reason in _hindrances(service.status()):
                    if reason not in told:
                        told.add(reason)
                        screen.note(reason)
    return _require_success(latest, screen)


def _through_rests(service: Service, job: JobMessage, toolbox: Toolbox) -> Iterator[JobMessage]:
    """The job as it goes on, until it ends, waits for long, or did nothing between two waits. It
    may begin with one: the machine has just worked for something else."""
    done: int | None = None
    rested_until = None
    while True:
        latest = job
        for latest in service.follow_job(job["id"]):
            yield latest
        due = latest["not_before"]
        if latest["state"] != JobState.DEFERRED or due is None:
            return
        due_at = datetime.fromisoformat(due)
        if due == rested_until:
            if toolbox.now() > due_at + _TAKEN_UP_WITHIN:
                return
        elif units_ended(latest) == done or due_at > toolbox.now() + _LONGEST_REST:
            return
        done, rested_until = units_ended(latest), due
        _wait_until(due_at, toolbox)


def _wait_until(moment: datetime, toolbox: Toolbox) -> None:
    """At least a while."""
    while True:
        threading.Event().wait(_REST_LOOK_SECONDS)
        if toolbox.now() >= moment:
            return


def _hindrances(status: StatusMessage) -> list[str]:
    until = status["daemon"]["paused_until"]
    if not until:
        return status["alarms"]
    end = "`tinyarmsctl resume`" if until == NO_END else local(until)
    return [*status["alarms"], f"Model work is paused until {end}; what asks a model waits."]


def units_ended(job: JobMessage) -> int:
    """Units about which nothing more is to be done."""
    return job["units_done"] + job["units_skipped"] + job["units_failed"]


def _require_success(job: JobMessage, screen: Screen) -> JobMessage:
    state, name = job["state"], job["repository"]
    if state == JobState.FAILED:
        reason = job["error"] or "no reason is known"
        raise Unavailable(f"The scan of {name} (job {job['id']}) failed: {reason}")
    if state == JobState.CANCELLED:
        raise Unavailable(f"The scan of {name} (job {job['id']}) was cancelled before its end.")
    if state == JobState.DEFERRED:
        reasons = "; ".join(job["reasons"])
        screen.note(f"The scan of {name} (job {job['id']}) waits: {reasons}")
    elif job["error"] is not None and not JobState(state).is_end:
        error = job["error"].rstrip(".")
        screen.note(
            f"The scan of {name} (job {job['id']}) is not done, and will be tried again: {error}."
        )
    return job
