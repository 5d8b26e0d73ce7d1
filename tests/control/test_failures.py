"""What the wire does with errors, with nonsense, and with silence."""

import json
import select
import socket
import stat
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.control.serving import RefusingService, Served, WaitingService, answering_once, served
from tinyarms_daemon.application.event_bell import EventBell
from tinyarms_daemon.control.client import ControlClient
from tinyarms_daemon.control.messages import MESSAGES_VERSION, VERSION_HEADER
from tinyarms_daemon.domain.errors import (
    NobodyAnswered,
    NotRunning,
    RepositoryUnavailable,
    StoreUnavailable,
    TinyarmsError,
    Unavailable,
    UsageError,
)

POST = "POST"
GET = "GET"


def said_in_vain(path: Path) -> str:
    """What is said where nobody answers."""
    with pytest.raises(NotRunning) as caught:
        ControlClient(path, lambda: None).status()
    return str(caught.value)


@pytest.mark.parametrize(
    ("raised", "comes_back"),
    [
        (UsageError, UsageError),
        (NotRunning, NotRunning),
        (Unavailable, Unavailable),
        (StoreUnavailable, Unavailable),
        (RepositoryUnavailable, Unavailable),
        (TinyarmsError, TinyarmsError),
    ],
)
def test_an_error_comes_back_with_its_sentence_and_its_exit_status(
    short_folder: Path, raised: type[TinyarmsError], comes_back: type[TinyarmsError]
) -> None:
    sentence = "There is no job 7\n\udcff; `jobs` lists those that wait."
    with served(short_folder, RefusingService(raised(sentence))) as daemon:
        with pytest.raises(TinyarmsError) as caught:
            daemon.client.status()

        assert daemon.failures == []
    assert type(caught.value) is comes_back
    assert str(caught.value) == sentence
    assert caught.value.exit_status == raised.exit_status


def test_a_failure_of_our_own_is_told_to_the_log_and_ends_nothing(short_folder: Path) -> None:
    failure = ZeroDivisionError("a secret of the code")
    with served(short_folder, RefusingService(failure)) as daemon:
        with pytest.raises(TinyarmsError) as caught:
            daemon.client.status()

        assert daemon.client.jobs()
        assert daemon.failures == [failure]
    assert "ZeroDivisionError" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert str(caught.value).endswith("; `tinyarmsctl logs` has more.")
    assert caught.value.exit_status == 70, "1 would be read as findings"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        (GET, "/", 404),
        (GET, "/v1/none", 404),
        (GET, "/v2/status", 404),
        (GET, "/v1/jobs/one", 404),
        (GET, "/v1/jobs/-1", 404),
        (GET, "/v1/jobs/99999999999999999999999999", 404),
        (GET, "/v1/findings/1.5", 404),
        (GET, "/v1/../../etc/passwd", 404),
        (POST, "/v1/status", 405),
        ("DELETE", "/v1/jobs/1", 405),
        (GET, "/v1/pause", 405),
        (GET, "/v1/events?after=x", 400),
        (GET, "/v1/events?after=99999999999999999999999999", 400),
        (GET, "/v1/events?wait_seconds=nan", 400),
        (GET, "/v1/events?wait_seconds=inf", 400),
        (GET, "/v1/events?wait_seconds=soon", 400),
    ],
)
def test_an_address_that_means_nothing_is_refused(
    daemon: Served, method: str, path: str, status: int
) -> None:
    response = daemon.ask(method, path)

    assert response.status_code == status
    assert response.json()["exit_status"] == 2
    assert response.json()["error"]
    assert daemon.service.calls == []
    assert daemon.failures == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"path"',
        b"null",
        b"\xff\xfe",
        b"{}",
        b'{"path": 1}',
        b'{"path": null}',
        b'{"path": ["/home"]}',
        b'{"path": ""}',
        b'{"path": "relative"}',
        b'{"path": "/home/\\u0000"}',
        b'{"path": "/home/\\ud800"}',
        b'{"path": "/home/me", "name": 5}',
        b"[" * 100_000,
    ],
)
def test_a_request_to_watch_nonsense_is_refused(daemon: Served, body: bytes) -> None:
    response = daemon.ask(POST, "/v1/repositories", content=body)

    assert response.status_code == 400
    assert response.json()["exit_status"] == 2
    assert daemon.service.calls == []
    assert daemon.failures == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/repositories/remove", {}),
        ("/v1/repositories/remove", {"name": 1}),
        ("/v1/scans", {}),
        ("/v1/scans", {"paths": "/home"}),
        ("/v1/scans", {"paths": [1]}),
        ("/v1/scans", {"paths": ["relative"]}),
        ("/v1/scans", {"paths": ["/home/\0"]}),
        ("/v1/findings/1/dismiss", {}),
        ("/v1/findings/1/dismiss", {"reason": 1}),
        ("/v1/findings/1/dismiss", {"reason": "a", "expires_seconds": "1"}),
        ("/v1/findings/1/dismiss", {"reason": "a", "expires_seconds": True}),
        ("/v1/findings/1/dismiss", {"reason": "a", "expires_seconds": -1}),
        ("/v1/findings/1/dismiss", {"reason": "a", "expires_seconds": float("nan")}),
        ("/v1/findings/search", []),
        ("/v1/findings/search", {"color": "blue"}),
        ("/v1/findings/search", {"repository": 5}),
        ("/v1/findings/search", {"repository": None}),
        ("/v1/findings/search", {"rules": "magic-numbers"}),
        ("/v1/findings/search", {"rules": [1]}),
        ("/v1/findings/search", {"statuses": [None]}),
        ("/v1/findings/search", {"path": ["a"]}),
        ("/v1/findings/search", {"new": 1}),
        ("/v1/findings/search", {"limit": -1}),
        ("/v1/findings/search", {"limit": True}),
        ("/v1/findings/search", {"since": "yesterday"}),
        ("/v1/findings/search", {"since": "2026-11-23T02:00:00"}),
        ("/v1/pause", []),
        ("/v1/pause", {"seconds": "2h"}),
        ("/v1/pause", {"seconds": float("inf")}),
        ("/v1/pause", {"seconds": -5}),
    ],
)
def test_a_body_that_means_nothing_is_refused(daemon: Served, path: str, body: object) -> None:
    response = daemon.ask(POST, path, content=json.dumps(body))

    assert response.status_code == 400
    assert response.json()["exit_status"] == 2
    assert daemon.service.calls == []
    assert daemon.failures == []


