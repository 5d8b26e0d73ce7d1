"""Every question, asked by the client, answered by the service on the other side of the socket."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.control.serving import Served
from tests.fakes.control_messages import (
    event_message,
    finding_detail,
    finding_message,
    findings_message,
    job_message,
    repository_message,
    status_message,
)
from tinyarms_daemon.control.client import ControlClient

Ask = Callable[[ControlClient], Any]
FINDING = finding_message()


@pytest.mark.parametrize(
    ("ask", "call", "answer"),
    [
        (lambda client: client.status(), ("status", False), status_message()),
        (lambda client: client.status(only_new=True), ("status", True), status_message()),
        (lambda client: client.repositories(), None, [repository_message()]),
        (
            lambda client: client.add_repository("/home/me/shop", None),
            ("add_repository", "/home/me/shop", None),
            job_message(),
        ),
        (
            lambda client: client.add_repository("/home/me/shop", ""),  # for the service to refuse
            ("add_repository", "/home/me/shop", ""),
            job_message(),
        ),
        (
            lambda client: client.add_repository("/home/me/caf\u00e9\n\udcff", "caf\u00e9"),
            ("add_repository", "/home/me/caf\u00e9\n\udcff", "caf\u00e9"),
            job_message(),
        ),
        (
            lambda client: client.remove_repository("shop", purge=False),
            ("remove_repository", "shop", False),
            None,
        ),
        (
            lambda client: client.remove_repository("shop", purge=True),
            ("remove_repository", "shop", True),
            None,
        ),
        (
            lambda client: client.request_scan({"paths": ["/home/me/shop/a.py"]}),
            ("request_scan", {"paths": ["/home/me/shop/a.py"]}),
            [job_message()],
        ),
        (lambda client: client.jobs(), None, [job_message()]),
        (lambda client: client.job(1), None, job_message()),
        (
            lambda client: client.cancel_job(1),
            ("cancel_job", 1),
            job_message(state="cancelled"),
        ),
        (
            lambda client: client.retry_job(1),
            ("retry_job", 1),
            job_message(state="queued"),
        ),
        (
            lambda client: client.findings({"severity": "warning", "new": True, "rules": ["a"]}),
            ("findings", {"severity": "warning", "new": True, "rules": ["a"]}),
            findings_message(FINDING),
        ),
        (
            lambda client: client.findings(
                {"since": "2026-11-23T02:00:00Z", "limit": 0, "statuses": [], "path": "src"}
            ),
            (
                "findings",
                {"since": "2026-11-23T02:00:00Z", "limit": 0, "statuses": [], "path": "src"},
            ),
            findings_message(FINDING),
        ),
        (lambda client: client.finding(17), None, finding_detail(FINDING)),
        (
            lambda client: client.dismiss_finding(17, reason="on purpose", expires_seconds=None),
            ("dismiss_finding", 17, "on purpose", None),
            finding_detail(FINDING, status="dismissed"),
        ),
        (
            lambda client: client.dismiss_finding(17, reason="later", expires_seconds=86400.5),
            ("dismiss_finding", 17, "later", 86400.5),
            finding_detail(FINDING, status="dismissed"),
        ),
        (
            lambda client: client.reopen_finding(17),
            ("reopen_finding", 17),
            finding_detail(FINDING),
        ),
        (
            lambda client: client.events(after=3, wait_seconds=1.5),
            ("events", 3, 1.5),
            [event_message(4, "scan_finished")],
        ),
        (lambda client: client.events(after=-1, wait_seconds=0), ("events", -1, 0.0), []),
        (lambda client: client.pause(seconds=None), ("pause", None), None),
        (lambda client: client.pause(seconds=7200), ("pause", 7200), None),
        (lambda client: client.resume(), ("resume",), None),
        (
            lambda client: client.prune_store(),
            ("prune_store",),
            {"forgotten": {"jobs": 2, "events": 1}},
        ),
    ],
)
def test_a_question_reaches_the_service_and_its_answer_comes_back(
    daemon: Served, ask: Ask, call: tuple[Any, ...] | None, answer: Any
) -> None:
    daemon.service.findings_answer = findings_message(FINDING)
    daemon.service.event_batches = [[event_message(4, "scan_finished")]]

    assert ask(daemon.client) == answer

    assert daemon.service.calls == ([] if call is None else [call])
    assert daemon.failures == []


def test_a_job_is_followed_until_it_has_ended(daemon: Served) -> None:
    states = iter(["queued", "running", "running", "done"])
    daemon.service.job = lambda _: job_message(state=next(states))

    followed = [job["state"] for job in daemon.client.follow_job(1)]

    assert followed == ["queued", "running", "running", "done"]
    assert len(daemon.pauses) == 3


@pytest.mark.parametrize("state", ["done", "failed", "cancelled", "deferred"])
def test_a_job_that_has_ended_is_looked_at_once(daemon: Served, state: str) -> None:
    daemon.service.job_answers = [job_message(state=state)]

    assert len(list(daemon.client.follow_job(1))) == 1
    assert daemon.pauses == []


def test_odd_bytes_of_a_path_come_back_as_they_were(daemon: Served) -> None:
    daemon.service.findings_answer = findings_message(finding_message(path="a\n\udcff\U0001f600"))

    answer = daemon.client.findings({})

    assert answer["findings"][0]["path"] == "a\n\udcff\U0001f600"