def test_a_query_that_the_service_cannot_read_is_refused(short_folder: Path) -> None:
    with served(short_folder, RefusingService(ValueError("'fatal' is no severity"))) as daemon:
        response = daemon.ask(POST, "/v1/findings/search", json={"severity": "fatal"})

        assert response.status_code == 400
        assert "'fatal' is no severity" in response.json()["error"]
        assert daemon.failures == []


def test_a_body_that_is_too_large_is_refused_and_the_server_goes_on(daemon: Served) -> None:
    response = daemon.ask(POST, "/v1/scans", json={"paths": ["/a" * 1_000_000]})

    assert response.status_code == 413
    assert daemon.client.jobs()


def test_a_wait_for_events_has_a_longest_time(daemon: Served) -> None:
    daemon.service.event_batches = [[], []]

    daemon.ask(GET, "/v1/events?after=0&wait_seconds=9999999")
    daemon.ask(GET, "/v1/events?after=0&wait_seconds=-5")

    assert [call[2] for call in daemon.service.calls] == [30.0, 0.0]


def test_every_answer_names_the_version_of_the_messages(daemon: Served) -> None:
    well = daemon.ask(GET, "/v1/jobs")
    badly = daemon.ask(GET, "/v1/none")

    assert well.json()["version"] == MESSAGES_VERSION
    assert {well.headers[VERSION_HEADER], badly.headers[VERSION_HEADER]} == {str(MESSAGES_VERSION)}
    assert well.headers["content-type"] == badly.headers["content-type"] == "application/json"


def test_what_is_no_http_at_all_is_refused_and_the_server_goes_on(daemon: Served) -> None:
    with socket.socket(socket.AF_UNIX) as raw:
        raw.connect(str(daemon.socket))
        raw.sendall(b"\x00\x01\x02 nonsense\r\n\r\n")
        answer = raw.recv(1000)

    assert b" 400 " in answer.split(b"\r\n")[0]
    assert daemon.client.jobs()


def test_a_daemon_whose_messages_are_of_another_version_is_told_with_what_to_do(
    daemon: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tinyarms_daemon.control.client.MESSAGES_VERSION", MESSAGES_VERSION + 1)

    with pytest.raises(Unavailable, match=r"another version .* `tinyarmsctl restart`"):
        daemon.client.jobs()


def test_somebody_who_hangs_up_in_the_middle_disturbs_nobody(daemon: Served) -> None:
    with socket.socket(socket.AF_UNIX) as raw:
        raw.connect(str(daemon.socket))
        raw.sendall(b"POST /v1/scans HTTP/1.1\r\nContent-Length: 100\r\n\r\n{")

    assert daemon.client.jobs()


def test_the_socket_is_its_owners_alone(daemon: Served) -> None:
    mode = daemon.socket.stat().st_mode

    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) == 0o600


def test_many_may_ask_at_once(daemon: Served) -> None:
    answers: list[Any] = []

    def ask() -> None:
        answers.append(ControlClient(daemon.socket, lambda: None).jobs())

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 12


def test_a_client_that_waits_for_events_does_not_keep_others_waiting(short_folder: Path) -> None:
    bell = EventBell()
    service = WaitingService(lambda seconds: bell.wait(0, seconds))
    with served(short_folder, service) as daemon:
        listener = threading.Thread(
            target=daemon.client.events, kwargs={"after": 0, "wait_seconds": 30}
        )
        listener.start()
        service.asked.wait()

        answered = daemon.ask(GET, "/v1/jobs").status_code

        bell.close()
        listener.join()
    assert answered == 200


def test_closing_does_not_wait_for_a_client_that_waits_for_events(short_folder: Path) -> None:
    bell = EventBell()
    service = WaitingService(lambda seconds: bell.wait(0, seconds))
    daemon = Served(service, short_folder / "daemon.sock")
    heard: list[object] = []
    listener = threading.Thread(
        target=lambda: heard.append(daemon.client.events(after=0, wait_seconds=30))
    )
    listener.start()
    service.asked.wait()

    bell.close()
    closing = threading.Thread(target=daemon.server.close)
    closing.start()
    closing.join(timeout=20)

    assert not closing.is_alive()
    listener.join()
    assert heard == [[]]


def test_closing_does_not_wait_for_a_connection_that_is_kept_open(short_folder: Path) -> None:
    daemon = Served(WaitingService(None), short_folder / "daemon.sock")
    with httpx.Client(transport=httpx.HTTPTransport(uds=str(daemon.socket))) as other_program:
        other_program.get("http://tinyarms/v1/jobs")

        closing = threading.Thread(target=daemon.server.close)
        closing.start()
        closing.join(timeout=20)

        assert not closing.is_alive()


def test_a_closed_server_answers_no_more(short_folder: Path) -> None:
    with served(short_folder) as daemon:
        pass

    assert said_in_vain(daemon.socket) == (
        f"No daemon answers at {daemon.socket}; start it with `tinyarmsd`."
    )


def test_where_no_socket_is_nobody_answers(short_folder: Path) -> None:
    assert "No daemon answers" in said_in_vain(short_folder / "none.sock")


def test_a_socket_that_a_crash_left_is_answered_by_nobody(short_folder: Path) -> None:
    path = short_folder / "daemon.sock"
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))

    assert "No daemon answers" in said_in_vain(path)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"nonsense\r\n\r\n", "does not answer as it should"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno", "does not answer as it should"),
    ],
    ids=["no http", "no json"],
)
def test_another_program_behind_the_socket_is_told(
    short_folder: Path, answer: bytes, told: str
) -> None:
    with (
        answering_once(short_folder, answer) as client,
        pytest.raises(Unavailable, match=told),
    ):
        client.jobs()


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"])
def test_a_question_may_be_asked_again_where_the_daemon_ended_before_it_had_answered(
    short_folder: Path, answer: bytes
) -> None:
    for ask in (ControlClient.jobs, lambda client: client.findings({})):
        with (
            answering_once(short_folder, answer) as client,
            pytest.raises(NobodyAnswered, match="ended before it had answered"),
        ):
            ask(client)


def test_what_a_daemon_had_taken_before_it_ended_is_not_asked_for_twice(
    short_folder: Path,
) -> None:
    with (
        answering_once(short_folder, b"") as client,
        pytest.raises(Unavailable, match="what it had begun goes on"),
    ):
        client.resume()


def test_what_a_daemon_had_not_taken_before_it_ended_may_be_asked_for_again(
    short_folder: Path,
) -> None:
    path = short_folder / "daemon.sock"
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(path))
    listening.listen()

    def end_with_it_unread() -> None:
        connection, _ = listening.accept()
        select.select([connection], [], [])
        connection.close()

    thread = threading.Thread(target=end_with_it_unread)
    thread.start()
    with pytest.raises(NobodyAnswered, match="ended before it had answered"):
        ControlClient(path, lambda: None).resume()
    thread.join()
    listening.close()


def test_a_daemon_that_hangs_is_told_apart(short_folder: Path) -> None:
    path = short_folder / "daemon.sock"
    with socket.socket(socket.AF_UNIX) as stopped:
        stopped.bind(str(path))
        stopped.listen()

        with pytest.raises(Unavailable, match=r"has not answered for 0 s: it is busy, or hangs"):
            ControlClient(path, lambda: None, patience_seconds=0.01).jobs()


def test_proxies_of_the_environment_are_not_asked(
    daemon: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    assert ControlClient(daemon.socket, lambda: None).jobs()
